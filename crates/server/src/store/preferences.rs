//! How a user keeps a channel, and until when nothing is to ring for somebody. No revision: it changes nothing for others.

use super::channels::find_channel;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::sql::{SqlStore, now_ms};
use super::users::find_user;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::Action;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

struct Set {
    app_id: AppId,
    user_id: UserId,
    wanted: SetPreference,
}

struct SetUndisturbed {
    app_id: AppId,
    user_id: UserId,
    until: Option<TimeMs>,
}

fn read(columns: &mut Columns<'_>) -> Outcome<Preference> {
    let notify = match columns.text()?.as_str() {
        "mentions" => Notify::Mentions,
        "none" => Notify::None,
        _ => Notify::All,
    };
    let pinned_at = columns.optional_int()?.map(|at| TimeMs(at.cast_unsigned()));
    let archived_seq = columns.optional_int()?.map(|seq| Seq(seq.cast_unsigned()));
    let unread_from = columns.optional_int()?.map(|seq| Seq(seq.cast_unsigned()));
    Ok(Preference { notify, pinned_at, archived_seq, unread_from })
}

fn word(notify: Notify) -> &'static str {
    match notify {
        Notify::All => "all",
        Notify::Mentions => "mentions",
        Notify::None => "none",
    }
}

/// What is kept of a user's wishes for the channel.
async fn kept(
    connection: &mut AnyConnection,
    user_id: &UserId,
    app_id: &AppId,
    channel_key: i64,
) -> Outcome<Option<Preference>> {
    let row =
        sql("SELECT p.notify, p.pinned_at, p.archived_seq, p.unread_from FROM app_user u JOIN preference p ON p.user_key = u.id \
         WHERE u.app_id = ? AND u.user_id = ? AND p.channel_key = ?")
        .bind(app_id.as_str())
        .bind(user_id.as_str())
        .bind(channel_key)
        .fetch_optional(connection)
        .await?;
    row.map(|row| read(&mut Columns::of(&row))).transpose()
}

/// What the user wants of the channel; `None` when that is nothing of its own.
pub(super) async fn of(
    connection: &mut AnyConnection,
    user_id: &UserId,
    app_id: &AppId,
    channel_key: i64,
) -> Outcome<Option<Preference>> {
    let kept = kept(connection, user_id, app_id, channel_key).await?;
    Ok(kept.filter(|preference| *preference != Preference::default()))
}

/// The channels that the user pinned and may still read, the newest pin first.
pub(super) async fn pinned(connection: &mut AnyConnection, user_key: i64) -> Outcome<Vec<ChannelRow>> {
    let text = format!(
        "SELECT {} FROM preference p JOIN channel c ON c.id = p.channel_key \
         LEFT JOIN member m ON m.channel_key = c.id AND m.user_key = p.user_key \
         WHERE p.user_key = ? AND p.pinned_at IS NOT NULL AND (m.state = 'joined' OR (c.kind = 'open' AND \
         (m.state IS NULL OR m.state <> 'banned' OR m.banned_until <= ?))) ORDER BY p.pinned_at DESC, c.id DESC LIMIT ?",
        rows::CHANNEL
    );
    let query = sql(AssertSqlSafe(text)).bind(user_key).bind(now_ms()).bind(i64::from(MOST_PINNED_CHANNELS));
    query.fetch_all(connection).await?.iter().map(|row| rows::channel(&mut Columns::of(row))).collect()
}

#[async_trait]
impl Write for Set {
    type Output = Preference;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Preference, Fail> {
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let found = find_channel(&mut tx.connection, &self.app_id, &self.wanted.channel_id).await?;
        let row = found.ok_or(StoreError::NotFound)?;
        if row.is_thread() {
            return Err(StoreError::Forbidden.into());
        }
        tx.allow(Action::Read, &row, user.key).await?;
        let held = kept(&mut tx.connection, &self.user_id, &self.app_id, row.key).await?;
        let mut preference = held.unwrap_or_default();
        let SetPreference { notify, pinned, archived, unread_from, .. } = self.wanted;
        preference.notify = notify.unwrap_or(preference.notify);
        match pinned {
            Some(true) if preference.pinned_at.is_none() => {
                if count_pinned(&mut tx.connection, user.key).await? >= MOST_PINNED_CHANNELS.into() {
                    return Err(StoreError::TooMany("as many channels are pinned as may be").into());
                }
                preference.pinned_at = Some(TimeMs(tx.now.cast_unsigned()));
            }
            Some(false) => preference.pinned_at = None,
            _ => {}
        }
        if let Some(archived) = archived {
            preference.archived_seq = archived.then_some(row.channel.seq);
        }
        if let Some(from) = unread_from {
            if from > row.channel.seq {
                return Err(StoreError::NotFound.into());
            }
            preference.unread_from = (from.0 > 0).then_some(from);
        }
        let text = match held.is_some() {
            true => {
                "UPDATE preference SET notify = ?, pinned_at = ?, archived_seq = ?, unread_from = ? \
                 WHERE user_key = ? AND channel_key = ?"
            }
            false => {
                "INSERT INTO preference (notify, pinned_at, archived_seq, unread_from, user_key, channel_key) \
                 VALUES (?, ?, ?, ?, ?, ?)"
            }
        };
        sql(text)
            .bind(word(preference.notify))
            .bind(preference.pinned_at.map(|at| signed(at.0)))
            .bind(preference.archived_seq.map(|seq| signed(seq.0)))
            .bind(preference.unread_from.map(|seq| signed(seq.0)))
            .bind(user.key)
            .bind(row.key)
            .execute(&mut tx.connection)
            .await?;
        Ok(preference)
    }
}

