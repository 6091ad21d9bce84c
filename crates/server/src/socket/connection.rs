//! One connection, one task: a hand-written state machine, so that an idle one costs little.
//!
//! Commands are carried out one after another; sends only until they are enqueued, then up to 64 wait for their commit while
//! the next command goes on. While a command runs, events, acks and heartbeats still leave.

mod timing;

use super::transport::{Incoming, Transport};
use crate::chat::{Chat, Reply};
use crate::error::ChatError;
use crate::hub::peer::Peer;
use crate::limits::{Bucket, Rate};
use crate::store;
use futures_util::future::BoxFuture;
use madang_protocol::*;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll};
use std::time::Instant;
use timing::Timing;

/// Sends of one connection that may wait for their commit at once.
const MOST_ACKS: usize = 64;
/// While more than this waits for the connection, it is not asked for further commands.
const MOST_UNREAD_BYTES: usize = 524_288;
/// Bytes handed to the socket at once.
const BATCH_BYTES: usize = 65_536;
/// Frames read before others get a turn.
const FRAMES_A_TURN: usize = 32;
/// Refused frames, less those taken since, after which the connection is closed: who waits as told is never closed.
const MOST_REFUSED: u32 = 300;

/// A send on its way into the store.
struct Pending {
    id: Option<u32>,
    since: Instant,
    ack: BoxFuture<'static, store::Result<Ack>>,
}

pub struct Connection {
    chat: Arc<Chat>,
    peer: Arc<Peer>,
    transport: Transport,
    timing: Timing,
    greeted: bool,
    running: Option<(Option<u32>, Instant, BoxFuture<'static, Reply>)>,
    pending: VecDeque<Pending>,
    frames: Bucket,
    refused: u32,
    closing: Option<CloseCode>,
}

impl Connection {
    pub fn new(chat: Arc<Chat>, peer: Arc<Peer>, transport: Transport) -> Self {
        let timing = Timing::new(&chat.config);
        let frames = Bucket::full(frame_rate(&chat), Instant::now());
        Self {
            chat,
            peer,
            transport,
            timing,
            greeted: false,
            running: None,
            pending: VecDeque::new(),
            frames,
            refused: 0,
            closing: None,
        }
    }

    /// Runs until the connection ends.
    pub async fn run(mut self) {
        std::future::poll_fn(|cx| self.poll(cx)).await;
        let last = self.chat.depart(&self.peer);
        self.running = None;
        if self.closing == Some(CloseCode::Slow) {
            self.chat.metrics.slow_closed.fetch_add(1, Relaxed);
        }
        if self.closing.is_some() {
            self.say_goodbye().await;
        }
        if last {
            self.chat.note_last_seen(&self.peer).await;
        }
    }

    /// Lets the close frame arrive: the peer answers, or time runs out.
    async fn say_goodbye(&mut self) {
        let goodbye = async {
            if std::future::poll_fn(|cx| self.transport.poll_write(cx)).await.is_ok() {
                self.transport.shut_down();
                std::future::poll_fn(|cx| self.transport.poll_discard(cx)).await;
            }
        };
        let _ = tokio::time::timeout(timing::GOODBYE, goodbye).await;
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let mut busy = self.poll_acks(cx);
            busy |= self.poll_running(cx);
            for turn in 0.. {
                if self.closing.is_some() || !self.may_read(cx) {
                    break;
                }
                if turn == FRAMES_A_TURN {
                    cx.waker().wake_by_ref();
                    break;
                }
                match self.transport.poll_read(cx) {
                    Poll::Pending => break,
                    Poll::Ready(Incoming::Closed) => return Poll::Ready(()),
                    Poll::Ready(incoming) => self.hear(incoming),
                }
                busy |= self.poll_running(cx);
            }
            if self.poll_out(cx).is_ready() {
                return Poll::Ready(());
            }
            if !busy {
                return Poll::Pending;
            }
        }
    }

    fn may_read(&self, cx: &Context<'_>) -> bool {
        self.running.is_none()
            && self.pending.len() < MOST_ACKS
            && self.peer.outbox.look(cx.waker()).bytes < MOST_UNREAD_BYTES
    }

    fn hear(&mut self, incoming: Incoming) {
        self.timing.heard();
        match incoming {
            Incoming::Text(text) => self.read(&text),
            Incoming::Binary => self.closing = Some(CloseCode::BadFrame),
            Incoming::Broken(code) => self.closing = Some(code),
            Incoming::Alive => {
                // Pings are frames too: a flood of them is a flood.
                if self.frames.take(frame_rate(&self.chat), Instant::now()).is_err() {
                    self.refuse();
                }
            }
            Incoming::Closed => {}
        }
    }

