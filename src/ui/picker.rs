//! The emoji picker's opener. The picker itself is a part of its own (`www/picker`).

use super::{Ui, kit::dom::focusable};
use crate::{
    parts::{object, open as open_part, texts},
    store::Action,
    strings,
};
use leptos::task::spawn_local;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsValue, prelude::Closure};
use web_sys::Element;

/// Hears what happened, and with what.
type Heard = Closure<dyn FnMut(String, String)>;

/// What the open picker calls; one at a time.
#[derive(Default)]
pub struct Picker(RefCell<Option<Heard>>);

/// Opens the picker at `anchor`. When it closes `back` gets the focus; then, when an emoji was chosen, `chosen` gets that.
pub fn open(ui: &Ui, anchor: Element, back: Element, chosen: Rc<dyn Fn(String)>) {
    let (Some(load), Ok(Some(panel))) = (ui.parts.clone(), anchor.closest(".madang-panel")) else { return };
    let (store, words) = (ui.store, ui.words);
    expand(&anchor, true);
    let button = anchor.clone();
    let heard = Heard::new(move |what: String, value: String| match what.as_str() {
        "chosen" => chosen(value),
        "toned" => store.dispatch(Action::ToneChosen(value.parse().unwrap_or(0))),
        _ => {
            expand(&button, false);
            focusable(&back);
        }
    });
    let said = [
        strings::EMOJI__PICKER__LABEL,
        strings::EMOJI__SEARCH__LABEL,
        strings::EMOJI__RECENT__LABEL,
        strings::EMOJI__TONE__LABEL,
        strings::EMOJI__NONE__TEXT,
        strings::PANEL__CLOSE__LABEL,
    ];
    let said: Vec<String> = said.iter().map(|text| words.text(*text)).collect();
    let (recent, tone) = store.read(|model| (texts(&model.emojis.recent), model.emojis.tone));
    let options = object(&[
        ("panel", panel.into()),
        ("anchor", anchor.clone().into()),
        ("locale", JsValue::from_str(&words.locale())),
        ("recent", recent),
        ("tone", JsValue::from_f64(f64::from(tone))),
        ("words", texts(&said)),
        ("hear", heard.as_ref().clone()),
    ]);
    *ui.picker.0.borrow_mut() = Some(heard);
    let ui = ui.clone();
    spawn_local(async move {
        if open_part(&load, "picker", &options).await.is_err() {
            expand(&anchor, false);
            ui.live.toast(words.text(strings::EMOJI__FAILED__TEXT));
        }
    });
}

fn expand(button: &Element, open: bool) {
    // The name is valid.
    let _ = button.set_attribute("aria-expanded", if open { "true" } else { "false" });
}
