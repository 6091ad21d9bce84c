//! Replies: what a composer answers, and what the quotes show: always the answered message as it now is.

use super::*;

impl Machine<'_> {
    pub(super) fn reply_pressed(&mut self, channel_id: ChannelId, seq: Seq) {
        let Some(message) =
            self.model.message(&channel_id, &Key::Seq(seq)).filter(|message| !message.deleted && message.counts())
        else {
            return;
        };
        let quote = quote_of(self.model, message);
        if self.model.panel.editing.take().is_some() {
            self.out.change(Change::Panel);
        }
        self.set_reply(channel_id, Some(quote));
    }

    pub(super) fn reply_ended(&mut self, channel_id: &ChannelId) {
        if self.model.replies.contains_key(channel_id) {
            self.set_reply(channel_id.clone(), None);
        }
    }

    /// The message that the one which is sent now answers.
    pub(super) fn reply_taken(&mut self, channel_id: &ChannelId) -> Option<Quote> {
        let quote = self.model.replies.get(channel_id).cloned()?;
        self.set_reply(channel_id.clone(), None);
        (!quote.deleted).then_some(quote)
    }

    fn set_reply(&mut self, channel_id: ChannelId, quote: Option<Quote>) {
        self.model.session.acted = true;
        match &quote {
            Some(quote) => self.model.replies.insert(channel_id.clone(), quote.clone()),
            None => self.model.replies.remove(&channel_id),
        };
        self.out.change(Change::Draft(channel_id.clone()));
        self.out.effect(Effect::SaveReply(channel_id, quote));
    }

    /// A quote of the message as it now is, when it is held: what was kept over a reload may have changed meanwhile.
    pub(super) fn quoted_now(&self, channel_id: &ChannelId, quote: &Quote) -> Quote {
        let held = self.model.message(channel_id, &Key::Seq(quote.seq));
        held.map_or_else(|| quote.clone(), |message| quote_of(self.model, message))
    }

    /// A message changed: so do the quotes of it.
    pub(super) fn quotes_changed(&mut self, channel_id: &ChannelId, message: &Message) {
        let fresh = quote_of(self.model, message);
        let stale = |quote: Option<&Quote>| quote.is_some_and(|quote| quote.seq == fresh.seq && *quote != fresh);
        let mut keys = Vec::new();
        if let Some(timeline) = self.model.timelines.get_mut(channel_id) {
            for held in timeline.messages.iter_mut().filter(|held| stale(held.reply_to.as_deref())) {
                held.reply_to = Some(fresh.clone().into());
                keys.push((held.seq, held.user_id.clone(), held.client_id.clone()));
            }
        }
        for pending in self.model.outbox.iter_mut() {
            if pending.channel_id == *channel_id && stale(pending.reply_to.as_ref()) {
                pending.reply_to = Some(fresh.clone());
                self.out.change(Change::Message(channel_id.clone(), Key::Own(pending.client_id.clone())));
            }
        }
        for (seq, user_id, client_id) in keys {
            let key = self.model.key_of(&user_id, &client_id, seq);
            self.out.change(Change::Message(channel_id.clone(), key));
        }
        if self.model.replies.get(channel_id).is_some_and(|quote| quote.seq == fresh.seq && *quote != fresh) {
            self.set_reply(channel_id.clone(), (!fresh.deleted).then_some(fresh));
        }
    }
}

/// A message as its quotes show it.
fn quote_of(model: &Model, message: &Message) -> Quote {
    Quote {
        seq: message.seq,
        user_id: message.user_id.clone(),
        nickname: view::user(model, &message.user_id).nickname,
        text: quoted_text(&message.text),
        deleted: message.deleted || message.hollow,
    }
}
