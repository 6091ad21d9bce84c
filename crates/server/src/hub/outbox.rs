//! What waits to be written to one connection: bounded, and honest about what it had to drop.
//!
//! No channel of tokio: those allocate blocks per connection, and ten thousand idle ones should cost little.

use super::channel::Followed;
use bytes::Bytes;
use madang_protocol::{CloseCode, Event, Frame, Gap};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Instant;

/// Most events that wait for one connection.
pub const MOST_EVENTS: usize = 1_024;
/// Most bytes that wait for one connection.
pub const MOST_BYTES: usize = 1_048_576;

/// What may be done with an event when the queue is full.
#[derive(Clone)]
pub enum Class {
    /// An answer, or about this connection itself: never dropped.
    Own,
    /// Of a channel: may be replaced by a `gap`.
    Channel(Arc<Followed>),
    /// Typing or presence: goes first.
    Hint,
    /// The `gap` itself.
    Gap(Arc<Followed>),
}

/// What a push had to drop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped {
    pub hints: u64,
    pub events: u64,
}

#[derive(Default)]
struct State {
    queue: VecDeque<(Bytes, Class)>,
    bytes: usize,
    /// Since when this connection is behind; its channel events become gaps until it has caught up.
    slow_since: Option<Instant>,
    close: Option<CloseCode>,
    waker: Option<Waker>,
}

/// See the module.
#[derive(Default)]
pub struct Outbox {
    state: Mutex<State>,
}

impl Outbox {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues one frame.
    pub fn push(&self, text: Bytes, class: Class) -> Dropped {
        let mut state = self.state();
        let dropped = state.push(text, class);
        if let Some(waker) = state.waker.take() {
            drop(state);
            waker.wake();
        }
        dropped
    }

    /// Asks the connection to close once it has written what waits.
    pub fn close(&self, code: CloseCode) {
        let mut state = self.state();
        state.close.get_or_insert(code);
        if let Some(waker) = state.waker.take() {
            drop(state);
            waker.wake();
        }
    }

    /// Hands at most about `budget` bytes to `write`, in order; then says how things stand. `waker` is woken by the next push.
    pub fn drain(&self, budget: usize, waker: &Waker, mut write: impl FnMut(Bytes)) -> Standing {
        let mut state = self.state();
        let mut taken = 0;
        while taken < budget
            && let Some((text, _)) = state.queue.pop_front()
        {
            taken += text.len();
            state.bytes -= text.len();
            write(text);
        }
        if state.queue.is_empty() {
            state.slow_since = None;
            state.queue = VecDeque::new();
        }
        if !state.waker.as_ref().is_some_and(|held| held.will_wake(waker)) {
            state.waker = Some(waker.clone());
        }
        state.standing()
    }

    /// How things stand, without taking anything; `waker` is woken by the next push.
    pub fn look(&self, waker: &Waker) -> Standing {
        self.drain(0, waker, |_| {})
    }

    /// Bytes that wait.
    pub fn bytes(&self) -> usize {
        self.state().bytes
    }
}

/// How an outbox stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    pub empty: bool,
    pub bytes: usize,
    pub slow_since: Option<Instant>,
    pub close: Option<CloseCode>,
}

impl State {
    fn standing(&self) -> Standing {
        let Self { queue, bytes, slow_since, close, .. } = self;
        Standing { empty: queue.is_empty(), bytes: *bytes, slow_since: *slow_since, close: *close }
    }

    fn push(&mut self, text: Bytes, class: Class) -> Dropped {
        let mut dropped = Dropped::default();
        if self.slow_since.is_none() && self.is_full(text.len()) {
            self.drop_hints(&mut dropped);
        }
        if self.slow_since.is_none() && self.is_full(text.len()) {
            self.slow_since = Some(Instant::now());
            self.drop_events(&mut dropped);
        }
        match class {
            Class::Hint if self.slow_since.is_some() => dropped.hints += 1,
            Class::Channel(channel) if self.slow_since.is_some() => {
                dropped.events += 1;
                self.tell_gap(channel);
            }
            class => self.append(text, class),
        }
        dropped
    }

    fn is_full(&self, more: usize) -> bool {
        // One large answer alone is no backlog.
        self.queue.len() >= MOST_EVENTS || (!self.queue.is_empty() && self.bytes + more > MOST_BYTES)
    }

    fn append(&mut self, text: Bytes, class: Class) {
        self.bytes += text.len();
        self.queue.push_back((text, class));
    }

    fn drop_hints(&mut self, dropped: &mut Dropped) {
        self.queue.retain(|(text, class)| {
            let hint = matches!(class, Class::Hint);
            if hint {
                dropped.hints += 1;
                self.bytes -= text.len();
            }
            !hint
        });
    }

    /// Every channel event that waits gives way to one `gap` a channel.
    fn drop_events(&mut self, dropped: &mut Dropped) {
        let waiting = std::mem::take(&mut self.queue);
        self.bytes = 0;
        for (text, class) in waiting {
            match class {
                Class::Channel(channel) => {
                    dropped.events += 1;
                    self.tell_gap(channel);
                }
                class => self.append(text, class),
            }
        }
    }

    fn tell_gap(&mut self, channel: Arc<Followed>) {
        let told = self.queue.iter().any(|(_, class)| matches!(class, Class::Gap(gap) if Arc::ptr_eq(gap, &channel)));
        if !told {
            let gap = Event::Gap(Gap { channel_id: channel.channel_id.clone() });
            self.append(Frame { id: None, payload: gap }.encode().into(), Class::Gap(channel));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(outbox: &Outbox) -> Vec<String> {
        let mut found = Vec::new();
        outbox.drain(usize::MAX, Waker::noop(), |text| found.push(String::from_utf8(text.to_vec()).unwrap()));
        found
    }

    #[test]
    fn hints_go_first_then_events_become_one_gap_a_channel_and_answers_stay() {
        let (outbox, channel) = (Outbox::default(), Arc::new(Followed::new("shop".into(), "c".into())));
        outbox.push("hint".into(), Class::Hint);
        outbox.push("answer".into(), Class::Own);
        for _ in 2..MOST_EVENTS {
            assert_eq!(outbox.push("event".into(), Class::Channel(channel.clone())), Dropped::default());
        }
        assert_eq!(outbox.push("event".into(), Class::Channel(channel.clone())), Dropped { hints: 1, events: 0 });
        let dropped = outbox.push("event".into(), Class::Channel(channel.clone()));
        assert_eq!(dropped, Dropped { hints: 0, events: MOST_EVENTS as u64 });
        assert!(outbox.look(Waker::noop()).slow_since.is_some());
        assert_eq!(outbox.push("hint".into(), Class::Hint), Dropped { hints: 1, events: 0 });
        assert_eq!(texts(&outbox), ["answer", r#"{"kind":"gap","body":{"channel_id":"c"}}"#]);
        assert_eq!(outbox.look(Waker::noop()).slow_since, None);
        outbox.push("event".into(), Class::Channel(channel));
        assert_eq!(texts(&outbox), ["event"]);
    }

    #[test]
    fn a_megabyte_fills_it_too_and_a_read_gap_is_told_again() {
        let (outbox, channel) = (Outbox::default(), Arc::new(Followed::new("shop".into(), "c".into())));
        outbox.push(vec![b'x'; MOST_BYTES].into(), Class::Own);
        assert_eq!(outbox.push("e".into(), Class::Channel(channel.clone())).events, 1);
        outbox.drain(1, Waker::noop(), |_| {});
        assert_eq!(outbox.look(Waker::noop()).bytes, r#"{"kind":"gap","body":{"channel_id":"c"}}"#.len());
    }
}
