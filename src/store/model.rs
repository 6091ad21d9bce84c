//! What the widget knows: one plain value, changed only by [`super::update()`], read by the views.
//!
//! Deliberately absent: anything of the browser, and anything that can be derived (see [`super::view`]).

use super::map::Map;
use madang_protocol::*;

/// Everything.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub session: Session,
    pub users: Map<UserId, User>,
    pub presence: Map<UserId, UserPresence>,
    pub channels: Channels,
    pub timelines: Map<ChannelId, Timeline>,
    /// Own messages that the server has not confirmed yet, of all channels, oldest first.
    pub outbox: Vec<Pending>,
    /// What keeps the outbox within the server's limits.
    pub pace: Pace,
    pub typing: Map<ChannelId, Vec<Typist>>,
    /// Whom the composer offers for the beginning of a name.
    pub people: People,
    /// Who was chosen from an offer, by the words that were put into the text; the newest first.
    pub chosen: Vec<(String, UserId)>,
    /// Unsent text of each channel's composer.
    pub drafts: Map<ChannelId, String>,
    /// The message that each channel's composer answers.
    pub replies: Map<ChannelId, Quote>,
    /// Files that each channel's composer holds.
    pub attachments: Map<ChannelId, Vec<Attachment>>,
    pub panel: Panel,
    /// Commands that await an answer on this socket, by frame id.
    pub requests: Map<u32, Request>,
    /// The id of the last command.
    pub last_request: u32,
    /// Own messages being deleted; asked again after a reconnect.
    pub deleting: Vec<(ChannelId, Seq)>,
    /// Reactions on their way, the last wish of each; asked again after a reconnect.
    pub reacting: Vec<Reacting>,
    pub emojis: Emojis,
    /// Cursors to tell the server with the next flush.
    pub marks: Map<ChannelId, Marks>,
    /// When this side last said "typing", and where.
    pub own_typing: Option<(ChannelId, TimeMs)>,
}

/// Who we are and how the line is.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub app_id: Option<AppId>,
    /// Absent while anonymous.
    pub me: Option<User>,
    pub epoch: Option<Epoch>,
    pub limits: Limits,
    pub identity: Identity,
    pub connection: Connection,
    /// What was kept on this device has been read (or turned out to be unreadable).
    pub restored: bool,
    /// The visitor did something: from now on things may be kept on this device.
    pub acted: bool,
    /// The socket is open; `hello` goes out once `restored` too.
    pub opened: bool,
    /// The browser believes that it has a network.
    pub network: bool,
    /// A welcome came at least once.
    pub welcomed: bool,
    /// Failed tries to connect since the last welcome.
    pub attempt: u32,
    /// The server asked to come back after so many milliseconds.
    pub reconnect_after_ms: Option<u64>,
    pub heartbeat_ms: u64,
    /// When the last frame came.
    pub heard_at: TimeMs,
    /// A sign of life was asked for at this time.
    pub probed_at: Option<TimeMs>,
    /// Whose presence the server tells this socket.
    pub watched: Vec<UserId>,
    /// The draft that changed since it was last kept.
    pub draft_due: Option<ChannelId>,
    /// [`super::Timer::Save`] runs.
    pub saving: bool,
    /// Server clock minus this device's clock, milliseconds.
    pub clock_offset_ms: i64,
    /// East of UTC, minutes: where days begin.
    pub zone_offset_minutes: i32,
    /// What the host was told last.
    pub told: Told,
}

/// What was last told to the host page, so that it hears changes only.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    pub unread: u32,
    pub connection: &'static str,
    pub me: Option<UserId>,
    pub ready: bool,
}

/// How the widget proves who it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Identity {
    /// Nobody yet: the server makes a visitor with the first command that needs one.
    #[default]
    Anonymous,
    /// A visitor token of the server, kept on this device.
    Visitor(String),
    /// A token of the customer's backend, given by the page.
    SignedIn(String),
}

