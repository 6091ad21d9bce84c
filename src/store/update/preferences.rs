//! How the user keeps channels: which stand at the top, which are put away, and what may ring.

use super::*;
use crate::store::model::{Channels, Mode, Panel};

impl Machine<'_> {
    pub(super) fn preference_heard(&mut self, changed: PreferenceChanged) {
        let PreferenceChanged { channel_id, preference, unread_count, mention_count } = changed;
        let Some(view) = self.model.channels.by_id.get_mut(&channel_id) else { return };
        let before = view.preference.and_then(|preference| preference.unread_from);
        view.preference = Some(preference);
        if let Some(count) = unread_count {
            view.unread_count = count;
            view.mention_count = mention_count.unwrap_or_default();
        }
        // By reading it only goes on, and then away.
        if let Some(from) = preference.unread_from
            && before.is_none_or(|before| from < before)
        {
            self.marked_unread(&channel_id, from);
        }
        if preference.unread_from.is_none()
            && let Some(timeline) = self.model.timelines.get_mut(&channel_id)
            && std::mem::take(&mut timeline.unread_kept)
        {
            let seen = timeline.seen;
            self.read_up_to(&channel_id, seen);
        }
        self.recount(&channel_id);
        self.place(&channel_id);
        self.out.change(Change::Channel(channel_id));
    }

    /// From here on it counts as unread, also while somebody looks at it.
    fn marked_unread(&mut self, channel_id: &ChannelId, from: Seq) {
        let Panel { open, mode, .. } = self.model.panel;
        let shown = self.model.shows(channel_id) && (open || mode != Mode::Launcher);
        if let Some(marks) = self.model.marks.get_mut(channel_id) {
            marks.read = None;
        }
        if let Some(timeline) = self.model.timelines.get_mut(channel_id) {
            timeline.seen = timeline.seen.min(Seq(from.0.saturating_sub(1)));
            timeline.unread_kept = shown;
        }
        if shown {
            self.place_divider(channel_id);
        }
    }

    pub(super) fn undisturbed_heard(&mut self, until: Option<TimeMs>) {
        self.model.undisturbed_until = until.unwrap_or_default();
    }

    pub(super) fn archive_toggled(&mut self) {
        self.model.panel.archive = !self.model.panel.archive;
        self.out.change(Change::ChannelList);
    }

    /// Puts a channel where it belongs: the pinned ones, the newest pin first; groups by their newest message; open ones.
    pub(super) fn place(&mut self, channel_id: &ChannelId) {
        let Channels { order, by_id, .. } = &mut self.model.channels;
        let Some(own) = by_id.get(channel_id).map(rank) else { return };
        order.retain(|id| id != channel_id);
        let behind = |id: &ChannelId| by_id.get(id).is_some_and(|view| rank(view) <= own);
        let at = order.iter().position(behind).unwrap_or(order.len());
        order.insert(at, channel_id.clone());
        self.out.change(Change::ChannelList);
    }
}

/// The higher the further up.
fn rank(view: &ChannelView) -> (TimeMs, bool, TimeMs) {
    let pinned_at = view.preference.and_then(|preference| preference.pinned_at).unwrap_or_default();
    let group = view.channel.kind == ChannelKind::Group;
    // Whoever was added to an old one looks for it at the top.
    let joined_at = view.me.as_ref().map_or(view.channel.created_at, |me| me.joined_at);
    let active_at = view.last_message.as_ref().map_or(joined_at, |message| message.created_at.max(joined_at));
    (pinned_at, group, if group { active_at } else { TimeMs(0) })
}
