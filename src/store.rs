//! The state of one widget: [`Store`] hands a [`Model`] to the views, which repaint what an action changed.
//!
//! `store/` is pure and usable without a browser: [`update`] takes the model, the time and an [`Action`], and answers
//! with an [`Outcome`]. This file alone ties it to Leptos: one trigger for each [`Change`] that somebody watches.

pub mod action;
pub mod backoff;
pub mod jwt;
pub mod map;
pub mod model;
pub mod outcome;
pub mod update;
pub mod view;

pub use action::{Action, Kept, KeptConversation, Start, Timer};
pub use map::Map;
pub use model::{
    Attachment, Connection, Editing, Emojis, Identity, Key, Load, Mode, Model, Notice, Pending, PendingState, Reacting,
    Slow, Timeline, Upload,
};
pub use outcome::{Change, Effect, HostEvent, Outcome};
pub use update::update;

use leptos::prelude::*;
use madang_protocol::{ClientId, TimeMs};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

/// What the store needs of the world: the client gives the browser's, tests give fixed ones.
#[derive(Clone, Copy)]
pub struct World {
    /// This device's clock.
    pub now: fn() -> TimeMs,
    /// 128 random bits as text.
    pub client_id: fn() -> ClientId,
}

/// A handle to one widget's state; copies are the same store. Provided by `<ChatApp>` as context.
#[derive(Clone, Copy)]
pub struct Store(StoredValue<Rc<Inner>, LocalStorage>);

/// Carries out effects.
type Runner = Rc<dyn Fn(Effect)>;

struct Inner {
    world: World,
    model: RefCell<Model>,
    triggers: RefCell<Map<Change, ArcTrigger>>,
    queue: RefCell<VecDeque<Action>>,
    busy: Cell<bool>,
    runner: RefCell<Option<Runner>>,
}

impl Store {
    /// A store that lives as long as the current reactive owner.
    pub fn new(model: Model, world: World) -> Self {
        Self(StoredValue::new_local(Rc::new(Inner::new(model, world))))
    }

    /// The store of the widget that the current component belongs to.
    pub fn expect() -> Self {
        use_context().unwrap_or_else(|| Self::new(Model::default(), World { now: TimeMs::default, client_id: nobody }))
    }

    /// Who carries out the effects. One at a time; without one they are dropped.
    pub fn install(self, runner: impl Fn(Effect) + 'static) {
        if let Some(inner) = self.inner() {
            *inner.runner.borrow_mut() = Some(Rc::new(runner));
        }
    }

    /// Tells the model, repaints what changed, starts the effects. Called from within either, the action waits its
    /// turn. After the widget is gone it does nothing.
    pub fn dispatch(self, action: Action) {
        let Some(inner) = self.inner() else { return };
        inner.queue.borrow_mut().push_back(action);
        if inner.busy.replace(true) {
            return;
        }
        loop {
            let Some(action) = inner.queue.borrow_mut().pop_front() else { break };
            inner.step(action);
        }
        inner.busy.set(false);
    }

    /// Makes the running effect or view run again when this changes.
    pub fn watch(self, change: Change) {
        if let Some(inner) = self.inner() {
            let trigger = inner.triggers.borrow_mut().or_insert_with(change, ArcTrigger::new).clone();
            trigger.track();
        }
    }

    /// Reads the model. After the widget is gone: an empty one.
    pub fn read<T>(self, reader: impl FnOnce(&Model) -> T) -> T {
        reader(&self.inner_or_empty().model.borrow())
    }

    /// [`Store::watch`] and [`Store::read`].
    pub fn get<T>(self, change: Change, reader: impl FnOnce(&Model) -> T) -> T {
        self.watch(change);
        self.read(reader)
    }

    /// This device's clock.
    pub fn now(self) -> TimeMs {
        self.inner().map_or(TimeMs(0), |inner| (inner.world.now)())
    }

    /// A fresh id for an action that carries one.
    pub fn client_id(self) -> ClientId {
        self.inner().map_or_else(nobody, |inner| (inner.world.client_id)())
    }

    fn inner(self) -> Option<Rc<Inner>> {
        self.0.try_get_value()
    }

    /// Not generic, so that each reader costs no more than itself.
    #[inline(never)]
    fn inner_or_empty(self) -> Rc<Inner> {
        self.inner()
            .unwrap_or_else(|| Rc::new(Inner::new(Model::default(), World { now: TimeMs::default, client_id: nobody })))
    }
}

fn nobody() -> ClientId {
    ClientId(String::new())
}

impl Inner {
    fn new(model: Model, world: World) -> Self {
        Self {
            world,
            model: RefCell::new(model),
            triggers: RefCell::default(),
            queue: RefCell::default(),
            busy: Cell::new(false),
            runner: RefCell::new(None),
        }
    }

    fn step(&self, action: Action) {
        let outcome = update(&mut self.model.borrow_mut(), (self.world.now)(), action);
        for change in outcome.changes {
            let trigger = self.triggers.borrow().get(&change).cloned();
            if let Some(trigger) = trigger {
                trigger.notify();
            }
        }
        let runner = self.runner.borrow().clone();
        if let Some(runner) = runner {
            outcome.effects.into_iter().for_each(|effect| runner(effect));
        }
    }
}
