//! What can go wrong in the store, in the words of its callers.

use crate::policy::Denied;
use madang_protocol::TimeMs;

/// Why the store did not do it. Hides the database.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StoreError {
    #[error("not found")]
    NotFound,
    #[error("forbidden")]
    Forbidden,
    /// The client id was used before, for another text.
    #[error("client_id was used for another message")]
    IdempotencyConflict,
    /// The message to reply to was deleted, or never was.
    #[error("the message to reply to is gone")]
    ReplyGone,
    /// The user may write here again then.
    #[error("muted in this channel")]
    Muted { until: TimeMs },
    #[error("only operators write in this channel now")]
    Frozen,
    #[error("slow mode: one message at a time")]
    SlowMode { retry_after_ms: u64 },
    /// Of somebody else, who should come in.
    #[error("the user is banned here")]
    Banned,
    #[error("the group is full")]
    GroupFull,
    /// There are as many of these as there may be: says of what.
    #[error("{0}")]
    TooMany(&'static str),
    /// The poll takes no votes any longer.
    #[error("the poll is closed")]
    PollClosed,
    /// It does not fit what is there: says which field.
    #[error("{0}")]
    Unfit(&'static str),
    /// The user has as many uploads as may wait for a message.
    #[error("too many uploads wait to be sent")]
    TooManyUploads,
    /// The name (application, channel, key) exists.
    #[error("{0} exists already")]
    Exists(String),
    /// Busy, locked, disk full, connection lost: nothing was written, trying again can help.
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// The data is of a newer version than this binary, or damaged.
    #[error("storage fault: {0}")]
    Fault(String),
}

impl From<Denied> for StoreError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::NotFound => Self::NotFound,
            Denied::Forbidden => Self::Forbidden,
            Denied::Muted(until) => Self::Muted { until },
            Denied::Frozen => Self::Frozen,
            Denied::SlowMode(retry_after_ms) => Self::SlowMode { retry_after_ms },
        }
    }
}

pub type Result<T> = std::result::Result<T, StoreError>;
