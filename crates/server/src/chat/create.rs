//! `create_channel`: a group, the one distinct group of exactly these members, or an open channel where users may.

use super::{CREATION_RATE, Chat, limited, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::store::{NewChannel, StoreError};
use madang_protocol::*;

impl Chat {
    pub(super) async fn create_channel(&self, peer: &Peer, body: CreateChannel) -> Result<Event> {
        let me = &user(peer)?.user_id;
        let most = Self::limits(peer).group_members;
        if body.kind == ChannelKind::Open {
            Self::check_open(peer, &body)?;
        }
        validate::client_id(&body.client_id)?;
        validate::channel_name(&body.name)?;
        body.cover_url.as_deref().map_or(Ok(()), validate::cover_url)?;
        validate::user_ids(&body.user_ids, 1_000.max(most as usize))?;
        let mut user_ids = body.user_ids;
        user_ids.retain(|id| id != me);
        user_ids.sort_unstable();
        user_ids.dedup();
        if body.distinct && (user_ids.is_empty() || body.public) {
            return Err(ChatError::bad("distinct: needs another member, and is never public"));
        }
        if body.distinct && body.cover_url.is_some() {
            return Err(ChatError::bad("distinct: has no cover"));
        }
        if user_ids.len() >= most as usize {
            return Err(ChatError::Store(StoreError::GroupFull));
        }
        limited(self.creations.take((peer.app.id().clone(), me.clone()), CREATION_RATE))?;
        self.check_cover(peer.app.id(), me, body.cover_url.as_deref()).await?;
        let channel = NewChannel {
            app_id: peer.app.id().clone(),
            channel_id: None,
            kind: body.kind,
            name: body.name,
            cover_url: body.cover_url,
            public: body.public,
            distinct: body.distinct,
            creator: Some(me.clone()),
            client_id: Some(body.client_id),
            user_ids,
        };
        let channel_id = self.store.create_channel(channel).await?;
        Ok(Event::Channel(self.view(peer, &channel_id).await?))
    }

    /// Whether this user may create open channels: everybody of the application sees them.
    pub(super) fn may_open(peer: &Peer) -> bool {
        Self::limits(peer).open_channels && peer.user().is_some_and(|user| !user.visitor)
    }

    fn check_open(peer: &Peer, body: &CreateChannel) -> Result<()> {
        if !Self::may_open(peer) {
            return Err(ChatError::Store(StoreError::Forbidden));
        }
        if body.name.trim().is_empty() {
            return Err(ChatError::bad("name: an open channel has one"));
        }
        validate::open_channel(body.public, body.distinct, &body.user_ids)
    }
}
