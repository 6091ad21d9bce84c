//! What screen readers hear: a polite live region, because the timeline itself mounts and unmounts old rows.

use crate::{
    intl::{Words, use_words},
    store::{Change, Key, Store, view},
    strings,
};
use leptos::prelude::*;
use madang_protocol::{ChannelId, Seq};

/// The region of one panel.
#[derive(Clone, Copy)]
pub struct Live {
    spoken: RwSignal<String>,
    toast: RwSignal<Option<String>>,
}

impl Live {
    /// Lives as long as the current reactive owner.
    pub fn new() -> Self {
        Self { spoken: RwSignal::new(String::new()), toast: RwSignal::new(None) }
    }

    /// The one of the panel that the current component belongs to.
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Says it aloud.
    pub fn say(self, text: String) {
        let _ = self.spoken.try_set(text);
    }

    /// Shows a note for two seconds, and says it.
    pub fn toast(self, text: String) {
        self.say(text.clone());
        let _ = self.toast.try_set(Some(text));
        super::kit::dom::later(2000, move || {
            let _ = self.toast.try_set(None);
        });
    }

    /// Puts a text on the clipboard, and says so when that worked.
    pub fn copy(self, text: &str, copied: String) {
        let Some(window) = web_sys::window() else { return };
        let written = window.navigator().clipboard().write_text(text);
        wasm_bindgen_futures::spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
                self.toast(copied);
            }
        });
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// The region itself, and the toast.
#[component]
pub fn LiveRegion(live: Live) -> impl IntoView {
    view! {
        <div class={"madang-hidden"} aria-live="polite">{move || live.spoken.get()}</div>
        {move || live.toast.get().map(|text| view! { <div class={"madang-toast"} aria-hidden="true">{text}</div> })}
    }
}

/// Says messages of others as they come, while their conversation is open.
pub fn announce(live: Live, store: Store, channel_id: ChannelId) {
    let words = use_words();
    Effect::new(move |before: Option<Seq>| {
        store.watch(Change::Rows(channel_id.clone()));
        let newest = store.read(|model| {
            let message = model.timelines.get(&channel_id)?.messages.last()?;
            let own = model.me() == Some(&message.user_id);
            let fresh = before.is_some_and(|before| message.seq > before) && !own;
            Some((message.seq, fresh.then(|| said(words, model, &channel_id, message.seq)).flatten()))
        });
        let (seq, text) = newest.unwrap_or((before.unwrap_or_default(), None));
        if let Some(text) = text {
            live.say(text);
        }
        seq
    });
}

fn said(words: Words, model: &crate::store::Model, channel_id: &ChannelId, seq: Seq) -> Option<String> {
    let message = view::message(model, channel_id, &Key::Seq(seq))?;
    let line = words.with(strings::CHANNEL__LAST__OTHER, "name", &words.name(&message.author));
    Some(strings::fill(&line, "text", &message.text))
}
