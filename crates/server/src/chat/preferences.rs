//! `set_preference`, `do_not_disturb`.

use super::{Chat, user};
use crate::bus::Signal;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;

impl Chat {
    pub(super) async fn set_preference(&self, peer: &Peer, body: SetPreference) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        if (body.notify, body.pinned, body.archived) == (None, None, None) {
            return Err(ChatError::bad("set_preference: at least one of notify, pinned, archived"));
        }
        self.pace_changes(peer, &me)?;
        let channel_id = body.channel_id.clone();
        let preference = self.store.set_preference(peer.app.id(), &me, body).await?;
        let event = Event::Preference(PreferenceChanged { channel_id, preference });
        self.tell_own(peer, me, event.clone());
        Ok(event)
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
