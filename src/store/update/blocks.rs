//! Of whom the user does not want to hear: what they wrote is folded, wherever it is held.

use super::*;

impl Machine<'_> {
    pub(super) fn blocked_heard(&mut self, user_ids: Vec<UserId>) {
        if self.model.blocked == user_ids {
            return;
        }
        self.model.blocked = user_ids;
        for channel_id in self.model.channels.by_id.keys().cloned().collect::<Vec<_>>() {
            self.recount(&channel_id);
            if let Some(timeline) = self.model.timelines.get(&channel_id) {
                for message in &timeline.messages {
                    self.out.change(Change::Message(channel_id.clone(), self.model.key(message)));
                }
            }
            self.out.change(Change::Channel(channel_id));
        }
    }
}
