//! Whom a user does not want to hear of. Nothing of it is told to the blocked.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{Columns, Outcome, sql};
use super::sql::SqlStore;
use super::users::find_user;
use super::writer::Tx;
use super::{Result, StoreError};
use async_trait::async_trait;
use madang_protocol::{AppId, UserId};

/// Blocked by one user at most.
const MOST: usize = 1_000;

const BLOCKED: &str = "SELECT o.user_id FROM app_user u JOIN user_block b ON b.user_key = u.id \
     JOIN app_user o ON o.id = b.blocked_key WHERE u.app_id = ? AND u.user_id = ? ORDER BY b.created_at, o.id";

pub(super) struct SetBlock {
    pub(super) app_id: AppId,
    pub(super) user_id: UserId,
    pub(super) other: UserId,
    pub(super) on: bool,
}

fn ids(rows: &[sqlx::any::AnyRow]) -> Outcome<Vec<UserId>> {
    rows.iter().map(|row| Ok(UserId(Columns::of(row).text()?))).collect()
}

#[async_trait]
impl Write for SetBlock {
    type Output = Vec<UserId>;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Vec<UserId>, Fail> {
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let other = find_user(&mut tx.connection, &self.app_id, &self.other).await?.ok_or(StoreError::NotFound)?;
        if user.key == other.key {
            return Err(StoreError::Forbidden.into());
        }
        let held = sql(BLOCKED).bind(self.app_id.as_str()).bind(self.user_id.as_str());
        let mut held = ids(&held.fetch_all(&mut tx.connection).await?)?;
        if held.contains(&self.other) == self.on {
            return Ok(held);
        }
        if self.on && held.len() >= MOST {
            return Err(StoreError::TooMany("as many are blocked as may be").into());
        }
        if self.on {
            sql("INSERT INTO user_block (user_key, blocked_key, created_at) VALUES (?, ?, ?)")
                .bind(user.key)
                .bind(other.key)
                .bind(tx.now)
                .execute(&mut tx.connection)
                .await?;
            held.push(self.other.clone());
        } else {
            sql("DELETE FROM user_block WHERE user_key = ? AND blocked_key = ?")
                .bind(user.key)
                .bind(other.key)
                .execute(&mut tx.connection)
                .await?;
            held.retain(|id| *id != self.other);
        }
        Ok(held)
    }
}

impl SqlStore {
    pub(super) async fn read_blocked(&self, app_id: &AppId, user_id: &UserId) -> Result<Vec<UserId>> {
        let query = sql(BLOCKED).bind(app_id.as_str()).bind(user_id.as_str());
        Ok(ids(&query.fetch_all(&self.reads).await?)?)
    }
}
