//! The widget's hands: carries out the model's effects in the browser, and tells it what happens there.
//!
//! Everything made here (socket, timers, listeners) is undone when the [`Client`] is stopped. Any failure of the
//! browser's storage is borne silently: then nothing is kept.

mod cache;
mod listener;
mod socket;
mod timers;
mod watch;

use crate::{
    config::WidgetConfig,
    files::Files,
    store::{Action, Effect, HostEvent, Start, Store, World},
};
use cache::Cache;
use madang_protocol::{ClientId, TimeMs};
use socket::{Socket, Tap};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use timers::Timers;

/// Where the widget's events go.
pub type Emit = Rc<dyn Fn(HostEvent)>;

/// One widget's client. It does not stop by being dropped: by then the store is gone, and a last save with it.
pub struct Client(Rc<Inner>);

struct Inner {
    store: Store,
    address: String,
    /// The loader's way to the server, if it has one.
    connect: Option<js_sys::Function>,
    tap: Rc<Tap>,
    socket: RefCell<Option<Socket>>,
    timers: Timers,
    cache: Cache,
    files: Files,
    listeners: RefCell<Vec<listener::Listener>>,
    stopped: Cell<bool>,
}

impl Client {
    /// Takes over the store's effects and starts.
    pub fn start(store: Store, config: &WidgetConfig, files: Files, emit: Emit) -> Self {
        let inner = Rc::new(Inner {
            store,
            address: socket::address(&config.server, &config.app_id),
            connect: config.connect.clone(),
            tap: Rc::new(Tap { emit, open: Cell::new(false) }),
            socket: RefCell::default(),
            timers: Timers::new(store),
            cache: Cache::new(store, config),
            files,
            listeners: RefCell::default(),
            stopped: Cell::new(false),
        });
        let runner = Rc::downgrade(&inner);
        store.install(move |effect| {
            if let Some(inner) = runner.upgrade() {
                inner.run(effect);
            }
        });
        let (listeners, network) = watch::page(store);
        *inner.listeners.borrow_mut() = listeners;
        store.dispatch(Action::AttentionChanged(watch::attended()));
        store.dispatch(Action::Mounted(Start {
            app_id: config.app_id.clone(),
            channel_id: config.channel_id.clone(),
            token: config.token.clone(),
            mode: config.mode,
            zone_offset_minutes: watch::zone_offset_minutes(),
            network,
        }));
        Self(inner)
    }

    /// Closes the socket and removes every timer and listener; keeps what is still to be kept.
    pub fn stop(&self) {
        self.0.store.dispatch(Action::TimerFired { timer: crate::store::Timer::Save, random: 0 });
        self.0.stopped.set(true);
        self.0.socket.take();
        self.0.timers.clear();
        self.0.listeners.take();
        self.0.cache.stop();
        self.0.files.end();
    }
}

impl Inner {
    fn run(&self, effect: Effect) {
        if self.stopped.get() {
            return;
        }
        match effect {
            Effect::Connect => {
                // The one before is closed first.
                self.socket.take();
                let socket = Socket::open(&self.address, self.connect.as_ref(), self.store, self.tap.clone());
                let failed = socket.is_none();
                *self.socket.borrow_mut() = socket;
                if failed {
                    self.store.dispatch(Action::SocketClosed { code: 1006, random: random() });
                }
            }
            Effect::Disconnect => {
                self.socket.take();
            }
            Effect::Send(frame) => self.send(frame.encode_lean()),
            Effect::SendText(text) => {
                self.tap.open.set(true);
                self.send(text);
            }
            Effect::SetTimer(timer, after_ms) => self.timers.set(timer, after_ms),
            Effect::CancelTimer(timer) => self.timers.cancel(timer),
            Effect::Upload(id) => self.files.call("start", &[&id.as_str().into()]),
            Effect::CancelUpload(id) => self.files.call("cancel", &[&id.as_str().into()]),
            Effect::Emit(event) => (self.tap.emit)(event),
            kept => self.cache.run(kept),
        }
    }

    fn send(&self, text: String) {
        if let Some(socket) = &*self.socket.borrow() {
            socket.send(text);
        }
    }
}

/// The browser's clock and randomness.
pub fn world() -> World {
    World { now, client_id }
}

fn now() -> TimeMs {
    // A clock before 1970 reads as 1970.
    TimeMs(js_sys::Date::now() as u64)
}

fn client_id() -> ClientId {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value & 15)).copied().unwrap_or(b'0'));
    ClientId(random_bytes().iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect())
}

/// A uniform number.
fn random() -> u32 {
    let [a, b, c, d, ..] = random_bytes();
    u32::from_be_bytes([a, b, c, d])
}

fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}
