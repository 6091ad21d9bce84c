//! Polls: one row for each who voted; how it stands is kept with the message.

use super::channels::find_channel;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::writer::Tx;
use super::{NewVote, PollClosing, Result, StoreError, Voters};
use crate::policy::{Action, authorize};
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// A bit for each place.
fn bits(places: &[u32]) -> i64 {
    places.iter().fold(0, |bits, place| bits | (1_i64 << place.min(&62)))
}

fn places(bits: i64) -> Vec<u32> {
    (0..62).filter(|place| bits & (1 << place) != 0).collect()
}

/// Moves the numbers from one choice to the other.
fn count(poll: &mut Poll, before: i64, after: i64) {
    for (option, place) in poll.options.iter_mut().zip(0_u32..) {
        match (before & (1 << place) != 0, after & (1 << place) != 0) {
            (false, true) => option.count += 1,
            (true, false) => option.count = option.count.saturating_sub(1),
            _ => {}
        }
    }
    match (before, after) {
        (0, 1..) => poll.voters += 1,
        (1.., 0) => poll.voters = poll.voters.saturating_sub(1),
        _ => {}
    }
}

#[async_trait]
impl Write for NewVote {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        authorize(Action::Vote, revision.access)?;
        let (key, seq, rev) = (revision.row.key, signed(self.seq.0), signed(revision.row.channel.rev.0 + 1));
        let voter = revision.actor.as_ref().map(|actor| actor.key).ok_or(StoreError::NotFound)?;
        let poll = revision.message.poll.as_mut().ok_or(StoreError::NotFound)?;
        let known = |place: &u32| (*place as usize) < poll.options.len();
        if !self.options.iter().all(known) {
            return Err(StoreError::Unfit("options: the poll has no such option").into());
        }
        let after = bits(&self.options);
        if !poll.multiple && after.count_ones() > 1 {
            return Err(StoreError::Unfit("options: the poll takes one").into());
        }
        let held = sql("SELECT choice FROM vote WHERE channel_key = ? AND seq = ? AND user_key = ?");
        let held = held.bind(key).bind(seq).bind(voter).fetch_optional(&mut tx.connection).await?;
        let before = held.map_or(Ok(0), |row| Columns::of(&row).int())?;
        if before != after {
            if poll.is_closed(TimeMs(tx.now.cast_unsigned())) {
                return Err(StoreError::PollClosed.into());
            }
            let statement = match (before, after) {
                (0, _) => "INSERT INTO vote (choice, rev, channel_key, seq, user_key) VALUES (?, ?, ?, ?, ?)",
                (_, 0) => {
                    "DELETE FROM vote WHERE choice <> ? AND rev < ? AND channel_key = ? AND seq = ? AND user_key = ?"
                }
                _ => "UPDATE vote SET choice = ?, rev = ? WHERE channel_key = ? AND seq = ? AND user_key = ?",
            };
            let query = sql(statement).bind(after).bind(rev).bind(key).bind(seq).bind(voter);
            query.execute(&mut tx.connection).await?;
            count(poll, before, after);
        }
        revision.mine = Some((self.user_id.clone(), places(after)));
        tx.finish(&self.app_id, revision).await
    }
}

#[async_trait]
impl Write for PollClosing {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        let poll = revision.message.poll.as_mut().ok_or(StoreError::NotFound)?;
        let own = revision.message.user_id == self.user_id;
        authorize(if own { Action::ChangeOwn } else { Action::ClosePoll }, revision.access)?;
        let now = TimeMs(tx.now.cast_unsigned());
        if !poll.is_closed(now) {
            poll.closed_at = Some(now);
        }
        tx.finish(&self.app_id, revision).await
    }
}

/// A deleted message has no votes.
pub(super) async fn clear(tx: &mut Tx, channel_key: i64, seq: Seq) -> Outcome<()> {
    let delete = sql("DELETE FROM vote WHERE channel_key = ? AND seq = ?").bind(channel_key).bind(signed(seq.0));
    delete.execute(&mut tx.connection).await?;
    Ok(())
}

impl SqlStore {
    pub(super) async fn read_votes(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        wanted: Voters<'_>,
    ) -> Result<VoteList> {
        let limit = usize::try_from(wanted.limit.clamp(1, 100)).unwrap_or(100);
        let after: i64 = wanted.after.and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let seq = signed(wanted.seq.0);
        let found = super::quote::message(&mut tx, row.key, wanted.reader, wanted.seq).await?;
        let (message, _) = found.ok_or(StoreError::NotFound)?;
        if message.poll.ok_or(StoreError::NotFound)?.anonymous {
            return Err(StoreError::Forbidden);
        }
        let only = if wanted.option.is_some() { "AND (v.choice & ?) <> 0" } else { "" };
        let text = format!(
            "SELECT v.rev, v.choice, {} FROM vote v JOIN app_user u ON u.id = v.user_key \
             WHERE v.channel_key = ? AND v.seq = ? AND v.rev > ? {only} ORDER BY v.rev LIMIT ?",
            rows::USER
        );
        let mut query = sql(AssertSqlSafe(text)).bind(row.key).bind(seq).bind(after);
        if let Some(option) = wanted.option {
            query = query.bind(bits(&[option]));
        }
        let found = query.bind(i64::try_from(limit + 1).unwrap_or(101)).fetch_all(&mut *tx).await?;
        tx.commit().await?;
        let (mut votes, mut users, mut last) = (Vec::new(), BTreeMap::new(), 0);
        for row in found.iter().take(limit) {
            let mut columns = Columns::of(row);
            last = columns.int()?;
            let options = places(columns.int()?);
            let user = rows::user(&mut columns)?;
            votes.push(Ballot { user_id: user.user_id.clone(), options });
            users.insert(user.user_id.clone(), user);
        }
        let next = (found.len() > limit).then(|| last.to_string());
        let users = users.into_values().collect();
        Ok(VoteList { channel_id: channel_id.clone(), seq: wanted.seq, votes, users, next })
    }

    pub(super) async fn read_own_votes(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        user_id: &UserId,
        (first, last): (Seq, Seq),
    ) -> Result<Vec<(Seq, Vec<u32>)>> {
        let query = sql("SELECT v.seq, v.choice FROM vote v JOIN channel c ON c.id = v.channel_key \
             JOIN app_user u ON u.id = v.user_key AND u.app_id = c.app_id \
             WHERE c.app_id = ? AND c.channel_id = ? AND u.user_id = ? AND v.seq BETWEEN ? AND ?");
        let query = query.bind(app_id.as_str()).bind(channel_id.as_str()).bind(user_id.as_str());
        let found = query.bind(signed(first.0)).bind(signed(last.0)).fetch_all(&self.reads).await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            Ok((Seq(columns.number()?), places(columns.int()?)))
        };
        found.iter().map(read).collect()
    }
}
