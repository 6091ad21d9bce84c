//! Membership of a channel: who is in it, what they may do, and what they may not for a while.

use crate::{ChannelId, Rev, Seq, TimeMs, User, UserId};
use serde::{Deserialize, Serialize};

/// What a member may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    #[default]
    Member,
    /// May change the channel, invite into a private group, mute, ban and remove members, and delete others' messages. Nobody
    /// is operator of a 1:1.
    Operator,
}

/// Whether the user is in the channel. A member who left stays as a row, so that `sync` can tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MemberState {
    #[default]
    Joined,
    /// Left, was removed, or (in an open channel, which has no members) never joined.
    Left,
    /// Until `banned_until`: then as who left.
    Banned,
}

/// A user's place in a channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Reads and may not write until then ([`TimeMs::NEVER`]: until it is lifted). A time that is past means nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted_until: Option<TimeMs>,
    /// With `state: banned`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned_until: Option<TimeMs>,
    /// In what operators ask for, and nowhere else: what the user writes until then is hollow for all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow_until: Option<TimeMs>,
    /// Revision of the last change of role, state or restriction (cursors move without one).
    pub rev: Rev,
}

/// `kick`, `unmute`, `unban`, `shadow_unmute`: a user of a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberRef {
    pub channel_id: ChannelId,
    pub user_id: UserId,
}

/// `mute`, `ban` and `shadow_mute`, by an operator, and not of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Restrict {
    pub channel_id: ChannelId,
    pub user_id: UserId,
    /// From now on, at most 10 years; absent: until it is lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// `set_role`: an operator names another, or steps down (the last one may not).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetRole {
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub role: Role,
}

/// Which members to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberFilter {
    Operators,
    /// For operators only.
    Muted,
    /// For operators only.
    Banned,
    /// For operators only.
    ShadowMuted,
    /// Who is in an open channel now, operators first, then by nickname; with `prefix` those whose nickname begins so.
    Present,
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
    /// Only these, by user instead of by join time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<MemberFilter>,
    /// Only those who have read this message, by user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_seq: Option<Seq>,
    /// Only these, at most 100, whatever they are here: as far as something is known of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<UserId>,
}

/// Answer to `list_members`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberList {
    pub channel_id: ChannelId,
    pub members: Vec<Member>,
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// With `present`: how many are there now, those included whom nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// Pushed when somebody joined, left, changed role, or was muted, banned or removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberChanged {
    pub channel_id: ChannelId,
    pub rev: Rev,
    pub member: Member,
    pub user: User,
    pub member_count: u32,
}