/// The line to the server.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Connection {
    /// Not wanted yet.
    #[default]
    Idle,
    Connecting,
    Online,
    Waiting {
        retry_at: TimeMs,
        attempt: u32,
    },
    /// The browser says that there is no network.
    Offline,
    /// The server does not want us back (close code), or a fresh token is needed (4004, 4502).
    Stopped {
        code: u16,
    },
}

/// How far something to fetch is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Load {
    #[default]
    No,
    Loading,
    Ready,
    Failed(ErrorCode),
}

/// The channel list.
#[derive(Debug, Clone, Default)]
pub struct Channels {
    /// As the list shows them: newest activity first, open channels last.
    pub order: Vec<ChannelId>,
    pub by_id: Map<ChannelId, ChannelView>,
    pub load: Load,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The held part of one channel's messages: a contiguous run.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// How far this side is in the channel's changes.
    pub position: Option<(Epoch, Rev)>,
    /// The newest revision heard of: above `position` something is missing.
    pub wanted: Rev,
    /// A `sync` (or a resume) is on its way.
    pub syncing: bool,
    /// Its events are wanted, on this socket and on the ones after it.
    pub live: bool,
    /// By seq, ascending, no two alike.
    pub messages: Vec<Message>,
    pub has_before: bool,
    pub has_after: bool,
    pub load: Load,
    pub older: Load,
    pub newer: Load,
    /// First unread message when the channel was opened: the divider stands above it.
    pub unread_from: Option<Seq>,
    /// The newest message that was on screen.
    pub seen: Seq,
    pub cursors: Vec<Cursor>,
    /// Too much was missed: above this message the run restarts.
    pub gap: Option<Seq>,
    /// The message to be brought on screen.
    pub sought: Option<Seq>,
}

/// A file of a message, or of the composer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attachment {
    /// Made here, and while it is not sent the name of its bytes; of a sent file the server's id.
    pub id: ClientId,
    /// As the device says, until the server says it.
    pub file: File,
    pub state: Upload,
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Upload {
    /// Thousandths.
    Running(u32),
    Failed(ErrorCode),
    /// Its bytes were in a page that is gone.
    Lost,
    #[default]
    Done,
}

/// An own message on its way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pending {
    pub client_id: ClientId,
    pub channel_id: ChannelId,
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<Quote>,
    /// Whom it names: a resend says the same.
    pub mentions: Vec<Mention>,
    /// Sent when all of them are done.
    pub files: Vec<Attachment>,
    /// This device's clock; strictly ascending within one outbox.
    pub created_at: TimeMs,
    pub state: PendingState,
    /// When it was written to this socket.
    pub sent_at: Option<TimeMs>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PendingState {
    /// Will be sent, and sent again, until confirmed.
    #[default]
    Waiting,
    /// Refused for good; the user may retry or discard.
    Failed(ErrorCode),
}

/// Keeps the outbox within the server's rate.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// When the budget will be full again (device clock).
    pub full_at_ms: u64,
    /// Nothing is sent before this time: the server said so.
    pub blocked_until: TimeMs,
    /// The server refused one for speed: one at a time until one is accepted, so that none overtakes.
    pub careful: bool,
}

/// People of a channel whose nickname begins with `prefix`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct People {
    pub channel_id: ChannelId,
    pub prefix: String,
    pub users: Vec<User>,
}

/// Somebody who types.
#[derive(Debug, Clone, PartialEq)]
pub struct Typist {
    pub user_id: UserId,
    pub until: TimeMs,
}

/// What is on screen.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    pub mode: Mode,
    pub open: bool,
    /// Tab visible and window focused (the browser's part of attention).
    pub attended: bool,
    pub channel: Option<ChannelId>,
    /// The page chose the one channel: there is no way back to a list.
    pub only_channel: bool,
    pub editing: Option<Editing>,
    /// The list of those who reacted to a message.
    pub who: Option<Who>,
    /// What was said last in passing.
    pub notice: Option<Notice>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// A window that the launcher opens.
    #[default]
    Launcher,
    /// A part of the page.
    Inline,
    /// The whole page.
    Page,
}

