//! Users: profiles, when they were last seen, and who knows whom.

use super::fault::Fail;
use super::jobs::Write;
use super::nickname;
use super::rows::{self, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::writer::Tx;
use super::{Result, StoreError};
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

pub(super) struct UpsertUser {
    app_id: AppId,
    user_id: UserId,
    nickname: Option<String>,
    profile_url: Option<String>,
}

pub(super) struct SetLastSeen {
    pub(super) app_id: AppId,
    pub(super) user_id: UserId,
    pub(super) at: TimeMs,
}

/// A user and the key that other tables name it by.
pub(super) struct UserRow {
    pub(super) key: i64,
    pub(super) user: User,
}

pub(super) async fn find_user(
    connection: &mut AnyConnection,
    app_id: &AppId,
    user_id: &UserId,
) -> Outcome<Option<UserRow>> {
    let text = format!("SELECT u.id, {} FROM app_user u WHERE u.app_id = ? AND u.user_id = ?", rows::USER);
    let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(user_id.as_str());
    let Some(row) = query.fetch_optional(connection).await? else { return Ok(None) };
    let mut columns = Columns::of(&row);
    Ok(Some(UserRow { key: columns.int()?, user: rows::user(&mut columns)? }))
}

/// Inserts a user; the application must exist.
pub(super) async fn insert_user(tx: &mut Tx, app_id: &AppId, user: &User) -> std::result::Result<(), Fail> {
    let app = sql("SELECT app_id FROM app WHERE app_id = ?").bind(app_id.as_str());
    if app.fetch_optional(&mut tx.connection).await?.is_none() {
        return Err(StoreError::NotFound.into());
    }
    sql("INSERT INTO app_user (app_id, user_id, nickname, nickname_key, profile_url, is_visitor, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?)")
    .bind(app_id.as_str())
    .bind(user.user_id.as_str())
    .bind(user.nickname.as_str())
    .bind(nickname::fold(&user.nickname))
    .bind(user.profile_url.as_deref())
    .bind(i64::from(user.visitor))
    .bind(tx.now)
    .execute(&mut tx.connection)
    .await?;
    Ok(())
}

#[async_trait]
impl Write for UpsertUser {
    type Output = User;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<User, Fail> {
        let Some(found) = find_user(&mut tx.connection, &self.app_id, &self.user_id).await? else {
            let nickname = self.nickname.clone().unwrap_or_default();
            let profile_url = self.profile_url.clone();
            let user = User { user_id: self.user_id.clone(), nickname, profile_url, visitor: false };
            insert_user(tx, &self.app_id, &user).await?;
            return Ok(user);
        };
        let mut user = found.user;
        if let Some(nickname) = &self.nickname {
            user.nickname.clone_from(nickname);
        }
        if let Some(url) = &self.profile_url {
            user.profile_url = Some(url.clone());
        }
        sql("UPDATE app_user SET nickname = ?, nickname_key = ?, profile_url = ? WHERE id = ?")
            .bind(user.nickname.as_str())
            .bind(nickname::fold(&user.nickname))
            .bind(user.profile_url.as_deref())
            .bind(found.key)
            .execute(&mut tx.connection)
            .await?;
        Ok(user)
    }
}

#[async_trait]
impl Write for SetLastSeen {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        sql("UPDATE app_user SET last_seen_at = ? WHERE app_id = ? AND user_id = ?")
            .bind(signed(self.at.0))
            .bind(self.app_id.as_str())
            .bind(self.user_id.as_str())
            .execute(&mut tx.connection)
            .await?;
        Ok(())
    }
}

/// `?, ?, ?` for a list; lists are short here, and a statement's text for each length is no burden.
pub(super) fn places(count: usize) -> String {
    vec!["?"; count].join(", ")
}

impl SqlStore {
    /// A user who is already as wished (the common case: every connection says it) costs no write.
    pub(super) async fn write_user(
        &self,
        app_id: &AppId,
        user_id: &UserId,
        nickname: Option<String>,
        profile_url: Option<String>,
    ) -> Result<User> {
        if let Some(found) = self.read_users(app_id, std::slice::from_ref(user_id)).await?.pop() {
            let same_name = nickname.as_ref().is_none_or(|name| *name == found.nickname);
            if same_name && (profile_url.is_none() || profile_url == found.profile_url) {
                return Ok(found);
            }
        }
        let (app_id, user_id) = (app_id.clone(), user_id.clone());
        self.queue.write(UpsertUser { app_id, user_id, nickname, profile_url }).await
    }

    pub(super) async fn read_users(&self, app_id: &AppId, users: &[UserId]) -> Result<Vec<User>> {
        let mut found = Vec::new();
        for part in users.chunks(100) {
            let (columns, places) = (rows::USER, places(part.len()));
            let text = format!("SELECT {columns} FROM app_user u WHERE u.app_id = ? AND u.user_id IN ({places})");
            let mut query = sql(AssertSqlSafe(text)).bind(app_id.as_str());
            for user in part {
                query = query.bind(user.as_str());
            }
            for row in query.fetch_all(&self.reads).await? {
                found.push(rows::user(&mut Columns::of(&row))?);
            }
        }
        Ok(found)
    }

    pub(super) async fn read_last_seen(&self, app_id: &AppId, users: &[UserId]) -> Result<Vec<(UserId, TimeMs)>> {
        let mut found = Vec::new();
        for part in users.chunks(100) {
            let places = places(part.len());
            let mut query = sql(AssertSqlSafe(format!(
                "SELECT user_id, last_seen_at FROM app_user \
                 WHERE app_id = ? AND user_id IN ({places}) AND last_seen_at IS NOT NULL"
            )))
            .bind(app_id.as_str());
            for user in part {
                query = query.bind(user.as_str());
            }
            for row in query.fetch_all(&self.reads).await? {
                let mut columns = Columns::of(&row);
                found.push((UserId(columns.text()?), TimeMs(columns.number()?)));
            }
        }
        Ok(found)
    }

    pub(super) async fn read_acquainted(&self, app_id: &AppId, user: &UserId, users: &[UserId]) -> Result<Vec<UserId>> {
        let mut found = Vec::new();
        for part in users.chunks(100) {
            let places = places(part.len());
            let mut query = sql(AssertSqlSafe(format!(
                "SELECT DISTINCT u.user_id FROM app_user me \
                 JOIN member mine ON mine.user_key = me.id AND mine.state = 'joined' \
                 JOIN member theirs ON theirs.channel_key = mine.channel_key AND theirs.state = 'joined' \
                 JOIN app_user u ON u.id = theirs.user_key \
                 WHERE me.app_id = ? AND me.user_id = ? AND u.user_id IN ({places})"
            )))
            .bind(app_id.as_str())
            .bind(user.as_str());
            for other in part {
                query = query.bind(other.as_str());
            }
            for row in query.fetch_all(&self.reads).await? {
                found.push(UserId(Columns::of(&row).text()?));
            }
        }
        Ok(found)
    }
}
