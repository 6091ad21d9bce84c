//! Reactions: one row each, and with the message what a page shows of them.

use super::channels::find_channel;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::places;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::{Action, authorize};
use crate::shadow::Reader;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// The first kinds name [`Reaction::MOST_NAMED`] users each, the others so many: what a message weighs stays bounded.
const MANY_KINDS: usize = 10;
const FEW_NAMED: usize = 3;
/// Of each reaction a page gives so many profiles: those that its label names.
const PROFILES: usize = 3;

/// A reaction to put under a message, or to take away.
#[derive(Debug, Clone)]
pub struct NewReaction {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub seq: Seq,
    /// Fully qualified.
    pub emoji: String,
    pub on: bool,
    /// Different emojis that one message may have.
    pub most_kinds: u32,
}

/// Which page of the people who reacted to a message.
#[derive(Debug, Clone, Copy)]
pub struct Reactors<'a> {
    pub reader: Reader<'a>,
    pub seq: Seq,
    /// This one only.
    pub emoji: Option<&'a str>,
    pub after: Option<&'a str>,
    pub limit: u32,
}

#[async_trait]
impl Write for NewReaction {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        authorize(Action::React, revision.access)?;
        let (key, seq) = (revision.row.key, signed(self.seq.0));
        let actor = revision.actor.take().filter(|_| !revision.message.deleted).ok_or(StoreError::NotFound)?;
        let held = sql("SELECT seq FROM reaction WHERE channel_key = ? AND seq = ? AND emoji = ? AND user_key = ?")
            .bind(key)
            .bind(seq)
            .bind(self.emoji.as_str())
            .bind(actor.key)
            .fetch_optional(&mut tx.connection)
            .await?;
        let kinds = &mut revision.message.reactions;
        let at = kinds.iter().position(|reaction| reaction.emoji == self.emoji);
        if held.is_none() && self.on {
            if at.is_none() && kinds.len() >= self.most_kinds as usize {
                return Err(StoreError::TooMany("the message has as many different reactions as it may").into());
            }
            sql("INSERT INTO reaction (channel_key, seq, emoji, user_key, rev) VALUES (?, ?, ?, ?, ?)")
                .bind(key)
                .bind(seq)
                .bind(self.emoji.as_str())
                .bind(actor.key)
                .bind(signed(revision.row.channel.rev.0 + 1))
                .execute(&mut tx.connection)
                .await?;
            let at = at.unwrap_or_else(|| {
                kinds.push(Reaction { emoji: self.emoji.clone(), ..Reaction::default() });
                kinds.len() - 1
            });
            if let Some(reaction) = kinds.get_mut(at) {
                if !reaction.is_cut() && reaction.user_ids.len() < most_named(at) {
                    reaction.user_ids.push(self.user_id.clone());
                }
                reaction.count += 1;
            }
        } else if held.is_some() && !self.on {
            sql("DELETE FROM reaction WHERE channel_key = ? AND seq = ? AND emoji = ? AND user_key = ?")
                .bind(key)
                .bind(seq)
                .bind(self.emoji.as_str())
                .bind(actor.key)
                .execute(&mut tx.connection)
                .await?;
            if let Some((at, reaction)) = at.and_then(|at| Some((at, kinds.get_mut(at)?))) {
                reaction.count = reaction.count.saturating_sub(1);
                reaction.user_ids.retain(|named| *named != self.user_id);
                if reaction.is_cut() {
                    reaction.user_ids = first(&mut tx.connection, key, seq, &self.emoji, most_named(at)).await?;
                }
            }
            kinds.retain(|reaction| reaction.count > 0);
        }
        revision.reaction = Some(ReactionMade { user: actor.user, emoji: self.emoji.clone(), on: self.on });
        tx.finish(&self.app_id, revision).await
    }
}

fn most_named(kind: usize) -> usize {
    if kind < MANY_KINDS { Reaction::MOST_NAMED } else { FEW_NAMED }
}

/// Who reacted so first.
async fn first(connection: &mut AnyConnection, key: i64, seq: i64, emoji: &str, most: usize) -> Outcome<Vec<UserId>> {
    let query = sql("SELECT u.user_id FROM reaction r JOIN app_user u ON u.id = r.user_key \
         WHERE r.channel_key = ? AND r.seq = ? AND r.emoji = ? ORDER BY r.rev LIMIT ?");
    let query = query.bind(key).bind(seq).bind(emoji).bind(i64::try_from(most).unwrap_or(0));
    query.fetch_all(connection).await?.iter().map(|row| Columns::of(row).text().map(UserId)).collect()
}

