//! The place of a line that tells what happened, which the part of plain JavaScript words (`www/admin`).

use super::{
    Ui,
    kit::{El, el},
    parts::mount,
};
use crate::store::{Change, view};
use madang_protocol::{ChannelId, Seq, lean};

/// The line of the messages `first-last`.
pub fn line(ui: &Ui, channel_id: &ChannelId, span: &str) -> El {
    let seq = |text: &str| Seq(text.parse().unwrap_or_default());
    let (first, last) = span.split_once('-').map_or((Seq(0), Seq(0)), |(first, last)| (seq(first), seq(last)));
    let place = el("div", "madang-admin");
    mount(ui, "admin", &place, &[("channelId", channel_id.as_str())]);
    let (ui, channel_id) = (ui.clone(), channel_id.clone());
    place.sync(move |place| {
        let Some(told) = ui.store.read(|model| view::admin(model, &channel_id, (first, last))) else { return };
        for user in told.users.iter().chain([&told.by]) {
            ui.store.watch(Change::User(user.user_id.clone()));
        }
        let names: Vec<String> = told.users.iter().map(|user| ui.words.name(user)).collect();
        place.set("data-names", Some(&lean::to_text(&names)));
        place.set("data-by", Some(&ui.words.name(&told.by)));
        place.set("data-text", Some(&told.text));
        place.set("data-admin", Some(&lean::to_text(&told.admin)));
    })
}
