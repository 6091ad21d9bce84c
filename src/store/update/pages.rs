//! Pages of history and of changes, merged into the held run.

use super::*;
use crate::store::{
    map::Map,
    model::{Part, Timeline},
};

impl Machine<'_> {
    pub(super) fn page_received(&mut self, page: HistoryPage, part: Part) {
        let channel_id = page.channel_id.clone();
        self.remember_users(page.users);
        // Own messages are confirmed before the rows are made, so that none is shown twice.
        for message in &page.messages {
            self.confirm(&channel_id, message);
        }
        // A page tells nothing of the channel itself: a change of it that was not heard has to be asked for.
        let known = self.model.channels.by_id.get(&channel_id).map_or(page.rev, |view| view.channel.rev);
        let timeline = self.timeline(&channel_id);
        let same_epoch = timeline.position.as_ref().is_none_or(|(epoch, _)| *epoch == page.epoch);
        let (first, last) = (page.messages.first().map(|m| m.seq), page.messages.last().map(|m| m.seq));
        // Within a channel seq is contiguous: a page joins the run when nothing lies between them.
        let joins = same_epoch
            && match (first, last, timeline.first(), timeline.last()) {
                (Some(first), Some(last), Some(held_first), Some(held_last)) => {
                    first.0 <= held_last.0 + 1 && held_first.0 <= last.0 + 1
                }
                _ => true,
            };
        match part {
            Part::Older => timeline.older = Load::Ready,
            Part::Newer => timeline.newer = Load::Ready,
            Part::Newest | Part::Around => timeline.load = Load::Ready,
        }
        if !joins && matches!(part, Part::Older | Part::Newer) {
            // The run was replaced meanwhile; this page belongs to the one before.
            return self.out.change(Change::Channel(channel_id));
        }
        if joins && !timeline.messages.is_empty() {
            merge(timeline, &page.messages);
            let (held_first, held_last) = (timeline.first(), timeline.last());
            if first.is_none() && part == Part::Older || first.is_some() && first == held_first {
                timeline.has_before = page.has_before;
            }
            if last.is_none() && part == Part::Newer || last.is_some() && last == held_last {
                timeline.has_after = page.has_after;
            }
        } else {
            timeline.messages = page.messages;
            timeline.has_before = page.has_before;
            timeline.has_after = page.has_after;
            timeline.gap = None;
        }
        if timeline.gap.is_some() && timeline.first() < timeline.gap {
            timeline.gap = None;
        }
        match timeline.position.clone() {
            Some((epoch, rev)) if epoch == page.epoch && joins => {
                // Changes that came while this page was made may not be in it: they are asked for again.
                timeline.position = Some((epoch, rev.min(page.rev)));
                timeline.wanted = timeline.wanted.max(rev);
            }
            _ => {
                timeline.wanted = timeline.wanted.max(page.rev);
                timeline.position = Some((page.epoch, page.rev.min(known)));
            }
        }
        let behind = timeline.rev() < Some(timeline.wanted);
        self.cursors_heard(&channel_id, page.cursors);
        if part == Part::Newest {
            self.place_divider(&channel_id);
        }
        if part == Part::Around {
            self.sought_checked(&channel_id);
        }
        self.recount(&channel_id);
        self.out.change(Change::Rows(channel_id.clone()));
        self.out.change(Change::Channel(channel_id.clone()));
        if behind {
            self.sync(&channel_id);
        }
    }

    /// What changed since the held position, or a fresh start.
    pub(super) fn synced(&mut self, page: SyncPage) {
        let channel_id = page.channel_id.clone();
        self.remember_users(page.users);
        let Some(timeline) = self.model.timelines.get_mut(&channel_id) else { return };
        timeline.syncing = false;
        timeline.load = Load::Ready;
        let stuck = timeline.position == Some((page.epoch.clone(), page.rev));
        timeline.position = Some((page.epoch, page.rev));
        if page.reset {
            self.restart(&channel_id, page.messages, page.has_before, page.rev);
        } else {
            // By seq, so that each new one is the newest in its turn.
            let messages: Map<Seq, Message> = page.messages.into_iter().map(|message| (message.seq, message)).collect();
            for message in messages.values() {
                self.take_in(&channel_id, message);
                self.note_newest(&channel_id, message, false);
            }
        }
        for member in page.members {
            self.member_noted(&channel_id, member, page.channel.member_count);
        }
        self.channel_noted(page.channel);
        self.cursors_heard(&channel_id, page.cursors);
        self.recount(&channel_id);
        self.out.change(Change::Channel(channel_id.clone()));
        let Some(timeline) = self.model.timelines.get_mut(&channel_id) else { return };
        if page.more || (timeline.wanted > page.rev && !stuck) {
            self.sync(&channel_id);
        } else {
            timeline.wanted = page.rev;
        }
    }

    /// Forgets the held run; `messages` is the newest page.
    fn restart(&mut self, channel_id: &ChannelId, messages: Vec<Message>, has_before: bool, rev: Rev) {
        for message in &messages {
            self.confirm(channel_id, message);
        }
        let Some(newest) = messages.last().cloned() else { return self.restart_empty(channel_id, rev) };
        let said = messages.iter().rfind(|message| message.counts()).cloned();
        let timeline = self.timeline(channel_id);
        let (held, first) = (timeline.last(), messages.first().map(|message| message.seq));
        timeline.gap = first.filter(|first| held.is_some_and(|held| held.0 + 1 < first.0));
        let gap = timeline.gap.is_some();
        timeline.messages = messages;
        timeline.has_before = has_before;
        self.restarted(channel_id, rev);
        for message in said.iter().chain([&newest]) {
            self.note_newest(channel_id, message, false);
        }
        if gap {
            self.out.emit(HostEvent::Gap(channel_id.clone()));
        }
    }

    fn restart_empty(&mut self, channel_id: &ChannelId, rev: Rev) {
        let timeline = self.timeline(channel_id);
        timeline.messages.clear();
        timeline.has_before = false;
        self.restarted(channel_id, rev);
    }

    fn restarted(&mut self, channel_id: &ChannelId, rev: Rev) {
        let timeline = self.timeline(channel_id);
        timeline.has_after = false;
        timeline.older = Load::No;
        timeline.newer = Load::No;
        timeline.cursors.clear();
        timeline.wanted = rev;
        self.place_divider(channel_id);
        self.out.change(Change::Rows(channel_id.clone()));
        self.out.change(Change::Receipts(channel_id.clone()));
    }
}

/// Takes in a page that joins the run, whatever its ends.
fn merge(timeline: &mut Timeline, messages: &[Message]) {
    let ends = (timeline.has_before, timeline.has_after);
    (timeline.has_before, timeline.has_after) = (false, false);
    for message in messages {
        timeline.upsert(message);
    }
    (timeline.has_before, timeline.has_after) = ends;
}
