//! Naming people: whom the composer offers, and who was named in a message that is edited.

use super::*;
use crate::store::model::People;

/// People offered at a time.
const OFFERED: u32 = 8;

impl Machine<'_> {
    pub(super) fn people_sought(&mut self, channel_id: ChannelId, prefix: String) {
        let request = Request::People { channel_id: channel_id.clone(), prefix: prefix.clone() };
        if !self.asked(&request) {
            let body = ListMembers {
                channel_id,
                after: None,
                limit: Some(OFFERED),
                prefix: Some(prefix),
                filter: None,
                read_seq: None,
                user_ids: vec![],
            };
            self.ask(Command::ListMembers(body), request);
        }
    }

    pub(super) fn people_found(&mut self, prefix: String, list: MemberList) {
        let MemberList { channel_id, users, .. } = list;
        self.remember_users(users.clone());
        self.model.people = People { channel_id, prefix, users };
        self.out.change(Change::People);
    }

    /// The names in a message's text mean whom they meant.
    pub(super) fn names_again(&mut self, channel_id: &ChannelId, seq: Seq) {
        let Some(message) = self.model.message(channel_id, &Key::Seq(seq)) else { return };
        let mut named = Vec::new();
        for range in &message.ranges {
            let words = range.of(&message.text).and_then(|words| words.strip_prefix('@'));
            if let (Some(user_id), Some(words)) = (&range.user_id, words) {
                named.push((words.to_owned(), user_id.clone()));
            }
        }
        self.model.chosen.splice(0..0, named);
    }
}
