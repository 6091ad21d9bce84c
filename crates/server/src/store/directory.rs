//! The directory: registered users by the beginning of their nickname, and the channels that anybody may enter or join.

use super::Result;
use super::nickname::fold;
use super::people::{SPAN, Span};
use super::rows::{self, ChannelRow, Columns, Outcome, sql};
use super::sql::SqlStore;
use super::users::{find_user, places};
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashSet;

/// Channels that are looked through for one page, at most; the next page goes on there.
const LOOKED_THROUGH: usize = 1_000;
/// Channels of one look, when their names decide.
const AT_ONCE: i64 = 200;

/// Below `before`, the newest first: two ends of an index, since one condition with OR is none.
async fn channels(connection: &mut AnyConnection, app_id: &AppId, before: i64, limit: i64) -> Outcome<Vec<ChannelRow>> {
    let mut found = Vec::new();
    for condition in ["c.kind = 'open'", "c.kind = 'group' AND c.is_public = 1"] {
        let text = format!(
            "SELECT {} FROM channel c WHERE c.app_id = ? AND {condition} AND c.id < ? ORDER BY c.id DESC LIMIT ?",
            rows::CHANNEL
        );
        let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(before).bind(limit);
        for row in query.fetch_all(&mut *connection).await? {
            found.push(rows::channel(&mut Columns::of(&row))?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.key));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// In which of them the user is a member.
async fn joined(connection: &mut AnyConnection, user_key: i64, found: &[ChannelRow]) -> Outcome<HashSet<i64>> {
    let text = format!(
        "SELECT channel_key FROM member WHERE user_key = ? AND state = 'joined' AND channel_key IN ({})",
        places(found.len())
    );
    let mut query = sql(AssertSqlSafe(text)).bind(user_key);
    for row in found {
        query = query.bind(row.key);
    }
    query.fetch_all(connection).await?.iter().map(|row| Columns::of(row).int()).collect()
}

/// Whom and what one finds without having been there.
#[async_trait]
pub trait Directory {
    /// Registered users except `me`, by the beginning of their nickname.
    async fn directory(
        &self,
        app: &AppId,
        me: &UserId,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<UserList>;
    /// Open channels and public groups, the newest first, whose names hold `query`.
    async fn browse(
        &self,
        app: &AppId,
        user: Option<&UserId>,
        query: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<BrowsedChannels>;
}

#[async_trait]
impl Directory for SqlStore {
    async fn directory(
        &self,
        app_id: &AppId,
        me: &UserId,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<UserList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let span = Span::of(prefix, after, limit);
        let text = format!(
            "SELECT u.id, u.nickname_key, {} FROM app_user u WHERE u.app_id = ? AND u.is_visitor = 0 AND u.user_id <> '' AND u.user_id <> ? AND {SPAN}",
            rows::USER
        );
        let query = span.bound(sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(me.as_str()));
        let read = |row| {
            let mut columns = Columns::of(row);
            let (key, name) = (columns.int()?, columns.text()?);
            Ok((Span::place(key, &name), rows::user(&mut columns)?))
        };
        let mut found: Vec<_> = query.fetch_all(&self.reads).await?.iter().map(read).collect::<Outcome<_>>()?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(place, _)| place.clone());
        Ok(UserList { users: found.into_iter().map(|(_, user)| user).collect(), next })
    }

    async fn browse(
        &self,
        app_id: &AppId,
        user: Option<&UserId>,
        query: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<BrowsedChannels> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let mut before: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
        let wanted = fold(query.trim());
        // One more than asked tells whether a next page exists.
        let at_once = if wanted.is_empty() { i64::try_from(limit + 1).unwrap_or(101) } else { AT_ONCE };
        let mut tx = self.snapshot().await?;
        let (mut found, mut looked, mut more) = (Vec::new(), 0, true);
        while more && found.len() < limit && looked < LOOKED_THROUGH {
            let page = channels(&mut tx, app_id, before, at_once).await?;
            more = i64::try_from(page.len()).unwrap_or(0) == at_once;
            for row in page {
                if found.len() == limit {
                    more = true;
                    break;
                }
                looked += 1;
                before = row.key;
                if fold(&row.channel.name).contains(&wanted) {
                    found.push(row);
                }
            }
        }
        let user = match user {
            Some(user_id) => find_user(&mut tx, app_id, user_id).await?,
            None => None,
        };
        let own = match user {
            Some(user) if !found.is_empty() => joined(&mut tx, user.key, &found).await?,
            _ => HashSet::new(),
        };
        tx.commit().await?;
        let browsed = |row: ChannelRow| Browsed { joined: own.contains(&row.key), channel: row.channel };
        let channels = found.into_iter().map(browsed).collect();
        Ok(BrowsedChannels { channels, may_create: false, next: more.then(|| before.to_string()) })
    }
}
