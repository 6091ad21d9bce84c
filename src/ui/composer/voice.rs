//! Voice messages: a button where nothing is written yet. What records is a part of plain JavaScript over the field
//! (`www/voice`); what it gives is sent at once, as a file.

use super::{
    attach::{get, pick},
    editing,
};
use crate::{
    store::{Action, Change},
    strings,
    ui::{
        Ui,
        kit::{El, Glyph, Local, button, icon},
        parts::mount,
    },
};
use js_sys::Array;
use madang_protocol::ChannelId;

/// Whether the browser can record, and the result be sent.
pub fn works(ui: &Ui) -> bool {
    let Some(window) = web_sys::window().filter(|_| ui.files.work()) else { return false };
    let devices = get(&get(&window, "navigator"), "mediaDevices");
    devices.is_object() && get(&window, "MediaRecorder").is_function()
}

/// The button; `line` is the composer's, which the recorder covers, and which hears what was recorded.
pub fn voice(ui: &Ui, channel_id: &ChannelId, empty: &Local<bool>, line: &El) -> El {
    let (store, empty) = (ui.store, empty.clone());
    let (sent, of) = (ui.clone(), channel_id.clone());
    line.clone().on("madang-voice", move |event| {
        let recorded = Array::of1(&get(&event, "detail"));
        if pick(&sent, &of, &recorded) {
            let client_id = store.client_id();
            store.dispatch(Action::SendPressed { channel_id: of.clone(), text: String::new(), client_id });
        }
    });
    let (opened, host, id) = (ui.clone(), line.clone(), channel_id.clone());
    let button = button("madang-icon-button madang-composer__voice");
    let button = button.attr("aria-label", &ui.words.text(strings::COMPOSER__VOICE__LABEL)).child(icon(Glyph::Mic));
    button
        .sync(move |button| {
            let edits = store.get(Change::Panel, |model| editing(model, &id).is_some());
            button.set("hidden", (edits || !empty.get()).then_some(""));
        })
        .on("click", move |_| mount(&opened, "voice", &host, &[]))
}
