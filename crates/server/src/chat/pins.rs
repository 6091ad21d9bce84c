//! `pin` and `list_pins`: what a channel keeps in view. Pins are paced like edits.

use super::{Chat, user, validate};
use crate::error::Result;
use crate::hub::peer::Peer;
use crate::policy::Action;
use crate::shadow::Reader;
use crate::store::NewPin;
use madang_protocol::*;

impl Chat {
    pub(super) async fn pin(&self, peer: &Peer, body: PinMessage) -> Result<Event> {
        let me = &user(peer)?.user_id;
        let PinMessage { channel_id, seq, on } = body;
        self.authorize(peer, &channel_id, Action::Pin).await?;
        self.pace_changes(peer, me)?;
        let pin = NewPin { app_id: peer.app.id().clone(), channel_id, user_id: me.clone(), seq, on };
        Ok(Event::MessageChanged(self.store.pin(pin).await?))
    }

    pub(super) async fn list_pins(&self, peer: &Peer, body: ListPins) -> Result<Event> {
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        let reader = Reader::of(&access, peer.user_id());
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        let mut list = self.store.pins(peer.app.id(), &body.channel_id, reader, after, limit).await?;
        self.mark_mine(peer, &body.channel_id, list.pins.iter_mut().map(|pin| &mut pin.message)).await?;
        Ok(Event::PinList(list))
    }
}
