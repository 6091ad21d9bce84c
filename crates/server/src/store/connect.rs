//! How a database is reached, and what a row takes from this machine: randomness and the time.

use super::{Result, StoreError};
use sqlx::{AnyConnection, Connection, Executor};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The url of a SQLite file, which is made when it does not exist.
pub fn sqlite_url(path: &Path) -> String {
    let mut url = String::from("sqlite://");
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url.push_str("?mode=rwc");
    url
}

/// 128 random bits in hexadecimal.
pub(crate) fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Fault(format!("no randomness: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Milliseconds since 1970 by this machine's clock.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A connection on which `statements` were run.
pub(super) async fn connect(url: &str, statements: &[&'static str]) -> Result<AnyConnection> {
    let connecting = AnyConnection::connect(url);
    let mut connection = tokio::time::timeout(Duration::from_secs(5), connecting)
        .await
        .map_err(|_| StoreError::Unavailable("the database does not answer".to_owned()))??;
    for statement in statements {
        connection.execute(*statement).await?;
    }
    Ok(connection)
}
