//! The ways to the details of a channel and to what may be done about a person: a part of plain JavaScript
//! (`www/details/details.js`), since few open it.

use super::{
    Ui,
    kit::{El, button},
    parts::show,
};
use crate::strings;
use madang_protocol::{ChannelId, Seq, UserId};

/// The button over a conversation's title.
pub fn opener(ui: &Ui, channel_id: ChannelId) -> El {
    let (ui, label) = (ui.clone(), ui.words.text(strings::PANEL__DETAILS__LABEL));
    let open = button("madang-panel__open").attr("aria-label", &label);
    open.on("click", move |_| details(&ui, &channel_id, None))
}

/// Opens the details; with an author and a message, what may be done about these.
pub fn details(ui: &Ui, channel_id: &ChannelId, about: Option<(&UserId, Seq)>) {
    let blocked = ui.store.read(|model| model.blocked.iter().map(UserId::as_str).collect::<Vec<_>>().join("\n"));
    let (user, seq) = about.map_or(("", String::new()), |(user, seq)| (user.as_str(), seq.0.to_string()));
    let (id, until) = (channel_id.as_str(), undisturbed(ui));
    let given = [("channelId", id), ("userId", user), ("seq", &seq), ("blocked", &blocked), ("until", &until)];
    show(ui, "details", &given);
}

/// Until when nothing rings, as the part with the notifications takes it.
pub fn undisturbed(ui: &Ui) -> String {
    ui.store.read(|model| model.undisturbed_until.0.to_string())
}
