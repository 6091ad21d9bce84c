//! Parts that stand in the panel: over it, or in a place of it.

use super::{Ui, kit::El};
use crate::{
    parts::{object, open},
    strings,
};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

/// Opens a part over the panel; it gets these texts, and from the loader the way to the server (`www/kit/sheet.js`).
pub fn show(ui: &Ui, name: &'static str, given: &[(&str, &str)]) {
    ask(ui, name, None, given);
}

/// Gives a place of the panel to a part, which fills it.
pub fn mount(ui: &Ui, name: &'static str, host: &El, given: &[(&str, &str)]) {
    ask(ui, name, Some(host), given);
}

fn ask(ui: &Ui, name: &'static str, host: Option<&El>, given: &[(&str, &str)]) {
    let Some(load) = ui.parts.clone() else { return };
    let mut given: Vec<(&str, JsValue)> = given.iter().map(|(name, text)| (*name, JsValue::from_str(text))).collect();
    given.push(("files", ui.files.options().clone()));
    given.extend(host.map(|host| ("host", JsValue::from(&host.0))));
    let (ui, given, asked) = (ui.clone(), object(&given), host.is_none());
    spawn_local(async move {
        if open(&load, name, &given).await.is_err() && asked {
            ui.live.toast(ui.words.text(strings::PART__FAILED__TEXT));
        }
    });
}
