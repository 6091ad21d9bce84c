//! Messages of the kind `admin`: what happened in the channel, in the order of its log. A client words them in its reader's
//! language. They count for nothing: not as unread, not as a list's last line, and nobody answers, edits or reacts to one.

use crate::{Seq, UserId};
use serde::{Deserialize, Serialize};

/// What a message tells whose author is who did it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Admin {
    pub what: Happening,
    /// Whom it concerns: who was added, who was removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<UserId>,
    /// With `named`: the new name, which may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With `pinned`: the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// With `slow_mode`; absent: off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

/// What happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// Said by the customer's backend, in the message's `text`; its author is nobody.
    #[default]
    Note,
    Joined,
    Added,
    Left,
    Removed,
    Named,
    Cover,
    Frozen,
    Opened,
    SlowMode,
    Pinned,
}
