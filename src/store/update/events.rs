//! What the server pushes about a channel: applied in the order of its revisions, each once.

use super::*;

/// What to do with an event of this revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The next one: apply it. Of channels whose messages are not held, every one.
    Now,
    /// Known already.
    Past,
    /// Something before it is missing; a sync will bring both.
    Early,
}

impl Machine<'_> {
    fn turn(&mut self, channel_id: &ChannelId, rev: Rev) -> Turn {
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return Turn::Now };
        let Some((_, held)) = &mut timeline.position else {
            // The page under way may have been read before this.
            timeline.wanted = timeline.wanted.max(rev);
            return Turn::Now;
        };
        if rev.0 <= held.0 {
            Turn::Past
        } else if rev.0 == held.0 + 1 {
            *held = rev;
            timeline.wanted = timeline.wanted.max(rev);
            Turn::Now
        } else {
            self.want(channel_id, rev);
            Turn::Early
        }
    }

    pub(super) fn message_heard(&mut self, event: MessageEvent) {
        let MessageEvent { channel_id, rev, mut message, user, reaction } = event;
        self.keep_mine(&channel_id, &mut message, reaction.as_ref());
        let user = Some(user).filter(|user| !user.user_id.as_str().is_empty());
        self.remember_users([user, reaction.map(|made| made.user)].into_iter().flatten().collect());
        self.root_heard(&channel_id, &mut message);
        let turn = self.turn(&channel_id, rev);
        if turn == Turn::Early {
            // An own message leaves the outbox all the same: it is durable.
            if self.confirms(&channel_id, &message) {
                self.take_in(&channel_id, &message);
                self.pump();
            }
            return;
        }
        self.take_in(&channel_id, &message);
        self.stop_typing(&channel_id, &message.user_id);
        self.note_newest(&channel_id, &message, true);
        self.note_rev(&channel_id, rev);
        self.recount(&channel_id);
        self.pump();
    }

    pub(super) fn channel_changed(&mut self, changed: ChannelChanged) {
        let channel_id = changed.channel.channel_id.clone();
        if self.turn(&channel_id, changed.rev) != Turn::Early {
            self.channel_noted(changed.channel);
        }
    }

    pub(super) fn member_changed(&mut self, changed: MemberChanged) {
        self.remember_users(vec![changed.user]);
        if self.turn(&changed.channel_id, changed.rev) != Turn::Early {
            self.member_noted(&changed.channel_id, changed.member, changed.member_count);
            self.note_rev(&changed.channel_id, changed.rev);
        }
    }

    /// What is known of the channel is of this revision, if nothing before it is missing.
    fn note_rev(&mut self, channel_id: &ChannelId, rev: Rev) {
        if let Some(view) = self.model.channels.by_id.get_mut(channel_id)
            && rev.0 == view.channel.rev.0 + 1
        {
            view.channel.rev = rev;
        }
    }
}