struct ReadOn {
    app_id: AppId,
    channel_id: ChannelId,
    user_id: UserId,
    seq: Seq,
}

#[async_trait]
impl Write for ReadOn {
    type Output = bool;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<bool, Fail> {
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let found = find_channel(&mut tx.connection, &self.app_id, &self.channel_id).await?;
        let row = found.ok_or(StoreError::NotFound)?;
        // An open channel has no cursors: all of it may be marked.
        let read = match row.channel.kind {
            ChannelKind::Open => row.channel.seq,
            ChannelKind::Group => {
                tx.find_member(row.key, user.key).await?.map(|(member, _)| member.read_seq).unwrap_or_default()
            }
        };
        let left = (self.seq < read).then(|| signed(self.seq.0) + 1);
        let query =
            sql("UPDATE preference SET unread_from = ? WHERE user_key = ? AND channel_key = ? AND unread_from <= ?");
        let query = query.bind(left).bind(user.key).bind(row.key).bind(signed(self.seq.0));
        Ok(query.execute(&mut tx.connection).await?.rows_affected() > 0)
    }
}

async fn count_pinned(connection: &mut AnyConnection, user_key: i64) -> Outcome<u64> {
    let query = sql("SELECT COUNT(*) FROM preference WHERE user_key = ? AND pinned_at IS NOT NULL").bind(user_key);
    Columns::of(&query.fetch_one(connection).await?).number()
}

#[async_trait]
impl Write for SetUndisturbed {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        sql("UPDATE app_user SET undisturbed_until = ? WHERE app_id = ? AND user_id = ?")
            .bind(self.until.map(|until| signed(until.0)))
            .bind(self.app_id.as_str())
            .bind(self.user_id.as_str())
            .execute(&mut tx.connection)
            .await?;
        Ok(())
    }
}

/// What one user wants of a channel, or of all.
#[async_trait]
pub trait Preferences {
    /// Of a channel that the user may read; at most [`MOST_PINNED_CHANNELS`] are pinned.
    async fn set_preference(&self, app: &AppId, user: &UserId, wanted: SetPreference) -> Result<Preference>;
    /// The user read up to `seq`: what was marked as unread is so only behind it. Whether that changed anything.
    async fn read_on(&self, app: &AppId, channel: &ChannelId, user: &UserId, seq: Seq) -> Result<bool>;
    async fn set_undisturbed(&self, app: &AppId, user: &UserId, until: Option<TimeMs>) -> Result<()>;
    /// Absent when the time has passed.
    async fn undisturbed_until(&self, app: &AppId, user: &UserId) -> Result<Option<TimeMs>>;
}

#[async_trait]
impl Preferences for SqlStore {
    async fn set_preference(&self, app: &AppId, user: &UserId, wanted: SetPreference) -> Result<Preference> {
        self.queue.write(Set { app_id: app.clone(), user_id: user.clone(), wanted }).await
    }

    async fn read_on(&self, app: &AppId, channel: &ChannelId, user: &UserId, seq: Seq) -> Result<bool> {
        // Few channels are marked, and every step of reading asks.
        let marked = sql("SELECT 1 FROM app_user u JOIN preference p ON p.user_key = u.id \
             JOIN channel c ON c.id = p.channel_key \
             WHERE u.app_id = ? AND u.user_id = ? AND c.channel_id = ? AND p.unread_from <= ?")
        .bind(app.as_str())
        .bind(user.as_str())
        .bind(channel.as_str())
        .bind(signed(seq.0));
        if marked.fetch_optional(&self.reads).await?.is_none() {
            return Ok(false);
        }
        self.queue.write(ReadOn { app_id: app.clone(), channel_id: channel.clone(), user_id: user.clone(), seq }).await
    }

    async fn set_undisturbed(&self, app: &AppId, user: &UserId, until: Option<TimeMs>) -> Result<()> {
        self.queue.write(SetUndisturbed { app_id: app.clone(), user_id: user.clone(), until }).await
    }

    async fn undisturbed_until(&self, app: &AppId, user: &UserId) -> Result<Option<TimeMs>> {
        let query = sql("SELECT undisturbed_until FROM app_user WHERE app_id = ? AND user_id = ?");
        let row = query.bind(app.as_str()).bind(user.as_str()).fetch_optional(&self.reads).await?;
        let until = row.map(|row| Columns::of(&row).optional_int()).transpose()?.flatten();
        Ok(until.filter(|until| *until > now_ms()).map(|until| TimeMs(until.cast_unsigned())))
    }
}
