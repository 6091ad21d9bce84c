//! Read and delivered: own cursors go to the server in small batches, others' come from it. Cursors only move forward.

use super::*;
use crate::store::model::Marks;

/// Cursors are gathered for this long, so that a burst is one command.
const GATHER_MS: u64 = 250;

impl Machine<'_> {
    pub(super) fn message_seen(&mut self, channel_id: &ChannelId, seq: Seq) {
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return };
        timeline.seen = timeline.seen.max(seq);
        let seen = timeline.seen;
        self.read_up_to(channel_id, seen);
    }

    /// Marks as read, when somebody looks at this channel.
    pub(super) fn read_up_to(&mut self, channel_id: &ChannelId, seq: Seq) {
        let kept = self.model.timelines.get(channel_id).is_some_and(|timeline| timeline.unread_kept);
        if kept || !self.model.attends() || !self.model.shows(channel_id) {
            return;
        }
        if channel_id.root().is_some() {
            self.thread_read(channel_id, seq);
            return self.recount(channel_id);
        }
        let Some(view) = self.model.channels.by_id.get_mut(channel_id) else { return };
        // What was marked as unread is read once more; where from, the server tells.
        let mut told = view::preference(view).unread_from.is_some_and(|from| from <= seq);
        if let Some(me) = view.me.as_mut().filter(|me| me.read_seq < seq) {
            me.read_seq = seq;
            me.delivered_seq = me.delivered_seq.max(seq);
            told = true;
        }
        if told {
            let marks = self.model.marks.or_insert_with(channel_id.clone(), Marks::default);
            marks.read = marks.read.max(Some(seq));
            self.gather();
        }
        self.recount(channel_id);
    }

    pub(super) fn delivered_up_to(&mut self, channel_id: &ChannelId, seq: Seq) {
        if channel_id.root().is_some() {
            return;
        }
        let Some(view) = self.model.channels.by_id.get_mut(channel_id) else { return };
        let Some(me) = view.me.as_mut().filter(|me| me.state == MemberState::Joined && me.delivered_seq < seq) else {
            return;
        };
        me.delivered_seq = seq;
        let marks = self.model.marks.or_insert_with(channel_id.clone(), Marks::default);
        marks.delivered = marks.delivered.max(Some(seq));
        self.gather();
    }

    pub(super) fn gather(&mut self) {
        self.set_timer(Timer::Marks, GATHER_MS);
    }

    pub(super) fn flush_marks(&mut self) {
        if !self.model.online() {
            return;
        }
        for (channel_id, Marks { read, delivered }) in std::mem::take(&mut self.model.marks) {
            // Read implies delivered.
            let command = match (read, delivered) {
                (Some(seq), delivered) if Some(seq) >= delivered => Command::MarkRead(Mark { channel_id, seq }),
                (Some(seq), Some(delivered)) => {
                    self.ask(Command::MarkRead(Mark { channel_id: channel_id.clone(), seq }), Request::Mark);
                    Command::MarkDelivered(Mark { channel_id, seq: delivered })
                }
                (None, Some(seq)) => Command::MarkDelivered(Mark { channel_id, seq }),
                _ => continue,
            };
            self.ask(command, Request::Mark);
        }
    }

    pub(super) fn cursor_moved(&mut self, moved: CursorMoved) {
        let CursorMoved { channel_id, cursor } = moved;
        if self.model.me() == Some(&cursor.user_id)
            && let Some(me) = self.model.channels.by_id.get_mut(&channel_id).and_then(|view| view.me.as_mut())
        {
            me.read_seq = me.read_seq.max(cursor.read_seq);
            me.delivered_seq = me.delivered_seq.max(cursor.delivered_seq);
        }
        if channel_id.root().is_some() {
            // Read on another device.
            return self.thread_known(&channel_id);
        }
        self.cursors_heard(&channel_id, vec![cursor]);
        self.recount(&channel_id);
    }

    pub(super) fn cursors_heard(&mut self, channel_id: &ChannelId, cursors: Vec<Cursor>) {
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return };
        let mut moved = false;
        for cursor in cursors {
            match timeline.cursors.iter_mut().find(|held| held.user_id == cursor.user_id) {
                Some(held) => {
                    let newer = (cursor.read_seq.max(held.read_seq), cursor.delivered_seq.max(held.delivered_seq));
                    moved |= newer != (held.read_seq, held.delivered_seq);
                    (held.read_seq, held.delivered_seq) = newer;
                }
                None => {
                    timeline.cursors.push(cursor);
                    moved = true;
                }
            }
        }
        if moved {
            self.out.change(Change::Receipts(channel_id.clone()));
        }
    }

    /// Counts a channel's unread messages anew, where what is held suffices for it.
    pub(super) fn recount(&mut self, channel_id: &ChannelId) {
        let me = self.model.me().cloned();
        let blocked = &self.model.blocked;
        let timeline = self.model.timelines.get(channel_id);
        let Some(view) = self.model.channels.by_id.get(channel_id) else { return };
        let newest = view.last_message.as_ref().map_or(Seq(0), |last| last.seq);
        let seen = timeline.map_or(Seq(0), |timeline| timeline.seen);
        // Open channels have no membership: there, what was on screen is what was read.
        let read = match (&view.me, view.channel.kind) {
            (_, ChannelKind::Open) if seen.0 > 0 => seen,
            (Some(member), ChannelKind::Group) => member.read_seq,
            _ => return,
        };
        let read = view::preference(view).read(read);
        let (count, named) = match timeline {
            _ if read >= newest => (0, 0),
            Some(held)
                if !held.has_after && held.first().is_some_and(|first| first.0 <= read.0 + 1 || !held.has_before) =>
            {
                let unread = held.messages.iter().rev().take_while(|message| message.seq > read);
                let unread = unread.filter(|message| {
                    !message.deleted
                        && message.counts()
                        && Some(&message.user_id) != me.as_ref()
                        && !blocked.contains(&message.user_id)
                });
                let (mut count, mut named) = (0, 0);
                for message in unread {
                    count += 1;
                    named += u32::from(self.model.names_me(message, true));
                }
                (count, named)
            }
            _ => return,
        };
        // Whom an `@here` of the past meant, the server knows: from what is held the count only falls.
        let named = named.min(view.mention_count);
        if (count, named) != (view.unread_count, view.mention_count)
            && let Some(view) = self.model.channels.by_id.get_mut(channel_id)
        {
            view.unread_count = count;
            view.mention_count = named;
            self.out.change(Change::Channel(channel_id.clone()));
        }
    }
}
