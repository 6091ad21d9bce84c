/** What `madang` emits, by name. */
export interface Events {
  /** The widget is there, with its first answer from the server. */
  ready: unknown;
  /** Something failed; `fatal` when the widget went back to its launcher. */
  error: { code: string; message: string; fatal?: boolean };
  open: undefined;
  close: undefined;
  'message-sent': { channelId: string; text: string; [more: string]: unknown };
  'message-received': { channelId: string; text: string; /** It names the visitor. */ mentioned: boolean;
    /** The visitor does not want to be told of it. */ silent: boolean; /** The visitor looks at it. */ seen: boolean; [more: string]: unknown };
  'unread-changed': { total: number };
  'connection-changed': { state: string; [more: string]: unknown };
  'identity-changed': { userId?: string; [more: string]: unknown };
  /** The token is about to expire; answered by `tokenFetcher` when there is one, else call `identify`. */
  'token-needed': unknown;
  /** Part of a channel's history could not be caught up and was loaded anew. */
  gap: { channelId: string };
}

export type Theme = 'light' | 'dark' | 'auto';
export type Mode = 'launcher' | 'inline' | 'page';
/** A channel or thread, and a message of it. */
export interface Place {
  channelId: string;
  seq?: number;
}
/** The address that «Copy link» gives for a message; without one it is the page's own with `madang=<channel>/<seq>`. */
export type LinkTo = (channelId: string, seq: number) => string | undefined;

export type TokenFetcher = (userId?: string) => string | Promise<string>;

/** Who the visitor is, as the site's own backend vouches for. */
export interface Identity {
  /** A JWT of the site's backend. */
  token?: string;
  userId?: string;
  /** Asked at the start, and whenever the token is about to expire. */
  tokenFetcher?: TokenFetcher;
}

/** The handle: `window.madang`, what `createChat` gives, and every `<madang-chat>` element. Nothing here throws. */
export interface Handle {
  /** With a place: at this channel, and at this message of it. */
  open(place?: Place): void;
  close(): void;
  toggle(): void;
  /** Undoes `hide`. */
  show(): void;
  /** Takes launcher and panel off the page; the conversation stays. */
  hide(): void;
  identify(who: string | Identity): void;
  /** Forgets the user and what was kept of the conversations on this device. */
  logout(): void;
  /** Ends the widget and leaves nothing of it on the page. */
  destroy(): void;
  setLocale(locale: string): void;
  setTheme(theme: Theme): void;
  setAttributes(attributes: Record<string, string | number | boolean | null>): void;
  /** Sends a text into the open channel, or the one of `channel-id`. */
  send(text: string): void;
  /** Puts a text into the composer. */
  prefill(text: string): void;
  /** Unread messages, 0 before the widget has started. */
  unread(): number;
  /** Listens; the answer stops listening. */
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void;
  off<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): void;
  /** A call as an array, or a function that is given the handle: what `window.madang` takes before the script has loaded. */
  push(call: [method: string, ...rest: unknown[]] | ((madang: Handle) => void)): void;
}

/** `<madang-chat>`. Attributes: app-id channel-id user-id token theme locale mode position server label z-index storage. */
export interface MadangChat extends HTMLElement, Handle {
  tokenFetcher?: TokenFetcher;
  linkTo?: LinkTo;
  /** Sentences to say otherwise, by key. */
  strings?: Record<string, string>;
}

export interface Options {
  /** The chat server's origin: `https://chat.example.com`. */
  server: string;
  appId: string;
  channelId?: string;
  userId?: string;
  token?: string;
  tokenFetcher?: TokenFetcher;
  theme?: Theme;
  locale?: string;
  mode?: Mode;
  /** The corner of the launcher, in the direction of the page's writing. */
  position?: 'end' | 'start';
  /** What the launcher is called for a screen reader. */
  label?: string;
  zIndex?: number;
  /** `none` keeps nothing on the device. */
  storage?: 'none';
  linkTo?: LinkTo;
  strings?: Record<string, string>;
  /** Where to put it: `document.body` unless told otherwise. */
  parent?: Element;
}

/** Defines `<madang-chat>` by loading `embed.js` from the server, so that page and server never differ in version. */
export function load(server: string): Promise<void>;

/** Makes a `<madang-chat>` and gives its handle, whose calls queue until the script is there. In Node it does nothing. */
export function createChat(options: Options): MadangChat;

declare global {
  interface HTMLElementTagNameMap {
    'madang-chat': MadangChat;
  }
  interface Window {
    madang?: Handle;
  }
}
