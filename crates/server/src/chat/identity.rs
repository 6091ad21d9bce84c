//! Who a connection is: a token at `hello`, a fresh one at `refresh`, a visitor when the first command needs a user.

use super::{Chat, limited, validate};
use crate::apps::App;
use crate::auth::{self, Verified};
use crate::bus::Signal;
use crate::clock;
use crate::error::{ChatError, Result};
use crate::hub::{Attached, peer::Peer};
use crate::limits::Rate;
use madang_protocol::*;
use std::sync::Arc;

/// Longest token that is looked at.
const TOKEN_BYTES: usize = 4_096;

impl Chat {
    /// The user of a token, and when the token ends.
    pub(super) async fn authenticate(&self, peer: &Peer, token: &str) -> Result<(User, Option<TimeMs>)> {
        if token.len() > TOKEN_BYTES {
            return Err(ChatError::Unauthorized("the token is too long"));
        }
        if !auth::is_jwt(token) {
            let origin = peer.origin.as_deref().ok_or(ChatError::Unauthorized("visitors come from a page"))?;
            let user = self.store.visitor(peer.app.id(), &auth::token_hash(token), origin).await?;
            return Ok((user.ok_or(ChatError::Unauthorized("the visitor token is unknown"))?, None));
        }
        let verified = self.verify(peer.app.id(), token).await?;
        let nickname = verified.nickname.as_deref().map(validate::nickname);
        let picture = verified.profile_url.as_deref().and_then(validate::picture_url);
        let user = self.store.upsert_user(peer.app.id(), &verified.user_id, nickname, picture).await?;
        Ok((user, Some(verified.expires_at)))
    }

    /// Checks a JWT against the keys as they are now, and against revocation.
    async fn verify(&self, app_id: &AppId, token: &str) -> Result<Verified> {
        let app = self.apps.get(app_id).await?.ok_or(ChatError::Unauthorized("the application is gone"))?;
        let verified = auth::verify(token, app.id(), &app.keys, clock::now()).map_err(ChatError::Unauthorized)?;
        match self.store.revoked_at(app.id(), &verified.user_id).await? {
            Some(at) if verified.issued_at <= at => Err(ChatError::Unauthorized("the token was revoked")),
            _ => Ok(verified),
        }
    }

    /// The user of a token that came with a request, from a page of one of these origins.
    pub async fn user_of(&self, app: &App, origins: &[String], token: &str) -> Result<UserId> {
        if token.len() > TOKEN_BYTES {
            return Err(ChatError::Unauthorized("the token is too long"));
        }
        if auth::is_jwt(token) {
            return Ok(self.verify(app.id(), token).await?.user_id);
        }
        let hash = auth::token_hash(token);
        for origin in origins {
            if let Some(user) = self.store.visitor(app.id(), &hash, origin).await? {
                return Ok(user.user_id);
            }
        }
        Err(ChatError::Unauthorized("the visitor token is unknown"))
    }

    /// Binds a connection to its user: signals reach it, its groups are followed, watchers hear of it.
    pub(super) async fn settle(&self, peer: &Arc<Peer>, user: &User) -> Result<()> {
        let most = Self::limits(peer).connections_per_user as usize;
        let attached = self.hub.attach(peer, &user.user_id, most);
        if attached == Attached::TooMany {
            return Err(ChatError::TooManyConnections);
        }
        peer.identify(user.clone());
        self.hub.follow_memberships(peer, &user.user_id).await?;
        if attached == Attached::First {
            self.publish_presence(peer, &user.user_id, true);
        }
        Ok(())
    }

    fn publish_presence(&self, peer: &Peer, user_id: &UserId, online: bool) {
        let (app_id, user_id) = (peer.app.id().clone(), user_id.clone());
        self.bus.publish(Signal::Presence { app_id, user_id, online, at: clock::now() });
    }

    /// A socket ended: nothing reaches it any more. Answers whether it was the user's last; a second call says no.
    pub fn depart(&self, peer: &Arc<Peer>) -> bool {
        let last = self.hub.close(peer);
        if let (true, Some(user_id)) = (last, peer.user_id()) {
            self.publish_presence(peer, user_id, false);
        }
        last
    }

    /// Remembers when the user was last connected.
    pub async fn note_last_seen(&self, peer: &Peer) {
        if let Some(user_id) = peer.user_id() {
            // Only for display: when the store is away, the user was last seen a little earlier.
            let _ = self.store.set_last_seen(peer.app.id(), user_id, clock::now()).await;
        }
    }

    /// Makes a visitor of an anonymous connection, and tells it.
    pub(super) async fn mint_visitor(&self, peer: &Arc<Peer>) -> Result<()> {
        let origin = peer.origin.as_deref().ok_or(ChatError::Unauthorized("visitors come from a page"))?;
        let per_minute = f64::from(self.config.visitors_per_minute.max(1));
        limited(self.visitors.take(peer.address, Rate { per_second: per_minute / 60.0, burst: per_minute }))?;
        let visitor_token = auth::random_text(24).map_err(crate::store::StoreError::Fault)?;
        let user = self.store.create_visitor(peer.app.id(), &auth::token_hash(&visitor_token), origin).await?;
        let settled = self.settle(peer, &user).await;
        if peer.user().is_some() {
            peer.tell(Event::Identified(Identified { user, visitor_token }));
        }
        settled
    }

    pub(super) async fn refresh(&self, peer: &Peer, body: Refresh) -> Result<Event> {
        self.renew(peer, &body.token).await?;
        Ok(Event::Done(Empty {}))
    }

    /// Another token of the connection's user.
    pub(super) async fn renew(&self, peer: &Peer, token: &str) -> Result<()> {
        let (user, expires_at) = self.authenticate(peer, token).await?;
        if peer.user_id() != Some(&user.user_id) {
            return Err(ChatError::Unauthorized("the token is of another user"));
        }
        if let Some(at) = expires_at {
            peer.set_expires_at(at);
        }
        Ok(())
    }
}
