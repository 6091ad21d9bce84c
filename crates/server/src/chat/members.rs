//! `invite`, `join`, `leave`, `list_members`: who is in a group.

use super::{CREATION_RATE, Chat, limited, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use crate::store::{Listed, StoreError};
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
        self.store.add_members(peer.app.id(), &body.channel_id, Some(me), &body.user_ids, most).await?;
        Ok(Event::Channel(self.view(peer, &body.channel_id).await?))
    }

    pub(super) async fn join(&self, peer: &Peer, body: ChannelRef) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        let most = Self::limits(peer).group_members;
        self.authorize(peer, &body.channel_id, Action::Join).await?;
        match self.store.add_members(peer.app.id(), &body.channel_id, Some(&me), std::slice::from_ref(&me), most).await
        {
            // Between the question and the answer: as for whoever was banned before.
            Err(StoreError::Banned) => return Err(ChatError::Store(StoreError::NotFound)),
            added => added?,
        }
        Ok(Event::Channel(self.view(peer, &body.channel_id).await?))
    }

    pub(super) async fn leave(&self, peer: &Peer, body: ChannelRef) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::Leave).await?;
        self.store.remove_member(peer.app.id(), &body.channel_id, me).await?;
        Ok(Event::Done(Empty {}))
    }

    pub(super) async fn list_members(&self, peer: &Peer, body: ListMembers) -> Result<Event> {
        let restricted = !matches!(body.filter, None | Some(MemberFilter::Operators | MemberFilter::Present));
        let action = if restricted { Action::Operate } else { Action::Read };
        let access = self.authorize(peer, &body.channel_id, action).await?;
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        if body.filter == Some(MemberFilter::Present) && body.read_seq.is_none() && body.user_ids.is_empty() {
            body.prefix.as_deref().map_or(Ok(()), validate::prefix)?;
            return self.present(peer, access, body, limit).await;
        }
        let named = !body.user_ids.is_empty();
        let given = [body.prefix.is_some(), body.filter.is_some(), body.read_seq.is_some(), named];
        if given.into_iter().filter(|it| *it).count() > 1 {
            return Err(ChatError::bad("prefix, filter, read_seq, user_ids: one of them"));
        }
        validate::user_ids(&body.user_ids, 100)?;
        if body.read_seq.is_some() && body.channel_id.root().is_some() {
            return Err(ChatError::bad("read_seq: of a channel, not of a thread"));
        }
        if let Some(prefix) = &body.prefix {
            validate::prefix(prefix)?;
            let people = self.store.people(peer.app.id(), &body.channel_id, prefix, after, limit).await?;
            return Ok(Event::MemberList(people));
        }
        let named = named.then_some(Listed::Named { user_ids: &body.user_ids, operator: access.is_operator() });
        if let Some(listed) = named.or(body.filter.map(Listed::Only)).or(body.read_seq.map(Listed::Read)) {
            let found = self.store.filtered_members(peer.app.id(), &body.channel_id, listed, after, limit).await?;
            return Ok(Event::MemberList(found));
        }
        Ok(Event::MemberList(self.store.members(peer.app.id(), &body.channel_id, after, limit).await?))
    }
}
