//! Scheduled messages: a row each until they are sent. A message is written and its row removed in one transaction, so that it is
//! sent once, whatever dies when; and who may not write then is told so when its time comes.

use super::append::{unwritten, write_appends};
use super::channels::find_channel;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::{UserRow, find_user};
use super::writer::Tx;
use super::{Due, NewMessage, Result, ScheduledChange, ScheduledFor, StoreError};
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::AssertSqlSafe;

/// How far ahead a message may be scheduled.
const YEAR_MS: i64 = 366 * 24 * 60 * 60 * 1_000;

/// Of `scheduled s JOIN channel c`.
const SCHEDULED: &str = "s.id, c.channel_id, s.client_id, s.body, s.mentions, s.send_at, s.created_at, s.failed";

struct Row {
    key: i64,
    scheduled: Scheduled,
}

fn scheduled(columns: &mut Columns<'_>) -> Outcome<Row> {
    let key = columns.int()?;
    let (channel_id, client_id) = (ChannelId(columns.text()?), ClientId(columns.text()?));
    let text = columns.text()?;
    let mentions = serde_json::from_str(&columns.text()?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let (send_at, created_at) = (TimeMs(columns.number()?), TimeMs(columns.number()?));
    let failed = columns.optional_text()?;
    let code = |name: String| ErrorCode::ALL.iter().copied().find(|code| code.as_str() == name);
    let failed = failed.map(|name| code(name).unwrap_or(ErrorCode::Internal));
    Ok(Row { key, scheduled: Scheduled { channel_id, client_id, text, mentions, send_at, created_at, failed } })
}

fn column(mentions: &[Mention]) -> Outcome<String> {
    serde_json::to_string(mentions).map_err(|error| sqlx::Error::Encode(error.into()))
}

impl Tx {
    async fn scheduler(&mut self, app_id: &AppId, user_id: &UserId) -> std::result::Result<UserRow, Fail> {
        Ok(find_user(&mut self.connection, app_id, user_id).await?.ok_or(StoreError::NotFound)?)
    }

    /// Which nobody else sends or changes until the commit.
    async fn find_scheduled(&mut self, user_key: i64, client_id: &ClientId) -> Outcome<Option<Row>> {
        let text = format!(
            "SELECT {SCHEDULED} FROM scheduled s JOIN channel c ON c.id = s.channel_key \
             WHERE s.user_key = ? AND s.client_id = ?"
        );
        let query = sql(self.dialect.locking(text)).bind(user_key).bind(client_id.as_str());
        query.fetch_optional(&mut self.connection).await?.map(|row| scheduled(&mut Columns::of(&row))).transpose()
    }

    fn check_time(&self, at: TimeMs) -> std::result::Result<(), Fail> {
        let ahead = signed(at.0) - self.now;
        if ahead > 0 && ahead <= YEAR_MS {
            Ok(())
        } else {
            Err(StoreError::Unfit("send_at: within a year from now").into())
        }
    }

    async fn remove_scheduled(&mut self, key: i64) -> Outcome<()> {
        sql("DELETE FROM scheduled WHERE id = ?").bind(key).execute(&mut self.connection).await?;
        Ok(())
    }
}

#[async_trait]
impl Write for ScheduledFor<Schedule> {
    type Output = Scheduled;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Scheduled, Fail> {
        let Schedule { channel_id, client_id, text, mentions, send_at } = &self.body;
        let channel = find_channel(&mut tx.connection, &self.app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let user = tx.scheduler(&self.app_id, &self.user_id).await?;
        if let Some(Row { scheduled: held, .. }) = tx.find_scheduled(user.key, client_id).await? {
            let same =
                (&held.channel_id, &held.text, &held.mentions, held.send_at) == (channel_id, text, mentions, *send_at);
            return if same { Ok(held) } else { Err(StoreError::IdempotencyConflict.into()) };
        }
        let sent = sql("SELECT seq FROM message WHERE channel_key = ? AND client_id = ? AND user_key = ?");
        let sent = sent.bind(channel.key).bind(client_id.as_str()).bind(user.key);
        if sent.fetch_optional(&mut tx.connection).await?.is_some() {
            return Err(StoreError::IdempotencyConflict.into());
        }
        tx.check_time(*send_at)?;
        let count = sql("SELECT COUNT(*) FROM scheduled WHERE user_key = ?").bind(user.key);
        if Columns::of(&count.fetch_one(&mut tx.connection).await?).number()? >= MOST_SCHEDULED.into() {
            return Err(StoreError::TooMany("as many messages are scheduled as may be").into());
        }
        sql("INSERT INTO scheduled (channel_key, user_key, client_id, body, mentions, send_at, due_at, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(channel.key)
        .bind(user.key)
        .bind(client_id.as_str())
        .bind(text.as_str())
        .bind(column(mentions)?)
        .bind(signed(send_at.0))
        .bind(signed(send_at.0))
        .bind(tx.now)
        .execute(&mut tx.connection)
        .await?;
        let Schedule { channel_id, client_id, text, mentions, send_at } = self.body.clone();
        let created_at = TimeMs(tx.now.cast_unsigned());
        Ok(Scheduled { channel_id, client_id, text, mentions, send_at, created_at, failed: None })
    }
}

#[async_trait]
impl Write for ScheduledFor<ScheduledChange> {
    type Output = Scheduled;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Scheduled, Fail> {
        let user = tx.scheduler(&self.app_id, &self.user_id).await?;
        let row = tx.find_scheduled(user.key, &self.body.client_id).await?.ok_or(StoreError::NotFound)?;
        let Row { key, scheduled: mut held } = row;
        if let Some((text, mentions)) = &self.body.text {
            (held.text, held.mentions) = (text.clone(), mentions.clone());
        }
        held.send_at = self.body.send_at.unwrap_or(held.send_at);
        tx.check_time(held.send_at)?;
        held.failed = None;
        sql("UPDATE scheduled SET body = ?, mentions = ?, send_at = ?, due_at = ?, failed = NULL WHERE id = ?")
            .bind(held.text.as_str())
            .bind(column(&held.mentions)?)
            .bind(signed(held.send_at.0))
            .bind(signed(held.send_at.0))
            .bind(key)
            .execute(&mut tx.connection)
            .await?;
        Ok(held)
    }
}

/// Ends the waiting: with a reason it stays as failed.
pub(super) struct Giving(pub(super) Option<ErrorCode>, pub(super) ClientId);

#[async_trait]
impl Write for ScheduledFor<Giving> {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let Giving(reason, client_id) = &self.body;
        let user = tx.scheduler(&self.app_id, &self.user_id).await?;
        let row = tx.find_scheduled(user.key, client_id).await?.ok_or(StoreError::NotFound)?;
        let Some(reason) = reason else { return Ok(tx.remove_scheduled(row.key).await?) };
        // Changed meanwhile, it waits again.
        if row.scheduled.send_at.0 <= tx.now.cast_unsigned() {
            let update = sql("UPDATE scheduled SET failed = ?, due_at = NULL WHERE id = ?");
            update.bind(reason.as_str()).bind(row.key).execute(&mut tx.connection).await?;
        }
        Ok(())
    }
}

/// Sends a scheduled message as it was read; nothing is written when it was changed since.
pub(super) struct SendScheduled {
    pub(super) message: NewMessage,
    pub(super) read: Scheduled,
}

#[async_trait]
impl Write for SendScheduled {
    type Output = Option<Ack>;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Option<Ack>, Fail> {
        let message = &self.message;
        let user = tx.scheduler(&message.app_id, &message.user_id).await?;
        let row = tx.find_scheduled(user.key, &message.client_id).await?;
        match &row {
            Some(row) if row.scheduled != self.read => return Ok(None),
            // Cancelled, unless it was sent already.
            None if unwritten(tx, message).await?.is_some() => return Err(StoreError::NotFound.into()),
            _ => {}
        }
        let mut outcomes = write_appends(tx, &[message]).await?;
        let ack = outcomes.pop().unwrap_or(Err(StoreError::NotFound))?;
        if let Some(row) = row {
            tx.remove_scheduled(row.key).await?;
        }
        Ok(Some(ack))
    }
}

/// What is scheduled, and sent when its time has come.
#[async_trait]
pub trait Scheduling {
    /// Again gives the first answer; at most [`MOST_SCHEDULED`] of one user.
    async fn schedule(&self, new: ScheduledFor<Schedule>) -> Result<Scheduled>;
    async fn scheduled(
        &self,
        app: &AppId,
        user: &UserId,
        channel: Option<&ChannelId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ScheduledList>;
    async fn one_scheduled(&self, app: &AppId, user: &UserId, client_id: &ClientId) -> Result<Option<Scheduled>>;
    async fn change_scheduled(&self, change: ScheduledFor<ScheduledChange>) -> Result<Scheduled>;
    async fn cancel_scheduled(&self, app: &AppId, user: &UserId, client_id: &ClientId) -> Result<()>;
    /// Those whose time has come, the longest due first; without those that failed.
    async fn due(&self, now: TimeMs, limit: u32) -> Result<Vec<Due>>;
    /// Writes the message that `read` was made into, and forgets it, both or neither; checks all that [`Store::append`] does.
    /// Sent already: the first answer. `None` when it was changed since it was read.
    async fn send_scheduled(&self, message: NewMessage, read: Scheduled) -> Result<Option<Ack>>;
    /// It could not be sent at its time, and stays with the reason.
    async fn fail_scheduled(&self, app: &AppId, user: &UserId, client_id: &ClientId, reason: ErrorCode) -> Result<()>;
}

#[async_trait]
impl Scheduling for SqlStore {
    async fn schedule(&self, new: ScheduledFor<Schedule>) -> Result<Scheduled> {
        self.queue.write(new).await
    }

    async fn change_scheduled(&self, change: ScheduledFor<ScheduledChange>) -> Result<Scheduled> {
        self.queue.write(change).await
    }

    async fn cancel_scheduled(&self, app: &AppId, user: &UserId, client_id: &ClientId) -> Result<()> {
        let body = Giving(None, client_id.clone());
        self.queue.write(ScheduledFor { app_id: app.clone(), user_id: user.clone(), body }).await
    }

    async fn send_scheduled(&self, message: NewMessage, read: Scheduled) -> Result<Option<Ack>> {
        self.queue.write(SendScheduled { message, read }).await
    }

    async fn fail_scheduled(&self, app: &AppId, user: &UserId, client_id: &ClientId, reason: ErrorCode) -> Result<()> {
        let body = Giving(Some(reason), client_id.clone());
        self.queue.write(ScheduledFor { app_id: app.clone(), user_id: user.clone(), body }).await
    }

    async fn scheduled(
        &self,
        app_id: &AppId,
        user_id: &UserId,
        channel_id: Option<&ChannelId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ScheduledList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let place = after.and_then(|text| text.split_once('.'));
        let (at, key): (i64, i64) =
            place.and_then(|(at, key)| Some((at.parse().ok()?, key.parse().ok()?))).unwrap_or((0, 0));
        let only = if channel_id.is_some() { "AND c.channel_id = ?" } else { "" };
        let text = format!(
            "SELECT {SCHEDULED} FROM scheduled s JOIN channel c ON c.id = s.channel_key \
             JOIN app_user u ON u.id = s.user_key WHERE u.app_id = ? AND u.user_id = ? \
             AND (s.send_at > ? OR (s.send_at = ? AND s.id > ?)) {only} ORDER BY s.send_at, s.id LIMIT ?"
        );
        let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(user_id.as_str());
        let mut query = query.bind(at).bind(at).bind(key);
        if let Some(channel_id) = channel_id {
            query = query.bind(channel_id.as_str());
        }
        let found = query.bind(i64::try_from(limit + 1).unwrap_or(101)).fetch_all(&self.reads).await?;
        let mut rows = found.iter().map(|row| scheduled(&mut Columns::of(row))).collect::<Outcome<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.scheduled.send_at.0, row.key));
        Ok(ScheduledList { scheduled: rows.into_iter().map(|row| row.scheduled).collect(), next })
    }

    async fn due(&self, now: TimeMs, limit: u32) -> Result<Vec<Due>> {
        let text = format!(
            "SELECT u.app_id, u.user_id, {SCHEDULED} FROM scheduled s JOIN channel c ON c.id = s.channel_key \
             JOIN app_user u ON u.id = s.user_key WHERE s.due_at <= ? ORDER BY s.due_at, s.id LIMIT ?"
        );
        let query = sql(AssertSqlSafe(text)).bind(signed(now.0)).bind(i64::from(limit));
        let read = |row| {
            let mut columns = Columns::of(row);
            let (app_id, user_id) = (AppId(columns.text()?), UserId(columns.text()?));
            Ok(Due { app_id, user_id, scheduled: scheduled(&mut columns)?.scheduled })
        };
        Ok(query.fetch_all(&self.reads).await?.iter().map(read).collect::<Outcome<_>>()?)
    }

    async fn one_scheduled(&self, app_id: &AppId, user_id: &UserId, id: &ClientId) -> Result<Option<Scheduled>> {
        let text = format!(
            "SELECT {SCHEDULED} FROM scheduled s JOIN channel c ON c.id = s.channel_key \
             JOIN app_user u ON u.id = s.user_key WHERE u.app_id = ? AND u.user_id = ? AND s.client_id = ?"
        );
        let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(user_id.as_str()).bind(id.as_str());
        let row = query.fetch_optional(&self.reads).await?;
        Ok(row.map(|row| scheduled(&mut Columns::of(&row))).transpose()?.map(|row| row.scheduled))
    }
}
