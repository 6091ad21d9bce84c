//! Appending messages: however many wait, few statements. Per batch one look at the client ids, and at the channels,
//! authors and memberships that are not known; inserts of many rows; one update for all channels that moved as far.

use super::extra::Extra;
use super::fault::Fail;
use super::files::{Claims, claim, claimable};
use super::known::{Known, padded};
use super::mentions::has_mentions;
use super::reports::{NewReport, insert_report};
use super::rows::{Columns, Outcome, signed, sql};
use super::slow_mode::note_posts;
use super::writer::Tx;
use super::{Commit, NewMessage, Origin, Result, StoreError};
use crate::policy::{Action, authorize};
use madang_protocol::*;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap};

/// Rows of one statement at most.
const MOST_ROWS: usize = 128;
/// Statements come in multiples of it, and one for what is left, so that few are prepared and found again.
const ROWS_STEP: usize = 8;

/// What the database knew of a client id.
struct Written {
    seq: i64,
    first_rev: i64,
    fingerprint: i64,
    created_at: i64,
}

/// By channel key, client id and user key.
type Writings = HashMap<(i64, String, i64), Written>;

/// The channel's key, unless the message is written already. Refuses who may not post.
pub(super) async fn unwritten(tx: &mut Tx, message: &NewMessage) -> std::result::Result<Option<i64>, Fail> {
    Known::learn(tx, &[message]).await?;
    let access = authorize(Action::Read, tx.known.access(message))?;
    let (channel_key, user_key) = tx.known.keys(message).ok_or(StoreError::NotFound)?;
    let written = load_written(tx, &[message]).await?;
    if written.contains_key(&(channel_key, message.client_id.0.clone(), user_key)) {
        return Ok(None);
    }
    authorize(Action::Post, Some(access))?;
    Ok(Some(channel_key))
}

/// Writes the batch; refusals stand in the place of their message and have written nothing.
pub(super) async fn write_appends(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<Vec<Result<Ack>>> {
    Known::learn(tx, messages).await?;
    let mut written = load_written(tx, messages).await?;
    let named = name_all(tx, messages).await?;
    let mut claims = claimable(tx, messages).await?;
    let mut fresh = Vec::with_capacity(messages.len());
    let mut outcomes = Vec::with_capacity(messages.len());
    for (message, named) in messages.iter().copied().zip(named) {
        outcomes.push(decide(tx, (message, named), &mut written, &mut claims, &mut fresh));
    }
    for row in fresh.iter().filter(|row| row.shadow || row.message.reply_to.is_some()) {
        let at = tx.commits.iter().rposition(|commit| {
            commit.rev == row.rev && commit.channel_id == row.message.channel_id && commit.app_id == row.message.app_id
        });
        if let Some(at) = at {
            let mut commit = tx.commits.remove(at);
            tx.part_told((row.channel_key, row.home_key), &mut commit).await?;
            tx.commits.insert(at, commit);
        }
    }
    insert(tx, &fresh).await?;
    for row in &fresh {
        if !row.named.is_empty() {
            tx.insert_mentions(row.channel_key, row.seq, &row.named).await?;
        }
    }
    for row in fresh.iter().filter(|row| row.message.flagged) {
        let report = NewReport {
            channel_key: row.channel_key,
            seq: signed(row.seq.0),
            user_key: row.user_key,
            reporter_key: row.user_key,
            reason: ReportReason::Filtered,
            note: "",
            text: &row.message.text,
        };
        insert_report(tx, report).await?;
    }
    note_posts(tx, fresh.iter().map(|row| (row.home_key, row.user_key))).await?;
    advance(tx, &fresh).await?;
    for row in fresh.iter().filter(|row| !row.extra.files.is_empty()) {
        tx.bind_files(&row.message.app_id, &row.extra.files, (row.channel_key, row.seq)).await?;
    }
    Ok(outcomes)
}

/// What a resend is compared by: the first 63 bits of the SHA-256 of all that the client sent. Of a plain message it is that
/// of its text; the byte that parts it from the rest occurs in no text.
pub(super) fn fingerprint(message: &NewMessage) -> i64 {
    if let Some(Origin { channel_id, seq }) = &message.forward {
        // What is there may be another text by now.
        let hash = Sha256::new_with_prefix(format!("{channel_id}/{}", seq.0)).chain_update([0xff, b'w']);
        return number(&hash.finalize());
    }
    let typed = message.typed.as_ref().or(message.extra.source.as_ref());
    let mut hash = Sha256::new_with_prefix(typed.unwrap_or(&message.text));
    if let Some(seq) = message.reply_to {
        hash.update([0xff, b'r']);
        hash.update(seq.0.to_be_bytes());
    }
    for Mention { start, end, user_id } in &message.mentions {
        hash.update([0xff, b'm']);
        hash.update(format!("{start} {end} {user_id}"));
    }
    if let Some(Poll { options, multiple, anonymous, closes_at, .. }) = message.extra.poll.as_deref() {
        hash.update([0xff, b'p']);
        hash.update(format!("{multiple} {anonymous} {}", closes_at.map_or(0, |at| at.0)));
        for option in options {
            hash.update([0xff]);
            hash.update(&option.text);
        }
    }
    for file_id in &message.files {
        hash.update([0xff, b'f']);
        hash.update(file_id.as_str());
    }
    if message.in_channel {
        hash.update([0xff, b'c']);
    }
    number(&hash.finalize())
}

fn number(digest: &[u8]) -> i64 {
    digest.iter().take(8).fold(0_i64, |number, byte| (number << 8) | i64::from(*byte)) & i64::MAX
}

/// What each message carries with the mentions that hold, and the keys of those whom they name.
async fn name_all(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<Vec<(Extra, Vec<i64>)>> {
    let mut all = Vec::with_capacity(messages.len());
    for message in messages {
        let mut extra = message.extra.clone();
        let mut keys = Vec::new();
        if has_mentions(&extra.ranges)
            && let Some(access) = tx.known.access(message)
            && let Some(row) = tx.known.channel(message).cloned()
        {
            let parts = (message.text.as_str(), extra.ranges.as_slice());
            let named = tx.named(&message.app_id, &row, access, parts, &message.here).await?;
            (extra.ranges, keys) = (named.ranges, named.keys);
        }
        all.push((extra, keys));
    }
    Ok(all)
}

/// The parts that `items` are written in.
fn chunks<T>(mut items: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = match items.len().min(MOST_ROWS) {
            0 => return None,
            few if few < ROWS_STEP => few,
            many => many - many % ROWS_STEP,
        };
        let (chunk, rest) = items.split_at(size);
        items = rest;
        Some(chunk)
    })
}

