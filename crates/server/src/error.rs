//! One table: what went wrong → the code and the retry on the wire → the HTTP status. A fault is logged here, once.

use crate::store::StoreError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use madang_protocol::{ErrorCode, Retry, WireError};

/// Why a command or a request was not carried out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChatError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A field is out of range: says which.
    #[error("{0}")]
    BadRequest(String),
    #[error("unknown kind {0:?}")]
    UnknownKind(String),
    #[error("too fast")]
    RateLimited { retry_after_ms: u64 },
    #[error("the text has more than {limit} characters")]
    TextTooLong { limit: u32 },
    #[error("the file has more than {limit} bytes")]
    FileTooLarge { limit: u32 },
    /// Says why, and nothing of what it holds.
    #[error("{0}")]
    FileRefused(&'static str),
    #[error("the text holds what is not allowed here")]
    Filtered,
    /// Says why, without the token.
    #[error("{0}")]
    Unauthorized(&'static str),
    #[error("this server speaks version {}", madang_protocol::PROTOCOL_VERSION)]
    VersionUnsupported,
    #[error("the user has too many connections")]
    TooManyConnections,
}

pub type Result<T> = std::result::Result<T, ChatError>;

/// How long a client waits before it asks a busy store again.
const STORAGE_RETRY_MS: u64 = 1_000;

/// How long a client waits before it begins a further upload when many wait.
const UPLOADS_RETRY_MS: u64 = 10_000;

impl ChatError {
    /// A field that is out of range.
    pub fn bad(reason: impl Into<String>) -> Self {
        Self::BadRequest(reason.into())
    }

    /// The code on the wire.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Store(StoreError::NotFound) => ErrorCode::NotFound,
            Self::Store(StoreError::Forbidden) => ErrorCode::Forbidden,
            Self::Store(StoreError::IdempotencyConflict) => ErrorCode::IdempotencyConflict,
            Self::Store(StoreError::ReplyGone) => ErrorCode::ReplyGone,
            Self::Store(StoreError::GroupFull) => ErrorCode::GroupFull,
            Self::Store(StoreError::TooMany(_)) => ErrorCode::TooMany,
            Self::Store(StoreError::TooManyUploads) => ErrorCode::RateLimited,
            Self::FileTooLarge { .. } => ErrorCode::FileTooLarge,
            Self::FileRefused(_) => ErrorCode::FileRefused,
            Self::Store(StoreError::PollClosed) => ErrorCode::PollClosed,
            Self::Store(StoreError::Muted { .. }) => ErrorCode::Muted,
            Self::Store(StoreError::Frozen) => ErrorCode::Frozen,
            Self::Store(StoreError::SlowMode { .. }) => ErrorCode::SlowMode,
            Self::Store(StoreError::Banned) => ErrorCode::Banned,
            Self::Store(StoreError::Unavailable(_)) => ErrorCode::StorageUnavailable,
            Self::Store(StoreError::Fault(_)) => ErrorCode::Internal,
            Self::Store(StoreError::Exists(_) | StoreError::Unfit(_)) | Self::BadRequest(_) => ErrorCode::BadRequest,
            Self::Filtered => ErrorCode::Filtered,
            Self::UnknownKind(_) => ErrorCode::UnknownKind,
            Self::RateLimited { .. } | Self::TooManyConnections => ErrorCode::RateLimited,
            Self::TextTooLong { .. } => ErrorCode::TextTooLong,
            Self::Unauthorized(_) => ErrorCode::Unauthorized,
            Self::VersionUnsupported => ErrorCode::VersionUnsupported,
        }
    }

    fn retry(&self) -> (Retry, Option<u64>) {
        match self {
            Self::RateLimited { retry_after_ms } => (Retry::After, Some(*retry_after_ms)),
            Self::Store(StoreError::SlowMode { retry_after_ms }) => (Retry::After, Some(*retry_after_ms)),
            Self::Store(StoreError::Unavailable(_)) => (Retry::After, Some(STORAGE_RETRY_MS)),
            Self::Store(StoreError::TooManyUploads) => (Retry::After, Some(UPLOADS_RETRY_MS)),
            Self::Unauthorized(_) => (Retry::AfterSignIn, None),
            _ => (Retry::Never, None),
        }
    }

    /// What the client is told. Faults of the server are logged here, and told without their detail.
    pub fn wire(&self) -> WireError {
        let (retry, retry_after_ms) = self.retry();
        let message = match self {
            Self::Store(StoreError::Unavailable(detail)) => {
                tracing::warn!(%detail, "storage is unavailable");
                "storage is unavailable, nothing was written".to_owned()
            }
            Self::Store(StoreError::Fault(detail)) => {
                tracing::error!(%detail, "storage fault");
                "a fault of the server".to_owned()
            }
            told => told.to_string(),
        };
        let until = if let Self::Store(StoreError::Muted { until }) = self { Some(*until) } else { None };
        WireError { code: self.code(), retry, retry_after_ms, until, message }
    }

    /// The HTTP status of the same error.
    pub fn status(&self) -> StatusCode {
        match (self, self.code()) {
            (Self::Store(StoreError::Exists(_)), _) => StatusCode::CONFLICT,
            (_, ErrorCode::BadRequest | ErrorCode::UnknownKind | ErrorCode::VersionUnsupported) => {
                StatusCode::BAD_REQUEST
            }
            (_, ErrorCode::NotFound) => StatusCode::NOT_FOUND,
            (_, ErrorCode::Forbidden | ErrorCode::Muted | ErrorCode::Banned | ErrorCode::Frozen) => {
                StatusCode::FORBIDDEN
            }
            (_, ErrorCode::Unauthorized) => StatusCode::UNAUTHORIZED,
            (_, ErrorCode::RateLimited | ErrorCode::SlowMode) => StatusCode::TOO_MANY_REQUESTS,
            (
                _,
                ErrorCode::PollClosed
                | ErrorCode::TextTooLong
                | ErrorCode::GroupFull
                | ErrorCode::ReplyGone
                | ErrorCode::TooMany
                | ErrorCode::Filtered,
            ) => StatusCode::UNPROCESSABLE_ENTITY,
            (_, ErrorCode::FileTooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            (_, ErrorCode::FileRefused) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            (_, ErrorCode::IdempotencyConflict) => StatusCode::CONFLICT,
            (_, ErrorCode::StorageUnavailable) => StatusCode::SERVICE_UNAVAILABLE,
            (_, ErrorCode::Internal) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for ChatError {
    fn into_response(self) -> Response {
        (self.status(), axum::Json(self.wire())).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_store_is_told_without_its_detail() {
        let wire = ChatError::Store(StoreError::Fault("disk sector 9".into())).wire();
        assert_eq!((wire.code, wire.message.as_str()), (ErrorCode::Internal, "a fault of the server"));
    }

    #[test]
    fn a_rate_limit_says_when_on_the_wire_and_answers_429() {
        let error = ChatError::RateLimited { retry_after_ms: 200 };
        assert_eq!((error.wire().retry_after_ms, error.status().as_u16()), (Some(200), 429));
    }
}
