//! Pins: one row each; that a message is pinned stands with the message too.

use super::channels::find_channel;
use super::fault::Fail;
use super::jobs::Write;
use super::quote;
use super::rows::{self, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::{Action, authorize};
use crate::shadow::Reader;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// A message to pin, or not to pin any longer.
#[derive(Debug, Clone)]
pub struct NewPin {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub seq: Seq,
    pub on: bool,
}

#[async_trait]
impl Write for NewPin {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        authorize(Action::Pin, revision.access)?;
        let key = revision.row.key;
        let there = !revision.message.deleted && !revision.message.shadow;
        let actor = revision.actor.take().filter(|_| there).ok_or(StoreError::NotFound)?;
        let fresh = self.on && !revision.message.pinned;
        if fresh {
            if count(&mut tx.connection, key).await? >= MOST_PINS.into() {
                return Err(StoreError::TooMany("the channel has as many pinned messages as it may").into());
            }
            sql("INSERT INTO pin (channel_key, seq, user_key, pinned_at, rev) VALUES (?, ?, ?, ?, ?)")
                .bind(key)
                .bind(signed(self.seq.0))
                .bind(actor.key)
                .bind(tx.now)
                .bind(signed(revision.row.channel.rev.0 + 1))
                .execute(&mut tx.connection)
                .await?;
        } else if !self.on && revision.message.pinned {
            clear(tx, key, self.seq).await?;
        }
        revision.message.pinned = self.on;
        let event = tx.finish(&self.app_id, revision).await?;
        if fresh {
            let mut row = tx.lock_channel(&self.app_id, &self.channel_id).await?;
            let admin = Admin { what: Happening::Pinned, seq: Some(self.seq), ..Admin::default() };
            tx.tell_admin(&self.app_id, &mut row, &actor, admin).await?;
        }
        Ok(event)
    }
}

async fn count(connection: &mut AnyConnection, channel_key: i64) -> Outcome<u64> {
    let row = sql("SELECT COUNT(*) FROM pin WHERE channel_key = ?").bind(channel_key).fetch_one(connection).await?;
    Columns::of(&row).number()
}

/// Whether the channel has pinned messages.
pub(super) async fn any(connection: &mut AnyConnection, channel_key: i64) -> Outcome<bool> {
    let query = sql("SELECT seq FROM pin WHERE channel_key = ? LIMIT 1").bind(channel_key);
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// The message is not pinned any longer.
pub(super) async fn clear(tx: &mut Tx, channel_key: i64, seq: Seq) -> Outcome<()> {
    let delete = sql("DELETE FROM pin WHERE channel_key = ? AND seq = ?").bind(channel_key).bind(signed(seq.0));
    delete.execute(&mut tx.connection).await?;
    Ok(())
}

impl SqlStore {
    pub(super) async fn read_pins(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        reader: Reader<'_>,
        (after, limit): (Option<&str>, u32),
    ) -> Result<PinList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let after: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let text = format!(
            "SELECT p.rev, p.pinned_at, w.user_id, w.nickname, w.profile_url, w.is_visitor, {} FROM pin p \
             JOIN app_user w ON w.id = p.user_key JOIN message m ON m.channel_key = p.channel_key AND m.seq = p.seq \
             JOIN app_user u ON u.id = m.user_key WHERE p.channel_key = ? AND p.rev < ? ORDER BY p.rev DESC LIMIT ?",
            rows::MESSAGE
        );
        let query = sql(AssertSqlSafe(text)).bind(row.key).bind(after).bind(i64::try_from(limit + 1).unwrap_or(101));
        let found = query.fetch_all(&mut *tx).await?;
        let (mut pinned, mut messages, mut users, mut last) = (Vec::new(), Vec::new(), BTreeMap::new(), 0);
        for row in found.iter().take(limit) {
            let mut columns = Columns::of(row);
            last = columns.int()?;
            let pinned_at = TimeMs(columns.number()?);
            let by = rows::user(&mut columns)?;
            let (message, author) = rows::message(&mut columns, reader)?;
            if message.hollow {
                continue;
            }
            pinned.push((by.user_id.clone(), pinned_at));
            messages.push(message);
            for user in [by, author] {
                users.insert(user.user_id.clone(), user);
            }
        }
        quote::complete(&mut tx, row.key, reader, messages.iter_mut()).await?;
        tx.commit().await?;
        let pin = |((user_id, pinned_at), message)| Pin { user_id, pinned_at, message };
        let pins = pinned.into_iter().zip(messages).map(pin).collect();
        let next = (found.len() > limit).then(|| last.to_string());
        Ok(PinList { channel_id: channel_id.clone(), pins, users: users.into_values().collect(), next })
    }
}
