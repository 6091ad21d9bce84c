//! Applications and their keys.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, Columns, signed, sql};
use super::sql::SqlStore;
use super::writer::Tx;
use super::{AppKey, Application, Result, StoreError};
use crate::filter::Filters;
use async_trait::async_trait;
use madang_protocol::{AppId, TimeMs};
use sqlx::AssertSqlSafe;

pub(super) struct CreateApp {
    pub(super) app: Application,
    pub(super) key: AppKey,
}

pub(super) struct SetOrigins {
    pub(super) app_id: AppId,
    pub(super) origins: Vec<String>,
}

pub(super) struct SetFilters {
    pub(super) app_id: AppId,
    pub(super) filters: Filters,
}

pub(super) struct AddKey {
    pub(super) app_id: AppId,
    pub(super) key: AppKey,
    pub(super) others_expire_at: Option<TimeMs>,
}

fn json<T: serde::Serialize>(value: &T) -> std::result::Result<String, Fail> {
    serde_json::to_string(value).map_err(|error| Fail::Database(sqlx::Error::Encode(error.into())))
}

async fn app_exists(tx: &mut Tx, app_id: &AppId) -> std::result::Result<bool, Fail> {
    let row = sql("SELECT app_id FROM app WHERE app_id = ?").bind(app_id.as_str());
    Ok(row.fetch_optional(&mut tx.connection).await?.is_some())
}

async fn insert_key(tx: &mut Tx, app_id: &AppId, key: &AppKey) -> std::result::Result<(), Fail> {
    sql("INSERT INTO app_key (app_id, key_id, algorithm, material, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(app_id.as_str())
        .bind(key.key_id.as_str())
        .bind(rows::algorithm_name(key.algorithm))
        .bind(key.material.as_str())
        .bind(signed(key.created_at.0))
        .bind(key.expires_at.map(|at| signed(at.0)))
        .execute(&mut tx.connection)
        .await?;
    Ok(())
}

#[async_trait]
impl Write for CreateApp {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        if app_exists(tx, &self.app.app_id).await? {
            return Err(StoreError::Exists("the application".to_owned()).into());
        }
        sql("INSERT INTO app (app_id, name, origins, limits, created_at) VALUES (?, ?, ?, ?, ?)")
            .bind(self.app.app_id.as_str())
            .bind(self.app.name.as_str())
            .bind(json(&self.app.origins)?)
            .bind(json(&self.app.limits)?)
            .bind(signed(self.app.created_at.0))
            .execute(&mut tx.connection)
            .await?;
        insert_key(tx, &self.app.app_id, &self.key).await
    }
}

#[async_trait]
impl Write for SetOrigins {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        if !app_exists(tx, &self.app_id).await? {
            return Err(StoreError::NotFound.into());
        }
        sql("UPDATE app SET origins = ? WHERE app_id = ?")
            .bind(json(&self.origins)?)
            .bind(self.app_id.as_str())
            .execute(&mut tx.connection)
            .await?;
        Ok(())
    }
}

#[async_trait]
impl Write for SetFilters {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        if !app_exists(tx, &self.app_id).await? {
            return Err(StoreError::NotFound.into());
        }
        sql("UPDATE app SET filters = ? WHERE app_id = ?")
            .bind(json(&self.filters)?)
            .bind(self.app_id.as_str())
            .execute(&mut tx.connection)
            .await?;
        Ok(())
    }
}

#[async_trait]
impl Write for AddKey {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        if !app_exists(tx, &self.app_id).await? {
            return Err(StoreError::NotFound.into());
        }
        let same = sql("SELECT key_id FROM app_key WHERE app_id = ? AND key_id = ?")
            .bind(self.app_id.as_str())
            .bind(self.key.key_id.as_str())
            .fetch_optional(&mut tx.connection)
            .await?;
        if same.is_some() {
            return Err(StoreError::Exists("the key".to_owned()).into());
        }
        if let Some(at) = self.others_expire_at.map(|at| signed(at.0)) {
            sql("UPDATE app_key SET expires_at = ? WHERE app_id = ? AND (expires_at IS NULL OR expires_at > ?)")
                .bind(at)
                .bind(self.app_id.as_str())
                .bind(at)
                .execute(&mut tx.connection)
                .await?;
        }
        insert_key(tx, &self.app_id, &self.key).await
    }
}

impl SqlStore {
    pub(super) async fn read_apps(&self, only: Option<&AppId>) -> Result<Vec<Application>> {
        const ALL: &str = "SELECT app_id, name, origins, limits, created_at FROM app";
        let query = match only {
            Some(app_id) => sql(AssertSqlSafe(format!("{ALL} WHERE app_id = ?"))).bind(app_id.as_str()),
            None => sql(AssertSqlSafe(format!("{ALL} ORDER BY created_at, app_id"))),
        };
        let mut apps = Vec::new();
        for row in query.fetch_all(&self.reads).await? {
            let mut columns = Columns::of(&row);
            let damaged = |error: serde_json::Error| StoreError::Fault(format!("settings of an application: {error}"));
            apps.push(Application {
                app_id: AppId(columns.text()?),
                name: columns.text()?,
                origins: serde_json::from_str(&columns.text()?).map_err(damaged)?,
                limits: serde_json::from_str(&columns.text()?).map_err(damaged)?,
                created_at: TimeMs(columns.number()?),
            });
        }
        Ok(apps)
    }

    pub(super) async fn read_filters(&self, app_id: &AppId) -> Result<Filters> {
        let found =
            sql("SELECT filters FROM app WHERE app_id = ?").bind(app_id.as_str()).fetch_optional(&self.reads).await?;
        let text = found.map(|row| Columns::of(&row).text()).transpose()?.unwrap_or_default();
        if text.is_empty() {
            return Ok(Filters::default());
        }
        serde_json::from_str(&text)
            .map_err(|error| StoreError::Fault(format!("the filters of an application: {error}")))
    }

    pub(super) async fn read_keys(&self, app_id: &AppId) -> Result<Vec<AppKey>> {
        let text = format!("SELECT {} FROM app_key WHERE app_id = ? ORDER BY created_at, key_id", rows::KEY);
        let found = sql(AssertSqlSafe(text)).bind(app_id.as_str()).fetch_all(&self.reads).await?;
        Ok(found.iter().map(|row| rows::key(&mut Columns::of(row))).collect::<rows::Outcome<_>>()?)
    }
}
