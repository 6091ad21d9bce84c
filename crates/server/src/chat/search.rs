//! `search` and `locate`: finding messages by what they say, and where a day begins.

use super::{Chat, limited, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use crate::store::Sought;
use madang_protocol::*;
use std::net::IpAddr;

/// As one types: four a second, twenty at once.
const RATE: Rate = Rate { per_second: 4.0, burst: 20.0 };

/// Who is paced: a user on all connections; who is nobody yet, by address.
pub(super) type Seeker = (AppId, std::result::Result<UserId, IpAddr>);

impl Chat {
    pub(super) async fn search(&self, peer: &Peer, body: Search) -> Result<Event> {
        if let Some(channel_id) = &body.channel_id {
            self.authorize(peer, channel_id, Action::Read).await?;
        }
        let limit = validate::limit(body.limit, 20)?;
        let after = validate::after(body.after.as_deref())?;
        validate::query(&body.query)?;
        if let Some(author) = &body.user_id {
            validate::user_id(author)?;
        }
        if let (Some(since), Some(until)) = (body.since, body.until)
            && since >= until
        {
            return Err(ChatError::bad("since: not before until"));
        }
        let any = body.user_id.is_some() || body.since.is_some() || body.until.is_some() || body.has_file;
        if body.query.trim().is_empty() && !any {
            return Err(ChatError::bad("query: nothing to look for"));
        }
        let seeker = (peer.app.id().clone(), peer.user_id().cloned().ok_or(peer.address));
        limited(self.searches.take(seeker, RATE))?;
        let sought = Sought {
            channel_id: body.channel_id.as_ref(),
            query: &body.query,
            author: body.user_id.as_ref(),
            since: body.since,
            until: body.until,
            has_file: body.has_file,
            after,
            limit,
        };
        Ok(Event::SearchPage(self.store.search(peer.app.id(), peer.user_id(), sought).await?))
    }

    pub(super) async fn locate(&self, peer: &Peer, body: Locate) -> Result<Event> {
        self.pace(peer)?;
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        Ok(Event::Located(self.store.locate(peer.app.id(), &body.channel_id, body.at).await?))
    }
}
