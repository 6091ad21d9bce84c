//! Who follows a channel on this node now, a page at a time, however many they are: one pass, which keeps no more than the page.

use super::Hub;
use super::peer::Peer;
use madang_protocol::{AppId, ChannelId, User, UserId};
use std::collections::{BTreeMap, HashSet};

/// So much of a name gives its place.
const PLACED: usize = 40;

/// Where somebody stands: those who stand first, then by name, then by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    later: bool,
    name: String,
    user_id: UserId,
}

/// Which page.
pub struct Asked {
    pub first: HashSet<UserId>,
    /// The beginning of a name, as [`crate::store::fold`] makes it.
    pub prefix: String,
    pub after: Option<Place>,
    pub limit: usize,
}

#[derive(Debug, Default, PartialEq)]
pub struct Present {
    pub users: Vec<User>,
    pub next: Option<String>,
    /// All of them: users once each, and connections of nobody.
    pub count: u32,
}

impl Place {
    fn of(peer: &Peer, first: &HashSet<UserId>) -> Option<Self> {
        let user_id = peer.user_id()?.clone();
        let name = peer.name_key().chars().take(PLACED).collect();
        Some(Self { later: !first.contains(&user_id), name, user_id })
    }

    /// As `after` gives it.
    pub fn read(text: &str) -> Option<Self> {
        let (later, rest) = text.split_once('.')?;
        let (length, rest) = rest.split_once('.')?;
        let (name, user_id) = rest.split_at_checked(length.parse().ok()?)?;
        Some(Self { later: later == "1", name: name.to_owned(), user_id: user_id.into() })
    }

    fn written(&self) -> String {
        format!("{}.{}.{}{}", u8::from(self.later), self.name.len(), self.name, self.user_id)
    }
}

impl Hub {
    pub fn present(&self, app_id: &AppId, channel_id: &ChannelId, asked: &Asked) -> Present {
        let peers = self.channel(app_id, channel_id).map_or_else(Vec::new, |channel| channel.peers());
        let (mut seen, mut nobody, mut page) = (HashSet::new(), 0, BTreeMap::new());
        for peer in &peers {
            let Some(user) = peer.user() else {
                nobody += 1;
                continue;
            };
            if !seen.insert(&user.user_id) || !peer.name_key().starts_with(&asked.prefix) {
                continue;
            }
            let Some(place) = Place::of(peer, &asked.first) else { continue };
            if asked.after.as_ref().is_none_or(|after| place > *after) {
                page.insert(place, user);
                if page.len() > asked.limit + 1 {
                    page.pop_last();
                }
            }
        }
        let more = page.len() > asked.limit;
        if more {
            page.pop_last();
        }
        let next = page.last_key_value().filter(|_| more).map(|(place, _)| place.written());
        let users = page.into_values().cloned().collect();
        Present { users, next, count: u32::try_from(seen.len() + nobody).unwrap_or(u32::MAX) }
    }
}
