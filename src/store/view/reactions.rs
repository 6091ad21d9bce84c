//! Reactions as they are shown: what the server has, with what is on its way.

use super::*;

/// Other users that a label names.
const NAMED: usize = 2;

/// One pill.
#[derive(Debug, Clone, PartialEq)]
pub struct ReactionView {
    pub emoji: String,
    pub count: u32,
    /// The reader's own too.
    pub own: bool,
    /// The first others.
    pub named: Vec<UserId>,
}

/// The reactions to a message, by first use.
pub fn reactions(model: &Model, channel_id: &ChannelId, key: &Key) -> Vec<ReactionView> {
    let Some(message) = model.message(channel_id, key) else { return Vec::new() };
    let me = model.me();
    let mut shown = Vec::with_capacity(message.reactions.len());
    for reaction in &message.reactions {
        let others = reaction.user_ids.iter().filter(|id| Some(*id) != me);
        shown.push(ReactionView {
            emoji: reaction.emoji.clone(),
            count: reaction.count,
            own: reaction.is_of(me),
            named: others.take(NAMED).cloned().collect(),
        });
    }
    for wish in model.reacting.iter().filter(|wish| wish.seq == message.seq && wish.channel_id == *channel_id) {
        match shown.iter_mut().find(|reaction| reaction.emoji == wish.emoji) {
            Some(reaction) if reaction.own != wish.on => {
                reaction.own = wish.on;
                reaction.count = if wish.on { reaction.count + 1 } else { reaction.count.saturating_sub(1) };
            }
            None if wish.on => {
                shown.push(ReactionView { emoji: wish.emoji.clone(), count: 1, own: true, named: Vec::new() })
            }
            _ => {}
        }
    }
    shown.retain(|reaction| reaction.count > 0);
    shown
}

/// The emojis that are one click away: those used last, then the usual ones.
pub fn quick_emojis(model: &Model) -> Vec<String> {
    const USUAL: [&str; 5] = ["👍", "❤️", "😂", "🎉", "🙏"];
    let mut quick: Vec<String> = model.emojis.recent.iter().take(USUAL.len()).cloned().collect();
    for emoji in USUAL {
        if quick.len() < USUAL.len() && !quick.iter().any(|held| held == emoji) {
            quick.push(emoji.to_owned());
        }
    }
    quick
}
