//! Appending messages: whatever many wait, few statements. Per batch one look at the channels (locked), the authors, the
//! memberships and the client ids, one update a channel, and one insert of many rows.

use super::jobs::Append;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::writer::Tx;
use super::{Commit, NewMessage, Result, StoreError};
use crate::policy::{Access, Action, authorize};
use madang_protocol::*;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap};

/// Statements come in sizes of powers of two up to this, so that each is prepared once and found again.
const MOST_ROWS: usize = 64;

/// What the database knew of a client id.
struct Written {
    seq: i64,
    first_rev: i64,
    fingerprint: i64,
    created_at: i64,
}

struct Person {
    key: i64,
    user: User,
}

/// All that the batch must know, read at its begin and kept up while it is worked through.
#[derive(Default)]
struct Scene<'a> {
    channels: HashMap<(&'a str, &'a str), ChannelRow>,
    people: HashMap<(&'a str, &'a str), Person>,
    /// By channel key and user key.
    members: HashMap<(i64, i64), (Role, MemberState)>,
    /// By channel key, client id and user key.
    written: HashMap<(i64, String, i64), Written>,
}

/// Writes the batch; refusals stand in the place of their message and have written nothing.
pub(super) async fn write_appends(tx: &mut Tx, appends: &[Append]) -> Outcome<Vec<Result<Ack>>> {
    let messages: Vec<&NewMessage> = appends.iter().map(|append| &append.message).collect();
    let mut scene = Scene::default();
    scene.load_channels(tx, &messages).await?;
    scene.load_people(tx, &messages).await?;
    scene.load_members(tx, &messages).await?;
    scene.load_written(tx, &messages).await?;

    let mut fresh = Vec::with_capacity(messages.len());
    let mut outcomes = Vec::with_capacity(messages.len());
    for message in &messages {
        outcomes.push(scene.decide(tx, message, &mut fresh));
    }
    insert(tx, &fresh).await?;
    advance(tx, &fresh).await?;
    Ok(outcomes)
}

/// What a resend is compared by: the first 63 bits of the text's SHA-256.
pub(super) fn fingerprint(text: &str) -> i64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0_i64, |number, byte| (number << 8) | i64::from(*byte)) & i64::MAX
}

/// The parts that `items` are asked for in: each of a power of two.
fn chunks<T>(mut items: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = if items.len() >= MOST_ROWS { MOST_ROWS } else { 1 << items.len().checked_ilog2()? };
        let (chunk, rest) = items.split_at(size);
        items = rest;
        Some(chunk)
    })
}

fn unique<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}

