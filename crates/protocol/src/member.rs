//! Membership of a group channel.

use crate::{ChannelId, Rev, Seq, TimeMs, User, UserId};
use serde::{Deserialize, Serialize};

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Member,
    /// May invite into a private group and delete others' messages.
    Operator,
}

/// Whether the user is in the channel. A member who left stays as a row, so that `sync` can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MemberState {
    Joined,
    Left,
}

/// A user's place in a group channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub user_id: UserId,
    pub role: Role,
    pub state: MemberState,
    pub joined_at: TimeMs,
    /// All up to here was read by this member.
    #[serde(default)]
    pub read_seq: Seq,
    /// All up to here reached a device of this member; never below `read_seq`.
    #[serde(default)]
    pub delivered_seq: Seq,
    /// Revision of the last change of role or state (cursors move without one).
    pub rev: Rev,
}

/// `invite`: adds users to a group; answered by `channel`. Members already joined stay as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invite {
    pub channel_id: ChannelId,
    pub user_ids: Vec<UserId>,
}

/// `list_members`: joined members by join time; with `prefix` those whose nickname begins so, by nickname. An open channel
/// has no members: with `prefix` the answer's `users` are those who wrote there lately.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListMembers {
    pub channel_id: ChannelId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// In any script, at most 80 characters; case, width and accents do not matter, and half a Korean syllable will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// Answer to `list_members`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberList {
    pub channel_id: ChannelId,
    pub members: Vec<Member>,
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Pushed when somebody joined, left, or changed role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberChanged {
    pub channel_id: ChannelId,
    pub rev: Rev,
    pub member: Member,
    pub user: User,
    pub member_count: u32,
}
