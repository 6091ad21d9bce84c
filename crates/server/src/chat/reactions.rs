//! `react` and `list_reactions`. Reactions are paced like sends, from a bucket of their own.

use super::{Chat, emoji, limited, user, validate};
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use crate::store::{NewReaction, Reactors};
use madang_protocol::*;

impl Chat {
    pub(super) async fn react(&self, peer: &Peer, body: React) -> Result<Event> {
        let me = &user(peer)?.user_id;
        self.authorize(peer, &body.channel_id, Action::React).await?;
        let emoji = one_emoji(&body.emoji)?;
        let limits = Self::limits(peer);
        // They are clicks: more at once than one would write.
        let rate = Rate::new(limits.sends_per_second, limits.send_burst.saturating_mul(2));
        limited(self.reactions.take((peer.app.id().clone(), me.clone()), rate))?;
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
        self.authorize(peer, &body.channel_id, Action::Read).await?;
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        let emoji = body.emoji.as_deref().map(one_emoji).transpose()?;
        let wanted = Reactors { seq: body.seq, emoji: emoji.as_deref(), after, limit };
        Ok(Event::ReactionList(self.store.reactors(peer.app.id(), &body.channel_id, wanted).await?))
    }

    /// Where a reaction does not name everybody, says whether it is the reader's own.
    pub(super) async fn mark_mine<'a>(
        &self,
        peer: &Peer,
        id: &ChannelId,
        messages: impl Iterator<Item = &'a mut Message>,
    ) -> Result<()> {
        let is_cut = |message: &&mut Message| message.reactions.iter().any(Reaction::is_cut);
        let mut cut: Vec<&mut Message> = messages.filter(is_cut).collect();
        let seqs = || cut.iter().map(|message| message.seq);
        let (Some(me), Some(first), Some(last)) = (peer.user_id(), seqs().min(), seqs().max()) else {
            return Ok(());
        };
        let own = self.store.own_reactions(peer.app.id(), id, me, first, last).await?;
        for message in &mut cut {
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
