//! `typing`: told to the others in the channel, never stored, never answered but when it is refused.

use super::{Chat, Reply, user};
use crate::bus::Signal;
use crate::error::Result;
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use madang_protocol::*;

impl Chat {
    pub(super) async fn typing(&self, peer: &Peer, body: Typing) -> Reply {
        match self.announce_typing(peer, body).await {
            Ok(()) => Reply::Silent,
            Err(error) => Reply::Error(error),
        }
    }

    async fn announce_typing(&self, peer: &Peer, body: Typing) -> Result<()> {
        let user = user(peer)?.clone();
        let access = self.authorize(peer, &body.channel_id, Action::Post).await?;
        if access.is_shadowed() {
            return Ok(());
        }
        // Too soon after the last one is no fault worth telling. An end passes only when a beginning could.
        let key = (peer.app.id().clone(), user.user_id.clone(), body.channel_id.clone());
        let rate = Rate { burst: 2.0, ..Rate::interval(Self::limits(peer).typing_interval_ms) };
        if self.typings.take(key, rate).is_ok() {
            let changed = TypingChanged { channel_id: body.channel_id, user, active: body.active };
            self.bus.publish(Signal::Typing { app_id: peer.app.id().clone(), changed });
        }
        Ok(())
    }
}
