//! What a message is beyond its text: one JSON column, written whole with each change, so that a page of history needs no
//! joins. Every write holds the channel's row, so that no two changes of it can cross.

use super::quote;
use super::rows::Outcome;
use madang_protocol::{Admin, File, Forwarded, LinkPreview, Message, Poll, Quote, Reaction, Seq, TextRange, Thread};
use serde::{Deserialize, Serialize};

/// The column's fields; each is the field of the same name of [`Message`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<TextRange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Kept by its number; see [`super::quote`].
    #[serde(skip_serializing_if = "Option::is_none", with = "quote")]
    pub reply_to: Option<Box<Quote>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// `mine` is never kept here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Poll>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Box<LinkPreview>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_preview: bool,
    /// Without a profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<Thread>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_channel: Option<Seq>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_thread: Option<Seq>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<Box<Admin>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
}

/// The ways between a message and its extra: fields of the same names on both sides.
macro_rules! carried {
    ($($field:ident)*) => {
        /// The extra of a message as it stands.
        pub(super) fn of(message: &Message) -> Self {
            let mut extra = Self { $($field: message.$field.clone()),* };
            if let Some(thread) = &mut extra.thread {
                thread.user = None;
            }
            extra
        }

        /// The message with these fields.
        pub(super) fn onto(self, message: Message) -> Message {
            Message { $($field: self.$field,)* ..message }
        }
    };
}

impl Extra {
    carried! { ranges source reply_to reactions files pinned poll preview no_preview thread in_channel in_thread admin forwarded }

    pub(super) fn read(column: &str) -> Outcome<Self> {
        if column.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(column).map_err(|error| sqlx::Error::Decode(error.into()))
    }

    /// The column; empty for a plain message.
    pub(super) fn column(&self) -> Outcome<String> {
        if *self == Self::default() {
            return Ok(String::new());
        }
        serde_json::to_string(self).map_err(|error| sqlx::Error::Encode(error.into()))
    }
}
