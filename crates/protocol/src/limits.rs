//! What the server allows; told in `welcome`, so that clients say it before the server has to.

use crate::user::is_false;
use serde::{Deserialize, Serialize};

/// Limits of one application. The defaults are the ones of a fresh server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Characters (Unicode scalar values) of a message's text.
    pub text_chars: u32,
    /// Bytes of a frame.
    pub frame_bytes: u32,
    /// Members of a group.
    pub group_members: u32,
    /// Messages a second, sustained, of one user.
    pub sends_per_second: u32,
    /// Messages at once, of one user.
    pub send_burst: u32,
    /// Live connections of one user.
    pub connections_per_user: u32,
    /// History pages a second, of one connection.
    pub history_per_second: u32,
    /// Least time between two `typing` of one user in one channel, milliseconds.
    pub typing_interval_ms: u32,
    /// Different emojis under one message.
    pub reaction_kinds: u32,
    /// Bytes of a file.
    pub file_bytes: u32,
    /// Uploads begun a second, sustained, of one user; ten at once.
    pub uploads_per_second: u32,
    /// Whether signed-in users may list all other users of the application.
    pub list_users: bool,
    /// Whether signed-in users may create open channels, which everybody of the application sees.
    #[serde(skip_serializing_if = "is_false")]
    pub open_channels: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_chars: 5_000,
            frame_bytes: 65_536,
            group_members: 100,
            sends_per_second: 5,
            send_burst: 10,
            connections_per_user: 30,
            history_per_second: 20,
            typing_interval_ms: 3_000,
            reaction_kinds: 100,
            file_bytes: 25_000_000,
            uploads_per_second: 4,
            list_users: true,
            open_channels: false,
        }
    }
}