/// The message being edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Editing {
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// What was submitted and awaits the answer; asked again after a reconnect.
    pub submitted: Option<String>,
    pub error: Option<ErrorCode>,
}

/// A reaction that the user wants there (or gone).
#[derive(Debug, Clone, PartialEq)]
pub struct Reacting {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub emoji: String,
    pub on: bool,
}

impl Reacting {
    /// Whether both are of the same emoji under the same message.
    pub fn is_about(&self, other: &Self) -> bool {
        self.seq == other.seq && self.emoji == other.emoji && self.channel_id == other.channel_id
    }
}

/// What is remembered of the use of emojis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Emojis {
    /// The last one first.
    pub recent: Vec<String>,
    /// 0: none; 1–5: light to dark.
    pub tone: u32,
}

lean! { Emojis { recent, tone } }

/// The people who reacted to a message, as far as they are loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Who {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub reactors: Vec<Reactor>,
    pub next: Option<String>,
    pub load: Load,
}

/// A sentence that is shown for a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    ReactionFailed,
    ReactionsFull,
}

/// Cursors of one channel that the server does not know yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    pub read: Option<Seq>,
    pub delivered: Option<Seq>,
}

/// A command that awaits its answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    Hello,
    Refresh,
    Ping,
    Exit,
    ListChannels { first: bool },
    Enter(ChannelId),
    Create,
    Invite,
    Leave(ChannelId),
    History { channel_id: ChannelId, part: Part },
    Sync(ChannelId),
    Send(ClientId),
    Edit,
    Delete(ChannelId, Seq),
    React(Reacting),
    Who,
    Mark,
    Presence,
    Members(ChannelId),
    People { channel_id: ChannelId, prefix: String },
}

/// Which part of the history was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Newest,
    Older,
    Newer,
    Around,
}

/// What names a message on screen, the same before and after its ack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A message of the user themself.
    Own(ClientId),
    /// Anybody else's.
    Seq(Seq),
}

impl Model {
    /// The key of a message.
    pub fn key(&self, message: &Message) -> Key {
        match self.me() {
            Some(me) if *me == message.user_id => Key::Own(message.client_id.clone()),
            _ => Key::Seq(message.seq),
        }
    }

    /// The user's own id.
    pub fn me(&self) -> Option<&UserId> {
        self.session.me.as_ref().map(|user| &user.user_id)
    }

    /// Whether a message names the user. `@here` names who is connected when it comes.
    pub fn names_me(&self, message: &Message, live: bool) -> bool {
        let me = self.me();
        let names = |range: &TextRange| match range.style {
            TextStyle::Mention => range.user_id.as_ref() == me,
            TextStyle::MentionChannel => true,
            TextStyle::MentionHere => live,
            _ => false,
        };
        me.is_some_and(|me| *me != message.user_id) && message.ranges.iter().any(names)
    }

    /// Whether commands can be sent now.
    pub fn online(&self) -> bool {
        self.session.connection == Connection::Online
    }

    /// Whether the user is looking at the chat now.
    pub fn attends(&self) -> bool {
        self.panel.attended && (self.panel.open || self.panel.mode != Mode::Launcher)
    }

    /// The held message of this key.
    pub fn message(&self, channel_id: &ChannelId, key: &Key) -> Option<&Message> {
        let messages = &self.timelines.get(channel_id)?.messages;
        match key {
            Key::Seq(seq) => {
                messages.binary_search_by_key(seq, |message| message.seq).ok().and_then(|at| messages.get(at))
            }
            Key::Own(client_id) => {
                let me = self.me()?;
                messages.iter().rev().find(|message| message.client_id == *client_id && message.user_id == *me)
            }
        }
    }

    /// The unconfirmed message of this key.
    pub fn pending(&self, key: &Key) -> Option<&Pending> {
        let Key::Own(client_id) = key else { return None };
        self.outbox.iter().find(|pending| pending.client_id == *client_id)
    }
}
