//! Visitors (anonymous users, known by the hash of a token) and the revoking of anybody's sessions.

use super::Result;
use super::StoreError;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, Columns, signed, sql};
use super::sql::SqlStore;
use super::users::{find_user, insert_user};
use super::writer::Tx;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::AssertSqlSafe;

pub(super) struct CreateVisitor {
    pub(super) app_id: AppId,
    pub(super) user_id: UserId,
    pub(super) token_hash: String,
    pub(super) origin: String,
}

pub(super) struct Revoke {
    pub(super) app_id: AppId,
    pub(super) user_id: UserId,
    pub(super) at: TimeMs,
}

#[async_trait]
impl Write for CreateVisitor {
    type Output = User;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<User, Fail> {
        let user_id = self.user_id.clone();
        let user = User { user_id, nickname: String::new(), profile_url: None, visitor: true };
        insert_user(tx, &self.app_id, &user).await?;
        sql("INSERT INTO visitor (app_id, token_hash, origin, user_key) \
             SELECT app_id, ?, ?, id FROM app_user WHERE app_id = ? AND user_id = ?")
        .bind(self.token_hash.as_str())
        .bind(self.origin.as_str())
        .bind(self.app_id.as_str())
        .bind(self.user_id.as_str())
        .execute(&mut tx.connection)
        .await?;
        Ok(user)
    }
}

#[async_trait]
impl Write for Revoke {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let Some(found) = find_user(&mut tx.connection, &self.app_id, &self.user_id).await? else {
            return Err(StoreError::NotFound.into());
        };
        sql("UPDATE app_user SET revoked_at = ? WHERE id = ? AND (revoked_at IS NULL OR revoked_at < ?)")
            .bind(signed(self.at.0))
            .bind(found.key)
            .bind(signed(self.at.0))
            .execute(&mut tx.connection)
            .await?;
        sql("DELETE FROM visitor WHERE user_key = ?").bind(found.key).execute(&mut tx.connection).await?;
        Ok(())
    }
}

impl SqlStore {
    pub(super) async fn read_visitor(&self, app_id: &AppId, token_hash: &str, origin: &str) -> Result<Option<User>> {
        let text = format!(
            "SELECT {} FROM visitor v JOIN app_user u ON u.id = v.user_key \
             WHERE v.app_id = ? AND v.token_hash = ? AND v.origin = ?",
            rows::USER
        );
        let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(token_hash).bind(origin);
        let row = query.fetch_optional(&self.reads).await?;
        Ok(row.map(|row| rows::user(&mut Columns::of(&row))).transpose()?)
    }

    pub(super) async fn read_revoked_at(&self, app_id: &AppId, user: &UserId) -> Result<Option<TimeMs>> {
        let query = sql("SELECT revoked_at FROM app_user WHERE app_id = ? AND user_id = ? AND revoked_at IS NOT NULL")
            .bind(app_id.as_str())
            .bind(user.as_str());
        let row = query.fetch_optional(&self.reads).await?;
        Ok(row.map(|row| Columns::of(&row).number().map(TimeMs)).transpose()?)
    }
}
