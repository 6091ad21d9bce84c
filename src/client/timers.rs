//! The model's timers: one of each name, all gone when the widget is.

use crate::store::{Action, Map, Store, Timer};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, closure::Closure};

/// The browser's handle, and what it calls.
type Running = (i32, Closure<dyn FnMut()>);

/// The running timers.
pub struct Timers {
    store: Store,
    held: RefCell<Map<Timer, Running>>,
}

impl Timers {
    pub fn new(store: Store) -> Self {
        Self { store, held: RefCell::default() }
    }

    /// Starts a timer; the one of the same name is replaced.
    pub fn set(&self, timer: Timer, after_ms: u64) {
        let mut held = self.held.borrow_mut();
        let Some(window) = web_sys::window() else { return };
        let store = self.store;
        let (id, closure) = held.or_insert_with(timer, || {
            let fired = move || store.dispatch(Action::TimerFired { timer, random: super::random() });
            (0, Closure::<dyn FnMut()>::new(fired))
        });
        window.clear_timeout_with_handle(*id);
        let after_ms = i32::try_from(after_ms).unwrap_or(i32::MAX);
        let callback = closure.as_ref().unchecked_ref();
        *id = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, after_ms).unwrap_or(0);
    }

    pub fn cancel(&self, timer: Timer) {
        if let (Some(window), Some((id, _))) = (web_sys::window(), self.held.borrow().get(&timer)) {
            window.clear_timeout_with_handle(*id);
        }
    }

    /// Stops all of them.
    pub fn clear(&self) {
        let held = self.held.take();
        if let Some(window) = web_sys::window() {
            held.values().for_each(|(id, _)| window.clear_timeout_with_handle(*id));
        }
    }
}
