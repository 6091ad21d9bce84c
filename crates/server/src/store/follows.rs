//! Who follows which thread: the wish of each user, what is unread of it, and the list.

use super::channels::find_channel;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{Columns, Outcome, sql};
use super::sql::SqlStore;
use super::users::find_user;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::Action;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

/// What is remembered of who follows which thread.
#[async_trait]
pub trait Threads {
    /// The user hears of new replies in a thread, or not.
    async fn follow_thread(&self, app: &AppId, user: &UserId, wish: FollowThread) -> Result<()>;
    /// Followed threads that have something unread, at most 100.
    async fn unread_threads(&self, app: &AppId, user: &UserId) -> Result<Vec<ChannelId>>;
    /// Those that the user follows and may read, unread ones first.
    async fn threads(&self, app: &AppId, user: &UserId, after: Option<&str>, limit: u32) -> Result<ThreadList>;
}

/// A user's wish to hear of a thread, or not.
pub(super) struct Follow {
    pub(super) app_id: AppId,
    pub(super) user_id: UserId,
    pub(super) body: FollowThread,
}

#[async_trait]
impl Write for Follow {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let row = tx.lock_channel(&self.app_id, &self.body.channel_id).await?;
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        tx.allow(Action::Read, &row, user.key).await?;
        let row = tx.begin_thread(row, &self.app_id).await?;
        // What was said before one came is not news.
        Ok(tx.follow(row.key, user.key, (self.body.on, true), row.channel.seq).await?)
    }
}

/// Where a page of the list begins: unread or not, when it was active, and its key.
fn place(after: Option<&str>) -> (i64, i64, i64) {
    let parse = |text: &str| {
        let mut parts = text.split('.');
        let read = i64::from(parts.next()? == "r");
        Some((read, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    after.and_then(parse).unwrap_or((0, i64::MAX, i64::MAX))
}

impl SqlStore {
    /// Ids of followed threads that the user may read, with whether each is read, unread first.
    async fn followed(
        &self,
        connection: &mut AnyConnection,
        (app_id, user): (&AppId, &UserId),
        (read, active_at, key): (i64, i64, i64),
        limit: i64,
    ) -> Outcome<Vec<(ChannelId, String)>> {
        const READ: &str = "CASE WHEN c.seq > f.read_seq THEN 0 ELSE 1 END";
        let text = format!(
            "SELECT {READ}, c.active_at, c.id, c.channel_id FROM follower f JOIN app_user u ON u.id = f.user_key \
             JOIN channel c ON c.id = f.thread_key LEFT JOIN member m ON m.channel_key = c.parent_key AND m.user_key = u.id \
             WHERE u.app_id = ? AND u.user_id = ? AND f.following = 1 AND c.seq > 0 AND ({READ} > ? OR ({READ} = ? \
             AND (c.active_at < ? OR (c.active_at = ? AND c.id < ?)))) AND (m.state = 'joined' OR (c.kind = 'open_thread' \
             AND (m.state IS NULL OR m.state <> 'banned' OR m.banned_until <= ?))) \
             ORDER BY {READ}, c.active_at DESC, c.id DESC LIMIT ?"
        );
        let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(user.as_str()).bind(read).bind(read);
        let query = query.bind(active_at).bind(active_at).bind(key).bind(super::sql::now_ms()).bind(limit);
        let mut found = Vec::new();
        for row in query.fetch_all(connection).await? {
            let mut columns = Columns::of(&row);
            let (read, active_at, key) = (columns.flag()?, columns.int()?, columns.int()?);
            let place = format!("{}.{active_at}.{key}", if read { "r" } else { "u" });
            found.push((ChannelId(columns.text()?), place));
        }
        Ok(found)
    }
}

#[async_trait]
impl Threads for SqlStore {
    async fn follow_thread(&self, app: &AppId, user: &UserId, wish: FollowThread) -> Result<()> {
        self.queue.write(Follow { app_id: app.clone(), user_id: user.clone(), body: wish }).await
    }

    async fn unread_threads(&self, app_id: &AppId, user: &UserId) -> Result<Vec<ChannelId>> {
        let mut connection = self.reads.acquire().await?;
        let found = self.followed(&mut connection, (app_id, user), place(None), 100).await?;
        Ok(found.into_iter().filter(|(_, place)| place.starts_with('u')).map(|(id, _)| id).collect())
    }

    async fn threads(&self, app_id: &AppId, user: &UserId, after: Option<&str>, limit: u32) -> Result<ThreadList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(30);
        let mut tx = self.snapshot().await?;
        let most = i64::try_from(limit + 1).unwrap_or(31);
        let mut found = self.followed(&mut tx, (app_id, user), place(after), most).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(_, place)| place.clone());
        let mut threads = Vec::with_capacity(found.len());
        for (channel_id, _) in found {
            if let Some(row) = find_channel(&mut tx, app_id, &channel_id).await? {
                threads.push(super::channels::view(&mut tx, app_id, row, Some(user)).await?);
            }
        }
        tx.commit().await?;
        Ok(ThreadList { threads, next })
    }
}
