//! Whom one may mean by the beginning of a nickname.

use super::channels::find_channel;
use super::nickname::fold;
use super::rows::{self, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::{Result, StoreError};
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Who wrote one of the newest so many messages is known in an open channel.
pub(super) const KNOWN_MESSAGES: u64 = 1_000;

/// Nicknames that begin with `prefix`, behind the place (nickname, user): one more than asked tells whether a next page exists.
pub(super) struct Span {
    prefix: String,
    end: String,
    after: (String, i64),
    limit: i64,
}

/// The condition and the order of a [`Span`] of `app_user u`.
pub(super) const SPAN: &str = "u.nickname_key >= ? AND u.nickname_key < ? \
     AND (u.nickname_key > ? OR (u.nickname_key = ? AND u.id > ?)) ORDER BY u.nickname_key, u.id LIMIT ?";

type Found = Vec<(i64, String, Option<Member>, User)>;

impl Span {
    pub(super) fn of(prefix: &str, after: Option<&str>, limit: usize) -> Self {
        let place = after.and_then(|text| text.split_once('.'));
        let after = place.and_then(|(key, name)| Some((name.to_owned(), key.parse().ok()?))).unwrap_or_default();
        let prefix = fold(prefix);
        let end = [prefix.as_str(), "\u{10ffff}"].concat();
        Self { prefix, end, after, limit: i64::try_from(limit + 1).unwrap_or(101) }
    }

    /// The place of a user, as `after` gives it.
    pub(super) fn place(key: i64, name: &str) -> String {
        format!("{key}.{name}")
    }

    /// Of members: whatever the application has of users, a group has few.
    async fn members(&self, connection: &mut AnyConnection, join: &str, channel_key: i64) -> Outcome<Found> {
        let text = format!(
            "SELECT u.id, u.nickname_key, {} FROM member m {join} app_user u ON u.id = m.user_key \
             WHERE m.channel_key = ? AND m.state = 'joined' AND {SPAN}",
            rows::MEMBER
        );
        let query = sql(AssertSqlSafe(text)).bind(channel_key);
        let rows = self.bound(query).fetch_all(connection).await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            let (key, name) = (columns.int()?, columns.text()?);
            let (member, user) = rows::member(&mut columns)?;
            Ok((key, name, Some(member), user))
        };
        rows.iter().map(read).collect()
    }

    async fn authors(&self, connection: &mut AnyConnection, channel_key: i64, top: Seq) -> Outcome<Found> {
        let text = format!(
            "SELECT u.id, u.nickname_key, {} FROM \
             (SELECT DISTINCT user_key FROM message WHERE channel_key = ? AND seq > ? AND is_shadow = 0 AND is_admin = 0) known \
             JOIN app_user u ON u.id = known.user_key WHERE {SPAN}",
            rows::USER
        );
        let since = signed(top.0.saturating_sub(KNOWN_MESSAGES));
        let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(since);
        let rows = self.bound(query).fetch_all(connection).await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            Ok((columns.int()?, columns.text()?, None, rows::user(&mut columns)?))
        };
        rows.iter().map(read).collect()
    }

    /// Binds what [`SPAN`] asks for.
    pub(super) fn bound<'q>(
        &self,
        query: sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>,
    ) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments> {
        let (name, key) = &self.after;
        query
            .bind(self.prefix.clone())
            .bind(self.end.clone())
            .bind(name.clone())
            .bind(name.clone())
            .bind(*key)
            .bind(self.limit)
    }
}

impl SqlStore {
    pub(super) async fn read_people(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let span = Span::of(prefix, after, limit);
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let mut found = match row.channel.kind {
            ChannelKind::Open => span.authors(&mut tx, row.home.0, row.home.1).await?,
            ChannelKind::Group => span.members(&mut tx, self.dialect.join_in_order(), row.home.0).await?,
        };
        tx.commit().await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(key, name, ..)| Span::place(*key, name));
        let (members, users) = found.into_iter().map(|(_, _, member, user)| (member, user)).unzip::<_, _, Vec<_>, _>();
        let members = members.into_iter().flatten().collect();
        Ok(MemberList { channel_id: channel_id.clone(), members, users, next, count: None })
    }
}
