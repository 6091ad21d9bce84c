//! What is kept on the device, in IndexedDB: texts under keys, one namespace for each application, server and user.
//!
//! The database is made with the first write, never by reading. Each failure means "nothing kept". Records of pending
//! messages have a key each, so that two tabs do not overwrite each other's.

mod database;
mod record;

use crate::{
    config::WidgetConfig,
    store::{Action, Effect, Kept, Store},
};
use database::Database;
use leptos::task::spawn_local;
use madang_protocol::{UserId, lean};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

/// The kept things of one widget.
pub struct Cache(Option<Rc<Inner>>, Store);

struct Inner {
    store: Store,
    /// Application and server.
    place: String,
    database: Database,
    /// The current namespace.
    space: RefCell<String>,
    queue: RefCell<VecDeque<Task>>,
    busy: Cell<bool>,
    stopped: Cell<bool>,
}

enum Task {
    Load(Option<UserId>),
    Put(String, String),
    Delete(String),
    Clear([String; 2]),
}

impl Inner {
    /// The namespace of a signed-in user, or of the visitor. The signs between the parts occur in none of them.
    fn space_of(&self, user: Option<&UserId>) -> String {
        let (owner, name) = user.map_or(("\u{1}visitor", ""), |user| ("\u{1}user ", user.as_str()));
        [&self.place, owner, name, "\u{1}"].concat()
    }
}

impl Cache {
    pub fn new(store: Store, config: &WidgetConfig) -> Self {
        let inner = config.storage.then(|| {
            Rc::new(Inner {
                store,
                place: [config.app_id.as_str(), " ", &config.server].concat(),
                database: Database::default(),
                space: RefCell::default(),
                queue: RefCell::default(),
                busy: Cell::new(false),
                stopped: Cell::new(false),
            })
        });
        Self(inner, store)
    }

    /// Carries out one of the keeping effects, after those before it.
    pub fn run(&self, effect: Effect) {
        let Some(inner) = &self.0 else {
            if let Effect::Load(user) = effect {
                self.1.dispatch(Action::Restored(Box::new(Kept { user, ..Kept::default() })));
            }
            return;
        };
        let key = |kind: &str, id: &str| [&inner.space.borrow(), kind, id].concat();
        let task = match effect {
            Effect::Load(user) => {
                *inner.space.borrow_mut() = inner.space_of(user.as_ref());
                Task::Load(user)
            }
            Effect::SavePending(pending) => {
                Task::Put(key(record::PENDING, pending.client_id.as_str()), record::pending_text(&pending))
            }
            Effect::ForgetPending(client_id) => Task::Delete(key(record::PENDING, client_id.as_str())),
            Effect::SaveDraft(channel_id, text) if text.is_empty() => {
                Task::Delete(key(record::DRAFT, channel_id.as_str()))
            }
            Effect::SaveDraft(channel_id, text) => Task::Put(key(record::DRAFT, channel_id.as_str()), text),
            Effect::SaveReply(channel_id, None) => Task::Delete(key(record::REPLY, channel_id.as_str())),
            Effect::SaveReply(channel_id, Some(quote)) => {
                Task::Put(key(record::REPLY, channel_id.as_str()), lean::to_text(&quote))
            }
            Effect::SaveVisitorToken(token) => Task::Put(key(record::TOKEN, ""), token),
            Effect::SaveEmojis(emojis) => Task::Put(key(record::EMOJIS, ""), lean::to_text(&emojis)),
            Effect::SaveConversation(conversation) => {
                Task::Put(key(record::CONVERSATION, ""), lean::to_text(&*conversation))
            }
            // Whoever comes next to this device finds nothing of the one who leaves, as visitor or signed in.
            Effect::ClearStorage => Task::Clear([inner.space.borrow().clone(), inner.space_of(None)]),
            _ => return,
        };
        inner.queue.borrow_mut().push_back(task);
        if !inner.busy.replace(true) {
            spawn_local(work(inner.clone()));
        }
    }

    /// What is queued is still kept; nothing is told any more.
    pub fn stop(&self) {
        if let Some(inner) = &self.0 {
            inner.stopped.set(true);
            if !inner.busy.replace(true) {
                spawn_local(work(inner.clone()));
            }
        }
    }
}

async fn work(inner: Rc<Inner>) {
    let database = &inner.database;
    loop {
        let tasks = std::mem::take(&mut *inner.queue.borrow_mut());
        if tasks.is_empty() {
            break;
        }
        for task in tasks {
            match task {
                Task::Load(user) => {
                    let space = inner.space.borrow().clone();
                    let entries = database.entries(&space).await.unwrap_or_default();
                    let kept = record::kept(user, &space, entries);
                    if !inner.stopped.get() {
                        inner.store.dispatch(Action::Restored(Box::new(kept)));
                    }
                }
                Task::Put(key, value) => database.put(&key, &value).await,
                Task::Delete(key) => database.delete(&key).await,
                Task::Clear(spaces) => {
                    for space in &spaces {
                        database.clear(space).await;
                    }
                }
            }
        }
    }
    inner.busy.set(false);
    if inner.stopped.get() {
        database.close();
    }
}
