//! Parts of the widget that are plain JavaScript: fetched when first needed, never by what only reads.

use super::{Ui, kit::El};
use crate::strings;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The loader's way to a part: a name in, a promise of its module out. Provided by `<ChatApp>` as context; absent where
/// the components stand alone.
#[derive(Clone, Copy)]
pub struct Parts(StoredValue<Option<Function>, LocalStorage>);

impl Parts {
    pub fn new(load: Option<Function>) -> Self {
        Self(StoredValue::new_local(load))
    }

    /// The loader, when there is one.
    pub fn given() -> Option<Function> {
        use_context::<Self>()?.0.get_value()
    }
}

/// Fetches a part and calls its `open` with one argument.
pub async fn open(load: &Function, name: &str, argument: &JsValue) -> Option<JsValue> {
    let loading = load.call1(&JsValue::NULL, &JsValue::from_str(name)).ok()?;
    let module = JsFuture::from(loading.dyn_into::<Promise>().ok()?).await.ok()?;
    let open = Reflect::get(&module, &JsValue::from_str("open")).ok()?.dyn_into::<Function>().ok()?;
    open.call1(&JsValue::NULL, argument).ok()
}

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
    given.extend(host.map(|host| ("host", JsValue::from(&host.0))));
    let pairs: Vec<(&str, &JsValue)> = given.iter().map(|(name, value)| (*name, value)).collect();
    let (ui, given, asked) = (ui.clone(), object(&pairs), host.is_none());
    spawn_local(async move {
        if open(&load, name, &given).await.is_none() && asked {
            ui.live.toast(ui.words.text(strings::PART__FAILED__TEXT));
        }
    });
}

/// An object of these properties.
pub fn object(pairs: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// A list of texts.
pub fn texts(texts: &[String]) -> JsValue {
    let list = Array::new();
    for text in texts {
        list.push(&JsValue::from_str(text));
    }
    list.into()
}
