//! What a command is answered when it fails. Clients act on `code` and `retry`, and never parse `message`.

use crate::TimeMs;
use serde::{Deserialize, Serialize};

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    Never,
    /// After `retry_after_ms`.
    After,
    /// With a fresh token.
    AfterSignIn,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// What went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode { $($(#[$doc])* $variant,)* }

        impl ErrorCode {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    /// The frame's body does not fit its kind, or a field is out of range.
    BadRequest = "bad_request",
    /// A kind that this server does not know.
    UnknownKind = "unknown_kind",
    /// It does not exist, or you may not see it: the same answer for both.
    NotFound = "not_found",
    /// You may see it, but not do this.
    Forbidden = "forbidden",
    /// Missing, expired, forged or revoked token.
    Unauthorized = "unauthorized",
    /// Too fast; `retry_after_ms` says when.
    RateLimited = "rate_limited",
    /// The text has too many characters.
    TextTooLong = "text_too_long",
    /// The group is full.
    GroupFull = "group_full",
    /// The message has `limits.reaction_kinds` emojis already.
    TooMany = "too_many",
    /// The file has more than `limits.file_bytes`.
    FileTooLarge = "file_too_large",
    /// What the file holds is of no allowed type, or damaged.
    FileRefused = "file_refused",
    /// The `client_id` was used for another body.
    IdempotencyConflict = "idempotency_conflict",
    /// The message to reply to was deleted, or never was.
    ReplyGone = "reply_gone",
    /// The poll takes no votes any longer.
    PollClosed = "poll_closed",
    /// The user is muted in this channel, until `until`.
    Muted = "muted",
    /// This user is banned here: lift that first. Whoever is banned hears `not_found`.
    Banned = "banned",
    /// Only operators write in this channel now.
    Frozen = "frozen",
    /// The channel is in slow mode; `retry_after_ms` says when.
    SlowMode = "slow_mode",
    /// The text holds what this application does not allow.
    Filtered = "filtered",
    /// The protocol version of `hello` is not spoken here.
    VersionUnsupported = "version_unsupported",
    /// Storage does not answer now, or is full; nothing was written.
    StorageUnavailable = "storage_unavailable",
    /// A fault of the server; nothing is known to be written.
    Internal = "internal",
}

/// The body of an `error` event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WireError {
    pub code: ErrorCode,
    pub retry: Retry,
    /// With `retry: after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// With `muted`: when it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<TimeMs>,
    /// For developers, in English.
    pub message: String,
}
