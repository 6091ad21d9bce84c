//! What is drawn again when something changes: triggers, effects, and the scopes that end them.
//!
//! Measured: Leptos's own effects (thread-safe, cancellable tasks over hashed sets) were 15 KB of compressed WASM more.
//! Its components, contexts and owners stay; what changes within a widget goes through here, single-threaded.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, prelude::Closure};

/// What lives as long as something drawn: listeners, observers, inner effects. Ends when it is dropped.
#[derive(Clone, Default)]
pub struct Scope(Rc<RefCell<Vec<Box<dyn Any>>>>);

thread_local! {
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
    static RUNNING: RefCell<Option<Rc<Run>>> = const { RefCell::new(None) };
    static QUEUE: RefCell<Vec<Weak<Run>>> = const { RefCell::new(Vec::new()) };
}

impl Scope {
    /// Draws something whose effects and listeners belong to this scope.
    pub fn run<T>(&self, draw: impl FnOnce() -> T) -> T {
        let outer = SCOPE.replace(Some(self.clone()));
        let drawn = draw();
        SCOPE.set(outer);
        drawn
    }

    /// Ends all that it holds, in the order in which it came.
    fn clear(&self) {
        let held = self.0.take();
        held.into_iter().for_each(drop);
    }
}

/// Keeps something until the current scope ends.
pub fn hold(value: Box<dyn Any>) {
    SCOPE.with_borrow(|scope| {
        if let Some(scope) = scope {
            scope.0.borrow_mut().push(value);
        }
    });
}

struct Run {
    run: RefCell<Box<dyn FnMut()>>,
    scope: Scope,
    queued: Cell<bool>,
}

impl Run {
    fn go(self: &Rc<Self>) {
        self.queued.set(false);
        self.scope.clear();
        let outer = RUNNING.replace(Some(self.clone()));
        self.scope.run(|| {
            // An effect that is running is not begun again within itself.
            if let Ok(mut run) = self.run.try_borrow_mut() {
                run();
            }
        });
        RUNNING.set(outer);
    }
}

/// Runs now, and again when what it tracked changes, until the current scope ends.
pub fn effect(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(run: Box<dyn FnMut()>) {
    let run = Rc::new(Run { run: RefCell::new(run), scope: Scope::default(), queued: Cell::new(false) });
    run.go();
    hold(Box::new(run));
}

/// Reads without being run again for it.
pub fn untrack<T>(read: impl FnOnce() -> T) -> T {
    let outer = RUNNING.replace(None);
    let value = read();
    RUNNING.set(outer);
    value
}

/// Something that effects watch; copies are the same.
#[derive(Clone, Default)]
pub struct Trigger(Rc<RefCell<Vec<Weak<Run>>>>);

impl Trigger {
    /// The running effect runs again when this is notified.
    pub fn track(&self) {
        RUNNING.with_borrow(|running| {
            let Some(running) = running else { return };
            let mut watchers = self.0.borrow_mut();
            if !watchers.iter().any(|known| known.as_ptr() == Rc::as_ptr(running)) {
                watchers.retain(|known| known.strong_count() > 0);
                watchers.push(Rc::downgrade(running));
            }
        });
    }

    /// The effects run before the browser paints, each once whatever the number of notices.
    pub fn notify(&self) {
        for watcher in self.0.take() {
            let Some(run) = watcher.upgrade().filter(|run| !run.queued.replace(true)) else { continue };
            let first = QUEUE.with_borrow_mut(|queue| {
                queue.push(Rc::downgrade(&run));
                queue.len() == 1
            });
            if first {
                soon();
            }
        }
    }
}

fn soon() {
    let flush: Box<dyn FnOnce()> = Box::new(flush);
    let flush = Closure::once_into_js(flush);
    if let Some(window) = web_sys::window() {
        window.queue_microtask(flush.unchecked_ref());
    }
}

/// Outer effects were made, and so notified, before the inner ones that they end.
fn flush() {
    while let waiting @ [_, ..] = QUEUE.take().as_slice() {
        for run in waiting {
            if let Some(run) = run.upgrade() {
                run.go();
            }
        }
    }
}

/// A value that effects may watch; copies are the same value.
pub struct Local<T>(Rc<(RefCell<T>, Trigger)>);

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone + PartialEq> Local<T> {
    pub fn new(value: T) -> Self {
        Self(Rc::new((RefCell::new(value), Trigger::default())))
    }

    /// The running effect runs again when it changes.
    pub fn get(&self) -> T {
        self.0.1.track();
        self.peek()
    }

    pub fn peek(&self) -> T {
        self.0.0.borrow().clone()
    }

    pub fn set(&self, value: T) {
        if *self.0.0.borrow() != value {
            *self.0.0.borrow_mut() = value;
            self.0.1.notify();
        }
    }
}
