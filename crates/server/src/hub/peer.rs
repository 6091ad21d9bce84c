//! One connection, as the rest of the server sees it.

use super::channel::Followed;
use super::outbox::{Class, Outbox};
use crate::apps::App;
use crate::limits::{Bucket, Rate};
use crate::store::fold;
use madang_protocol::{ChannelId, CloseCode, Event, Frame, Rev, TimeMs, User, UserId};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

/// See the module.
pub struct Peer {
    /// Unique on this node.
    pub id: u64,
    pub app: Arc<App>,
    /// The page's origin; absent for a client that is no browser.
    pub origin: Option<Box<str>>,
    pub address: IpAddr,
    pub outbox: Outbox,
    user: OnceLock<User>,
    /// What the user is found and placed by, once somebody asks.
    name_key: OnceLock<Box<str>>,
    /// When the token ends, milliseconds since 1970; 0: never.
    expires_at: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    follows: Vec<Follow>,
    /// While the memberships are read: the channels that were left meanwhile.
    left_meanwhile: Option<Vec<ChannelId>>,
    history: Option<Bucket>,
    watched: Vec<UserId>,
    gone: bool,
}

struct Follow {
    channel: Arc<Followed>,
    /// The revision last told in a heartbeat or pong.
    told: Rev,
}

impl Peer {
    pub fn new(id: u64, app: Arc<App>, origin: Option<Box<str>>, address: IpAddr) -> Self {
        Self {
            id,
            app,
            origin,
            address,
            outbox: Outbox::default(),
            user: OnceLock::new(),
            name_key: OnceLock::new(),
            expires_at: AtomicU64::new(0),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The user, unless still anonymous.
    pub fn user(&self) -> Option<&User> {
        self.user.get()
    }

    pub fn user_id(&self) -> Option<&UserId> {
        self.user.get().map(|user| &user.user_id)
    }

    /// The nickname as it is compared; empty while still anonymous.
    pub fn name_key(&self) -> &str {
        self.user().map_or("", |user| self.name_key.get_or_init(|| fold(&user.nickname).into()))
    }

    /// Once a life; a second call changes nothing.
    pub fn identify(&self, user: User) {
        let _ = self.user.set(user);
    }

    pub fn expires_at(&self) -> Option<TimeMs> {
        Some(self.expires_at.load(Relaxed)).filter(|at| *at > 0).map(TimeMs)
    }

    pub fn set_expires_at(&self, at: TimeMs) {
        self.expires_at.store(at.0, Relaxed);
    }

    /// Queues an event that is about this connection itself.
    pub fn tell(&self, event: Event) {
        self.answer(None, event);
    }

    /// Queues the answer to a command.
    pub fn answer(&self, id: Option<u32>, payload: Event) {
        self.outbox.push(Frame { id, payload }.encode().into(), Class::Own);
    }

    pub fn close(&self, code: CloseCode) {
        self.outbox.close(code);
    }

    /// One history page from the budget, or the wait in milliseconds.
    pub fn take_history(&self, rate: Rate) -> Result<(), u64> {
        let now = Instant::now();
        self.state().history.get_or_insert_with(|| Bucket::full(rate, now)).take(rate, now)
    }

    pub(super) fn begin_loading(&self) {
        self.state().left_meanwhile = Some(Vec::new());
    }

    pub(super) fn end_loading(&self) {
        self.state().left_meanwhile = None;
    }

    /// Notes the follow; false when it is there already, was left meanwhile, or the connection is gone.
    pub(super) fn add_follow(&self, channel: &Arc<Followed>, rev: Rev) -> bool {
        let mut state = self.state();
        let left = state.left_meanwhile.as_ref().is_some_and(|left| left.contains(&channel.channel_id));
        if left || state.gone || state.follows.iter().any(|follow| Arc::ptr_eq(&follow.channel, channel)) {
            return false;
        }
        state.follows.push(Follow { channel: channel.clone(), told: rev });
        true
    }

    /// A membership came back while memberships are read.
    pub(super) fn note_joined(&self, channel_id: &ChannelId) {
        if let Some(left) = &mut self.state().left_meanwhile {
            left.retain(|held| held != channel_id);
        }
    }

    pub(super) fn remove_follow(&self, channel_id: &ChannelId) -> Option<Arc<Followed>> {
        let mut state = self.state();
        if let Some(left) = &mut state.left_meanwhile {
            left.push(channel_id.clone());
        }
        let position = state.follows.iter().position(|follow| follow.channel.channel_id == *channel_id)?;
        Some(state.follows.swap_remove(position).channel)
    }

    /// The threads of this channel that it hears.
    pub(super) fn threads_of(&self, channel_id: &ChannelId) -> Vec<ChannelId> {
        let state = self.state();
        let held = state.follows.iter().map(|follow| &follow.channel.channel_id);
        held.filter(|id| id.root().is_some_and(|(home_id, _)| home_id == *channel_id)).cloned().collect()
    }

    /// How many channels this connection follows.
    pub fn follow_count(&self) -> usize {
        self.state().follows.len()
    }

    /// The newest revisions that it was not told yet.
    pub fn untold_revs(&self) -> Vec<(ChannelId, Rev)> {
        let mut state = self.state();
        let changed = state.follows.iter_mut().filter_map(|follow| {
            let known = follow.channel.known();
            (known > follow.told).then(|| {
                follow.told = known;
                (follow.channel.channel_id.clone(), known)
            })
        });
        changed.collect()
    }

    pub(super) fn replace_watched(&self, users: Vec<UserId>) -> Option<Vec<UserId>> {
        let mut state = self.state();
        if state.gone {
            return None;
        }
        Some(std::mem::replace(&mut state.watched, users))
    }

    /// The end: what it followed and watched, to be taken out of the hub.
    pub(super) fn retire(&self) -> (Vec<Arc<Followed>>, Vec<UserId>) {
        let mut state = self.state();
        state.gone = true;
        let follows = std::mem::take(&mut state.follows).into_iter().map(|follow| follow.channel).collect();
        (follows, std::mem::take(&mut state.watched))
    }
}
