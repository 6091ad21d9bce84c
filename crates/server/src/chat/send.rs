//! `send`: checked, then enqueued at once, so that a connection's messages keep their order; acked after the commit.

use super::{Chat, Reply, limited, rich_text, user, validate};
use crate::apps::App;
use crate::error::{ChatError, Result};
use crate::filter::Filter;
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::store::{NewMessage, extra::Extra};
use madang_protocol::{AppId, Mention, SendMessage, TextRange, TextStyle, UserId};

/// A text that was read and passed the filters.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) extra: Extra,
    /// What was typed, where a filter changed the text.
    pub(super) typed: Option<String>,
    pub(super) flagged: bool,
}

impl Chat {
    pub(super) fn send(&self, peer: &Peer, app: &App, body: SendMessage) -> Reply {
        match self.prepare(peer, app, body) {
            Ok(message) => Reply::Later(self.store.append(message)),
            Err(error) => Reply::Error(error),
        }
    }

    /// Everything that needs no storage; membership is checked inside the transaction that writes.
    pub(super) fn prepare(&self, peer: &Peer, app: &App, body: SendMessage) -> Result<NewMessage> {
        let me = user(peer)?.user_id.clone();
        let limits = Self::limits(peer);
        validate::place(&body.channel_id)?;
        validate::client_id(&body.client_id)?;
        if body.in_channel && (body.channel_id.root().is_none() || !body.files.is_empty()) {
            return Err(ChatError::bad("in_channel: of a thread, and without files"));
        }
        let mut body = body;
        let text = validate::message(std::mem::take(&mut body.text), &body.files, limits)?;
        let app_id = peer.app.id().clone();
        limited(self.sends.take((app_id.clone(), me.clone()), Rate::new(limits.sends_per_second, limits.send_burst)))?;
        self.compose(app, app_id, me, SendMessage { text, ..body })
    }

    /// The message as it is written: its text read and filtered, and who is here now.
    pub(super) fn compose(&self, app: &App, app_id: AppId, me: UserId, body: SendMessage) -> Result<NewMessage> {
        let SendMessage { channel_id, client_id, text, mentions, reply_to, files, in_channel } = body;
        let Read { text, extra, typed, flagged } = Self::read(text, &mentions, &app.filter)?;
        let calls = extra.ranges.iter().any(|range| range.style == TextStyle::MentionHere);
        let here = if calls { self.hub.users(&app_id, &channel_id.home()) } else { Vec::new() };
        Ok(NewMessage {
            app_id,
            channel_id,
            user_id: me,
            client_id,
            text,
            typed,
            flagged,
            mentions,
            here,
            reply_to,
            files,
            in_channel,
            extra,
            forward: None,
        })
    }

    /// What was typed as everybody gets it.
    pub(super) fn read(typed: String, mentions: &[Mention], filter: &Filter) -> Result<Read> {
        for mention in mentions {
            validate::user_id(&mention.user_id)?;
        }
        let rich_text::RichText { text, ranges } = rich_text::parse(&typed, mentions).map_err(ChatError::bad)?;
        let mut read = Self::filtered(text, ranges, filter)?;
        // What a filter took out is not kept beside it.
        let hidden = read.typed.take().is_some();
        if !hidden && read.text != typed {
            read.extra.source = Some(typed.clone());
        }
        Ok(Read { typed: hidden.then_some(typed), ..read })
    }

    /// Filters see the text that is read, and where its links lead. `typed` is the text that a filter changed.
    pub(super) fn filtered(read: String, mut ranges: Vec<TextRange>, filter: &Filter) -> Result<Read> {
        let passed = filter.apply(read.clone()).ok_or(ChatError::Filtered)?;
        let (text, mut flagged) = (passed.text, passed.flagged);
        let mut refused = false;
        ranges.retain(|range| {
            let Some(url) = &range.url else { return true };
            let passed = filter.apply(url.clone());
            refused |= passed.is_none();
            flagged |= passed.as_ref().is_some_and(|passed| passed.flagged);
            passed.is_some_and(|passed| passed.text == *url)
        });
        if refused {
            return Err(ChatError::Filtered);
        }
        let typed = (text != read).then_some(read);
        Ok(Read { text, extra: Extra { ranges, ..Extra::default() }, typed, flagged })
    }
}
