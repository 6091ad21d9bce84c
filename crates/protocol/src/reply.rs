//! Quote reply: a message that answers another one of its channel shows it in short.

use crate::{Seq, UserId, user::is_false};
use serde::{Deserialize, Serialize};

/// Characters of a quoted text.
pub const QUOTE_CHARS: usize = 140;

/// The answered message as it now is. When that message changes, its quotes change with it: a client that hears of the
/// change shows it in every quote it holds, and the server never gives an older state.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    pub seq: Seq,
    pub user_id: UserId,
    #[serde(default)]
    pub nickname: String,
    /// The first 140 characters; empty when deleted.
    #[serde(default)]
    pub text: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
}

/// The beginning of a text, for a quote of it.
pub fn quoted_text(text: &str) -> String {
    match text.char_indices().nth(QUOTE_CHARS) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_quoted_by_its_first_140_characters() {
        assert_eq!(quoted_text("짧아요"), "짧아요");
        assert_eq!(quoted_text(&"가".repeat(141)), "가".repeat(140));
    }
}
