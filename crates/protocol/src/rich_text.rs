//! Rich text: plain text and what its parts are. The server parses once; no client parses, and no markup is ever sent.

use serde::{Deserialize, Serialize};

/// What a part of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextStyle {
    /// Leads to `url`.
    Link,
}

/// A part of a message's text. Ranges may nest, and never cross.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRange {
    /// First UTF-16 code unit, as JavaScript counts.
    pub start: u32,
    /// The UTF-16 code unit after the last.
    pub end: u32,
    pub style: TextStyle,
    /// Of a link: http, https or mailto.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
