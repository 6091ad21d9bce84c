//! Typing: a hint that expires, never stored.

use crate::{ChannelId, User};
use serde::{Deserialize, Serialize};

/// `typing`: at most once in 3 s while it lasts. No answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typing {
    pub channel_id: ChannelId,
    pub active: bool,
}

/// Pushed to the others in the channel. Forget it 6 s after the last `active: true`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypingChanged {
    pub channel_id: ChannelId,
    pub user: User,
    pub active: bool,
}
