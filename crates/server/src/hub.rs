//! This node's connections, and who of them hears what.
//!
//! Locks are taken in this order and never held across an await: directory → peer → channel → outbox.

pub mod channel;
mod deliver;
pub mod outbox;
pub mod peer;
pub mod present;

use crate::metrics::Metrics;
use crate::store::Store;
use channel::Followed;
use madang_protocol::{AppId, ChannelId, Rev, UserId};
use peer::Peer;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// See the module.
pub struct Hub {
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    next_id: AtomicU64,
    directory: Mutex<Directory>,
}

#[derive(Default)]
struct Directory {
    peers: HashMap<u64, Arc<Peer>>,
    users: HashMap<(AppId, UserId), Vec<Arc<Peer>>>,
    channels: HashMap<(AppId, ChannelId), Arc<Followed>>,
    watchers: HashMap<(AppId, UserId), HashMap<u64, Arc<Peer>>>,
}

/// What became of an `attach`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    /// The user was not connected to this node before.
    First,
    Another,
    /// The user has as many connections as allowed.
    TooMany,
}

impl Hub {
    pub fn new(store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        Self { store, metrics, next_id: AtomicU64::new(1), directory: Mutex::default() }
    }

    fn directory(&self) -> MutexGuard<'_, Directory> {
        self.directory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An id for a new connection.
    pub fn next_id(&self) -> u64 {
        self.next_id.fetch_add(1, Relaxed)
    }

    /// A socket opened.
    pub fn open(&self, peer: &Arc<Peer>) {
        self.directory().peers.insert(peer.id, peer.clone());
    }

    /// The connection is now this user's: signals to the user reach it. `most` bounds the user's connections here.
    pub fn attach(&self, peer: &Arc<Peer>, user_id: &UserId, most: usize) -> Attached {
        let mut directory = self.directory();
        if !directory.peers.contains_key(&peer.id) {
            return Attached::TooMany;
        }
        let held = directory.users.entry((peer.app.id().clone(), user_id.clone())).or_default();
        if held.len() >= most {
            return Attached::TooMany;
        }
        held.push(peer.clone());
        if held.len() == 1 { Attached::First } else { Attached::Another }
    }

    /// Follows every group of the user, whatever changes while the list is read.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn follow_memberships(&self, peer: &Arc<Peer>, user_id: &UserId) -> crate::store::Result<()> {
        peer.begin_loading();
        let memberships = self.store.memberships(peer.app.id(), user_id).await;
        for (channel_id, rev) in memberships.as_deref().unwrap_or_default() {
            self.follow(peer, channel_id, *rev);
        }
        peer.end_loading();
        memberships.map(|_| ())
    }

    /// From now on the connection hears this channel.
    pub fn follow(&self, peer: &Arc<Peer>, channel_id: &ChannelId, rev: Rev) {
        let mut directory = self.directory();
        let key = (peer.app.id().clone(), channel_id.clone());
        let channel = directory
            .channels
            .entry(key)
            .or_insert_with_key(|(app_id, channel_id)| Arc::new(Followed::new(app_id.clone(), channel_id.clone())));
        if peer.add_follow(channel, rev) {
            channel.add(peer, rev);
        } else if channel.audience() == 0 {
            let key = (peer.app.id().clone(), channel_id.clone());
            directory.channels.remove(&key);
        }
    }

    /// Who follows this channel on this node now.
    pub fn users(&self, app_id: &AppId, channel_id: &ChannelId) -> Vec<UserId> {
        self.channel(app_id, channel_id).map_or_else(Vec::new, |channel| channel.users())
    }

    /// It no longer hears this channel.
    pub fn unfollow(&self, peer: &Arc<Peer>, channel_id: &ChannelId) {
        let mut directory = self.directory();
        if let Some(channel) = peer.remove_follow(channel_id) {
            directory.forget(&channel, peer.id);
        }
    }

    /// A socket ended. Answers whether it was the user's last here.
    pub fn close(&self, peer: &Arc<Peer>) -> bool {
        let mut directory = self.directory();
        directory.peers.remove(&peer.id);
        let (follows, watched) = peer.retire();
        for channel in follows {
            directory.forget(&channel, peer.id);
        }
        for user_id in watched {
            directory.unwatch((peer.app.id().clone(), user_id), peer.id);
        }
        let Some(user_id) = peer.user_id() else { return false };
        let key = (peer.app.id().clone(), user_id.clone());
        let Some(held) = directory.users.get_mut(&key) else { return false };
        let before = held.len();
        held.retain(|other| other.id != peer.id);
        let last = held.is_empty();
        if last {
            directory.users.remove(&key);
        }
        last && before > 0
    }

    /// Whether the user is connected here.
    pub fn is_online(&self, app_id: &AppId, user_id: &UserId) -> bool {
        self.directory().users.contains_key(&(app_id.clone(), user_id.clone()))
    }

    /// Replaces the users whose coming and going this connection hears of.
    pub fn watch(&self, peer: &Arc<Peer>, users: Vec<UserId>) {
        let mut directory = self.directory();
        let Some(before) = peer.replace_watched(users.clone()) else { return };
        for user_id in before {
            directory.unwatch((peer.app.id().clone(), user_id), peer.id);
        }
        for user_id in users {
            let key = (peer.app.id().clone(), user_id);
            directory.watchers.entry(key).or_default().insert(peer.id, peer.clone());
        }
    }

    /// Every live connection.
    pub fn peers(&self) -> Vec<Arc<Peer>> {
        self.directory().peers.values().cloned().collect()
    }

    fn channel(&self, app_id: &AppId, channel_id: &ChannelId) -> Option<Arc<Followed>> {
        self.directory().channels.get(&(app_id.clone(), channel_id.clone())).cloned()
    }

    fn peers_of(&self, app_id: &AppId, user_id: &UserId) -> Vec<Arc<Peer>> {
        self.directory().users.get(&(app_id.clone(), user_id.clone())).cloned().unwrap_or_default()
    }
}

impl Directory {
    fn forget(&mut self, channel: &Arc<Followed>, peer_id: u64) {
        if channel.remove(peer_id) {
            self.channels.remove(&(channel.app_id.clone(), channel.channel_id.clone()));
        }
    }

    fn unwatch(&mut self, key: (AppId, UserId), peer_id: u64) {
        if let Some(watchers) = self.watchers.get_mut(&key) {
            watchers.remove(&peer_id);
            if watchers.is_empty() {
                self.watchers.remove(&key);
            }
        }
    }
}
