//! `invite`, `join`, `leave`, `list_members`: who is in a group.

use super::{CREATION_RATE, Chat, limited, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;

impl Chat {
    pub(super) async fn invite(&self, peer: &Peer, body: Invite) -> Result<Event> {
        let me = &user(peer)?.user_id;
        let most = Self::limits(peer).group_members;
        self.authorize(peer, &body.channel_id, Action::Invite).await?;
        validate::user_ids(&body.user_ids, 100)?;
        if body.user_ids.is_empty() {
            return Err(ChatError::bad("user_ids: names nobody"));
        }
        limited(self.creations.take((peer.app.id().clone(), me.clone()), CREATION_RATE))?;
        self.store.add_members(peer.app.id(), &body.channel_id, &body.user_ids, most).await?;
        Ok(Event::Channel(self.view(peer, &body.channel_id).await?))
    }

    pub(super) async fn join(&self, peer: &Peer, body: ChannelRef) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        let most = Self::limits(peer).group_members;
        self.authorize(peer, &body.channel_id, Action::Join).await?;
        self.store.add_members(peer.app.id(), &body.channel_id, &[me], most).await?;
        Ok(Event::Channel(self.view(peer, &body.channel_id).await?))
    }

    pub(super) async fn leave(&self, peer: &Peer, body: ChannelRef) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::Leave).await?;
        self.store.remove_member(peer.app.id(), &body.channel_id, me).await?;
        Ok(Event::Done(Empty {}))
    }

    pub(super) async fn list_members(&self, peer: &Peer, body: ListMembers) -> Result<Event> {
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        if let Some(prefix) = &body.prefix {
            validate::prefix(prefix)?;
            let people = self.store.people(peer.app.id(), &body.channel_id, prefix, after, limit).await?;
            return Ok(Event::MemberList(people));
        }
        Ok(Event::MemberList(self.store.members(peer.app.id(), &body.channel_id, after, limit).await?))
    }
}