impl<'a> Scene<'a> {
    async fn load_channels(&mut self, tx: &mut Tx, messages: &[&'a NewMessage]) -> Outcome<()> {
        let wanted = unique(messages.iter().map(|m| (m.app_id.as_str(), m.channel_id.as_str())).collect());
        for chunk in chunks(&wanted) {
            let (columns, keys) = (format!("{}, c.app_id", rows::CHANNEL), ("c.app_id", "c.channel_id"));
            let text = tx.dialect.by_pairs(&columns, "channel c", keys, chunk.len());
            let mut query = sql(tx.dialect.locking(text + " ORDER BY c.id"));
            for (app_id, channel_id) in chunk {
                query = query.bind(*app_id).bind(*channel_id);
            }
            for row in query.fetch_all(&mut tx.connection).await? {
                let mut columns = Columns::of(&row);
                let channel = rows::channel(&mut columns)?;
                let app_id = columns.text()?;
                let id = channel.channel.channel_id.as_str();
                if let Some(name) = chunk.iter().find(|name| **name == (app_id.as_str(), id)) {
                    self.channels.insert(*name, channel);
                }
            }
        }
        Ok(())
    }

    async fn load_people(&mut self, tx: &mut Tx, messages: &[&'a NewMessage]) -> Outcome<()> {
        let wanted = unique(messages.iter().map(|m| (m.app_id.as_str(), m.user_id.as_str())).collect());
        for chunk in chunks(&wanted) {
            let (columns, keys) = (format!("u.id, u.app_id, {}", rows::USER), ("u.app_id", "u.user_id"));
            let text = tx.dialect.by_pairs(&columns, "app_user u", keys, chunk.len());
            let mut query = sql(AssertSqlSafe(text));
            for (app_id, user_id) in chunk {
                query = query.bind(*app_id).bind(*user_id);
            }
            for row in query.fetch_all(&mut tx.connection).await? {
                let mut columns = Columns::of(&row);
                let (key, app_id) = (columns.int()?, columns.text()?);
                let user = rows::user(&mut columns)?;
                if let Ok(at) = chunk.binary_search(&(app_id.as_str(), user.user_id.as_str())) {
                    self.people.insert(chunk[at], Person { key, user });
                }
            }
        }
        Ok(())
    }

    fn keys(&self, message: &'a NewMessage) -> Option<(&ChannelRow, &Person)> {
        let app_id = message.app_id.as_str();
        let channel = self.channels.get(&(app_id, message.channel_id.as_str()))?;
        Some((channel, self.people.get(&(app_id, message.user_id.as_str()))?))
    }

    async fn load_members(&mut self, tx: &mut Tx, messages: &[&'a NewMessage]) -> Outcome<()> {
        let wanted = unique(
            messages
                .iter()
                .filter_map(|message| self.keys(message))
                .filter(|(row, _)| row.channel.kind == ChannelKind::Group)
                .map(|(row, person)| (row.key, person.key))
                .collect(),
        );
        for chunk in chunks(&wanted) {
            let (columns, keys) = ("channel_key, user_key, role, state", ("channel_key", "user_key"));
            let text = tx.dialect.by_pairs(columns, "member", keys, chunk.len());
            let mut query = sql(AssertSqlSafe(text));
            for (channel_key, user_key) in chunk {
                query = query.bind(*channel_key).bind(*user_key);
            }
            for row in query.fetch_all(&mut tx.connection).await? {
                let mut columns = Columns::of(&row);
                let keys = (columns.int()?, columns.int()?);
                let role = rows::role(&columns.text()?)?;
                self.members.insert(keys, (role, rows::state(&columns.text()?)?));
            }
        }
        Ok(())
    }

    async fn load_written(&mut self, tx: &mut Tx, messages: &[&'a NewMessage]) -> Outcome<()> {
        let wanted = unique(
            messages
                .iter()
                .filter_map(|message| Some((self.keys(message)?.0.key, message.client_id.as_str())))
                .collect::<Vec<_>>(),
        );
        let table = tx.dialect.indexed("message", "message_client");
        for chunk in chunks(&wanted) {
            let columns = "channel_key, client_id, user_key, seq, first_rev, fingerprint, created_at";
            let text = tx.dialect.by_pairs(columns, &table, ("channel_key", "client_id"), chunk.len());
            let mut query = sql(AssertSqlSafe(text));
            for (channel_key, client_id) in chunk {
                query = query.bind(*channel_key).bind(*client_id);
            }
            for row in query.fetch_all(&mut tx.connection).await? {
                let mut columns = Columns::of(&row);
                let key = (columns.int()?, columns.text()?, columns.int()?);
                let (seq, first_rev) = (columns.int()?, columns.int()?);
                let (fingerprint, created_at) = (columns.int()?, columns.int()?);
                self.written.insert(key, Written { seq, first_rev, fingerprint, created_at });
            }
        }
        Ok(())
    }

    /// Refuses, finds the first writing, or gives the next numbers and puts the row to `fresh`.
    fn decide(&mut self, tx: &mut Tx, message: &'a NewMessage, fresh: &mut Vec<Fresh<'a>>) -> Result<Ack> {
        let app_id = message.app_id.as_str();
        let channel = self.channels.get_mut(&(app_id, message.channel_id.as_str())).ok_or(StoreError::NotFound)?;
        let person = self.people.get(&(app_id, message.user_id.as_str())).ok_or(StoreError::NotFound)?;
        let member = self.members.get(&(channel.key, person.key)).copied();
        let access = Access { kind: channel.channel.kind, public: channel.channel.public, member };
        authorize(Action::Post, Some(access))?;

        let fingerprint = fingerprint(&message.text);
        let ack = |seq: i64, rev: i64, created_at: i64, duplicate: bool| Ack {
            channel_id: message.channel_id.clone(),
            client_id: message.client_id.clone(),
            epoch: tx.epoch.clone(),
            seq: Seq(seq.cast_unsigned()),
            rev: Rev(rev.cast_unsigned()),
            created_at: TimeMs(created_at.cast_unsigned()),
            duplicate,
        };
        let key = (channel.key, message.client_id.0.clone(), person.key);
        if let Some(first) = self.written.get(&key) {
            return if first.fingerprint == fingerprint {
                Ok(ack(first.seq, first.first_rev, first.created_at, true))
            } else {
                Err(StoreError::IdempotencyConflict)
            };
        }
        channel.channel.seq.0 += 1;
        channel.channel.rev.0 += 1;
        let (seq, rev) = (channel.channel.seq, channel.channel.rev);
        let written = Written { seq: signed(seq.0), first_rev: signed(rev.0), fingerprint, created_at: tx.now };
        let answer = ack(written.seq, written.first_rev, tx.now, false);
        self.written.insert(key, written);
        let row = Fresh { channel_key: channel.key, user_key: person.key, seq, rev, fingerprint, message };
        tx.commits.push(row.commit(tx.now, &person.user));
        fresh.push(row);
        Ok(answer)
    }
}

/// A row to insert.
struct Fresh<'a> {
    channel_key: i64,
    user_key: i64,
    seq: Seq,
    rev: Rev,
    fingerprint: i64,
    message: &'a NewMessage,
}

impl Fresh<'_> {
    fn commit(&self, now: i64, user: &User) -> Commit {
        let message = Message {
            seq: self.seq,
            rev: self.rev,
            user_id: user.user_id.clone(),
            client_id: self.message.client_id.clone(),
            text: self.message.text.clone(),
            created_at: TimeMs(now.cast_unsigned()),
            edited_at: None,
            deleted: false,
        };
        let channel_id = self.message.channel_id.clone();
        let event = MessageEvent { channel_id: channel_id.clone(), rev: self.rev, message, user: user.clone() };
        Commit {
            app_id: self.message.app_id.clone(),
            channel_id,
            rev: self.rev,
            event: Event::MessageCreated(event),
            joined: Vec::new(),
            left: Vec::new(),
        }
    }
}

/// Moves the counters of the channels: one statement for all that moved as far.
async fn advance(tx: &mut Tx, fresh: &[Fresh<'_>]) -> Outcome<()> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for row in fresh {
        *counts.entry(row.channel_key).or_default() += 1;
    }
    let mut alike: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (channel_key, count) in counts {
        alike.entry(count).or_default().push(channel_key);
    }
    for (count, channel_keys) in alike {
        for chunk in chunks(&channel_keys) {
            let places = super::users::places(chunk.len());
            let text = format!("UPDATE channel SET seq = seq + ?, rev = rev + ?, active_at = ? WHERE id IN ({places})");
            let mut query = sql(AssertSqlSafe(text)).bind(count).bind(count).bind(tx.now);
            for channel_key in chunk {
                query = query.bind(*channel_key);
            }
            query.execute(&mut tx.connection).await?;
        }
    }
    Ok(())
}

async fn insert(tx: &mut Tx, fresh: &[Fresh<'_>]) -> Outcome<()> {
    for chunk in chunks(fresh) {
        let text = format!(
            "INSERT INTO message (channel_key, seq, rev, first_rev, user_key, client_id, fingerprint, body, created_at, \
             is_deleted) VALUES {}",
            vec!["(?,?,?,?,?,?,?,?,?,0)"; chunk.len()].join(",")
        );
        let mut query = sql(AssertSqlSafe(text));
        for row in chunk {
            query = query
                .bind(row.channel_key)
                .bind(signed(row.seq.0))
                .bind(signed(row.rev.0))
                .bind(signed(row.rev.0))
                .bind(row.user_key)
                .bind(row.message.client_id.as_str())
                .bind(row.fingerprint)
                .bind(row.message.text.as_str())
                .bind(tx.now);
        }
        query.execute(&mut tx.connection).await?;
    }
    Ok(())
}
