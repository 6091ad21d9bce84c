//! `report`, `list_reports`, `resolve_report`, `block`.

use super::{CREATION_RATE, Chat, limited, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use madang_protocol::*;

/// Characters of a report's note.
const NOTE_CHARS: usize = 500;

impl Chat {
    pub(super) async fn report(&self, peer: &Peer, body: MakeReport) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        if body.seq.is_some() == body.user_id.is_some() {
            return Err(ChatError::bad("report: one of seq, user_id"));
        }
        body.user_id.as_ref().map_or(Ok(()), validate::user_id)?;
        if body.note.chars().count() > NOTE_CHARS || body.note.chars().any(|c| c.is_control() && c != '\n') {
            return Err(ChatError::bad("note: at most 500 characters, no control characters"));
        }
        if body.reason == ReportReason::Filtered {
            return Err(ChatError::bad("reason: filtered is the filters' own"));
        }
        limited(self.creations.take((peer.app.id().clone(), me.clone()), CREATION_RATE))?;
        self.store.add_report(peer.app.id(), me, body).await?;
        Ok(Event::Done(Empty {}))
    }

    pub(super) async fn list_reports(&self, peer: &Peer, body: ListReports) -> Result<Event> {
        self.authorize(peer, &body.channel_id, Action::Operate).await?;
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        Ok(Event::ReportList(self.store.reports(peer.app.id(), Some(&body.channel_id), after, limit).await?))
    }

    pub(super) async fn resolve_report(&self, peer: &Peer, body: ResolveReport) -> Result<Event> {
        self.authorize(peer, &body.channel_id, Action::Operate).await?;
        let me = user(peer)?.user_id.clone();
        self.store.resolve_report(peer.app.id(), &body.channel_id, Some(&me), body.report_id).await?;
        Ok(Event::Done(Empty {}))
    }

    pub(super) async fn block(&self, peer: &Peer, body: Block) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        validate::user_id(&body.user_id)?;
        self.pace_changes(peer, &me)?;
        let user_ids = self.store.set_block(peer.app.id(), &me, &body.user_id, body.on).await?;
        let event = Event::Blocked(Blocked { user_ids });
        self.tell_own(peer, me, event.clone());
        Ok(event)
    }
}
