//! A person, as others see them.

use crate::UserId;
use serde::{Deserialize, Serialize};

/// A user's public profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub user_id: UserId,
    /// May be empty (a visitor who gave no name): clients then show a localised "Visitor" with the end of the id.
    #[serde(default)]
    pub nickname: String,
    /// An https image, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_url: Option<String>,
    /// True for an anonymous visitor; set by the server.
    #[serde(default, skip_serializing_if = "is_false")]
    pub visitor: bool,
}

pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}
