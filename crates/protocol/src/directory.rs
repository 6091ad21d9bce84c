//! The directory: people to talk with, and channels that one may enter or join.

use crate::{Channel, User, user::is_false};
use serde::{Deserialize, Serialize};

/// `list_users`: the application's registered users by nickname, without visitors and oneself. Visitors may not ask, and nobody where
/// `limits.list_users` is off: `forbidden`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListUsers {
    /// The beginning of a nickname, at most 80 characters.
    #[serde(default)]
    pub prefix: String,
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Answer to `list_users`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserList {
    pub users: Vec<User>,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `browse_channels`: open channels and public groups, the newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BrowseChannels {
    /// A part of the name, at most 200 characters.
    #[serde(default)]
    pub query: String,
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 30 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A channel that one may enter or join.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Browsed {
    pub channel: Channel,
    /// Whether the user is a member.
    #[serde(default, skip_serializing_if = "is_false")]
    pub joined: bool,
}

/// Answer to `browse_channels`. A page may hold less than `limit` and have a next one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BrowsedChannels {
    pub channels: Vec<Browsed>,
    /// Whether the user may create open channels.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_create: bool,
    /// Give it as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