/// A deleted message has no reactions.
pub(super) async fn clear(tx: &mut Tx, channel_key: i64, seq: Seq) -> Outcome<()> {
    let delete = sql("DELETE FROM reaction WHERE channel_key = ? AND seq = ?").bind(channel_key).bind(signed(seq.0));
    delete.execute(&mut tx.connection).await?;
    Ok(())
}

/// The profiles of those whom the reactions of a page name first, of who replied in threads, and of whom it concerns what
/// happened, into `users`.
pub(super) async fn name(
    connection: &mut AnyConnection,
    app_id: &AppId,
    messages: &[Message],
    users: &mut BTreeMap<UserId, User>,
) -> Outcome<()> {
    let named = messages.iter().flat_map(|message| &message.reactions);
    let named = named.flat_map(|reaction| reaction.user_ids.iter().take(PROFILES));
    let named = named.chain(messages.iter().filter_map(|message| message.thread.as_ref()).flat_map(|t| &t.user_ids));
    let concerned = messages.iter().filter_map(|message| message.admin.as_ref()).flat_map(|admin| &admin.user_ids);
    let named = named.chain(concerned);
    let mut missing: Vec<&UserId> = named.filter(|id| !users.contains_key(*id)).collect();
    missing.sort();
    missing.dedup();
    for part in missing.chunks(100) {
        let (columns, places) = (rows::USER, places(part.len()));
        let text = format!("SELECT {columns} FROM app_user u WHERE u.app_id = ? AND u.user_id IN ({places})");
        let mut query = sql(AssertSqlSafe(text)).bind(app_id.as_str());
        for user_id in part {
            query = query.bind(user_id.as_str());
        }
        for row in query.fetch_all(&mut *connection).await? {
            let user = rows::user(&mut Columns::of(&row))?;
            users.insert(user.user_id.clone(), user);
        }
    }
    Ok(())
}

impl SqlStore {
    pub(super) async fn read_reactors(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        wanted: Reactors<'_>,
    ) -> Result<ReactionList> {
        let limit = usize::try_from(wanted.limit.clamp(1, 100)).unwrap_or(100);
        let after: i64 = wanted.after.and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let seq = signed(wanted.seq.0);
        let message = super::quote::message(&mut tx, row.key, wanted.reader, wanted.seq).await?;
        message.filter(|(message, _)| !message.hollow).ok_or(StoreError::NotFound)?;
        let only = if wanted.emoji.is_some() { "AND r.emoji = ?" } else { "" };
        let text = format!(
            "SELECT r.rev, r.emoji, {} FROM reaction r JOIN app_user u ON u.id = r.user_key \
             WHERE r.channel_key = ? AND r.seq = ? AND r.rev > ? {only} ORDER BY r.rev LIMIT ?",
            rows::USER
        );
        let mut query = sql(AssertSqlSafe(text)).bind(row.key).bind(seq).bind(after);
        if let Some(emoji) = wanted.emoji {
            query = query.bind(emoji.to_owned());
        }
        let found = query.bind(i64::try_from(limit + 1).unwrap_or(101)).fetch_all(&mut *tx).await?;
        tx.commit().await?;
        let (mut reactions, mut users, mut last) = (Vec::new(), BTreeMap::new(), 0);
        for row in found.iter().take(limit) {
            let mut columns = Columns::of(row);
            last = columns.int()?;
            let emoji = columns.text()?;
            let user = rows::user(&mut columns)?;
            reactions.push(Reactor { user_id: user.user_id.clone(), emoji });
            users.insert(user.user_id.clone(), user);
        }
        let next = (found.len() > limit).then(|| last.to_string());
        let users = users.into_values().collect();
        Ok(ReactionList { channel_id: channel_id.clone(), seq: wanted.seq, reactions, users, next })
    }

    pub(super) async fn read_own_reactions(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        user_id: &UserId,
        (first, last): (Seq, Seq),
    ) -> Result<Vec<(Seq, String)>> {
        let query = sql("SELECT r.seq, r.emoji FROM reaction r JOIN channel c ON c.id = r.channel_key \
             JOIN app_user u ON u.id = r.user_key AND u.app_id = c.app_id \
             WHERE c.app_id = ? AND c.channel_id = ? AND u.user_id = ? AND r.seq BETWEEN ? AND ?");
        let query = query.bind(app_id.as_str()).bind(channel_id.as_str()).bind(user_id.as_str());
        let found = query.bind(signed(first.0)).bind(signed(last.0)).fetch_all(&self.reads).await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            Ok((Seq(columns.number()?), columns.text()?))
        };
        found.iter().map(read).collect()
    }
}
