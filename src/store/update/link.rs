//! A link leads to a message: its channel is opened, and the message fetched with what lies around it.

use super::*;
use crate::store::model::{Notice, Part};

impl Machine<'_> {
    pub(super) fn link_opened(&mut self, channel_id: ChannelId, seq: Option<Seq>) {
        if channel_id.root().is_some() {
            self.link_opened(channel_id.home(), None);
            return self.thread_opened(channel_id, seq);
        }
        let elsewhere = self.model.panel.channel.as_ref() != Some(&channel_id);
        if self.model.panel.only_channel && elsewhere {
            // The page shows one channel and no other.
            return self.notice(Notice::LinkGone);
        }
        if let Some(seq) = seq {
            self.timeline(&channel_id).sought = Some(seq);
        }
        // Whoever is there keeps the divider of what was unread.
        if elsewhere {
            self.channel_opened(channel_id.clone());
        }
        if let Some(seq) = seq {
            self.message_sought(&channel_id, seq);
        }
    }

    /// A page came from around the message that is sought: is it there at all?
    pub(super) fn sought_checked(&mut self, channel_id: &ChannelId) {
        let timeline = self.timeline(channel_id);
        let Some(seq) = timeline.sought.filter(|seq| !timeline.holds(*seq)) else { return };
        let beyond = match (timeline.first(), timeline.last()) {
            (Some(first), Some(last)) => (seq > last && !timeline.has_after) || (seq < first && !timeline.has_before),
            _ => true,
        };
        if beyond {
            timeline.sought = None;
            self.notice(Notice::LinkGone);
        } else {
            self.fetch(channel_id, Part::Around, Some(seq));
        }
    }

    /// Whether the refusal says that a channel or thread, of which nothing is known but a link, is not for the user to see.
    pub(super) fn link_gone(&mut self, channel_id: &ChannelId, code: ErrorCode) -> bool {
        let thread = channel_id.root().is_some();
        let known = self.model.channels.by_id.contains_key(channel_id) || (self.model.panel.only_channel && !thread);
        if known || !matches!(code, ErrorCode::NotFound | ErrorCode::Forbidden) {
            return false;
        }
        if self.model.timelines.remove(channel_id).is_some() && self.model.shows(channel_id) {
            if thread {
                self.thread_closed()
            } else {
                self.back_pressed()
            }
            self.notice(Notice::LinkGone);
        }
        true
    }
}
