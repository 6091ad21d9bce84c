//! The one store: [`SqlStore`], for SQLite and MariaDB, and how it is opened. What it does is in [`super::methods`].
//!
//! All writes go through one task ([`super::writer`]); reads take a connection of their own from the pool and never
//! wait for it.

use super::dialect::Dialect;
use super::jobs::Queue;
use super::*;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Transaction};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc::UnboundedSender;

/// The store over sqlx's `Any` driver.
pub struct SqlStore {
    pub(super) url: String,
    pub(super) dialect: Dialect,
    pub(super) epoch: Epoch,
    pub(super) reads: AnyPool,
    pub(super) queue: Queue,
    /// Held, so that it ends with the store.
    _indexing: search::Indexing,
}

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

impl SqlStore {
    /// Opens `sqlite://path?mode=rwc` or `mysql://user@host/database`, brings the schema up to date, and starts the
    /// writer. Durable changes go to `sink` in commit order.
    pub async fn open(url: &str, sink: UnboundedSender<Commit>) -> Result<Arc<Self>> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url)?;
        let mut connection = connect(url, dialect.prepare_writer()).await?;
        let epoch = migrate::migrate(&mut connection, dialect).await?;
        nickname::fold_all(&mut connection).await?;
        if let Some(unlock) = dialect.unlock_migration() {
            connection.execute(unlock).await?;
        }
        let reads = AnyPoolOptions::new()
            .max_connections(dialect.readers())
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(dialect == Dialect::MariaDb)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    for statement in dialect.prepare_reader() {
                        connection.execute(*statement).await?;
                    }
                    Ok(())
                })
            })
            .connect(url)
            .await?;
        let behind = Arc::<search::Behind>::default();
        let queue = writer::start(url.to_owned(), connection, dialect, epoch.clone(), sink, behind.clone());
        let indexing = search::start(reads.clone(), queue.clone(), behind);
        Ok(Arc::new(Self { url: url.to_owned(), dialect, epoch, reads, queue, _indexing: indexing }))
    }

    /// Everything read from it is of one moment.
    pub(super) async fn snapshot(&self) -> Result<Transaction<'static, Any>> {
        Ok(self.reads.begin().await?)
    }
}
