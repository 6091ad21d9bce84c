//! What the loader calls: the only exports of the module. A widget is a number to the page; many may live at once.

use crate::{
    app::{ChatApp, ChatAppProps},
    config::{Settings, Theme, WidgetConfig},
    parts::object,
    store::{Action, HostEvent, Map, Model, Store, view},
};
use js_sys::Function;
use leptos::{mount::mount_to, prelude::*, tachys::view::any_view::AnyViewState};
use madang_protocol::{ChannelId, Seq};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

struct Widget {
    store: Store,
    settings: Settings,
    _view: leptos::mount::UnmountHandle<AnyViewState>,
}

thread_local! {
    static WIDGETS: RefCell<Map<u32, Widget>> = const { RefCell::new(Map::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Starts a widget inside `root`; `emit(name, detail)` hears its events. Answers its handle.
#[wasm_bindgen]
pub fn mount(root: HtmlElement, options: JsValue, emit: Function) -> u32 {
    let config = WidgetConfig::from_js(&options);
    let hear = Rc::new(move |event: HostEvent| {
        let (name, detail) = told(event);
        // What the page's own code throws is the page's.
        let _ = emit.call2(&JsValue::NULL, &JsValue::from_str(name), &detail);
    });
    let given = Rc::new(RefCell::new(None));
    let slot = given.clone();
    let themed = root.clone();
    let view = mount_to(root, move || {
        let ready = Box::new(move |store, settings: Settings| {
            *slot.borrow_mut() = Some((store, settings));
            Effect::new(move || {
                let _ = themed.set_attribute("data-theme", settings.theme.get().name());
            });
        });
        ChatApp(ChatAppProps { config, emit: hear, ready }).into_any()
    });
    let handle = LAST.get().wrapping_add(1);
    LAST.set(handle);
    if let Some((store, settings)) = given.take() {
        WIDGETS.with_borrow_mut(|widgets| widgets.insert(handle, Widget { store, settings, _view: view }));
    }
    handle
}

/// A call of the page on a widget. Unknown ones and gone widgets answer `undefined`.
#[wasm_bindgen]
pub fn call(handle: u32, method: &str, argument: JsValue) -> JsValue {
    let widget = WIDGETS.with_borrow(|widgets| widgets.get(&handle).map(|widget| (widget.store, widget.settings)));
    let Some((store, settings)) = widget else { return JsValue::UNDEFINED };
    let text = || argument.as_string().or_else(|| crate::config::text(&argument, "text")).unwrap_or_default();
    let channel = || {
        let given = crate::config::text(&argument, "channelId").map(ChannelId);
        given.or_else(|| store.read(|model| model.panel.channel.clone()))
    };
    match method {
        "open" => {
            store.dispatch(Action::PanelOpened);
            if let Some((channel_id, seq)) = argument.as_string().and_then(|link| linked(&link)) {
                store.dispatch(Action::LinkOpened { channel_id, seq });
            }
        }
        "close" | "hide" => store.dispatch(Action::PanelClosed),
        "send" => {
            if let Some(channel_id) = channel() {
                let client_id = store.client_id();
                store.dispatch(Action::SendPressed { channel_id, text: text(), client_id: client_id.clone() });
                return JsValue::from_str(client_id.as_str());
            }
        }
        "prefill" => {
            if let Some(channel_id) = channel() {
                store.dispatch(Action::DraftGiven { channel_id, text: text() });
            }
        }
        "identify" => {
            if let Some(token) = argument.as_string().or_else(|| crate::config::text(&argument, "token")) {
                store.dispatch(Action::TokenGiven(token));
            }
        }
        "logout" => store.dispatch(Action::LoggedOut),
        "ask" => {
            let online = store.read(Model::online);
            if online {
                store.dispatch(Action::Asked(text()));
            }
            return JsValue::from_bool(online);
        }
        "setTheme" => settings.theme.set(Theme::parse(&text())),
        "setLocale" => {
            if argument.is_object() {
                settings.strings.set_value(crate::config::strings(&argument));
            }
            settings.locale.set(text());
        }
        "setAttributes" => {
            if let Some(channel_id) = crate::config::text(&argument, "channelId") {
                store.dispatch(Action::ChannelGiven(ChannelId(channel_id)));
            }
        }
        "unread" => return JsValue::from_f64(f64::from(store.read(view::total_unread))),
        "visible" => return JsValue::from_bool(store.read(|model| model.panel.open)),
        _ => {}
    }
    JsValue::UNDEFINED
}

/// `channel`, or `channel/seq`.
fn linked(link: &str) -> Option<(ChannelId, Option<Seq>)> {
    let end = link.find('/').unwrap_or(link.len());
    let channel_id = link.get(..end).filter(|id| !id.is_empty())?;
    let seq = link.get(end + 1..).and_then(|seq| seq.parse().ok()).map(Seq);
    Some((channel_id.into(), seq))
}

/// Ends a widget: nothing of it stays.
#[wasm_bindgen]
pub fn unmount(handle: u32) {
    let widget = WIDGETS.with_borrow_mut(|widgets| widgets.remove(&handle));
    drop(widget);
}

/// An event as the page gets it.
fn told(event: HostEvent) -> (&'static str, JsValue) {
    let text = |text: &str| JsValue::from_str(text);
    let number = |number: u64| JsValue::from_f64(number as f64);
    match event {
        HostEvent::Ready => ("ready", object(&[])),
        HostEvent::Error { code, message } => ("error", object(&[("code", text(code)), ("message", text(&message))])),
        HostEvent::Open => ("open", object(&[])),
        HostEvent::Close => ("close", object(&[])),
        HostEvent::MessageSent { channel_id, client_id, seq, text: words } => {
            let pairs = [
                ("channelId", text(channel_id.as_str())),
                ("clientId", text(client_id.as_str())),
                ("seq", number(seq.0)),
                ("text", text(&words)),
            ];
            ("message-sent", object(&pairs))
        }
        HostEvent::MessageReceived { channel_id, message, user, mentioned, silent, seen } => {
            let pairs = [
                ("channelId", text(channel_id.as_str())),
                ("seq", number(message.seq.0)),
                ("userId", text(user.user_id.as_str())),
                ("nickname", text(&user.nickname)),
                ("text", text(&message.text)),
                ("createdAt", number(message.created_at.0)),
                ("mentioned", JsValue::from_bool(mentioned)),
                ("silent", JsValue::from_bool(silent)),
                ("seen", JsValue::from_bool(seen)),
            ];
            ("message-received", object(&pairs))
        }
        HostEvent::UnreadChanged(unread) => ("unread-changed", object(&[("total", number(unread.into()))])),
        HostEvent::ConnectionChanged(state) => ("connection-changed", object(&[("state", text(state))])),
        HostEvent::IdentityChanged(user) => match user {
            Some(user) => {
                let pairs = [
                    ("userId", text(user.user_id.as_str())),
                    ("nickname", text(&user.nickname)),
                    ("visitor", JsValue::from_bool(user.visitor)),
                ];
                ("identity-changed", object(&pairs))
            }
            None => ("identity-changed", object(&[])),
        },
        HostEvent::Gap(channel_id) => ("gap", object(&[("channelId", text(channel_id.as_str()))])),
        HostEvent::TokenNeeded => ("token-needed", object(&[])),
        HostEvent::Frame(frame) => ("frame", text(&frame)),
    }
}
