//! The one writer and its group commit: whatever waits is written in one transaction, and answered after its commit.

use super::append::write_appends;
use super::dialect::Dialect;
use super::fault::{breaks_connection, is_permanent, is_retryable};
use super::jobs::{Append, Item, Job, Queue, Waiting, closed};
use super::known::Known;
use super::search::Behind;
use super::sql::{connect, now_ms};
use super::{Commit, Result, StoreError};
use madang_protocol::{Ack, Epoch};
use sqlx::{AnyConnection, Connection, Executor};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Writes of one transaction.
const BATCH: usize = 512;
const ATTEMPTS: u32 = 6;
/// Timers know no shorter time; where commits are so quick that it would be longer, nothing is gained by waiting.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// The transaction that writes: its connection, and what becomes of it when it commits.
pub(super) struct Tx {
    pub(super) connection: AnyConnection,
    pub(super) dialect: Dialect,
    pub(super) epoch: Epoch,
    pub(super) commits: Vec<Commit>,
    pub(super) known: Known,
    /// Channels that got messages, which the search index does not have yet.
    pub(super) unindexed: BTreeSet<i64>,
    /// The time of all that this transaction writes.
    pub(super) now: i64,
}

impl Tx {
    fn new(connection: AnyConnection, dialect: Dialect, epoch: Epoch) -> Self {
        let (commits, known, unindexed) = (Vec::new(), Known::default(), BTreeSet::new());
        Self { connection, dialect, epoch, commits, known, unindexed, now: 0 }
    }
}

struct Writer {
    url: String,
    items: mpsc::UnboundedReceiver<Item>,
    waiting: Arc<Waiting>,
    sink: mpsc::UnboundedSender<Commit>,
    behind: Arc<Behind>,
    dialect: Dialect,
    epoch: Epoch,
    /// `None` after the connection broke, until the next batch.
    tx: Option<Tx>,
    /// Asked to end while a failure was told to all that waited.
    closing: Option<oneshot::Sender<()>>,
    last: Last,
}

/// The last transaction: what it suggests of the next.
#[derive(Default)]
struct Last {
    took: Duration,
    /// Writers that it answered, or that waited meanwhile: so many will write next if all go on.
    writers: usize,
}

/// Consecutive appends are one part, written by few statements; any other write is a part of its own.
enum Part {
    Appends(Vec<Append>, Vec<Result<Ack>>),
    Job(Box<dyn Job>),
}

impl Part {
    fn answer(self, failure: Option<&StoreError>) {
        match self {
            Self::Job(job) => job.answer(failure.cloned()),
            Self::Appends(appends, outcomes) => {
                let mut outcomes = outcomes.into_iter();
                for append in appends {
                    let outcome = match failure {
                        Some(failure) => Err(failure.clone()),
                        None => outcomes.next().unwrap_or_else(|| Err(closed())),
                    };
                    // Whoever asked may be gone.
                    append.reply.send(outcome).ok();
                }
            }
        }
    }

    /// The same writes, each alone.
    fn split(self) -> Vec<Self> {
        match self {
            Self::Appends(appends, _) => {
                appends.into_iter().map(|append| Self::Appends(vec![append], Vec::new())).collect()
            }
            job => vec![job],
        }
    }
}

/// Starts the writer on its connection.
pub(super) fn start(
    url: String,
    connection: AnyConnection,
    dialect: Dialect,
    epoch: Epoch,
    sink: mpsc::UnboundedSender<Commit>,
    behind: Arc<Behind>,
) -> Queue {
    let (queue, items, waiting) = Queue::new();
    let tx = Some(Tx::new(connection, dialect, epoch.clone()));
    tokio::spawn(
        Writer { url, items, waiting, sink, behind, dialect, epoch, tx, closing: None, last: Last::default() }.run(),
    );
    queue
}

impl Writer {
    async fn run(mut self) {
        while let Some(first) = self.items.recv().await {
            self.linger().await;
            let (begun, waiting) = (Instant::now(), self.waiting.count());
            let (parts, close) = self.gather(first);
            let taken = waiting.min(BATCH);
            self.write(parts).await;
            self.last = Last { took: begun.elapsed(), writers: taken + self.waiting.count() };
            if let Some(done) = close.or_else(|| self.closing.take()) {
                self.end(done).await;
                return;
            }
        }
    }

    async fn end(mut self, done: oneshot::Sender<()>) {
        if let Some(tx) = self.tx.take() {
            // The last connection's close writes SQLite's log into its file; failing that, the next opening does.
            tx.connection.close().await.ok();
        }
        drop(self.items);
        done.send(()).ok();
    }

    /// Who was answered mostly writes again at once. Without a moment for them, half of the writers would wait out the
    /// other half's commit, in turns: twice as many commits. A lonely writer never waits, and nobody more than a fraction
    /// of a commit.
    async fn linger(&mut self) {
        let patience = self.last.took / 2;
        if patience >= SHORTEST_WAIT {
            let wanted = (self.last.writers - self.last.writers / 8).min(BATCH);
            // Whether all came or not, the batch is written now.
            tokio::time::timeout(patience, self.waiting.reaches(wanted)).await.ok();
        }
    }