async fn load_written(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<Writings> {
    let wanted = messages.iter().filter_map(|m| Some((tx.known.keys(m)?.0, m.client_id.as_str()))).collect();
    let table = tx.dialect.indexed("message", "message_client");
    let columns = "channel_key, client_id, user_key, seq, first_rev, fingerprint, created_at";
    let mut written = Writings::new();
    for part in padded(wanted) {
        let text = tx.dialect.by_pairs(columns, &table, ("channel_key", "client_id"), part.len());
        let mut query = sql(AssertSqlSafe(text));
        for (channel_key, client_id) in part {
            query = query.bind(channel_key).bind(client_id);
        }
        for row in query.fetch_all(&mut tx.connection).await? {
            let mut columns = Columns::of(&row);
            let key = (columns.int()?, columns.text()?, columns.int()?);
            let (seq, first_rev) = (columns.int()?, columns.int()?);
            let (fingerprint, created_at) = (columns.int()?, columns.int()?);
            written.insert(key, Written { seq, first_rev, fingerprint, created_at });
        }
    }
    Ok(written)
}

/// Refuses, finds the first writing, or gives the next numbers and puts the row to `fresh`.
fn decide<'a>(
    tx: &mut Tx,
    (message, (extra, named)): (&'a NewMessage, (Extra, Vec<i64>)),
    written: &mut Writings,
    claims: &mut Claims,
    fresh: &mut Vec<Fresh<'a>>,
) -> Result<Ack> {
    let access = tx.known.access(message).ok_or(StoreError::NotFound)?;
    authorize(Action::Read, Some(access))?;
    let (channel_key, user_key) = tx.known.keys(message).ok_or(StoreError::NotFound)?;
    let fingerprint = fingerprint(message);
    let epoch = tx.epoch.clone();
    let ack = |written: &Written, duplicate: bool| Ack {
        channel_id: message.channel_id.clone(),
        client_id: message.client_id.clone(),
        epoch,
        seq: Seq(written.seq.cast_unsigned()),
        rev: Rev(written.first_rev.cast_unsigned()),
        created_at: TimeMs(written.created_at.cast_unsigned()),
        duplicate,
        text: (extra.source.is_some() || message.typed.is_some()).then(|| message.text.clone()),
        ranges: extra.ranges.clone(),
    };
    let key = (channel_key, message.client_id.0.clone(), user_key);
    if let Some(first) = written.get(&key) {
        let same = first.fingerprint == fingerprint;
        return if same { Ok(ack(first, true)) } else { Err(StoreError::IdempotencyConflict) };
    }
    // Only now: what was written once stays written, whatever was decided about its author since.
    authorize(Action::Post, Some(access))?;
    let home_key = tx.known.channel(message).ok_or(StoreError::NotFound)?.home.0;
    if let Some(posted) = tx.known.posts.get_mut(&(home_key, user_key)) {
        *posted = Some(access.now);
    }
    let files = claim(claims, message, user_key)?;
    let row = tx.known.channel(message).ok_or(StoreError::NotFound)?;
    row.channel.seq.0 += 1;
    row.channel.rev.0 += 1;
    let (seq, rev) = (row.channel.seq, row.channel.rev);
    let first = Written { seq: signed(seq.0), first_rev: signed(rev.0), fingerprint, created_at: tx.now };
    let answer = ack(&first, false);
    written.insert(key, first);
    let extra = Extra { files, ..extra };
    let shadow = access.is_shadowed();
    // It calls nobody.
    let named = if shadow { Vec::new() } else { named };
    let row = Fresh { channel_key, home_key, user_key, seq, rev, fingerprint, message, extra, named, shadow };
    let user = tx.known.person(message).map(|person| person.user.clone()).ok_or(StoreError::NotFound)?;
    tx.commits.push(row.commit(tx.now, user));
    fresh.push(row);
    Ok(answer)
}

/// A row to insert.
struct Fresh<'a> {
    channel_key: i64,
    /// The channel's own, or that of a thread's channel.
    home_key: i64,
    user_key: i64,
    seq: Seq,
    rev: Rev,
    fingerprint: i64,
    message: &'a NewMessage,
    /// With the files that it claimed.
    extra: Extra,
    named: Vec<i64>,
    shadow: bool,
}

