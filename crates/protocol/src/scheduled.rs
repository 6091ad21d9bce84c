//! Scheduled messages: texts that the server sends for their author at a later time. Nobody but the author knows of them.

use crate::{ChannelId, ClientId, ErrorCode, Mention, TimeMs};
use serde::{Deserialize, Serialize};

/// Scheduled messages of one user, at most.
pub const MOST_SCHEDULED: u32 = 100;

/// `schedule`: answered by `scheduled`. Repeating it with the same `client_id` and body gets the first answer. The message
/// will have this `client_id`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    pub channel_id: ChannelId,
    pub client_id: ClientId,
    /// As typed.
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// Within a year from now.
    pub send_at: TimeMs,
}

/// A message that waits for its time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scheduled {
    pub channel_id: ChannelId,
    /// Names it in the commands about it.
    pub client_id: ClientId,
    /// As typed.
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    pub send_at: TimeMs,
    pub created_at: TimeMs,
    /// At its time it could not be sent: why. It stays until it is changed, sent or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<ErrorCode>,
}

/// `list_scheduled`: by time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListScheduled {
    /// Of this channel only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<ChannelId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Answer to `list_scheduled`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScheduledList {
    pub scheduled: Vec<Scheduled>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `change_scheduled`: another text, another time, or both; answered by `scheduled`. What failed waits again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeScheduled {
    pub client_id: ClientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// With `text`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_at: Option<TimeMs>,
}

/// `cancel_scheduled`, answered by `done`; and `send_scheduled`, which sends it now, answered by `ack`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScheduledRef {
    pub client_id: ClientId,
}
