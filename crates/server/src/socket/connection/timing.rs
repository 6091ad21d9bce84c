//! The clocks of one connection behind one timer: first frame, heartbeat, dead peer, slow reader, token's end.

use crate::auth::LEEWAY_MS;
use crate::clock;
use crate::config::Config;
use crate::hub::peer::Peer;
use crate::socket::transport::Transport;
use madang_protocol::*;
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::{Duration, Instant};
use tokio::time::Sleep;

/// How long before its token's end a client is told.
const WARNING_MS: u64 = 60_000;
/// How long a close frame may take to arrive.
pub const GOODBYE: Duration = Duration::from_secs(2);

pub struct Timing {
    sleep: Pin<Box<Sleep>>,
    armed: Instant,
    last_heard: Instant,
    /// Half a heartbeat: pings go at this pace, heartbeats at half of it.
    beat: Duration,
    next_beat: Instant,
    even: bool,
    hello_by: Option<Instant>,
    slow_reader: Duration,
    slow_by: Option<Instant>,
    close_by: Option<Instant>,
    warned_of: Option<TimeMs>,
}

impl Timing {
    pub fn new(config: &Config) -> Self {
        let now = Instant::now();
        let beat = Duration::from_millis((config.heartbeat_ms / 2).max(1));
        Self {
            sleep: Box::pin(tokio::time::sleep_until((now + beat).into())),
            armed: now + beat,
            last_heard: now,
            beat,
            next_beat: now + beat,
            even: false,
            hello_by: Some(now + Duration::from_millis(config.first_frame_ms)),
            slow_reader: Duration::from_millis(config.slow_reader_ms),
            slow_by: None,
            close_by: None,
            warned_of: None,
        }
    }

    /// Something came from the peer.
    pub fn heard(&mut self) {
        self.last_heard = Instant::now();
    }

    /// The first frame was a hello.
    pub fn greeted(&mut self) {
        self.hello_by = None;
    }

    /// Since when the outbox is behind, if it is.
    pub fn slow(&mut self, since: Option<Instant>) {
        self.slow_by = since.map(|since| since + self.slow_reader);
    }

    /// Whether a closing connection whose peer does not read has had its time.
    pub fn gives_up(&mut self, code: CloseCode) -> bool {
        let now = Instant::now();
        matches!(code, CloseCode::Slow | CloseCode::Timeout) || now >= *self.close_by.get_or_insert(now + GOODBYE)
    }

    /// Does what is due; answers why the connection should close, if it should.
    pub fn check(&mut self, peer: &Peer, transport: &mut Transport) -> Option<CloseCode> {
        let now = Instant::now();
        let due = |at: Option<Instant>| at.is_some_and(|at| now >= at);
        if due(self.hello_by) {
            return Some(CloseCode::Unauthorized);
        }
        if due(self.slow_by) {
            return Some(CloseCode::Slow);
        }
        if now >= self.next_beat {
            self.next_beat = now + self.beat;
            if now.duration_since(self.last_heard) > self.beat * 9 / 5 {
                return Some(CloseCode::Timeout);
            }
            transport.queue_ping();
            self.even = !self.even;
            if !self.even && self.hello_by.is_none() {
                peer.tell(Event::Heartbeat(Revs { revs: peer.untold_revs() }));
            }
        }
        self.check_token(peer)
    }

    fn check_token(&mut self, peer: &Peer) -> Option<CloseCode> {
        let end = peer.expires_at()?;
        let now = clock::now().0;
        if now >= end.0 + LEEWAY_MS {
            return Some(CloseCode::TokenExpired);
        }
        if now + WARNING_MS >= end.0 && self.warned_of != Some(end) {
            self.warned_of = Some(end);
            peer.tell(Event::TokenExpiring(TokenExpiring { expires_in_ms: end.0.saturating_sub(now) }));
        }
        None
    }

    /// Sets the timer to what comes next.
    pub fn arm(&mut self, cx: &mut Context<'_>, peer: &Peer, closing: bool) {
        let next = if closing { self.close_by.unwrap_or(self.next_beat) } else { self.next(peer) };
        if next != self.armed {
            self.armed = next;
            self.sleep.as_mut().reset(next.into());
        }
        if self.sleep.as_mut().poll(cx).is_ready() {
            cx.waker().wake_by_ref();
        }
    }

    fn next(&self, peer: &Peer) -> Instant {
        let given = [self.hello_by, self.slow_by].into_iter().flatten();
        let next = given.fold(self.next_beat, Instant::min);
        let Some(end) = peer.expires_at() else { return next };
        let at = if self.warned_of == Some(end) { end.0 + LEEWAY_MS } else { end.0.saturating_sub(WARNING_MS) };
        let wait = at.saturating_sub(clock::now().0);
        // A far end is looked at again with the next beat: the timer is not moved at every wake.
        if wait > self.beat.as_millis() as u64 { next } else { next.min(Instant::now() + Duration::from_millis(wait)) }
    }
}
