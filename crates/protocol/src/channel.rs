//! Channels: what all see of one, and what one user sees of it.

use crate::{
    ChannelId, ClientId, Epoch, Member, Message, Preference, Rev, Seq, ThreadView, TimeMs, User, UserId, user::is_false,
};
use serde::{Deserialize, Serialize};

/// Who may take part, and how large it may grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// Anyone of the application may enter and read without joining.
    #[default]
    Open,
    /// Members only; 1:1 included.
    Group,
}

/// What every participant sees of a channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    pub channel_id: ChannelId,
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    /// May be empty: clients then show the other members' nicknames.
    #[serde(default)]
    pub name: String,
    /// An https image, or `/files/` and the id of a file: it is linked as files of messages are, for all who may know of the
    /// channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_url: Option<String>,
    /// A public group may be joined without an invitation.
    #[serde(default, skip_serializing_if = "is_false")]
    pub public: bool,
    /// The one group of exactly these members (a 1:1 is a distinct group of two).
    #[serde(default, skip_serializing_if = "is_false")]
    pub distinct: bool,
    /// Only operators write.
    #[serde(default, skip_serializing_if = "is_false")]
    pub frozen: bool,
    /// Who is no operator writes once in so many seconds; absent: as often as they like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_mode_seconds: Option<u32>,
    pub member_count: u32,
    pub created_at: TimeMs,
    /// Sequence of the newest message, 0 when there is none.
    pub seq: Seq,
    /// Newest revision.
    pub rev: Rev,
}

/// A channel as one user sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelView {
    pub channel: Channel,
    /// The user's own membership; absent for an anonymous reader, and in an open channel unless the user is its operator
    /// or was muted there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<Member>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message: Option<Message>,
    /// Messages of others after the own read cursor, counted to 100 at most.
    #[serde(default)]
    pub unread_count: u32,
    /// How many of the messages after the own read cursor name the user; 0 in an open channel.
    #[serde(default)]
    pub mention_count: u32,
    /// Whether it has pinned messages.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_pins: bool,
    /// Of a thread: `channel` is then its channel with the thread's id, `seq` and `rev`, and `me.read_seq` is of the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<ThreadView>>,
    /// Up to five members, the user excepted, for title and avatar. Empty in an open channel.
    #[serde(default)]
    pub some_members: Vec<UserId>,
    /// How the user keeps it; absent: as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference: Option<Preference>,
    /// Profiles of everyone named here.
    #[serde(default)]
    pub users: Vec<User>,
}

/// `list_channels`: the user's group channels, newest activity first, then the open channels of the application.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListChannels {
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 30 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Answer to `list_channels`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelList {
    pub channels: Vec<ChannelView>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `create_channel`: answered by `channel`. A distinct channel that exists already is answered as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateChannel {
    pub client_id: ClientId,
    /// A group when absent. Open channels only where `limits.open_channels` allows them: with a name, and neither `public`,
    /// `distinct` nor with `user_ids`.
    #[serde(rename = "type", default = "group", skip_serializing_if = "is_group")]
    pub kind: ChannelKind,
    #[serde(default)]
    pub name: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub public: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub distinct: bool,
    /// As in `update_channel`; not with `distinct`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_url: Option<String>,
    /// The other members; the creator becomes operator.
    #[serde(default)]
    pub user_ids: Vec<UserId>,
}

fn group() -> ChannelKind {
    ChannelKind::Group
}

fn is_group(kind: &ChannelKind) -> bool {
    *kind == ChannelKind::Group
}

/// A command that names a channel and nothing else: `enter`, `exit`, `join`, `leave`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelRef {
    pub channel_id: ChannelId,
}

/// `update_channel`, by an operator: what is absent stays as it is; answered by `channel`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateChannel {
    pub channel_id: ChannelId,
    /// At most 100 characters, one line; may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An https image, or `/files/` and the id of a picture that one uploaded; empty: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_url: Option<String>,
    /// Of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<bool>,
    /// 1–86,400; 0: off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_mode_seconds: Option<u32>,
}

/// Pushed when a channel's shared part changed (name, cover, public, frozen, slow mode).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelChanged {
    pub epoch: Epoch,
    pub rev: Rev,
    pub channel: Channel,
}
