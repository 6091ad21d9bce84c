//! Delivered and read: two cursors a member, which only move forward.

use crate::{ChannelId, Seq, UserId};
use serde::{Deserialize, Serialize};

/// `mark_read` and `mark_delivered`: all messages up to `seq`; answered by `done`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub channel_id: ChannelId,
    pub seq: Seq,
}

/// How far one member is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    pub user_id: UserId,
    pub read_seq: Seq,
    pub delivered_seq: Seq,
}

/// Pushed to the channel when a member's cursor moved. Not a change of the channel: it has no rev.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CursorMoved {
    pub channel_id: ChannelId,
    pub cursor: Cursor,
}