    /// All that waits, up to a batch.
    fn gather(&mut self, first: Item) -> (Vec<Part>, Option<oneshot::Sender<()>>) {
        let mut parts: Vec<Part> = Vec::new();
        let (mut next, mut count) = (Some(first), 0);
        while let Some(item) = next {
            count += 1;
            match item {
                Item::Close(done) => return (parts, Some(done)),
                Item::Job(job) => parts.push(Part::Job(job)),
                Item::Append(append) => match parts.last_mut() {
                    Some(Part::Appends(appends, _)) => appends.push(*append),
                    _ => parts.push(Part::Appends(vec![*append], Vec::new())),
                },
            }
            next = if count < BATCH { self.items.try_recv().ok() } else { None };
        }
        self.waiting.take(count);
        (parts, None)
    }

    /// Writes the parts in one transaction and answers them.
    async fn write(&mut self, mut parts: Vec<Part>) {
        if parts.is_empty() {
            return;
        }
        match self.commit(&mut parts).await {
            Ok(()) => parts.into_iter().for_each(|part| part.answer(None)),
            // One of them does not fit: alone it harms nobody else.
            Err(StoreError::Fault(reason)) => {
                let alone: Vec<Part> = parts.into_iter().flat_map(Part::split).collect();
                if alone.len() == 1 {
                    let fault = StoreError::Fault(reason);
                    alone.into_iter().for_each(|part| part.answer(Some(&fault)));
                    return;
                }
                for part in alone {
                    let mut part = vec![part];
                    let failure = self.commit(&mut part).await.err();
                    part.into_iter().for_each(|part| part.answer(failure.as_ref()));
                }
            }
            Err(failure) => {
                // Counted first: whoever hears of the failure and tries again comes behind it.
                let waited = self.items.len();
                parts.into_iter().for_each(|part| part.answer(Some(&failure)));
                self.refuse_waiting(&failure, waited);
            }
        }
    }

    /// What waited through the failure has waited long enough.
    fn refuse_waiting(&mut self, failure: &StoreError, waited: usize) {
        for _ in 0..waited {
            match self.items.try_recv() {
                Ok(Item::Append(append)) => Part::Appends(vec![*append], Vec::new()).answer(Some(failure)),
                Ok(Item::Job(job)) => job.answer(Some(failure.clone())),
                Ok(Item::Close(done)) => {
                    self.closing = Some(done);
                    continue;
                }
                Err(_) => return,
            }
            self.waiting.take(1);
        }
    }

    async fn commit(&mut self, parts: &mut [Part]) -> Result<()> {
        let mut attempt = 1;
        loop {
            let mut tx = match self.tx.take() {
                Some(tx) => tx,
                None => self.reconnect().await?,
            };
            let outcome = match self.dialect.batch_timeout() {
                Some(limit) => tokio::time::timeout(limit, run(&mut tx, parts))
                    .await
                    .unwrap_or_else(|_| Err(sqlx::Error::Protocol("the database does not answer".to_owned()))),
                None => run(&mut tx, parts).await,
            };
            let Err(error) = outcome else {
                for commit in tx.commits.drain(..) {
                    // The hub may be gone when the server stops.
                    self.sink.send(commit).ok();
                }
                self.behind.add(std::mem::take(&mut tx.unindexed));
                self.tx = Some(tx);
                return Ok(());
            };
            tx.commits.clear();
            tx.unindexed.clear();
            tx.known.forget();
            if !breaks_connection(&error) && tx.connection.execute("ROLLBACK").await.is_ok() {
                self.tx = Some(tx);
            }
            if !is_retryable(&error) || attempt == ATTEMPTS {
                return Err(if is_permanent(&error) {
                    StoreError::Fault(error.to_string())
                } else {
                    StoreError::Unavailable(error.to_string())
                });
            }
            tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
            attempt += 1;
        }
    }

    async fn reconnect(&mut self) -> Result<Tx> {
        let connection = connect(&self.url, self.dialect.prepare_writer()).await?;
        Ok(Tx::new(connection, self.dialect, self.epoch.clone()))
    }
}

async fn run(tx: &mut Tx, parts: &mut [Part]) -> std::result::Result<(), sqlx::Error> {
    tx.now = now_ms();
    Known::begin(tx).await?;
    for part in parts {
        match part {
            Part::Appends(appends, outcomes) => {
                let messages: Vec<_> = appends.iter().map(|append| &append.message).collect();
                *outcomes = write_appends(tx, &messages).await?;
            }
            Part::Job(job) => job.run(tx).await?,
        }
    }
    tx.connection.execute("COMMIT").await?;
    Ok(())
}
