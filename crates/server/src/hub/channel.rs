//! One channel that somebody on this node follows.

use super::peer::Peer;
use bytes::Bytes;
use madang_protocol::{AppId, ChannelId, Rev, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// See the module. Lives as long as it has followers.
pub struct Followed {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The last revision that went out from here; 0 before the first.
    published: Rev,
    /// The newest revision that this node knows of.
    known: Rev,
    followers: HashMap<u64, Arc<Peer>>,
}

/// How a revision stands to the one published before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Next,
    /// Told before.
    Old,
    /// Something between was never heard here.
    Jump,
}

impl Followed {
    pub fn new(app_id: AppId, channel_id: ChannelId) -> Self {
        Self { app_id, channel_id, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self, peer: &Arc<Peer>, rev: Rev) {
        let mut state = self.state();
        state.known = state.known.max(rev);
        state.followers.insert(peer.id, peer.clone());
    }

    /// Answers whether nobody follows any more.
    pub fn remove(&self, peer_id: u64) -> bool {
        let mut state = self.state();
        state.followers.remove(&peer_id);
        state.followers.is_empty()
    }

    pub fn is_followed_by(&self, peer_id: u64) -> bool {
        self.state().followers.contains_key(&peer_id)
    }

    pub fn known(&self) -> Rev {
        self.state().known
    }

    /// Notes a published revision.
    pub fn advance(&self, rev: Rev) -> Order {
        let mut state = self.state();
        let order = match state.published {
            Rev(0) => Order::Next,
            published if rev <= published => Order::Old,
            published if rev.0 == published.0 + 1 => Order::Next,
            _ => Order::Jump,
        };
        state.published = state.published.max(rev);
        state.known = state.known.max(rev);
        order
    }

    /// Who follows, each once.
    pub fn users(&self) -> Vec<UserId> {
        let users: std::collections::BTreeSet<_> =
            self.state().followers.values().filter_map(|peer| peer.user_id().cloned()).collect();
        users.into_iter().collect()
    }

    /// Who follows now.
    pub fn peers(&self) -> Vec<Arc<Peer>> {
        self.state().followers.values().cloned().collect()
    }

    /// How many follow.
    pub fn audience(&self) -> usize {
        self.state().followers.len()
    }

    /// Calls `push` for every follower that is not `except`; answers how many they were.
    pub fn each(&self, except: Option<&UserId>, mut push: impl FnMut(&Arc<Peer>)) -> usize {
        let state = self.state();
        let mut count = 0;
        for peer in state.followers.values() {
            if except.is_none() || peer.user_id() != except {
                push(peer);
                count += 1;
            }
        }
        count
    }

    /// Queues one text for every follower; `drop` hears what had to give way.
    pub fn send(self: &Arc<Self>, text: &Bytes, mut drop: impl FnMut(super::outbox::Dropped)) -> usize {
        self.each(None, |peer| drop(peer.outbox.push(text.clone(), super::outbox::Class::Channel(self.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_next_old_or_a_jump() {
        let channel = Followed::new("shop".into(), "c".into());
        assert_eq!(channel.advance(Rev(7)), Order::Next);
        assert_eq!(channel.advance(Rev(8)), Order::Next);
        assert_eq!(channel.advance(Rev(8)), Order::Old);
        assert_eq!(channel.advance(Rev(10)), Order::Jump);
        assert_eq!(channel.known(), Rev(10));
    }
}
