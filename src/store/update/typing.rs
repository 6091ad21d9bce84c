//! Typing, both ways, and drafts: what is typed and not sent.

use super::*;
use crate::store::model::Typist;

/// Somebody's typing is forgotten this long after it was last heard.
const FORGET_MS: u64 = 6_000;

impl Machine<'_> {
    pub(super) fn draft_typed(&mut self, channel_id: ChannelId, text: String) {
        let empty = text.trim().is_empty();
        self.model.session.acted |= !empty;
        match text.is_empty() {
            true => self.model.drafts.remove(&channel_id),
            false => self.model.drafts.insert(channel_id.clone(), text),
        };
        self.model.session.draft_due = Some(channel_id.clone());
        match empty {
            true => self.say_stopped(&channel_id),
            false => self.say_typing(channel_id),
        }
    }

    pub(super) fn draft_sent(&mut self, channel_id: &ChannelId) {
        if self.model.drafts.remove(channel_id).is_some() {
            self.out.change(Change::Draft(channel_id.clone()));
        }
        // What was typed last may have been kept already.
        self.out.effect(Effect::SaveDraft(channel_id.clone(), String::new()));
        if self.model.session.draft_due.as_ref() == Some(channel_id) {
            self.model.session.draft_due = None;
        }
        // The message itself tells the others that typing is over.
        self.model.own_typing = None;
    }

    /// Nobody is told before there is somebody: a stranger's typing would make a visitor.
    fn say_typing(&mut self, channel_id: ChannelId) {
        let interval_ms = self.model.session.limits.typing_interval_ms;
        let recent =
            self.model.own_typing.as_ref().is_some_and(|(said, at)| {
                *said == channel_id && self.now.0.saturating_sub(at.0) < u64::from(interval_ms)
            });
        if !recent && self.model.online() && self.model.session.me.is_some() {
            self.model.own_typing = Some((channel_id.clone(), self.now));
            self.say(Typing { channel_id, active: true });
        }
    }

    fn say_stopped(&mut self, channel_id: &ChannelId) {
        if self.model.own_typing.take_if(|(said, _)| said == channel_id).is_some() && self.model.online() {
            self.say(Typing { channel_id: channel_id.clone(), active: false });
        }
    }

    fn say(&mut self, typing: Typing) {
        self.out.effect(Effect::Send(Frame { id: None, payload: Command::Typing(typing) }));
    }

    pub(super) fn typing_heard(&mut self, typing: TypingChanged) {
        let TypingChanged { channel_id, user, active } = typing;
        let user_id = user.user_id.clone();
        if self.model.me() == Some(&user_id) {
            return;
        }
        self.remember_users(vec![user]);
        if !active {
            return self.stop_typing(&channel_id, &user_id);
        }
        let until = TimeMs(self.now.0 + FORGET_MS);
        let typists = self.model.typing.or_insert_with(channel_id.clone(), Vec::new);
        match typists.iter_mut().find(|typist| typist.user_id == user_id) {
            Some(typist) => typist.until = until,
            None => {
                typists.push(Typist { user_id, until });
                self.out.change(Change::Typing(channel_id));
            }
        }
        self.next_expiry();
    }

    pub(super) fn stop_typing(&mut self, channel_id: &ChannelId, user_id: &UserId) {
        self.keep_typists(|id, typist| id != channel_id || typist.user_id != *user_id);
    }

    pub(super) fn typing_expired(&mut self) {
        let now = self.now;
        self.keep_typists(|_, typist| typist.until > now);
        self.next_expiry();
    }

    pub(super) fn forget_typing(&mut self) {
        self.model.own_typing = None;
        self.keep_typists(|_, _| false);
    }

    fn keep_typists(&mut self, keep: impl Fn(&ChannelId, &Typist) -> bool) {
        let out = &mut self.out;
        self.model.typing.retain(|channel_id, typists| {
            let before = typists.len();
            typists.retain(|typist| keep(channel_id, typist));
            if typists.len() != before {
                out.change(Change::Typing(channel_id.clone()));
            }
            !typists.is_empty()
        });
    }

    fn next_expiry(&mut self) {
        let next = self.model.typing.values().flatten().map(|typist| typist.until).min();
        if let Some(next) = next {
            self.set_timer(Timer::Typing, next.0.saturating_sub(self.now.0));
        }
    }
}
