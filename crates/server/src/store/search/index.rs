//! The index: one document a message, written soon after the message, many at a time.
//!
//! A message costs far less to write than to index, so a send does not wait for it. `indexed_seq` of each channel says how far
//! the index is; nothing is kept anywhere else, so nothing is lost with a crash, and old messages are only far behind.
//! Whoever searches brings the channels up to date first. Edits and deletions of what is indexed change the index in their
//! own transaction.

use super::words;
use crate::store::extra::Extra;
use crate::store::fault::Fail;
use crate::store::jobs::{Queue, Write, closed};
use crate::store::rows::{Columns, Outcome, signed, sql};
use crate::store::users::places;
use crate::store::writer::Tx;
use async_trait::async_trait;
use madang_protocol::*;
use sha2::{Digest, Sha256};
use sqlx::{AnyPool, AssertSqlSafe};
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// Bits of a document's id behind its time.
const BITS: u32 = 20;
const MASK: i64 = (1 << BITS) - 1;
/// Documents of one transaction, and about how much text: sends wait meanwhile.
const MOST: usize = 256;
const MOST_BYTES: usize = 200_000;
/// Channels of one transaction.
pub(super) const MOST_CHANNELS: usize = 32;
/// Rows of one statement.
const ROWS: usize = 64;
/// Messages that come one after the other are indexed together.
const GATHER: Duration = Duration::from_millis(150);
/// The writer is left alone so many times as long as it worked on the index.
const REST: u32 = 7;
/// After a failure.
const PAUSE: Duration = Duration::from_secs(2);

/// The least id of a document of this time.
pub(super) fn first_id(at: u64) -> i64 {
    signed(at.min((1 << (63 - BITS)) - 1)) << BITS
}

/// The token of a channel.
pub(super) fn channel_token(channel_key: i64) -> String {
    format!("zc{channel_key}")
}

pub(super) fn author_token(user_key: i64) -> String {
    format!("zu{user_key}")
}

/// Ids of applications hold signs and capitals: a number stands for them.
pub(super) fn app_token(app_id: &str) -> String {
    let digest = Sha256::digest(app_id);
    let number = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("za{number:016x}")
}

pub(super) const FILE_TOKEN: &str = "zf1";

struct Document {
    id: i64,
    channel_key: i64,
    seq: i64,
    words: String,
}

impl Document {
    fn of(
        within: &[String],
        (channel_key, seq, user_key): (i64, i64, i64),
        at: u64,
        text: &str,
        files: &[File],
    ) -> Self {
        let mut tokens = BTreeSet::from([channel_token(channel_key), author_token(user_key)]);
        tokens.extend(within.iter().cloned());
        words::read(text, &mut tokens);
        for file in files {
            tokens.insert(FILE_TOKEN.to_owned());
            words::read(&file.name, &mut tokens);
        }
        // Spread over the numbers of its millisecond: two of one number are rare.
        let place = channel_key.wrapping_mul(7_919).wrapping_add(seq) & MASK;
        let words = tokens.into_iter().collect::<Vec<_>>().join(" ");
        Self { id: first_id(at) | place, channel_key, seq, words }
    }
}

impl Tx {
    /// Gives each document a number of its own.
    async fn part(&mut self, documents: &mut [Document]) -> Outcome<()> {
        loop {
            let ids: Vec<i64> = documents.iter().map(|document| document.id).collect();
            let mut taken = HashSet::new();
            for part in ids.chunks(ROWS) {
                let text = format!("SELECT id FROM search_message WHERE id IN ({})", places(part.len()));
                let mut query = sql(AssertSqlSafe(text));
                for id in part {
                    query = query.bind(*id);
                }
                for row in query.fetch_all(&mut self.connection).await? {
                    taken.insert(Columns::of(&row).int()?);
                }
            }
            let (mut given, mut moved) = (HashSet::new(), false);
            for document in documents.iter_mut() {
                while taken.contains(&document.id) || !given.insert(document.id) {
                    document.id = (document.id & !MASK) | (document.id.wrapping_add(1) & MASK);
                    moved = true;
                }
            }
            if !moved {
                return Ok(());
            }
        }
    }

    async fn insert_documents(&mut self, mut documents: Vec<Document>) -> Outcome<()> {
        self.part(&mut documents).await?;
        for part in documents.chunks(ROWS) {
            for (text, places, words) in self.dialect.insert_documents(part.len()) {
                let mut query = sql(AssertSqlSafe(text));
                for document in part {
                    query = query.bind(document.id);
                    if places {
                        query = query.bind(document.channel_key).bind(document.seq);
                    }
                    if words {
                        query = query.bind(document.words.as_str());
                    }
                }
                query.execute(&mut self.connection).await?;
            }
        }
        Ok(())
    }

