//! What an action leads to: what to repaint, and what to do outside the model.

use super::{
    action::{KeptConversation, Timer},
    model::{Emojis, Key, Pending},
};
use madang_protocol::*;

/// The result of one action.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    /// No two alike.
    pub changes: Vec<Change>,
    /// In order.
    pub effects: Vec<Effect>,
}

/// A slice of the model that a view may watch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Connection,
    Me,
    Panel,
    /// Which channels there are and in which order, and how far the list is loaded.
    ChannelList,
    /// One channel's name, last message, unread count; how far its timeline is loaded.
    Channel(ChannelId),
    /// A row came, went or moved.
    Rows(ChannelId),
    /// One message's content or state.
    Message(ChannelId, Key),
    Receipts(ChannelId),
    Typing(ChannelId),
    Presence(UserId),
    User(UserId),
    /// The draft was set by something else than typing.
    Draft(ChannelId),
    /// Whom the composer offers.
    People,
    /// Which files a composer holds, and whether they can go.
    Attachments(ChannelId),
    /// How far one upload is.
    Upload(ClientId),
    /// Whether one may write in a channel, or until when not.
    Writing(ChannelId),
    /// Which followed threads have something unread.
    Threads,
    /// The total unread count.
    Unread,
    /// There is something to say in passing.
    Notice,
}

/// Something to do outside the model.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Open a socket; close the one there is.
    Connect,
    /// Close the socket; no [`super::Action::SocketClosed`] follows.
    Disconnect,
    Send(Frame<Command>),
    /// A frame that a part of plain JavaScript made.
    SendText(String),
    /// Replaces the timer of the same name.
    SetTimer(Timer, u64),
    CancelTimer(Timer),
    /// Read what is kept for this user (`None`: the visitor); answered by [`super::Action::Restored`].
    Load(Option<UserId>),
    SavePending(Pending),
    ForgetPending(ClientId),
    /// Upload the file of this id, from where it was left; answered by [`super::Action::UploadTold`].
    Upload(ClientId),
    /// Forget the file of this id, here and on the server.
    CancelUpload(ClientId),
    /// An empty text forgets it.
    SaveDraft(ChannelId, String),
    /// What a channel's composer answers.
    SaveReply(ChannelId, Option<Quote>),
    SaveConversation(Box<KeptConversation>),
    SaveVisitorToken(String),
    SaveEmojis(Emojis),
    /// Forget everything that is kept for the current user.
    ClearStorage,
    Emit(HostEvent),
}

/// What the host page hears.
#[derive(Debug, Clone, PartialEq)]
pub enum HostEvent {
    Ready,
    Error {
        code: &'static str,
        message: String,
    },
    Open,
    Close,
    MessageSent {
        channel_id: ChannelId,
        client_id: ClientId,
        seq: Seq,
        text: String,
    },
    MessageReceived {
        channel_id: ChannelId,
        message: Box<Message>,
        user: User,
        /// It names the user.
        mentioned: bool,
        /// The user does not want to be told of it.
        silent: bool,
        /// The user looks at its channel.
        seen: bool,
    },
    UnreadChanged(u32),
    /// `idle`, `connecting`, `online`, `waiting`, `offline`, `stopped`.
    ConnectionChanged(&'static str),
    IdentityChanged(Option<User>),
    Gap(ChannelId),
    /// A frame as it came, for the parts of plain JavaScript; the page does not hear it.
    Frame(String),
    TokenNeeded,
}

impl Outcome {
    /// Names a change once.
    pub fn change(&mut self, change: Change) {
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    pub fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub fn emit(&mut self, event: HostEvent) {
        self.effects.push(Effect::Emit(event));
    }
}
