//! `follow_thread` and `list_threads`: which threads one hears of. To read and write in one, its id is given as a channel's.

use super::{Chat, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;

impl Chat {
    pub(super) async fn follow_thread(&self, peer: &Peer, body: FollowThread) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        if body.channel_id.root().is_none() {
            return Err(ChatError::bad("channel_id: of a thread"));
        }
        self.pace_clicks(peer, &me)?;
        self.store.follow_thread(peer.app.id(), &me, body).await?;
        Ok(Event::Done(Empty {}))
    }

    pub(super) async fn list_threads(&self, peer: &Peer, body: ListThreads) -> Result<Event> {
        let me = user(peer)?;
        let limit = validate::limit(body.limit, 30)?;
        let after = validate::after(body.after.as_deref())?;
        Ok(Event::ThreadList(self.store.threads(peer.app.id(), &me.user_id, after, limit).await?))
    }
}
