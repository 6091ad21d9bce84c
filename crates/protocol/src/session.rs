//! The life of one socket: hello, welcome, refresh, heartbeat, goodbye.

use crate::{AppId, ChannelId, Epoch, Limits, Rev, TimeMs, User, UserId};
use serde::{Deserialize, Serialize};

/// `hello`: the first frame, within 10 s. Answered by `welcome`, then one `sync_page` for each channel of `resume`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// [`crate::PROTOCOL_VERSION`].
    pub version: u32,
    pub app_id: AppId,
    /// A JWT of the customer's backend or a visitor token. Absent: anonymous; the server makes a visitor when the
    /// first command needs one, and says so with `identified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Channels whose timeline the client holds: open ones are entered again, all are synced.
    #[serde(default)]
    pub resume: Vec<Position>,
}

/// How far a client is in a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    pub channel_id: ChannelId,
    pub epoch: Epoch,
    pub rev: Rev,
}

/// Answer to `hello`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// Absent while anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    pub epoch: Epoch,
    pub server_time: TimeMs,
    /// A `heartbeat` comes at least this often; after twice as long without any frame the socket is dead.
    pub heartbeat_ms: u64,
    pub limits: Limits,
    /// Whom the user blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<UserId>,
    /// Until when nothing is to ring for the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub do_not_disturb_until: Option<TimeMs>,
    /// Threads that the user follows and has not read to the end, at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread_threads: Vec<ChannelId>,
}

/// `refresh`: a new token on the live socket, for the same user; answered by `done`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refresh {
    pub token: String,
}

/// Pushed before the answer of the command that made a visitor of an anonymous connection. Keep the token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identified {
    pub user: User,
    pub visitor_token: String,
}

/// A body without fields: `ping`, `done`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Empty {}

/// Pushed as `heartbeat` and the answer to `ping` (`pong`): newest revisions of the channels this connection follows
/// that changed since it was last told, so that a lost last event is found as well.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Revs {
    #[serde(default)]
    pub revs: Vec<(ChannelId, Rev)>,
}

/// Pushed as `gap`: events of this channel were dropped for this connection (it reads too slowly): sync it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    pub channel_id: ChannelId,
}

/// Pushed before the server closes with a resume code: come back after `retry_after_ms` plus up to `jitter_ms`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reconnect {
    pub retry_after_ms: u64,
    pub jitter_ms: u64,
}

/// Pushed before the token expires (`expires_in_ms`): send `refresh`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenExpiring {
    pub expires_in_ms: u64,
}
