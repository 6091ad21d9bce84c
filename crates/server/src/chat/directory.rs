//! `list_users`, `browse_channels`: whom and what one finds without having been there.

use super::{Chat, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::store::StoreError;
use madang_protocol::*;

impl Chat {
    pub(super) async fn list_users(&self, peer: &Peer, body: ListUsers) -> Result<Event> {
        let me = user(peer)?;
        if me.visitor || !Self::limits(peer).list_users {
            return Err(ChatError::Store(StoreError::Forbidden));
        }
        validate::prefix(&body.prefix)?;
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        Ok(Event::UserList(self.store.directory(peer.app.id(), &me.user_id, &body.prefix, after, limit).await?))
    }

    pub(super) async fn browse_channels(&self, peer: &Peer, body: BrowseChannels) -> Result<Event> {
        validate::query(&body.query)?;
        let limit = validate::limit(body.limit, 30)?;
        let after = validate::after(body.after.as_deref())?;
        let found = self.store.browse(peer.app.id(), peer.user_id(), &body.query, after, limit).await?;
        Ok(Event::BrowsedChannels(BrowsedChannels { may_create: Self::may_open(peer), ..found }))
    }
}
