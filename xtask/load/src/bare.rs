//! What the disk and SQLite can do without a chat around them: as many waiting senders, one writer, group commit, one
//! INSERT a message into the table that the server writes, in a backup of the server's own file.

use crate::sends::Meter;
use crate::{number, text};
use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

/// A message to insert: its sender, its number, whom to tell after the commit.
struct Waiting {
    sender: usize,
    number: u64,
    text: String,
    committed: SyncSender<()>,
}

pub fn run(plan: &Value) -> Result<Value> {
    let round = number(plan, "round")?;
    let senders = usize::try_from(number(plan, "senders")?)?;
    let mut database = open(text(plan, "file")?)?;
    let channels = keys(&database, "SELECT id FROM channel ORDER BY id")?;
    let users = keys(&database, "SELECT id FROM app_user ORDER BY id")?;
    let meter = Meter::new(plan, senders)?;
    let (queue, waiting) = channel::<Waiting>();
    thread::scope(|scope| {
        let writer = scope.spawn(move || write(&mut database, &waiting, round, &channels, &users));
        for sender in 0..senders {
            let (queue, meter) = (queue.clone(), &meter);
            scope.spawn(move || {
                let (committed, told) = sync_channel(1);
                meter.ready.wait();
                for number in 0_u64.. {
                    let text = "x".repeat(meter.bytes);
                    let sent = queue.send(Waiting { sender, number, text, committed: committed.clone() });
                    if meter.over.load(Relaxed) || sent.is_err() || told.recv().is_err() {
                        break;
                    }
                    meter.done.fetch_add(1, Relaxed);
                }
            });
        }
        drop(queue);
        let rate = meter.measure();
        writer.join().map_err(|_| anyhow::anyhow!("the writer panicked"))??;
        Ok(json!({ "per_second": rate }))
    })
}

/// With the pragmas of the server's writer.
fn open(file: &str) -> Result<Connection> {
    let database = Connection::open(file)?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32000;",
    )?;
    Ok(database)
}

fn keys(database: &Connection, query: &str) -> Result<Vec<i64>> {
    let mut statement = database.prepare(query)?;
    let keys = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    anyhow::ensure!(!keys.is_empty(), "{query} found nothing");
    Ok(keys)
}

/// Takes all that wait, commits once, tells all.
fn write(
    database: &mut Connection,
    waiting: &Receiver<Waiting>,
    round: u64,
    channels: &[i64],
    users: &[i64],
) -> Result<()> {
    let mut seqs: Vec<i64> = Vec::new();
    for channel in channels {
        let newest = "SELECT coalesce(max(seq), 0) FROM message WHERE channel_key = ?1";
        seqs.push(database.query_row(newest, [channel], |row| row.get(0))?);
    }
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        group.extend(waiting.try_iter());
        let transaction = database.transaction()?;
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO message (channel_key, seq, rev, first_rev, user_key, client_id, fingerprint, body, \
                 created_at, is_deleted) VALUES (?1, ?2, ?2, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
            )?;
            for message in &group {
                let place = message.sender / 2 % channels.len();
                let seq = seqs.get_mut(place).context("a channel")?;
                *seq += 1;
                let user = users.get(message.sender % users.len()).context("a user")?;
                let client_id = format!("bare-{round}-{}-{}", message.sender, message.number);
                let channel = channels.get(place).context("a channel")?;
                insert.execute(params![
                    channel,
                    *seq,
                    user,
                    client_id,
                    1_i64 << 60,
                    message.text,
                    1_700_000_000_000_i64
                ])?;
            }
        }
        transaction.commit()?;
        for message in group {
            let _ = message.committed.send(());
        }
    }
    Ok(())
}
