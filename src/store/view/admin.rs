//! What happened in a channel, as one line tells it.

use super::*;

/// One line; worded by `www/admin`.
#[derive(Debug, Clone, PartialEq)]
pub struct AdminView {
    pub admin: Admin,
    /// Of what the page's backend says.
    pub text: String,
    pub by: User,
    /// Whom it is about, each once: of who came and went themselves.
    pub users: Vec<User>,
}

/// The line of these messages, which tell the same.
pub fn admin(model: &Model, channel_id: &ChannelId, (first, last): (Seq, Seq)) -> Option<AdminView> {
    let held = &model.timelines.get(channel_id)?.messages;
    let told = held.iter().filter(|message| message.seq >= first && message.seq <= last);
    let mut line: Option<AdminView> = None;
    for (message, admin) in told.filter_map(|message| Some((message, message.admin.as_ref()?))) {
        let by = user(model, &message.user_id);
        let itself = matches!(admin.what, Happening::Joined | Happening::Left);
        let about = itself.then_some(&message.user_id).into_iter().chain(&admin.user_ids);
        let line = line.get_or_insert_with(|| AdminView {
            admin: Admin::clone(admin),
            text: message.text.clone(),
            by,
            users: Vec::new(),
        });
        for user_id in about {
            if line.users.iter().all(|known| known.user_id != *user_id) {
                line.users.push(user(model, user_id));
            }
        }
    }
    line
}
