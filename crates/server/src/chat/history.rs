//! `history` and `sync`: what was said, and what changed since.

use super::{Chat, limited, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::{Access, Action};
use crate::shadow::Reader;
use crate::store::Range;
use madang_protocol::*;

impl Chat {
    pub(super) async fn history(&self, peer: &Peer, body: History) -> Result<Event> {
        self.pace(peer)?;
        let limit = validate::limit(body.limit, 50)?;
        let range = match (body.before, body.after, body.around) {
            (None, None, None) => Range::Newest,
            (Some(seq), None, None) => Range::Before(seq),
            (None, Some(seq), None) => Range::After(seq),
            (None, None, Some(seq)) => Range::Around(seq),
            _ => return Err(ChatError::bad("history: one of before, after, around")),
        };
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        let reader = Reader::of(&access, peer.user_id());
        let mut page = self.store.history(peer.app.id(), &body.channel_id, reader, range, limit).await?;
        self.mark_mine(peer, &body.channel_id, page.messages.iter_mut()).await?;
        Ok(Event::HistoryPage(page))
    }

    pub(super) async fn sync(&self, peer: &Peer, body: SyncChannel) -> Result<Event> {
        self.pace(peer)?;
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        Ok(Event::SyncPage(self.changes(peer, &body.channel_id, &access, (&body.epoch, body.since)).await?))
    }

    /// What changed, as this reader sees it.
    pub(super) async fn changes(
        &self,
        peer: &Peer,
        id: &ChannelId,
        access: &Access,
        (epoch, since): (&Epoch, Rev),
    ) -> Result<SyncPage> {
        let reader = Reader::of(access, peer.user_id());
        let mut page = self.store.sync(peer.app.id(), id, reader, epoch, since).await?;
        self.mark_mine(peer, id, page.messages.iter_mut()).await?;
        Ok(page)
    }

    pub(super) fn pace(&self, peer: &Peer) -> Result<()> {
        let per_second = Self::limits(peer).history_per_second;
        limited(peer.take_history(Rate::new(per_second, per_second.saturating_mul(2))))
    }
}