    fn read(&mut self, text: &str) {
        let paced = self.frames.take(frame_rate(&self.chat), Instant::now());
        let (id, error) = match (Frame::<Command>::decode(text), paced) {
            (Err(FrameError::Malformed), _) => {
                self.closing = Some(CloseCode::BadFrame);
                return;
            }
            (
                Ok(Frame { id, .. }) | Err(FrameError::BadBody { id, .. } | FrameError::UnknownKind { id, .. }),
                Err(ms),
            ) => {
                self.refuse();
                (id, ChatError::RateLimited { retry_after_ms: ms })
            }
            (Err(FrameError::UnknownKind { id, kind }), Ok(())) => {
                (id, ChatError::UnknownKind(kind.chars().take(64).collect()))
            }
            (Err(FrameError::BadBody { id, reason, .. }), Ok(())) => (id, ChatError::BadRequest(reason)),
            (Ok(Frame { id, payload }), Ok(())) => {
                self.refused = self.refused.saturating_sub(1);
                return self.begin(id, payload);
            }
        };
        self.fail(id, &error);
        if !self.greeted {
            self.closing = Some(CloseCode::Unauthorized);
        }
    }

    fn refuse(&mut self) {
        self.refused += 1;
        if self.refused >= MOST_REFUSED {
            self.closing = Some(CloseCode::Flood);
        }
    }

    fn begin(&mut self, id: Option<u32>, command: Command) {
        self.chat.metrics.command(command.kind());
        let (chat, peer) = (self.chat.clone(), self.peer.clone());
        let running: BoxFuture<'static, Reply> = match command {
            Command::Hello(hello) if !self.greeted => {
                self.greeted = true;
                self.timing.greeted();
                Box::pin(chat.hello(peer, id, hello))
            }
            _ if !self.greeted => {
                self.fail(id, &ChatError::Unauthorized("hello comes first"));
                self.closing = Some(CloseCode::Unauthorized);
                return;
            }
            command => Box::pin(chat.handle(peer, id, command)),
        };
        self.running = Some((id, Instant::now(), running));
    }

    fn poll_running(&mut self, cx: &mut Context<'_>) -> bool {
        let Some((id, since, running)) = &mut self.running else { return false };
        let Poll::Ready(reply) = Pin::new(running).poll(cx) else { return false };
        let (id, since) = (*id, *since);
        self.running = None;
        match reply {
            Reply::Silent => {}
            // Without an id nobody waits for the answer.
            Reply::Event(_) if id.is_none() => {}
            Reply::Event(event) => self.peer.answer(id, *event),
            Reply::Error(error) => self.fail(id, &error),
            Reply::Later(ack) => self.pending.push_back(Pending { id, since, ack }),
            Reply::Fatal(error, code) => {
                self.fail(id, &error);
                self.closing = Some(code);
            }
        }
        true
    }

    /// Acks leave in the order of their sends, each as soon as it is committed.
    fn poll_acks(&mut self, cx: &mut Context<'_>) -> bool {
        let mut busy = false;
        while let Some(first) = self.pending.front_mut() {
            let Poll::Ready(ack) = first.ack.as_mut().poll(cx) else { break };
            let (id, since) = (first.id, first.since);
            self.pending.pop_front();
            busy = true;
            match ack {
                Ok(ack) => {
                    self.chat.metrics.ack(since.elapsed());
                    self.peer.answer(id, Event::Ack(ack));
                }
                Err(error) => self.fail(id, &error.into()),
            }
        }
        if self.pending.is_empty() && self.pending.capacity() > 0 {
            self.pending = VecDeque::new();
        }
        busy
    }

    fn fail(&self, id: Option<u32>, error: &ChatError) {
        self.chat.metrics.error(error.code());
        self.peer.answer(id, Event::Error(error.wire()));
    }

    /// Timers and writing. Ready: the connection ends.
    fn poll_out(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.closing.is_none() {
            // A peer that we do not listen to, because its commands still run, is not silent.
            if self.running.is_some() || self.pending.len() >= MOST_ACKS {
                self.timing.heard();
            }
            self.closing = self.timing.check(&self.peer, &mut self.transport);
        }
        let ended = self.poll_write(cx);
        if ended.is_pending() {
            self.timing.arm(cx, &self.peer, self.closing.is_some());
        }
        ended
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if self.transport.is_idle() {
                let transport = &mut self.transport;
                let standing = self.peer.outbox.drain(BATCH_BYTES, cx.waker(), |text| transport.queue(text));
                self.closing = self.closing.or(standing.close);
                self.timing.slow(standing.slow_since);
                if standing.empty
                    && let Some(code) = self.closing
                {
                    self.transport.queue_close(code);
                    return Poll::Ready(());
                }
                if self.transport.is_idle() {
                    return Poll::Pending;
                }
            }
            match self.transport.poll_write(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Pending => return self.stuck(cx),
            }
        }
    }

    /// The peer's window is full: it has a little time.
    fn stuck(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let standing = self.peer.outbox.look(cx.waker());
        self.timing.slow(standing.slow_since);
        self.closing = self.closing.or(standing.close);
        match self.closing {
            Some(code) if self.timing.gives_up(code) => {
                self.transport.queue_close(code);
                Poll::Ready(())
            }
            _ => Poll::Pending,
        }
    }
}

fn frame_rate(chat: &Chat) -> Rate {
    let per_second = chat.config.commands_per_second;
    Rate::new(per_second, per_second.saturating_mul(3))
}
