//! Pins: messages that a channel keeps in view, the newest pin first.

use crate::{ChannelId, Message, Seq, TimeMs, User, UserId};
use serde::{Deserialize, Serialize};

/// Pinned messages of one channel, at most.
pub const MOST_PINS: u32 = 50;

/// `pin`: pins a message of the channel, or takes the pin away; answered by `message_changed`. Asking for what is so
/// already changes nothing. For operators of a group, and for everybody in a 1:1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PinMessage {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub on: bool,
}

/// `list_pins`: the newest pin first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListPins {
    pub channel_id: ChannelId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// One pinned message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pin {
    /// Who pinned it.
    pub user_id: UserId,
    pub pinned_at: TimeMs,
    /// As it now is.
    pub message: Message,
}

/// Answer to `list_pins`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PinList {
    pub channel_id: ChannelId,
    pub pins: Vec<Pin>,
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
