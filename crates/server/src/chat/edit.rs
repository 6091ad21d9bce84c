//! `edit` and `delete`: a message's later life. The answer is the message as it now is.

use super::{Chat, limited, user, validate};
use crate::error::Result;
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use madang_protocol::*;

impl Chat {
    pub(super) async fn edit(&self, peer: &Peer, body: EditMessage) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::ChangeOwn).await?;
        let text = validate::text(body.text, Self::limits(peer))?;
        self.pace_changes(peer, me)?;
        let read = Self::read(text, &body.mentions, &self.current(peer).await.filter)?;
        let edited = self.store.edit(peer.app.id(), &body.channel_id, me, body.seq, &read.text, read.extra).await?;
        if read.flagged {
            let (channel_id, seq) = (body.channel_id, Some(body.seq));
            let (user_id, reason, note) = (None, ReportReason::Filtered, String::new());
            let report = MakeReport { channel_id, seq, user_id, reason, note };
            self.store.add_report(peer.app.id(), me, report).await?;
        }
        self.previews.want(peer.app.id(), &edited);
        Ok(Event::MessageChanged(edited))
    }

    pub(super) async fn delete(&self, peer: &Peer, body: DeleteMessage) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        self.pace_changes(peer, me)?;
        let deleted = self.store.delete(peer.app.id(), &body.channel_id, me, body.seq).await?;
        self.files.note_dead();
        Ok(Event::MessageChanged(deleted))
    }

    /// Changes are paced as sends are, from the same bucket.
    pub(super) fn pace_changes(&self, peer: &Peer, me: &UserId) -> Result<()> {
        let limits = Self::limits(peer);
        let rate = Rate::new(limits.sends_per_second, limits.send_burst);
        limited(self.sends.take((peer.app.id().clone(), me.clone()), rate))
    }
}
