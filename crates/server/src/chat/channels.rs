//! `list_channels`, `enter`, `exit`: which channels there are, and which open ones and threads this connection hears.

use super::{Chat, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;
use std::sync::Arc;

/// Most channels that one connection follows by entering.
const MOST_ENTERED: usize = 500;

impl Chat {
    pub(super) async fn list_channels(&self, peer: &Peer, body: ListChannels) -> Result<Event> {
        let limit = validate::limit(body.limit, 30)?;
        let after = validate::after(body.after.as_deref())?;
        Ok(Event::ChannelList(self.store.channel_list(peer.app.id(), peer.user_id(), after, limit).await?))
    }

    pub(super) async fn enter(&self, peer: &Arc<Peer>, body: ChannelRef) -> Result<Event> {
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        if access.is_entered() {
            if peer.follow_count() >= MOST_ENTERED {
                return Err(ChatError::bad("too many channels entered: exit some"));
            }
            // Followed before it is read, so that nothing falls between.
            self.hub.follow(peer, &body.channel_id, Rev(0));
            self.still_allowed(peer, &body.channel_id).await?;
        }
        let mut view = self.view(peer, &body.channel_id).await?;
        if let Some(thread) = &mut view.thread {
            self.mark_mine(peer, &body.channel_id.home(), std::iter::once(&mut thread.root)).await?;
        }
        Ok(Event::Channel(view))
    }

    /// Asked again after following, so that a ban which came between holds.
    pub(super) async fn still_allowed(&self, peer: &Arc<Peer>, channel_id: &ChannelId) -> Result<()> {
        let allowed = self.authorize(peer, channel_id, Action::Read).await;
        if allowed.is_err() {
            self.hub.unfollow(peer, channel_id);
        }
        allowed.map(|_| ())
    }

    pub(super) async fn exit(&self, peer: &Arc<Peer>, body: ChannelRef) -> Result<Event> {
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        if access.is_entered() {
            self.hub.unfollow(peer, &body.channel_id);
        }
        Ok(Event::Done(Empty {}))
    }
}
