//! Presence of the people in one's channels.

use super::*;

/// The server watches so many for one connection.
const MOST: usize = 100;

impl Machine<'_> {
    /// Tells the server whom to watch, when that changed. A stranger watches nobody.
    pub(super) fn watch_presence(&mut self) {
        if self.model.session.me.is_none() || !self.model.online() {
            return;
        }
        let mut user_ids: Vec<UserId> = Vec::new();
        for id in self.model.channels.by_id.values().flat_map(|view| &view.some_members) {
            if user_ids.len() < MOST && !user_ids.contains(id) {
                user_ids.push(id.clone());
            }
        }
        if user_ids != self.model.session.watched {
            self.model.session.watched.clone_from(&user_ids);
            self.ask(Command::WatchPresence(WatchPresence { user_ids }), Request::Presence);
        }
    }

    pub(super) fn presence_heard(&mut self, presence: Presence) {
        for presence in presence.users {
            self.out.change(Change::Presence(presence.user_id.clone()));
            self.model.presence.insert(presence.user_id.clone(), presence);
        }
    }
}
