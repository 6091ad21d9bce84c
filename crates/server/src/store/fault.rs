//! What a database error means to the caller: try again, or damaged. The only place that knows error numbers.

use super::StoreError;
use crate::policy::Denied;
use sqlx::mysql::MySqlDatabaseError;

/// Why a write inside the transaction stopped.
#[derive(Debug)]
pub(super) enum Fail {
    /// The answer is no; nothing was written by this job, the batch goes on.
    Refused(StoreError),
    /// The database failed; the batch is rolled back.
    Database(sqlx::Error),
}

impl From<sqlx::Error> for Fail {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl From<Denied> for Fail {
    fn from(denied: Denied) -> Self {
        Self::Refused(denied.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_permanent(&error) { Self::Fault(error.to_string()) } else { Self::Unavailable(error.to_string()) }
    }
}

/// Another attempt of the whole transaction can succeed at once: deadlock, lock wait, a Galera node that is catching
/// up, or a unique key that another node took between our look and our insert.
pub(super) fn is_retryable(error: &sqlx::Error) -> bool {
    let Some(database) = error.as_database_error() else { return false };
    match database.try_downcast_ref::<MySqlDatabaseError>() {
        Some(mysql) => matches!(mysql.number(), 1213 | 1205 | 1047 | 1062),
        None => false,
    }
}

/// Trying the same again cannot help: a broken constraint, a value that does not fit, a damaged or foreign file.
pub(super) fn is_permanent(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(database) => match database.try_downcast_ref::<MySqlDatabaseError>() {
            Some(mysql) => {
                matches!(mysql.number(), 1048 | 1054 | 1062 | 1064 | 1146 | 1264 | 1366 | 1406 | 1451 | 1452)
            }
            // SQLite's primary result code: error, corrupt, too big, constraint, mismatch, not a database.
            None => database
                .code()
                .and_then(|code| code.parse::<u32>().ok())
                .is_some_and(|code| matches!(code & 0xff, 1 | 11 | 18 | 19 | 20 | 26)),
        },
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::ColumnIndexOutOfBounds { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::Encode(_)
        | sqlx::Error::Configuration(_) => true,
        _ => false,
    }
}

/// Whether the connection can no longer be trusted and must be made anew.
pub(super) fn breaks_connection(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed)
}
