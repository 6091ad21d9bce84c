//! What waits for the writer: appends, which are written many at a time, and all other writes, one [`Write`] each.

use super::fault::Fail;
use super::writer::Tx;
use super::{NewMessage, Result, StoreError};
use async_trait::async_trait;
use futures_util::future::BoxFuture;
use madang_protocol::Ack;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use tokio::sync::{Notify, mpsc, oneshot};

/// So much may wait; beyond it the store says at once that it is unavailable.
const MOST_WAITING: usize = 20_000;

/// One write that is not an append. It looks before it writes: when it refuses, it has written nothing. It can be run
/// again, when its transaction was rolled back.
#[async_trait]
pub(super) trait Write: Send + Sync + 'static {
    type Output: Send + 'static;
    /// Whether it can change what [`super::known`] holds.
    const CHANGES_KNOWN: bool = true;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Self::Output, Fail>;
}

/// A [`Write`] of any output.
pub(super) trait Job: Send {
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, std::result::Result<(), sqlx::Error>>;
    /// After the commit: `None`. After a failure: what to tell.
    fn answer(self: Box<Self>, failure: Option<StoreError>);
}

struct Pending<W: Write> {
    write: W,
    outcome: Option<Result<W::Output>>,
    reply: oneshot::Sender<Result<W::Output>>,
}

impl<W: Write> Job for Pending<W> {
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, std::result::Result<(), sqlx::Error>> {
        Box::pin(async move {
            let told = tx.commits.len();
            self.outcome = Some(match self.write.run(tx).await {
                Ok(output) => {
                    if W::CHANGES_KNOWN {
                        tx.known.forget();
                    }
                    Ok(output)
                }
                Err(Fail::Refused(refusal)) => {
                    tx.commits.truncate(told);
                    Err(refusal)
                }
                Err(Fail::Database(error)) => return Err(error),
            });
            Ok(())
        })
    }

    fn answer(self: Box<Self>, failure: Option<StoreError>) {
        let outcome = match (failure, self.outcome) {
            (Some(failure), _) => Err(failure),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(closed()),
        };
        // Whoever asked may be gone.
        self.reply.send(outcome).ok();
    }
}

/// A message that waits to be written.
pub(super) struct Append {
    pub(super) message: NewMessage,
    pub(super) reply: oneshot::Sender<Result<Ack>>,
}

pub(super) enum Item {
    Append(Box<Append>),
    Job(Box<dyn Job>),
    /// Finish what came before, then end.
    Close(oneshot::Sender<()>),
}

pub(super) fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// How many writes wait, and whether the writer wants to hear of more.
#[derive(Default)]
pub(super) struct Waiting {
    count: AtomicUsize,
    wanted: AtomicUsize,
    enough: Notify,
}

impl Waiting {
    pub(super) fn count(&self) -> usize {
        self.count.load(Relaxed)
    }

    /// So many were taken.
    pub(super) fn take(&self, taken: usize) {
        self.count.fetch_sub(taken, Relaxed);
    }

    /// Waits until so many wait.
    pub(super) async fn reaches(&self, wanted: usize) {
        self.wanted.store(wanted, Relaxed);
        if self.count() < wanted {
            self.enough.notified().await;
        }
    }

    /// Adds one, and gives how many waited before.
    fn add(&self) -> usize {
        let before = self.count.fetch_add(1, Relaxed);
        if before + 1 == self.wanted.load(Relaxed) {
            self.enough.notify_one();
        }
        before
    }
}

/// The entrance to the writer. Order of calls is order of writing.
#[derive(Clone)]
pub(super) struct Queue {
    sender: mpsc::UnboundedSender<Item>,
    waiting: Arc<Waiting>,
}

impl Queue {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Item>, Arc<Waiting>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let waiting = Arc::<Waiting>::default();
        (Self { sender, waiting: Arc::clone(&waiting) }, receiver, waiting)
    }

    fn push(&self, item: Item) -> Result<()> {
        if self.waiting.add() >= MOST_WAITING {
            self.waiting.take(1);
            return Err(StoreError::Unavailable("too many writes wait".to_owned()));
        }
        self.sender.send(item).map_err(|_| closed())
    }

    /// Enqueues at once; the future is only the waiting.
    pub(super) fn append(&self, message: NewMessage) -> BoxFuture<'static, Result<Ack>> {
        let (reply, answer) = oneshot::channel();
        let pushed = self.push(Item::Append(Box::new(Append { message, reply })));
        Box::pin(async move {
            pushed?;
            answer.await.unwrap_or_else(|_| Err(closed()))
        })
    }

    pub(super) async fn write<W: Write>(&self, write: W) -> Result<W::Output> {
        self.enqueue(write).await
    }

    /// Enqueues at once; the future is only the waiting.
    pub(super) fn enqueue<W: Write>(&self, write: W) -> BoxFuture<'static, Result<W::Output>> {
        let (reply, answer) = oneshot::channel();
        let pushed = self.push(Item::Job(Box::new(Pending { write, outcome: None, reply })));
        Box::pin(async move {
            pushed?;
            answer.await.unwrap_or_else(|_| Err(closed()))
        })
    }

    pub(super) async fn close(&self) {
        let (done, ended) = oneshot::channel();
        if self.sender.send(Item::Close(done)).is_ok() {
            // An error means that it ended already.
            ended.await.ok();
        }
    }
}
