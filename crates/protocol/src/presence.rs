//! Presence: who is connected now. Watched, never broadcast to all.

use crate::{TimeMs, UserId};
use serde::{Deserialize, Serialize};

/// `watch_presence`: replaces this connection's watch list (at most 100; users who share no channel are left out);
/// answered by `presence`, and pushed as `presence` when one of them comes or goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WatchPresence {
    pub user_ids: Vec<UserId>,
}

/// One user's presence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserPresence {
    pub user_id: UserId,
    pub online: bool,
    /// When they were last connected; absent while online and when never seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<TimeMs>,
}

/// Presence of some of the watched users.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    pub users: Vec<UserPresence>,
}
