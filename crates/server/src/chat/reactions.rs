//! `react` and `list_reactions`. Reactions are paced like sends, from a bucket of their own.

use super::{Chat, emoji, limited, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use crate::shadow::Reader;
use crate::store::{NewReaction, Reactors};
use madang_protocol::*;

impl Chat {
    pub(super) async fn react(&self, peer: &Peer, body: React) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::React).await?;
        let emoji = one_emoji(&body.emoji)?;
        let limits = Self::limits(peer);
        self.pace_clicks(peer, me)?;
        let reaction = NewReaction {
            app_id: peer.app.id().clone(),
            channel_id: body.channel_id,
            user_id: me.clone(),
            seq: body.seq,
            emoji,
            on: body.on,
            most_kinds: limits.reaction_kinds,
        };
        Ok(Event::MessageChanged(self.store.react(reaction).await?))
    }

    pub(super) async fn list_reactions(&self, peer: &Peer, body: ListReactions) -> Result<Event> {
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        let reader = Reader::of(&access, peer.user_id());
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        let emoji = body.emoji.as_deref().map(one_emoji).transpose()?;
        let wanted = Reactors { reader, seq: body.seq, emoji: emoji.as_deref(), after, limit };
        Ok(Event::ReactionList(self.store.reactors(peer.app.id(), &body.channel_id, wanted).await?))
    }

    /// They are clicks: more at once than one would write.
    pub(super) fn pace_clicks(&self, peer: &Peer, me: &UserId) -> Result<()> {
        let limits = Self::limits(peer);
        let rate = Rate::new(limits.sends_per_second, limits.send_burst.saturating_mul(2));
        limited(self.reactions.take((peer.app.id().clone(), me.clone()), rate))
    }

    /// What is the reader's own in these messages: reactions that do not name everybody, and votes.
    pub(super) async fn mark_mine<'a>(
        &self,
        peer: &Peer,
        id: &ChannelId,
        messages: impl Iterator<Item = &'a mut Message>,
    ) -> Result<()> {
        let mut messages: Vec<&mut Message> = messages.collect();
        self.mark_votes(peer, id, &mut messages).await?;
        let is_cut = |message: &&&mut Message| message.reactions.iter().any(Reaction::is_cut);
        let seqs = || messages.iter().filter(is_cut).map(|message| message.seq);
        let (Some(me), Some(first), Some(last)) = (peer.user_id(), seqs().min(), seqs().max()) else {
            return Ok(());
        };
        let own = self.store.own_reactions(peer.app.id(), id, me, first, last).await?;
        for message in &mut messages {
            let seq = message.seq;
            for reaction in message.reactions.iter_mut().filter(|reaction| reaction.is_cut()) {
                reaction.mine = own.iter().any(|(of, emoji)| *of == seq && *emoji == reaction.emoji);
            }
        }
        Ok(())
    }
}

fn one_emoji(text: &str) -> Result<String> {
    emoji::one(text).ok_or_else(|| ChatError::bad("emoji: exactly one, at most 64 bytes"))
}
