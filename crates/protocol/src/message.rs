//! Chat messages: the one model for every kind of channel.

use crate::{
    Admin, ChannelId, ClientId, Epoch, File, FileId, Forwarded, LinkPreview, Mention, Poll, Quote, Reaction,
    ReactionMade, Rev, Seq, TextRange, Thread, TimeMs, User, UserId, user::is_false,
};
use serde::{Deserialize, Serialize};

/// A message in its current state.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub seq: Seq,
    /// Revision of this message's last change: of two states the higher is the newer.
    pub rev: Rev,
    pub user_id: UserId,
    /// As the author's client made it: lets all tabs of the author match their own pending row.
    pub client_id: ClientId,
    /// Plain text: what was typed, without the characters that were markup. Empty when deleted.
    pub text: String,
    pub created_at: TimeMs,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<TimeMs>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// What the text's parts are, by start; see [`TextRange`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<TextRange>,
    /// What was typed, when that is not `text`: what the author edits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The message that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Box<Quote>>,
    /// By first use; see [`Reaction`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// In the order of sending; gone with the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// The channel keeps it in view; see [`crate::PinMessage`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    /// What it asks; gone with the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Poll>>,
    /// What its first link leads to; gone with the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<Box<LinkPreview>>,
    /// The preview of this link was taken away, and does not come again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_preview: bool,
    /// The replies to it; see [`Thread`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<Thread>>,
    /// Of a reply in a thread: the message of the channel that says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_channel: Option<Seq>,
    /// Of such a message: the reply, in the thread of the message that `reply_to` names. To edit or delete one is to do it to both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_thread: Option<Seq>,
    /// It repeats a message of elsewhere; its text is not edited. See [`crate::Forward`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
    /// What happened, of a message of the kind `admin`; see [`Admin`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<Box<Admin>>,
    /// For operators: written under a shadow mute, so that they and the author alone see it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shadow: bool,
    /// Not for this reader: a number of the log, of which there is nothing to show. The author is not told either.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hollow: bool,
}

impl Message {
    /// Whether somebody says it to this reader: not what happened, and not hollow.
    pub fn is_said(&self) -> bool {
        self.admin.is_none() && !self.hollow
    }

    /// Whether it can be news: unread, a list's last line.
    pub fn counts(&self) -> bool {
        self.is_said() && !self.shadow
    }
}

/// `send`: answered by `ack` once the message is durable. Repeating it with the same `client_id` and body is always
/// safe and gets the first answer; the same `client_id` with another body gets `idempotency_conflict`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SendMessage {
    pub channel_id: ChannelId,
    pub client_id: ClientId,
    /// As typed, at most `limits.text_chars` characters; Markdown's inline marks, quotes and fenced code are understood.
    /// May be empty when there are files.
    pub text: String,
    /// Who is named in it, at most 50. What does not hold (no member, another nickname) stays plain text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// The message of the same channel that this one answers; `reply_gone` when it was deleted or never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// Own complete uploads that no message has yet, at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileId>,
    /// In a thread: say it in the channel as well. Without files.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_channel: bool,
}

/// The message is durable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ack {
    pub channel_id: ChannelId,
    pub client_id: ClientId,
    pub epoch: Epoch,
    pub seq: Seq,
    pub rev: Rev,
    pub created_at: TimeMs,
    /// The server had it already.
    #[serde(default, skip_serializing_if = "is_false")]
    pub duplicate: bool,
    /// The message's text as everybody gets it, when it is not what was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What its parts are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<TextRange>,
}

/// `edit`: the author changes the text; answered by `changed`. Setting the text it has already changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditMessage {
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// As typed.
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
}

/// `delete`: for everybody, by the author or an operator; answered by `changed`. The place stays as a tombstone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeleteMessage {
    pub channel_id: ChannelId,
    pub seq: Seq,
}

/// A message as it now is. Pushed as `message_created` and `message_changed`; also the answer to `edit` and `delete`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageEvent {
    pub channel_id: ChannelId,
    /// The channel's revision that this change made: apply it when it is the cursor + 1.
    pub rev: Rev,
    pub message: Message,
    /// The author's profile.
    pub user: User,
    /// When a reaction was the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<ReactionMade>,
}
