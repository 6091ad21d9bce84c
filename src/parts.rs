//! The loader's way to the parts of the widget that are plain JavaScript: modules that are fetched when first needed.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
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
pub async fn open(load: &Function, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let loading = load.call1(&JsValue::NULL, &JsValue::from_str(name))?;
    let module = JsFuture::from(loading.dyn_into::<Promise>()?).await?;
    let open = Reflect::get(&module, &JsValue::from_str("open"))?.dyn_into::<Function>()?;
    open.call1(&JsValue::NULL, argument)
}

/// The address of a message, as the page makes it.
pub fn link(load: &Function, channel_id: &str, seq: f64) -> Option<String> {
    let link = Reflect::get(load, &JsValue::from_str("link")).ok()?.dyn_into::<Function>().ok()?;
    link.call2(&JsValue::NULL, &JsValue::from_str(channel_id), &JsValue::from_f64(seq)).ok()?.as_string()
}

/// An object of these properties.
pub fn object(pairs: &[(&str, JsValue)]) -> JsValue {
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
