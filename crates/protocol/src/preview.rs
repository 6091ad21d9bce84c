//! Previews: what the page behind a message's first link says of itself.

use crate::{ChannelId, File, Seq};
use serde::{Deserialize, Serialize};

/// A card under a message's text. It comes after the message, as a change of it, and goes with the link.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkPreview {
    /// Where the link in the text leads.
    pub url: String,
    /// What the site calls itself, or its host.
    pub site: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Ours, and served as the files of the message are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<File>,
}

/// `remove_preview`: by the author or an operator; answered by `message_changed`. Where there is none nothing changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemovePreview {
    pub channel_id: ChannelId,
    pub seq: Seq,
}
