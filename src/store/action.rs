//! Everything that the model hears: gestures in the past tense, and facts from the client.

use super::model::{Attachment, Emojis, Mode, Pending, Upload};
use madang_protocol::*;

#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    // Gestures.
    PanelOpened,
    PanelClosed,
    ChannelOpened(ChannelId),
    BackPressed,
    /// A thread of the channel on screen.
    ThreadOpened(ChannelId),
    ThreadClosed,
    /// Hear of new replies in a thread, or no longer.
    FollowPressed(ChannelId),
    /// The next reply is said in the channel as well, or not.
    InChannelChosen(bool),
    DraftTyped {
        channel_id: ChannelId,
        text: String,
    },
    /// The page put this text into the composer.
    DraftGiven {
        channel_id: ChannelId,
        text: String,
    },
    /// The composer wants people to offer.
    PeopleSought {
        channel_id: ChannelId,
        prefix: String,
    },
    /// Somebody was chosen, and is named in the text by these words.
    PersonChosen {
        name: String,
        user_id: UserId,
    },
    SendPressed {
        channel_id: ChannelId,
        text: String,
        client_id: ClientId,
    },
    /// Files were chosen, dropped or pasted.
    FilesPicked {
        channel_id: ChannelId,
        files: Vec<Attachment>,
    },
    FileRemoved {
        channel_id: ChannelId,
        id: ClientId,
    },
    FileRetried(ClientId),
    RetryPressed(ClientId),
    DiscardPressed(ClientId),
    /// The composer shall answer this message, or none.
    ReplyPressed {
        channel_id: ChannelId,
        seq: Seq,
    },
    ReplyCancelled(ChannelId),
    EditPressed {
        channel_id: ChannelId,
        seq: Seq,
    },
    EditSubmitted(String),
    EditCancelled,
    DeletePressed {
        channel_id: ChannelId,
        seq: Seq,
    },
    /// An emoji of a message was pressed: put there, or taken away.
    ReactionPressed {
        channel_id: ChannelId,
        seq: Seq,
        emoji: String,
    },
    /// An emoji was written.
    EmojiUsed(String),
    /// The skin tone of the picker: 0–5.
    ToneChosen(u32),
    /// A link leads to this channel or thread, and to a message of it.
    LinkOpened {
        channel_id: ChannelId,
        seq: Option<Seq>,
    },
    /// The view is near the first held message.
    OlderReached(ChannelId),
    /// The view is near the last held message.
    NewerReached(ChannelId),
    /// To the newest messages.
    LatestPressed(ChannelId),
    /// To this message.
    MessageSought {
        channel_id: ChannelId,
        seq: Seq,
    },
    /// The message that was sought is on screen, or cannot be.
    MessageFound(ChannelId),
    /// A message was on screen long enough; the newest one is told.
    MessageSeen {
        channel_id: ChannelId,
        seq: Seq,
    },
    /// The view is near the end of the channel list.
    MoreChannelsReached,
    /// Show what was put away, or hide it again.
    ArchivePressed,
    /// Load again what failed to load.
    ReloadPressed,
    /// Try to connect now.
    ReconnectPressed,

    // Facts from the client.
    Mounted(Start),
    /// What was kept on this device.
    Restored(Box<Kept>),
    SocketOpened,
    /// The socket is gone. `random` spreads the return.
    SocketClosed {
        code: u16,
        random: u32,
    },
    FrameReceived(Box<Frame<Event>>),
    TimerFired {
        timer: Timer,
        random: u32,
    },
    /// How an upload goes; `file` once the server has it.
    UploadTold {
        id: ClientId,
        state: Upload,
        file: Option<File>,
    },
    WentOnline,
    WentOffline,
    /// The page became visible, or came back from the back/forward cache.
    PageShown,
    /// Tab visible and window focused, or not.
    AttentionChanged(bool),
    /// The page gave a (fresh) token of the customer's backend.
    TokenGiven(String),
    LoggedOut,
    /// A part of plain JavaScript asks the server something, while there is a line.
    Asked(String),
    /// The page wants this channel.
    ChannelGiven(ChannelId),
}

/// What the page asked for when it mounted the widget.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub app_id: AppId,
    pub channel_id: Option<ChannelId>,
    pub token: Option<String>,
    pub mode: Mode,
    /// East of UTC, minutes.
    pub zone_offset_minutes: i32,
    /// The browser believes that it has a network.
    pub network: bool,
}

/// What was kept on this device for this application, server and user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Whose it is; `None`: the visitor's.
    pub user: Option<UserId>,
    pub visitor_token: Option<String>,
    pub pending: Vec<Pending>,
    pub drafts: Vec<(ChannelId, String)>,
    pub replies: Vec<(ChannelId, Quote)>,
    pub conversation: Option<KeptConversation>,
    pub emojis: Option<Emojis>,
}

/// The last conversation, to be painted before the socket is up.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptConversation {
    pub me: Option<User>,
    pub view: ChannelView,
    pub epoch: Epoch,
    pub rev: Rev,
    pub messages: Vec<Message>,
    pub has_before: bool,
    pub users: Vec<User>,
    pub cursors: Vec<Cursor>,
}

lean! { KeptConversation { me, view, epoch, rev, messages, has_before, users, cursors } }

/// What the model asks to be woken for. One of each at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// Connect again.
    Retry,
    /// The socket was silent too long.
    Silence,
    /// A send was not answered.
    Ack,
    /// The outbox may go on.
    Outbox,
    /// Somebody's typing expires.
    Typing,
    /// Tell the server the cursors.
    Marks,
    /// Keep drafts and the conversation on this device.
    Save,
    /// The composer opens again, or counts down.
    Writing,
    /// Ask again for what was refused with "after".
    Reload,
}
