//! What operators decide: `update_channel`, `set_role`, `mute`, `unmute`, `shadow_mute`, `shadow_unmute`, `ban`, `unban`, `kick`.

use super::{Chat, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use crate::store::{ChannelChange, Measure};
use madang_protocol::*;

/// Longest mute or ban that has an end.
pub const MOST_SECONDS: u64 = 10 * 366 * 86_400;
/// Longest pause of slow mode.
pub const MOST_PAUSE_SECONDS: u32 = 86_400;

/// The change, when its fields are in range.
pub fn channel_change(body: UpdateChannel) -> Result<ChannelChange> {
    let UpdateChannel { name, cover_url, public, frozen, slow_mode_seconds, .. } = body;
    name.as_deref().map_or(Ok(()), validate::channel_name)?;
    cover_url.as_deref().filter(|url| !url.is_empty()).map_or(Ok(()), validate::cover_url)?;
    if slow_mode_seconds.is_some_and(|seconds| seconds > MOST_PAUSE_SECONDS) {
        return Err(ChatError::bad("slow_mode_seconds: 0-86400"));
    }
    Ok(ChannelChange { name, cover_url, public, frozen, slow_mode_seconds })
}

/// How long a restriction lasts.
pub fn seconds(given: Option<u64>) -> Result<Option<u64>> {
    match given {
        Some(0) => Err(ChatError::bad("seconds: 1 at least; absent: until it is lifted")),
        Some(seconds) if seconds > MOST_SECONDS => Err(ChatError::bad("seconds: 10 years at most")),
        given => Ok(given),
    }
}

impl Chat {
    pub(super) async fn update_channel(&self, peer: &Peer, body: UpdateChannel) -> Result<Event> {
        let channel_id = body.channel_id.clone();
        self.authorize(peer, &channel_id, Action::Operate).await?;
        let change = channel_change(body)?;
        let me = &user(peer)?.user_id;
        self.pace_changes(peer, me)?;
        self.check_cover(peer.app.id(), me, change.cover_url.as_deref()).await?;
        let covered = change.cover_url.is_some();
        self.store.change_channel(peer.app.id(), &channel_id, Some(me), change).await?;
        if covered {
            self.files.note_dead();
        }
        Ok(Event::Channel(self.view(peer, &channel_id).await?))
    }

    pub(super) async fn set_role(&self, peer: &Peer, body: SetRole) -> Result<Event> {
        let SetRole { channel_id, user_id, role } = body;
        self.measure(peer, &channel_id, &user_id, Measure::Role(role)).await
    }

    pub(super) async fn restrict(
        &self,
        peer: &Peer,
        body: Restrict,
        measure: impl Fn(Option<u64>) -> Measure + Send,
    ) -> Result<Event> {
        self.authorize(peer, &body.channel_id, Action::Operate).await?;
        let measure = measure(seconds(body.seconds)?);
        self.measure(peer, &body.channel_id, &body.user_id, measure).await
    }

    pub(super) async fn relieve(&self, peer: &Peer, body: MemberRef, measure: Measure) -> Result<Event> {
        self.measure(peer, &body.channel_id, &body.user_id, measure).await
    }

    async fn measure(&self, peer: &Peer, id: &ChannelId, user_id: &UserId, measure: Measure) -> Result<Event> {
        self.authorize(peer, id, Action::Operate).await?;
        validate::user_id(user_id)?;
        let me = &user(peer)?.user_id;
        self.pace_changes(peer, me)?;
        self.store.moderate(peer.app.id(), id, Some(me), user_id, measure).await?;
        Ok(Event::Done(Empty {}))
    }
}