impl Fresh<'_> {
    fn commit(&self, now: i64, user: User) -> Commit {
        let message = Message {
            seq: self.seq,
            rev: self.rev,
            user_id: user.user_id.clone(),
            client_id: self.message.client_id.clone(),
            text: self.message.text.clone(),
            created_at: TimeMs(now.cast_unsigned()),
            shadow: self.shadow,
            ..Message::default()
        };
        let message = self.extra.clone().onto(message);
        let channel_id = self.message.channel_id.clone();
        let event = MessageEvent { channel_id: channel_id.clone(), rev: self.rev, message, user, reaction: None };
        Commit {
            app_id: self.message.app_id.clone(),
            channel_id,
            rev: self.rev,
            event: Event::MessageCreated(event),
            joined: Vec::new(),
            left: Vec::new(),
            apart: Vec::new(),
            told: Vec::new(),
        }
    }
}

/// Moves the counters of the channels: one statement for all that moved as far.
async fn advance(tx: &mut Tx, fresh: &[Fresh<'_>]) -> Outcome<()> {
    let mut counts: BTreeMap<i64, (i64, bool)> = BTreeMap::new();
    for row in fresh {
        let (count, active) = counts.entry(row.channel_key).or_default();
        *count += 1;
        *active |= !row.shadow;
    }
    tx.unindexed.extend(counts.keys());
    let mut alike: BTreeMap<(i64, bool), Vec<i64>> = BTreeMap::new();
    for (channel_key, moved) in counts {
        alike.entry(moved).or_default().push(channel_key);
    }
    for ((count, active), channel_keys) in alike {
        // What is hollow for most moves no channel up in their lists.
        let at = if active { tx.now } else { 0 };
        for chunk in padded(channel_keys) {
            let places = super::users::places(chunk.len());
            let text = format!(
                "UPDATE channel SET seq = seq + ?, rev = rev + ?, active_at = CASE WHEN active_at < ? THEN ? ELSE active_at END WHERE id IN ({places})"
            );
            let mut query = sql(AssertSqlSafe(text)).bind(count).bind(count).bind(at).bind(at);
            for channel_key in chunk {
                query = query.bind(channel_key);
            }
            query.execute(&mut tx.connection).await?;
        }
    }
    Ok(())
}

async fn insert(tx: &mut Tx, fresh: &[Fresh<'_>]) -> Outcome<()> {
    for chunk in chunks(fresh) {
        let text = format!(
            "INSERT INTO message (channel_key, seq, rev, first_rev, user_key, client_id, fingerprint, body, created_at, extra, \
             is_shadow, is_deleted) VALUES {}",
            vec!["(?,?,?,?,?,?,?,?,?,?,?,0)"; chunk.len()].join(",")
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
                .bind(tx.now)
                .bind(row.extra.column()?)
                .bind(i64::from(row.shadow));
        }
        query.execute(&mut tx.connection).await?;
    }
    Ok(())
}
