//! What screen readers hear: a polite live region, because the timeline itself mounts and unmounts old rows.

use super::{
    Ui,
    kit::{El, Local, dom::later, effect, el},
};
use crate::{
    store::{Change, Key, Model, view},
    strings,
};
use madang_protocol::{ChannelId, Seq};
use std::cell::Cell;

/// The region of one panel; copies are the same one.
#[derive(Clone)]
pub struct Live {
    spoken: Local<String>,
    toast: Local<String>,
}

impl Live {
    pub fn new() -> Self {
        Self { spoken: Local::new(String::new()), toast: Local::new(String::new()) }
    }

    /// Says it aloud.
    pub fn say(&self, text: String) {
        self.spoken.set(text);
    }

    /// Shows a note for two seconds, and says it.
    pub fn toast(&self, text: String) {
        self.say(text.clone());
        self.toast.set(text);
        let toast = self.toast.clone();
        later(2000, Box::new(move || toast.set(String::new())));
    }

    /// Puts a text on the clipboard, and says so when that worked.
    pub fn copy(&self, text: &str, copied: String) {
        let Some(window) = web_sys::window() else { return };
        let (written, live) = (window.navigator().clipboard().write_text(text), self.clone());
        wasm_bindgen_futures::spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
                live.toast(copied);
            }
        });
    }

    /// The region itself, and the toast.
    pub fn region(&self) -> (El, El) {
        let (spoken, toast) = (self.spoken.clone(), self.toast.clone());
        let region = el("div", "madang-hidden").attr("aria-live", "polite");
        let region = region.sync(move |region| region.0.set_text_content(Some(&spoken.get())));
        let key = move || Some(toast.get()).filter(|text| !text.is_empty());
        let toasts = el("div", "madang-toasts").attr("aria-hidden", "true");
        (region, toasts.choice(key, |text| el("div", "madang-toast").text(text)))
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// Says messages of others as they come, while their conversation is open.
pub fn announce(ui: &Ui, channel_id: ChannelId) {
    let (ui, before) = (ui.clone(), Cell::new(None::<Seq>));
    effect(move || {
        ui.store.watch(Change::Rows(channel_id.clone()));
        let newest = ui.store.read(|model| {
            let message = model.timelines.get(&channel_id)?.messages.iter().rfind(|message| message.is_said())?;
            let fresh = before.get().is_some_and(|before| message.seq > before) && model.me() != Some(&message.user_id);
            Some((message.seq, fresh.then(|| said(&ui, model, &channel_id, message.seq)).flatten()))
        });
        let (seq, text) = newest.unwrap_or_default();
        before.set(Some(seq));
        if let Some(text) = text {
            ui.live.say(text);
        }
    });
}

fn said(ui: &Ui, model: &Model, channel_id: &ChannelId, seq: Seq) -> Option<String> {
    let message = view::message(model, channel_id, &Key::Seq(seq))?;
    let line = ui.words.with(strings::CHANNEL__LAST__OTHER, "name", &ui.words.name(&message.author));
    Some(strings::fill(&line, "text", &message.text))
}
