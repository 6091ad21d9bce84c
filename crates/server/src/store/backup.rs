//! A copy of a live SQLite file. It is a fork of the data, so its epoch is new: nobody can take its numbers for ours.

use super::dialect::Dialect;
use super::rows::sql;
use super::sql::{SqlStore, connect, sqlite_url};
use super::{Result, StoreError, migrate};
use sqlx::Connection;
use std::path::Path;

impl SqlStore {
    pub(super) async fn write_backup(&self, path: &Path) -> Result<()> {
        if self.dialect != Dialect::Sqlite {
            return Err(StoreError::Fault("back up MariaDB with mariadb-backup or mariadb-dump".to_owned()));
        }
        if path.exists() {
            return Err(StoreError::Exists(path.display().to_string()));
        }
        let target = path.to_str().ok_or_else(|| StoreError::Fault("the path is not UTF-8".to_owned()))?;
        // A connection of its own: a reader may not write, not even into another file.
        let mut source = connect(&self.url, &["PRAGMA busy_timeout = 5000"]).await?;
        let copied = sql("VACUUM INTO ?").bind(target).execute(&mut source).await;
        source.close().await?;
        copied?;
        let mut copy = connect(&sqlite_url(path), &["PRAGMA synchronous = FULL"]).await?;
        migrate::new_epoch(&mut copy).await?;
        copy.close().await?;
        Ok(())
    }
}
