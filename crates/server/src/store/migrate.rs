//! Brings the schema to this binary's version. Safe to run again after a crash in the middle, and by several nodes.
//!
//! SQLite runs all of it in one transaction. MariaDB commits every DDL statement by itself, so its statements are
//! written to be repeatable, and the version is written last.

use super::dialect::Dialect;
use super::rows::{Columns, sql};
use super::{Result, StoreError};
use madang_protocol::Epoch;
use sqlx::{AnyConnection, Executor};

const VERSION: &str = "schema";
const EPOCH: &str = "epoch";

/// Migrates and gives the epoch of the data, made here when the data is new.
pub(super) async fn migrate(connection: &mut AnyConnection, dialect: Dialect) -> Result<Epoch> {
    if let Some(lock) = dialect.lock_migration() {
        connection.execute(lock).await?;
    }
    connection.execute(dialect.begin_write()).await?;
    let outcome = steps(connection, dialect).await;
    connection.execute(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
    outcome
}

async fn steps(connection: &mut AnyConnection, dialect: Dialect) -> Result<Epoch> {
    connection.execute(dialect.create_meta()).await?;
    let version = value(connection, VERSION).await?.and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let newest = dialect.migrations().last().map_or(0, |(number, _)| *number);
    if version > newest {
        return Err(StoreError::Fault(format!(
            "the data has schema version {version}, this binary knows up to {newest}: use a newer binary"
        )));
    }
    for (number, statements) in dialect.migrations().iter().filter(|(number, _)| *number > version) {
        for statement in statements.split(";\n").map(str::trim).filter(|text| !text.is_empty()) {
            connection.execute(statement).await?;
        }
        set_value(connection, VERSION, &number.to_string()).await?;
    }
    match value(connection, EPOCH).await? {
        Some(epoch) => Ok(Epoch(epoch)),
        None => new_epoch(connection).await,
    }
}

/// Gives the data a new random identity.
pub(super) async fn new_epoch(connection: &mut AnyConnection) -> Result<Epoch> {
    let epoch = super::sql::random_hex()?;
    set_value(connection, EPOCH, &epoch).await?;
    Ok(Epoch(epoch))
}

pub(super) async fn value(connection: &mut AnyConnection, name: &str) -> Result<Option<String>> {
    let row = sql("SELECT value FROM meta WHERE name = ?").bind(name.to_owned()).fetch_optional(connection).await?;
    Ok(row.map(|row| Columns::of(&row).text()).transpose()?)
}

pub(super) async fn set_value(connection: &mut AnyConnection, name: &str, value: &str) -> Result<()> {
    sql("DELETE FROM meta WHERE name = ?").bind(name.to_owned()).execute(&mut *connection).await?;
    sql("INSERT INTO meta (name, value) VALUES (?, ?)")
        .bind(name.to_owned())
        .bind(value.to_owned())
        .execute(connection)
        .await?;
    Ok(())
}
