//! Forwarding: a message said again elsewhere, with the name of who said it first.

use crate::{ChannelId, ClientId, Seq};
use serde::{Deserialize, Serialize};

/// `forward`: a message that the user may read, into a channel or thread where they may write; answered by `ack`, and
/// repeated as `send` is. Text with its marks and files come along; mentions become plain text and call nobody. Not polls.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forward {
    pub channel_id: ChannelId,
    pub client_id: ClientId,
    /// The message to forward.
    pub from_channel_id: ChannelId,
    pub from_seq: Seq,
}

/// What a forwarded message tells of the one it repeats; never where that is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forwarded {
    /// What its author was called; may be empty.
    pub nickname: String,
}
