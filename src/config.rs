//! The page's lax options made strict; every default of the widget lives here.

use crate::store::Mode;
use leptos::prelude::*;
use madang_protocol::{AppId, ChannelId};
use wasm_bindgen::{JsCast, JsValue};

/// What one widget was mounted with.
#[derive(Debug, Clone, PartialEq)]
pub struct WidgetConfig {
    pub app_id: AppId,
    /// Origin of the chat server, without a slash at the end.
    pub server: String,
    /// The one channel to show; without it the list is shown.
    pub channel_id: Option<ChannelId>,
    /// A token of the customer's backend.
    pub token: Option<String>,
    pub theme: Theme,
    /// A BCP 47 tag.
    pub locale: String,
    pub mode: Mode,
    /// The page's own wording, by key.
    pub strings: Vec<(String, String)>,
    /// Whether anything may be kept on the device.
    pub storage: bool,
    /// The loader's way to the parts that are plain JavaScript.
    pub parts: Option<js_sys::Function>,
    /// The loader's way to the server: an address in, what behaves as a WebSocket out. Absent where the components stand alone.
    pub connect: Option<js_sys::Function>,
}

impl Default for WidgetConfig {
    fn default() -> Self {
        Self {
            app_id: AppId(String::new()),
            server: String::new(),
            channel_id: None,
            token: None,
            theme: Theme::Auto,
            locale: "en".to_owned(),
            mode: Mode::Launcher,
            strings: Vec::new(),
            storage: true,
            parts: None,
            connect: None,
        }
    }
}

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    Light,
    Dark,
    /// As the visitor's system.
    #[default]
    Auto,
}

impl Theme {
    /// Reads what the page wrote; anything else is `auto`.
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// For `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}

/// What the page may change while the widget runs. Provided by `<ChatApp>` as context.
#[derive(Clone, Copy)]
pub struct Settings {
    pub theme: RwSignal<Theme>,
    pub locale: RwSignal<String>,
    /// The page's own wording, by key.
    pub strings: StoredValue<Vec<(String, String)>>,
    pub mode: Mode,
}

impl Settings {
    /// Settings that live as long as the current reactive owner.
    pub fn new(config: &WidgetConfig) -> Self {
        Self {
            theme: RwSignal::new(config.theme),
            locale: RwSignal::new(config.locale.clone()),
            strings: StoredValue::new(config.strings.clone()),
            mode: config.mode,
        }
    }
}

impl WidgetConfig {
    /// Reads the page's options. Missing, misspelt and mistyped ones fall back to the defaults.
    pub fn from_js(options: &JsValue) -> Self {
        let default = Self::default();
        let read = |name| text(options, name).filter(|text| !text.is_empty());
        Self {
            app_id: read("appId").map_or(default.app_id, AppId),
            server: read("server").map_or(default.server, |server| server.trim_end_matches('/').to_owned()),
            channel_id: read("channelId").map(ChannelId),
            token: read("token"),
            theme: read("theme").map_or(default.theme, |theme| Theme::parse(&theme)),
            locale: read("locale").unwrap_or(default.locale),
            mode: match read("mode").as_deref() {
                Some("inline") => Mode::Inline,
                Some("page") => Mode::Page,
                _ => default.mode,
            },
            strings: strings(options),
            storage: js_sys::Reflect::get(options, &JsValue::from_str("storage")).unwrap_or_default() != JsValue::FALSE,
            parts: function(options, "part"),
            connect: function(options, "connect"),
        }
    }
}

/// The page's own wording: the texts of the object `strings`.
pub fn strings(options: &JsValue) -> Vec<(String, String)> {
    let strings = js_sys::Reflect::get(options, &JsValue::from_str("strings")).unwrap_or_default();
    let strings = strings.dyn_into::<js_sys::Object>().map(|strings| js_sys::Object::entries(&strings));
    let pair = |pair: JsValue| {
        let pair = js_sys::Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    strings.map_or_else(|_| Vec::new(), |strings| strings.iter().filter_map(pair).collect())
}

fn function(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

/// A text property of an object of the page.
pub fn text(object: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?.as_string()
}
