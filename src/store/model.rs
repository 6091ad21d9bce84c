//! What the widget knows: one plain value, changed only by [`super::update()`], read by the views.
//!
//! Deliberately absent: anything of the browser, and anything that can be derived (see [`super::view`]).

mod outbox;
mod panel;
mod reactions;
mod session;
mod slow;

use super::map::Map;
use madang_protocol::*;
pub use outbox::*;
pub use panel::*;
pub use reactions::*;
pub use session::*;
pub use slow::*;

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
    /// The messages that were ever in it: on screen they keep their name when the server gives them a number.
    pub sent: Vec<ClientId>,
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
    /// Whom the user does not want to hear of.
    pub blocked: Vec<UserId>,
    /// Nothing is to ring until then, by the server's clock.
    pub undisturbed_until: TimeMs,
    /// Followed threads with something unread; the newest first.
    pub unread_threads: Vec<ChannelId>,
    /// When this side last said "typing", and where.
    pub own_typing: Option<(ChannelId, TimeMs)>,
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
    /// It was marked as unread while it was on screen: nothing of it is read until it is opened again.
    pub unread_kept: bool,
    /// The newest message that was on screen.
    pub seen: Seq,
    pub cursors: Vec<Cursor>,
    /// Too much was missed: above this message the run restarts.
    pub gap: Option<Seq>,
    /// The message to be brought on screen.
    pub sought: Option<Seq>,
    /// One's own turn, in slow mode.
    pub slow: Slow,
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
    History { channel_id: ChannelId, part: Part },
    Sync(ChannelId),
    Send(ClientId),
    Edit,
    Delete(ChannelId, Seq),
    React(Reacting),
    Mark,
    Presence,
    Follow(ChannelId),
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
    /// A message that was sent from here.
    Own(ClientId),
    /// Any other.
    Seq(Seq),
}

impl Model {
    /// The key of a message.
    pub fn key(&self, message: &Message) -> Key {
        self.key_of(&message.user_id, &message.client_id, message.seq)
    }

    /// The key of the message of this author and number.
    pub fn key_of(&self, user_id: &UserId, client_id: &ClientId, seq: Seq) -> Key {
        match self.me() == Some(user_id) && self.sent.contains(client_id) {
            true => Key::Own(client_id.clone()),
            false => Key::Seq(seq),
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

    /// Whether this channel or thread is on screen.
    pub fn shows(&self, channel_id: &ChannelId) -> bool {
        let Panel { channel, thread, .. } = &self.panel;
        [channel, thread].into_iter().flatten().any(|shown| shown == channel_id)
    }

    /// The held message of this key; of the open thread the root, wherever its channel is scrolled to.
    pub fn message(&self, channel_id: &ChannelId, key: &Key) -> Option<&Message> {
        self.held(channel_id, key).or_else(|| {
            let thread_id = self.panel.thread.as_ref().filter(|id| id.home() == *channel_id)?;
            let root = &self.channels.by_id.get(thread_id)?.thread.as_ref()?.root;
            (*key == Key::Seq(root.seq) || *key == self.key(root)).then_some(root)
        })
    }

    fn held(&self, channel_id: &ChannelId, key: &Key) -> Option<&Message> {
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
