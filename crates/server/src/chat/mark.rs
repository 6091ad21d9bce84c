//! `mark_read` and `mark_delivered`: a member's cursors.

use super::{Chat, user};
use crate::bus::Signal;
use crate::error::Result;
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;

impl Chat {
    pub(super) async fn mark(&self, peer: &Peer, body: Mark, read: bool) -> Result<Event> {
        let me = &user(peer)?.user_id;
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        let Mark { channel_id, seq } = body;
        // An open channel has no members, so nobody's cursor.
        let moved = match access.kind {
            ChannelKind::Open if !access.thread => None,
            // What is read was delivered too.
            _ => self.store.move_cursor(peer.app.id(), &channel_id, me, read.then_some(seq), Some(seq)).await?,
        };
        if read && !access.thread {
            self.read_on(peer, me, &channel_id, seq).await?;
        }
        if let Some(cursor) = moved {
            let moved = CursorMoved { channel_id, cursor };
            // How far one read in a thread is nobody else's to know.
            if access.thread {
                self.tell_own(peer, me.clone(), Event::CursorMoved(moved));
                return Ok(Event::Done(Empty {}));
            }
            self.bus.publish(Signal::CursorMoved { app_id: peer.app.id().clone(), moved });
        }
        Ok(Event::Done(Empty {}))
    }
}
