//! What is kept on the device: pending messages, drafts, the visitor's token, the last conversation. Nothing before
//! the visitor acted.

use super::*;
use crate::store::{
    action::{Kept, KeptConversation},
    model::{Identity, Pending, Timeline},
};

const SAVE_MS: u64 = 600;
/// Messages kept of the last conversation.
const KEPT: usize = 50;

impl Machine<'_> {
    pub(super) fn restored(&mut self, kept: Kept) {
        if kept.user != self.subject() {
            return;
        }
        let first = !std::mem::replace(&mut self.model.session.restored, true);
        if let (Identity::Anonymous, Some(token)) = (&self.model.session.identity, kept.visitor_token) {
            self.model.session.identity = Identity::Visitor(token);
        }
        for pending in kept.pending {
            if !self.model.outbox.iter().any(|held| held.client_id == pending.client_id) {
                self.out.change(Change::Rows(pending.channel_id.clone()));
                let later =
                    |held: &Pending| (held.created_at, &held.client_id) > (pending.created_at, &pending.client_id);
                let at = self.model.outbox.iter().position(later).unwrap_or(self.model.outbox.len());
                self.model.sent.push(pending.client_id.clone());
                self.model.outbox.insert(at, pending);
            }
        }
        if let Some(emojis) = kept.emojis.filter(|_| self.model.emojis.recent.is_empty()) {
            self.model.emojis = emojis;
        }
        for (channel_id, text) in kept.drafts {
            self.out.change(Change::Draft(channel_id.clone()));
            self.model.drafts.or_insert_with(channel_id, || text);
        }
        for (channel_id, quote) in kept.replies {
            self.out.change(Change::Draft(channel_id.clone()));
            self.model.replies.or_insert_with(channel_id, || quote);
        }
        if let Some(conversation) = kept.conversation {
            self.paint(conversation);
        }
        if first {
            self.out.emit(HostEvent::Ready);
        }
        self.greet();
    }

    /// Shows the kept conversation until the server says more.
    fn paint(&mut self, kept: KeptConversation) {
        let channel_id = kept.view.channel.channel_id.clone();
        let other = self.model.panel.only_channel && self.model.panel.channel.as_ref() != Some(&channel_id);
        if other || self.model.session.welcomed || self.model.timelines.contains_key(&channel_id) {
            return;
        }
        self.remember_users(kept.users);
        self.model.session.me = kept.me;
        if self.model.panel.channel.is_none() {
            self.model.panel.channel = Some(channel_id.clone());
            self.out.change(Change::Panel);
        }
        self.model.channels.order.push(channel_id.clone());
        self.model.channels.by_id.insert(channel_id.clone(), kept.view);
        let timeline = Timeline {
            position: Some((kept.epoch, kept.rev)),
            wanted: kept.rev,
            live: true,
            messages: kept.messages,
            has_before: kept.has_before,
            load: Load::Ready,
            cursors: kept.cursors,
            ..Timeline::default()
        };
        self.model.timelines.insert(channel_id.clone(), timeline);
        self.place_divider(&channel_id);
        for change in [Change::ChannelList, Change::Channel(channel_id.clone()), Change::Rows(channel_id)] {
            self.out.change(change);
        }
    }

    /// After an action that changed something worth keeping: soon, and not more often than that.
    pub(super) fn schedule_save(&mut self) {
        let session = &self.model.session;
        let shown = self.model.panel.channel.as_ref();
        let moved = self.out.changes.iter().any(|change| match change {
            Change::Rows(id) | Change::Message(id, _) | Change::Channel(id) => shown == Some(id),
            _ => false,
        });
        if session.acted && !session.saving && (moved || session.draft_due.is_some()) {
            self.model.session.saving = true;
            self.set_timer(Timer::Save, SAVE_MS);
        }
    }

    pub(super) fn save(&mut self) {
        self.model.session.saving = false;
        if !self.model.session.acted {
            return;
        }
        if let Some(channel_id) = self.model.session.draft_due.take() {
            let text = self.model.drafts.get(&channel_id).cloned().unwrap_or_default();
            self.out.effect(Effect::SaveDraft(channel_id, text));
        }
        if let Some(conversation) = self.conversation() {
            self.out.effect(Effect::SaveConversation(Box::new(conversation)));
        }
    }

    /// The newest part of what is on screen.
    fn conversation(&self) -> Option<KeptConversation> {
        let channel_id = self.model.panel.channel.as_ref()?;
        let view = self.model.channels.by_id.get(channel_id)?.clone();
        let timeline = self.model.timelines.get(channel_id).filter(|timeline| !timeline.has_after)?;
        let (epoch, rev) = timeline.position.clone()?;
        let surplus = timeline.messages.len().saturating_sub(KEPT);
        let messages: Vec<Message> = timeline.messages.iter().skip(surplus).cloned().collect();
        let mut users: Vec<User> = Vec::new();
        let reactors = messages.iter().flat_map(|message| &message.reactions).flat_map(|reaction| &reaction.user_ids);
        for id in messages.iter().map(|message| &message.user_id).chain(&view.some_members).chain(reactors) {
            if let Some(user) = self.model.users.get(id)
                && !users.contains(user)
            {
                users.push(user.clone());
            }
        }
        let has_before = timeline.has_before || surplus > 0;
        let (me, cursors) = (self.model.session.me.clone(), timeline.cursors.clone());
        Some(KeptConversation { me, view, epoch, rev, messages, has_before, users, cursors })
    }
}
