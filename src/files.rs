//! The bytes of files, which the model never holds: a part of plain JavaScript (`www/files`) uploads and shows them, fetched when the
//! first file is attached or shown. `ui` gives it what was chosen and the places to fill, `client` tells it what to upload.

use crate::{
    config::WidgetConfig,
    intl::Words,
    parts::{object, open, texts},
    store::{Action, Identity, Store, Upload},
    strings,
};
use js_sys::{Array, Function, Promise};
use leptos::{prelude::*, task::spawn_local};
use madang_protocol::{ClientId, ErrorCode, lean};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Told: what, of which upload, and how.
type Hear = Closure<dyn FnMut(String, String, String)>;
/// Asked for the token, or the words.
type Ask = Closure<dyn FnMut() -> JsValue>;

/// The files of one widget; copies are the same ones.
#[derive(Clone)]
pub struct Files(Rc<Inner>);

/// What `<ChatApp>` provides as context.
#[derive(Clone, Copy)]
struct Given(StoredValue<Files, LocalStorage>);

struct Inner {
    /// The loader's way to the parts; absent where the components stand alone.
    load: Option<Function>,
    options: JsValue,
    words: Rc<Cell<Option<Words>>>,
    /// What is called, once the part is there.
    running: RefCell<Option<Promise>>,
    /// What the part calls.
    _heard: (Hear, Ask, Ask),
}

impl Files {
    pub fn new(store: Store, config: &WidgetConfig) -> Self {
        let words = Rc::<Cell<Option<Words>>>::default();
        let spoken = words.clone();
        let hear = Closure::<dyn FnMut(String, String, String)>::new(move |what: String, id: String, value: String| {
            tell(store, &what, ClientId(id), &value);
        });
        let token = Closure::<dyn FnMut() -> JsValue>::new(move || {
            store.read(|model| match &model.session.identity {
                Identity::Anonymous => JsValue::from_str(""),
                Identity::Visitor(token) | Identity::SignedIn(token) => JsValue::from_str(token),
            })
        });
        let said = Closure::<dyn FnMut() -> JsValue>::new(move || said(spoken.get()));
        let options = object(&[
            ("server", JsValue::from_str(&config.server)),
            ("appId", JsValue::from_str(config.app_id.as_str())),
            ("hear", hear.as_ref().clone()),
            ("token", token.as_ref().clone()),
            ("words", said.as_ref().clone()),
            ("part", config.parts.clone().map_or(JsValue::UNDEFINED, JsValue::from)),
        ]);
        let load = config.parts.clone();
        Self(Rc::new(Inner { load, options, words, running: RefCell::default(), _heard: (hear, token, said) }))
    }

    /// For the components below.
    pub fn provide(&self) {
        provide_context(Given(StoredValue::new_local(self.clone())));
    }

    /// Those that were given above; without, nothing is uploaded, and places stay empty.
    pub fn expect() -> Self {
        let given = use_context::<Given>().and_then(|given| given.0.try_get_value());
        given.unwrap_or_else(|| Self::new(Store::expect(), &WidgetConfig::default()))
    }

    /// Whether anything can be uploaded or shown.
    pub fn work(&self) -> bool {
        self.0.load.is_some()
    }

    /// Where they are, and as whom: for parts that upload or show by themselves.
    pub fn options(&self) -> &JsValue {
        &self.0.options
    }

    /// The language of the labels.
    pub fn speak(&self, words: Words) {
        self.0.words.set(Some(words));
    }

    /// Calls a method of the part, in order; fetches the part first.
    pub fn call(&self, method: &str, given: &[&JsValue]) {
        let Some(load) = &self.0.load else { return };
        let arguments = Array::new();
        arguments.push(&JsValue::from_str(method));
        for value in given {
            arguments.push(value);
        }
        let running = self.0.running.borrow().clone();
        let running = running.unwrap_or_else(|| {
            let (load, options) = (load.clone(), self.0.options.clone());
            let begun = future_to_promise(async move { open(&load, "files", &options).await });
            *self.0.running.borrow_mut() = Some(begun.clone());
            begun
        });
        let this = self.clone();
        spawn_local(async move {
            match JsFuture::from(running).await {
                Ok(part) => {
                    // What it throws is its own affair, and on the console.
                    let _ = part.unchecked_into::<Function>().apply(&JsValue::NULL, &arguments);
                }
                // The next call tries to fetch it again.
                Err(_) => *this.0.running.borrow_mut() = None,
            }
        });
    }

    /// The widget is gone.
    pub fn end(&self) {
        if self.0.running.borrow().is_some() {
            self.call("end", &[]);
        }
    }
}

fn tell(store: Store, what: &str, id: ClientId, value: &str) {
    let (state, file) = match what {
        "progress" => (Upload::Running(value.parse().unwrap_or_default()), None),
        "done" => (Upload::Done, lean::from_text(value)),
        _ if value == "lost" => (Upload::Lost, None),
        _ => {
            let code = ErrorCode::ALL.iter().copied().find(|code| code.as_str() == value);
            (Upload::Failed(code.unwrap_or(ErrorCode::Internal)), None)
        }
    };
    store.dispatch(Action::UploadTold { id, state, file });
}

/// In the order of `Word` in www/files/files.js.
fn said(words: Option<Words>) -> JsValue {
    let said = [
        strings::PANEL__CLOSE__LABEL,
        strings::VIEWER__PREVIOUS__LABEL,
        strings::VIEWER__NEXT__LABEL,
        strings::FILE__DOWNLOAD__LABEL,
        strings::VIEWER__ZOOM_IN__LABEL,
        strings::VIEWER__ZOOM_OUT__LABEL,
        strings::FILE__NOT_SHOWN__TEXT,
        strings::VOICE__NAME__TEXT,
        strings::VOICE__PLAY__LABEL,
        strings::VOICE__PAUSE__LABEL,
        strings::VOICE__SPEED__LABEL,
        strings::VOICE__PLACE__LABEL,
    ];
    texts(&said.map(|text| words.map(|words| words.text(text)).unwrap_or_default()))
}
