//! Reactions: shown as wished at once, asked again after a reconnect until answered, taken back when refused.

use super::*;
use crate::store::model::{Notice, Reacting};

/// Emojis remembered.
const RECENT: usize = 24;

impl Machine<'_> {
    pub(super) fn reaction_pressed(&mut self, channel_id: ChannelId, seq: Seq, emoji: String) {
        let Some(message) = self.model.message(&channel_id, &Key::Seq(seq)).filter(|message| !message.deleted) else {
            return;
        };
        let key = self.model.key(message);
        let shown = view::reactions(self.model, &channel_id, &key);
        let on = !shown.iter().any(|reaction| reaction.own && reaction.emoji == emoji);
        if on {
            self.emoji_used(emoji.clone());
        }
        let wish = Reacting { channel_id, seq, emoji, on };
        self.model.reacting.retain(|held| !held.is_about(&wish));
        self.ask_reaction(wish.clone());
        self.repaint(&wish.channel_id, seq);
        self.model.reacting.push(wish);
    }

    /// After a reconnect.
    pub(super) fn react_again(&mut self) {
        for wish in self.model.reacting.clone() {
            self.ask_reaction(wish);
        }
    }

    fn ask_reaction(&mut self, wish: Reacting) {
        let Reacting { channel_id, seq, emoji, on } = wish.clone();
        self.ask(Command::React(React { channel_id, seq, emoji, on }), Request::React(wish));
    }

    /// Answered. A wish that was changed meanwhile stands until its own answer.
    pub(super) fn reaction_settled(&mut self, asked: &Reacting) {
        let later = self.model.requests.values().any(|request| match request {
            Request::React(other) => other.is_about(asked),
            _ => false,
        });
        if !later {
            self.model.reacting.retain(|held| !held.is_about(asked));
            self.repaint(&asked.channel_id, asked.seq);
        }
    }

    pub(super) fn reaction_refused(&mut self, asked: &Reacting, code: ErrorCode) {
        self.reaction_settled(asked);
        self.notice(if code == ErrorCode::TooMany { Notice::ReactionsFull } else { Notice::ReactionFailed });
    }

    pub(super) fn notice(&mut self, notice: Notice) {
        self.model.panel.notice = Some(notice);
        self.out.change(Change::Notice);
    }

    /// An event is the same for all: what is one's own of reactions that name not everybody, and of votes, is known from before.
    pub(super) fn keep_mine(&self, channel_id: &ChannelId, message: &mut Message, made: Option<&ReactionMade>) {
        let me = self.model.me();
        let held = self.model.message(channel_id, &Key::Seq(message.seq));
        if let Some(poll) = message.poll.as_mut().filter(|poll| poll.mine.is_none()) {
            poll.mine = held.and_then(|held| held.poll.as_ref()?.mine.clone());
        }
        for reaction in message.reactions.iter_mut().filter(|reaction| reaction.is_cut()) {
            let own = made.filter(|made| made.emoji == reaction.emoji && Some(&made.user.user_id) == me);
            let before = || held.and_then(|held| held.reactions.iter().find(|other| other.emoji == reaction.emoji));
            reaction.mine = own.map_or_else(|| before().is_some_and(|before| before.is_of(me)), |own| own.on);
        }
    }

    /// Remembers an emoji as the one used last.
    pub(super) fn emoji_used(&mut self, emoji: String) {
        let recent = &mut self.model.emojis.recent;
        recent.retain(|held| *held != emoji);
        recent.insert(0, emoji);
        recent.truncate(RECENT);
        self.keep_emojis();
    }

    pub(super) fn tone_chosen(&mut self, tone: u32) {
        self.model.emojis.tone = tone;
        self.keep_emojis();
    }

    fn keep_emojis(&mut self) {
        if self.model.session.acted {
            self.out.effect(Effect::SaveEmojis(self.model.emojis.clone()));
        }
    }
}
