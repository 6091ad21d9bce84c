//! `hello`: who, which application, and from where to go on.

use super::{Chat, Reply};
use crate::clock;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;
use std::sync::Arc;
use std::time::Duration;

/// Most channels that one `hello` resumes; a client syncs further ones itself.
const MOST_RESUMED: usize = 200;
/// While more than this waits for the connection, the next page is not read yet.
const RESUME_BACKLOG_BYTES: usize = 262_144;

impl Chat {
    /// Carries out the first frame of a connection.
    pub async fn hello(self: Arc<Self>, peer: Arc<Peer>, id: Option<u32>, hello: Hello) -> Reply {
        match self.greet(&peer, &hello).await {
            Ok(welcome) => {
                peer.answer(id, Event::Welcome(welcome));
                self.resume(&peer, id, hello.resume).await;
                Reply::Silent
            }
            Err(error) => match error {
                ChatError::VersionUnsupported => Reply::Fatal(error, CloseCode::VersionUnsupported),
                ChatError::Unauthorized(_) => Reply::Fatal(error, CloseCode::Unauthorized),
                ChatError::TooManyConnections => Reply::Fatal(error, CloseCode::TooManyConnections),
                ChatError::Store(crate::store::StoreError::Unavailable(_)) => Reply::Fatal(error, CloseCode::Resume),
                error => Reply::Fatal(error, CloseCode::Unauthorized),
            },
        }
    }

    /// Another tab joins on the live socket: welcomed as the first was, if it is the same user's. A refusal ends nothing.
    pub(super) async fn hello_again(&self, peer: &Arc<Peer>, id: Option<u32>, hello: Hello) -> Reply {
        let joined = async {
            Self::check(peer, &hello)?;
            match &hello.token {
                Some(token) => self.renew(peer, token).await?,
                None if peer.user().is_some() => return Err(ChatError::Unauthorized("the socket is of a user")),
                None => {}
            }
            self.welcome(peer).await
        };
        match joined.await {
            Ok(welcome) => {
                peer.answer(id, Event::Welcome(welcome));
                self.resume(peer, id, hello.resume).await;
                Reply::Silent
            }
            Err(error) => Reply::Error(error),
        }
    }

    fn check(peer: &Peer, hello: &Hello) -> Result<()> {
        if hello.version != PROTOCOL_VERSION {
            return Err(ChatError::VersionUnsupported);
        }
        if hello.app_id != *peer.app.id() {
            return Err(ChatError::Unauthorized("the socket was opened for another application"));
        }
        Ok(())
    }

    async fn greet(&self, peer: &Arc<Peer>, hello: &Hello) -> Result<Welcome> {
        Self::check(peer, hello)?;
        match &hello.token {
            Some(token) => {
                let (user, expires_at) = self.authenticate(peer, token).await?;
                if let Some(at) = expires_at {
                    peer.set_expires_at(at);
                }
                self.settle(peer, &user).await?;
            }
            None if peer.origin.is_none() => {
                return Err(ChatError::Unauthorized("a client without a page needs a token"));
            }
            None => {}
        }
        self.welcome(peer).await
    }

    async fn welcome(&self, peer: &Arc<Peer>) -> Result<Welcome> {
        let (blocked, do_not_disturb_until, unread_threads) = match peer.user_id() {
            Some(user_id) => (
                self.store.blocked(peer.app.id(), user_id).await?,
                self.store.undisturbed_until(peer.app.id(), user_id).await?,
                self.store.unread_threads(peer.app.id(), user_id).await?,
            ),
            None => Default::default(),
        };
        Ok(Welcome {
            blocked,
            do_not_disturb_until,
            unread_threads,
            user: peer.user().cloned(),
            epoch: self.store.epoch(),
            server_time: clock::now(),
            heartbeat_ms: self.config.heartbeat_ms + self.config.heartbeat_ms / 4,
            limits: Self::limits(peer).clone(),
        })
    }

    /// A `sync_page` for each position, or `channel_removed` where the user may read no longer.
    async fn resume(&self, peer: &Arc<Peer>, id: Option<u32>, positions: Vec<Position>) {
        for Position { channel_id, epoch, rev } in positions.into_iter().take(MOST_RESUMED) {
            while peer.outbox.bytes() > RESUME_BACKLOG_BYTES {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            match self.resume_channel(peer, &channel_id, &epoch, rev).await {
                Ok(page) => peer.answer(id, Event::SyncPage(page)),
                Err(ChatError::Store(crate::store::StoreError::Unavailable(_))) => {
                    peer.answer(id, Event::Gap(Gap { channel_id }))
                }
                Err(_) => peer.answer(id, Event::ChannelRemoved(ChannelRef { channel_id })),
            }
        }
    }

    async fn resume_channel(&self, peer: &Arc<Peer>, id: &ChannelId, epoch: &Epoch, since: Rev) -> Result<SyncPage> {
        let access = self.authorize(peer, id, Action::Read).await?;
        if access.is_entered() {
            self.hub.follow(peer, id, since);
            self.still_allowed(peer, id).await?;
        }
        self.changes(peer, id, &access, (epoch, since)).await
    }
}
