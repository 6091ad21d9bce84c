//! A link leads to a message: its channel is opened, and the message fetched with what lies around it.

use super::*;

impl Machine<'_> {
    pub(super) fn link_opened(&mut self, channel_id: ChannelId, seq: Option<Seq>) {
        if channel_id.root().is_some() {
            self.link_opened(channel_id.home(), None);
            return self.thread_opened(channel_id, seq);
        }
        let elsewhere = self.model.panel.channel.as_ref() != Some(&channel_id);
        if self.model.panel.only_channel && elsewhere {
            // The page shows one channel and no other.
            return;
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
}