    /// The index follows a message that is changed: `before` is what it was.
    pub(in crate::store) async fn reindex<'a>(
        &mut self,
        app_id: &AppId,
        channel_key: i64,
        before: &'a Message,
        message: &'a Message,
    ) -> Outcome<()> {
        // Most changes are reactions and pins, which say nothing.
        let names = |message: &'a Message| message.files.iter().map(|file| file.name.as_str());
        if before.deleted == message.deleted && before.text == message.text && names(before).eq(names(message)) {
            return Ok(());
        }
        let seq = signed(message.seq.0);
        let query = sql(
            "SELECT c.indexed_seq, m.user_key, COALESCE(c.parent_key, c.id) FROM channel c JOIN message m ON m.channel_key = c.id \
             WHERE c.id = ? AND m.seq = ?",
        );
        let row = query.bind(channel_key).bind(seq).fetch_one(&mut self.connection).await?;
        let mut columns = Columns::of(&row);
        let (indexed, user_key, home_key) = (columns.int()?, columns.int()?, columns.int()?);
        if seq > indexed {
            return Ok(());
        }
        let first = first_id(message.created_at.0);
        let query = sql("SELECT id FROM search_message WHERE id BETWEEN ? AND ? AND channel_key = ? AND seq = ?");
        let query = query.bind(first).bind(first | MASK).bind(channel_key).bind(seq);
        for row in query.fetch_all(&mut self.connection).await? {
            let id = Columns::of(&row).int()?;
            for statement in self.dialect.delete_document() {
                sql(*statement).bind(id).execute(&mut self.connection).await?;
            }
        }
        if message.deleted {
            return Ok(());
        }
        let within = [app_token(app_id.as_str()), channel_token(home_key)];
        let place = (channel_key, seq, user_key);
        let document = Document::of(&within, place, message.created_at.0, &message.text, &message.files);
        self.insert_documents(vec![document]).await
    }
}

/// Takes the next messages of these channels into the index; answers which of them have more.
pub(super) struct IndexMessages {
    pub(super) channel_keys: BTreeSet<i64>,
}

#[async_trait]
impl Write for IndexMessages {
    type Output = BTreeSet<i64>;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> Result<BTreeSet<i64>, Fail> {
        let (mut documents, mut bytes, mut more) = (Vec::new(), 0, BTreeSet::new());
        for channel_key in self.channel_keys.iter().copied() {
            if documents.len() >= MOST || bytes >= MOST_BYTES {
                more.insert(channel_key);
                continue;
            }
            let text =
                "SELECT c.app_id, c.seq, c.indexed_seq, COALESCE(c.parent_key, c.id) FROM channel c WHERE c.id = ?";
            let channel = sql(tx.dialect.locking(text)).bind(channel_key).fetch_one(&mut tx.connection).await?;
            let mut columns = Columns::of(&channel);
            let (app, newest, indexed) = (app_token(&columns.text()?), columns.int()?, columns.int()?);
            let within = [app, channel_token(columns.int()?)];
            let query = sql("SELECT seq, user_key, created_at, body, extra, is_deleted FROM message \
                 WHERE channel_key = ? AND seq > ? ORDER BY seq LIMIT ?");
            let limit = i64::try_from(MOST - documents.len()).unwrap_or(1);
            let query = query.bind(channel_key).bind(indexed).bind(limit);
            let mut last = indexed;
            for row in query.fetch_all(&mut tx.connection).await? {
                let mut columns = Columns::of(&row);
                let (seq, user_key, at) = (columns.int()?, columns.int()?, columns.number()?);
                let (text, extra, deleted) = (columns.text()?, Extra::read(&columns.text()?)?, columns.flag()?);
                last = seq;
                if !deleted && extra.admin.is_none() {
                    bytes += text.len();
                    documents.push(Document::of(&within, (channel_key, seq, user_key), at, &text, &extra.files));
                }
                if bytes >= MOST_BYTES {
                    break;
                }
            }
            if last > indexed {
                let update = sql("UPDATE channel SET indexed_seq = ? WHERE id = ?").bind(last).bind(channel_key);
                update.execute(&mut tx.connection).await?;
            }
            if last < newest {
                more.insert(channel_key);
            }
        }
        tx.insert_documents(documents).await?;
        Ok(more)
    }
}

/// Channels that have messages for the index.
#[derive(Default)]
pub(in crate::store) struct Behind {
    channel_keys: Mutex<BTreeSet<i64>>,
    some: Notify,
}

impl Behind {
    pub(in crate::store) fn add(&self, channel_keys: impl IntoIterator<Item = i64>) {
        let mut held = self.channel_keys.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend(channel_keys);
        if !held.is_empty() {
            self.some.notify_one();
        }
    }

    fn take(&self) -> BTreeSet<i64> {
        let mut held = self.channel_keys.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = held.iter().copied().nth(MOST_CHANNELS).map(|key| held.split_off(&key));
        std::mem::replace(&mut held, rest.unwrap_or_default())
    }
}

/// Keeps the index up to date until it is dropped.
pub(in crate::store) struct Indexing(tokio::task::AbortHandle);

impl Drop for Indexing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(in crate::store) fn start(reads: AnyPool, queue: Queue, behind: Arc<Behind>) -> Indexing {
    Indexing(tokio::spawn(keep(reads, queue, behind)).abort_handle())
}

async fn keep(reads: AnyPool, queue: Queue, behind: Arc<Behind>) {
    // What a crash, another node that is gone, or an earlier version left.
    loop {
        match sql("SELECT id FROM channel WHERE seq > indexed_seq").fetch_all(&reads).await {
            Ok(rows) => {
                behind.add(rows.iter().filter_map(|row| Columns::of(row).int().ok()));
                break;
            }
            Err(_) if reads.is_closed() => return,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    loop {
        behind.some.notified().await;
        tokio::time::sleep(GATHER).await;
        loop {
            let channel_keys = behind.take();
            if channel_keys.is_empty() {
                break;
            }
            let begun = Instant::now();
            match queue.write(IndexMessages { channel_keys: channel_keys.clone() }).await {
                Ok(more) => {
                    behind.add(more);
                    tokio::time::sleep(begun.elapsed() * REST).await;
                }
                Err(failure) if failure == closed() => return,
                Err(failure) => {
                    tracing::warn!(%failure, "messages wait for the search index");
                    behind.add(channel_keys);
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}
