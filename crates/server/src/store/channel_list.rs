//! A user's list of channels: groups by newest activity, then the open channels of the application.
//!
//! The place to go on from is the last row's sort key, so that a page costs the same wherever it begins.

use super::Result;
use super::channels::view;
use super::rows::{self, ChannelRow, Columns, Outcome, sql};
use super::sql::{SqlStore, now_ms};
use super::users::find_user;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Where a page begins.
#[derive(Clone, Copy)]
enum Place {
    /// Groups that are less active than this, or as active and with a lower key.
    Group(i64, i64),
    /// Open channels with a higher key.
    Open(i64),
}

impl Place {
    fn of(row: &ChannelRow) -> Self {
        match row.channel.kind {
            ChannelKind::Group => Self::Group(row.active_at, row.key),
            ChannelKind::Open => Self::Open(row.key),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Group(active_at, key) => format!("g.{active_at}.{key}"),
            Self::Open(key) => format!("o.{key}"),
        }
    }

    /// Anything else begins at the first page.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let kind = parts.next()?;
        let first = parts.next()?.parse().ok()?;
        match kind {
            "g" => Some(Self::Group(first, parts.next()?.parse().ok()?)),
            "o" => Some(Self::Open(first)),
            _ => None,
        }
    }
}

async fn groups(
    connection: &mut AnyConnection,
    user_key: i64,
    (active_at, key): (i64, i64),
    limit: i64,
) -> Outcome<Vec<ChannelRow>> {
    let text = format!(
        "SELECT {} FROM member m JOIN channel c ON c.id = m.channel_key \
         WHERE m.user_key = ? AND m.state = 'joined' AND (c.active_at < ? OR (c.active_at = ? AND c.id < ?)) \
         ORDER BY c.active_at DESC, c.id DESC LIMIT ?",
        rows::CHANNEL
    );
    let query = sql(AssertSqlSafe(text)).bind(user_key).bind(active_at).bind(active_at).bind(key).bind(limit);
    query.fetch_all(connection).await?.iter().map(|row| rows::channel(&mut Columns::of(row))).collect()
}

/// Without those that the user is banned from.
async fn open(
    connection: &mut AnyConnection,
    app_id: &AppId,
    user: Option<&UserId>,
    after: i64,
    limit: i64,
) -> Outcome<Vec<ChannelRow>> {
    let text = format!(
        "SELECT {} FROM channel c WHERE c.app_id = ? AND c.kind = 'open' AND c.id > ? AND NOT EXISTS \
         (SELECT 1 FROM app_user u JOIN member m ON m.channel_key = c.id AND m.user_key = u.id \
         WHERE u.app_id = c.app_id AND u.user_id = ? AND m.state = 'banned' AND m.banned_until > ?) \
         ORDER BY c.id LIMIT ?",
        rows::CHANNEL
    );
    let user = user.map_or("", UserId::as_str);
    let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(after).bind(user).bind(now_ms()).bind(limit);
    query.fetch_all(connection).await?.iter().map(|row| rows::channel(&mut Columns::of(row))).collect()
}

impl SqlStore {
    pub(super) async fn read_channel_list(
        &self,
        app_id: &AppId,
        user: Option<&UserId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ChannelList> {
        let limit = i64::from(limit.clamp(1, 100));
        let place = after.and_then(Place::parse).unwrap_or(Place::Group(i64::MAX, i64::MAX));
        let mut tx = self.snapshot().await?;
        // One more than asked tells whether a next page exists.
        let mut found = Vec::new();
        if let (Some(user), Place::Group(active_at, key)) = (user, place)
            && let Some(user) = find_user(&mut tx, app_id, user).await?
        {
            found = groups(&mut tx, user.key, (active_at, key), limit + 1).await?;
        }
        let missing = limit + 1 - i64::try_from(found.len()).unwrap_or(limit);
        if missing > 0 {
            let after = if let Place::Open(key) = place { key } else { 0 };
            found.extend(open(&mut tx, app_id, user, after, missing).await?);
        }
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > wanted;
        found.truncate(wanted);
        let next = found.last().filter(|_| more).map(|row| Place::of(row).text());
        let mut channels = Vec::with_capacity(found.len());
        for row in found {
            channels.push(view(&mut tx, app_id, row, user).await?);
        }
        tx.commit().await?;
        Ok(ChannelList { channels, next })
    }
}
