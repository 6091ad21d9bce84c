//! Rich text: plain text and what its parts are. The server parses once; no client parses, and no markup is ever sent.

use crate::UserId;
use serde::{Deserialize, Serialize};

/// What a part of a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextStyle {
    #[default]
    Bold,
    Italic,
    Strike,
    /// Within a line.
    Code,
    /// Whole lines, in `language` when that was named.
    CodeBlock,
    /// Whole lines.
    Quote,
    /// Leads to `url`.
    Link,
    /// Names the user of `user_id`.
    Mention,
    /// `@channel`: names every member.
    MentionChannel,
    /// `@here`: names every member who was connected when it was sent.
    MentionHere,
}

/// A part of a message's text. Ranges stand by start, the wider first; they may nest, and never cross.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRange {
    /// First UTF-16 code unit, as JavaScript counts.
    pub start: u32,
    /// The UTF-16 code unit after the last.
    pub end: u32,
    pub style: TextStyle,
    /// Of a link: http, https or mailto.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Of a code block: a word as `rust`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Of a mention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

impl TextRange {
    /// The part of the text; nothing when the range is not on characters, or out of the text.
    pub fn of<'a>(&self, text: &'a str) -> Option<&'a str> {
        text.get(byte_of(text, self.start)?..byte_of(text, self.end)?)
    }
}

/// The byte of a text at a place in UTF-16 code units, if a character begins or the text ends there.
pub fn byte_of(text: &str, unit: u32) -> Option<usize> {
    let mut left = unit;
    for (at, letter) in text.char_indices() {
        match (left, letter.len_utf16()) {
            (0, _) => return Some(at),
            (1, 2) => return None,
            (_, width) => left -= if width == 2 { 2 } else { 1 },
        }
    }
    (left == 0).then_some(text.len())
}

/// A part of a text as typed that names a member: `@` and the nickname. In UTF-16 code units, as [`TextRange`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    pub start: u32,
    pub end: u32,
    pub user_id: UserId,
}
