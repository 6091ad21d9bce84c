//! `send`: checked, then enqueued at once, so that a connection's messages keep their order; acked after the commit.

use super::{Chat, Reply, limited, rich_text, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::store::{NewMessage, extra::Extra};
use madang_protocol::{AppId, Mention, SendMessage, TextStyle, UserId};

impl Chat {
    pub(super) fn send(&self, peer: &Peer, body: SendMessage) -> Reply {
        match self.prepare(peer, body) {
            Ok(message) => Reply::Later(self.store.append(message)),
            Err(error) => Reply::Error(error),
        }
    }

    /// Everything that needs no storage; membership is checked inside the transaction that writes.
    pub(super) fn prepare(&self, peer: &Peer, body: SendMessage) -> Result<NewMessage> {
        let me = user(peer)?.user_id.clone();
        let limits = Self::limits(peer);
        validate::channel_id(&body.channel_id)?;
        validate::client_id(&body.client_id)?;
        let mut body = body;
        let text = validate::message(std::mem::take(&mut body.text), &body.files, limits)?;
        let app_id = peer.app.id().clone();
        limited(self.sends.take((app_id.clone(), me.clone()), Rate::new(limits.sends_per_second, limits.send_burst)))?;
        self.compose(app_id, me, SendMessage { text, ..body })
    }

    /// The message as it is written: its text read, and who is here now.
    pub(super) fn compose(&self, app_id: AppId, me: UserId, body: SendMessage) -> Result<NewMessage> {
        let SendMessage { channel_id, client_id, text, mentions, reply_to, files } = body;
        let (text, extra) = Self::read(text, &mentions)?;
        let calls = extra.ranges.iter().any(|range| range.style == TextStyle::MentionHere);
        let here = if calls { self.hub.users(&app_id, &channel_id) } else { Vec::new() };
        Ok(NewMessage { app_id, channel_id, user_id: me, client_id, text, mentions, here, reply_to, files, extra })
    }

    /// What was typed as everybody gets it.
    pub(super) fn read(typed: String, mentions: &[Mention]) -> Result<(String, Extra)> {
        for mention in mentions {
            validate::user_id(&mention.user_id)?;
        }
        let rich_text::RichText { text, ranges } = rich_text::parse(&typed, mentions).map_err(ChatError::bad)?;
        let source = (text != typed).then_some(typed);
        Ok((text, Extra { ranges, source, ..Extra::default() }))
    }
}
