//! Reading a channel: pages of messages, and what changed since a revision.

use crate::{Channel, ChannelId, Cursor, Epoch, Member, Message, Rev, Seq, User, user::is_false};
use serde::{Deserialize, Serialize};

/// `history`: at most one of `before`, `after`, `around`; none of them asks for the newest page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History {
    pub channel_id: ChannelId,
    /// Messages older than this one, nearest first cut, given oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Seq>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// A page with this one in its middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub around: Option<Seq>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A contiguous run of messages, oldest first, read in one snapshot at `rev`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub channel_id: ChannelId,
    pub epoch: Epoch,
    /// The channel's revision in the snapshot: a client without a cursor starts from here.
    pub rev: Rev,
    pub messages: Vec<Message>,
    pub users: Vec<User>,
    pub has_before: bool,
    pub has_after: bool,
    /// Read and delivered cursors of the members, when the channel has at most 100 of them.
    #[serde(default)]
    pub cursors: Vec<Cursor>,
}

/// `sync`: the current state of all that changed after `since`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncChannel {
    pub channel_id: ChannelId,
    pub epoch: Epoch,
    pub since: Rev,
}

/// Answer to `sync`, also pushed after a `hello` that resumes. Complete and ordered, or a reset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncPage {
    pub channel_id: ChannelId,
    pub epoch: Epoch,
    /// The cursor after this page.
    pub rev: Rev,
    /// More changes wait: sync again from `rev`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub more: bool,
    /// Too much changed, or the epoch did: forget what you hold of this channel. `messages` is its newest page.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reset: bool,
    /// With `reset`: whether older messages exist than those given.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_before: bool,
    /// The channel as it now is.
    pub channel: Channel,
    /// Changed messages, by rev; with `reset` by seq.
    pub messages: Vec<Message>,
    /// Changed members, by rev.
    #[serde(default)]
    pub members: Vec<Member>,
    #[serde(default)]
    pub users: Vec<User>,
    #[serde(default)]
    pub cursors: Vec<Cursor>,
}
