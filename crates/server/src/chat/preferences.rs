//! `set_preference`, `do_not_disturb`.

use super::{Chat, user};
use crate::bus::Signal;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use crate::store::StoreError;
use madang_protocol::*;

impl Chat {
    pub(super) async fn set_preference(&self, peer: &Peer, body: SetPreference) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        if (body.notify, body.pinned, body.archived, body.unread_from) == (None, None, None, None) {
            return Err(ChatError::bad("set_preference: at least one of notify, pinned, archived, unread_from"));
        }
        self.pace_changes(peer, &me)?;
        let (channel_id, counts) = (body.channel_id.clone(), body.unread_from.is_some());
        let preference = self.store.set_preference(peer.app.id(), &me, body).await?;
        let told = match counts {
            true => self.kept(peer, &me, channel_id).await?,
            false => PreferenceChanged { channel_id, preference, unread_count: None, mention_count: None },
        };
        self.tell_own(peer, me, Event::Preference(told.clone()));
        Ok(Event::Preference(told))
    }

    /// What was marked as unread is read, as far as this.
    pub(super) async fn read_on(&self, peer: &Peer, me: &UserId, channel_id: &ChannelId, seq: Seq) -> Result<()> {
        if self.store.read_on(peer.app.id(), channel_id, me, seq).await? {
            let told = self.kept(peer, me, channel_id.clone()).await?;
            self.tell_own(peer, me.clone(), Event::Preference(told));
        }
        Ok(())
    }

    /// How the user keeps the channel, and what is unread of it.
    async fn kept(&self, peer: &Peer, me: &UserId, channel_id: ChannelId) -> Result<PreferenceChanged> {
        let view = self.store.channel_view(peer.app.id(), &channel_id, Some(me)).await?.ok_or(StoreError::NotFound)?;
        Ok(PreferenceChanged {
            channel_id,
            preference: view.preference.unwrap_or_default(),
            unread_count: Some(view.unread_count),
            mention_count: Some(view.mention_count),
        })
    }

    pub(super) async fn do_not_disturb(&self, peer: &Peer, body: DoNotDisturb) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        if body.until.is_some_and(|until| until > TimeMs::NEVER) {
            return Err(ChatError::bad("until: milliseconds since 1970"));
        }
        self.pace_changes(peer, &me)?;
        self.store.set_undisturbed(peer.app.id(), &me, body.until).await?;
        self.tell_own(peer, me, Event::DoNotDisturb(body));
        Ok(Event::DoNotDisturb(body))
    }

    /// All connections of the user hear it.
    pub(super) fn tell_own(&self, peer: &Peer, user_id: UserId, event: Event) {
        self.bus.publish(Signal::Own { app_id: peer.app.id().clone(), user_id, event: Box::new(event) });
    }
}
