//! `watch_presence`: who of one's acquaintances is connected.

use super::{Chat, user, validate};
use crate::error::Result;
use crate::hub::peer::Peer;
use madang_protocol::*;
use std::collections::HashMap;
use std::sync::Arc;

impl Chat {
    pub(super) async fn watch_presence(&self, peer: &Arc<Peer>, body: WatchPresence) -> Result<Event> {
        let me = &user(peer)?.user_id;
        validate::user_ids(&body.user_ids, 100)?;
        let app_id = peer.app.id();
        let mut known = self.store.acquainted(app_id, me, &body.user_ids).await?;
        known.sort_unstable();
        known.dedup();
        // Watched before it is read, so that nobody comes or goes unheard between.
        self.hub.watch(peer, known.clone());
        let seen: HashMap<UserId, TimeMs> = self.store.last_seen(app_id, &known).await?.into_iter().collect();
        let presence = |user_id: UserId| {
            let online = self.hub.is_online(app_id, &user_id);
            let last_seen_at = if online { None } else { seen.get(&user_id).copied() };
            UserPresence { user_id, online, last_seen_at }
        };
        Ok(Event::Presence(Presence { users: known.into_iter().map(presence).collect() }))
    }
}
