//! What is done to messages: one set of listeners for the whole timeline, whatever the number of rows.

use crate::{
    intl::{Words, use_words},
    store::{Action, Key, Store, view},
    strings,
    ui::{
        kit::{
            Glyph, MenuItem,
            dom::{find, find_all, focus, focused, target},
        },
        live::Live,
        panel::overlay::{Overlay, Request},
    },
};
use leptos::{html, prelude::*};
use madang_protocol::{ChannelId, ClientId, Seq};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// What the menu of a message offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Delete,
    Copy,
}

/// The listeners of one timeline.
#[derive(Clone)]
pub struct Gestures {
    store: Store,
    channel_id: ChannelId,
    node: NodeRef<html::Div>,
    overlay: Overlay,
    live: Live,
    words: Words,
}

impl Gestures {
    pub fn new(channel_id: ChannelId, node: NodeRef<html::Div>) -> Self {
        Self {
            store: Store::expect(),
            channel_id,
            node,
            overlay: Overlay::expect(),
            live: Live::expect(),
            words: use_words(),
        }
    }

    /// A button of a row.
    pub fn click(&self, event: &Event) {
        let Some(button) = target(event).and_then(|target| target.closest("[data-act]").ok().flatten()) else { return };
        let Some((row, key)) = row_of(&button) else { return };
        match (button.get_attribute("data-act").as_deref(), key) {
            (Some("retry"), Key::Own(client_id)) => self.store.dispatch(Action::RetryPressed(client_id)),
            (Some("discard"), Key::Own(client_id)) => self.store.dispatch(Action::DiscardPressed(client_id)),
            (_, key) => self.open(row, button, key),
        }
    }

    /// Long press on touch; the context menu key. A mouse keeps the browser's own menu.
    pub fn context_menu(&self, event: &web_sys::MouseEvent) {
        let pointer = event.dyn_ref::<web_sys::PointerEvent>().map(web_sys::PointerEvent::pointer_type);
        if pointer.as_deref() == Some("mouse") {
            return;
        }
        let Some((row, key)) = target(event).and_then(|target| row_of(&target)) else { return };
        event.prevent_default();
        self.open(row.clone(), row, key);
    }

    /// Arrows walk the rows; Enter opens the menu of the row.
    pub fn key(&self, event: &KeyboardEvent) {
        let Some(node) = self.node.get_untracked() else { return };
        let Some(now) = focused(&node) else { return };
        let on_row = now.class_list().contains("madang-message");
        let rows = find_all(&node, ".madang-message");
        let at = rows.iter().position(|row| row.contains(Some(&now)));
        let to = match (event.key().as_str(), at) {
            ("ArrowUp", Some(at)) => at.saturating_sub(1),
            ("ArrowUp", None) => rows.len().saturating_sub(1),
            ("ArrowDown", Some(at)) => at + 1,
            ("Home", Some(_)) => 0,
            ("End", Some(_)) => rows.len().saturating_sub(1),
            ("Enter" | " ", Some(_)) if on_row => {
                event.prevent_default();
                if let Some((row, key)) = row_of(&now) {
                    let opener = find(&row, "[data-act]").unwrap_or(row.clone());
                    self.open(row, opener, key);
                }
                return;
            }
            ("Escape", Some(_)) => {
                event.stop_propagation();
                return focus(&node);
            }
            _ => return,
        };
        let Some(row) = rows.get(to) else { return };
        event.prevent_default();
        focus(row);
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }

    fn open(&self, row: Element, opener: Element, key: Key) {
        let words = self.words;
        let Some(message) = self.store.read(|model| view::message(model, &self.channel_id, &key)) else { return };
        let Some(seq) = message.seq.filter(|_| !message.deleted) else { return };
        let item = |may: bool, value, glyph, text| {
            may.then(|| MenuItem { label: words.text(text), glyph, danger: value == Act::Delete, value })
        };
        let items = [
            item(message.may_edit, Act::Edit, Glyph::Edit, strings::MESSAGE__EDIT__LABEL),
            item(true, Act::Copy, Glyph::Copy, strings::MESSAGE__COPY__LABEL),
            item(message.may_delete, Act::Delete, Glyph::Trash, strings::MESSAGE__DELETE__LABEL),
        ];
        let (store, channel_id, live, text) = (self.store, self.channel_id.clone(), self.live, message.text);
        let chosen = Callback::new(move |act| match act {
            Act::Edit => store.dispatch(Action::EditPressed { channel_id: channel_id.clone(), seq }),
            Act::Delete => store.dispatch(Action::DeletePressed { channel_id: channel_id.clone(), seq }),
            Act::Copy => live.copy(&text, words.text(strings::MESSAGE__COPIED__TEXT)),
        });
        let back = if opener.is_same_node(Some(&row)) { row } else { opener };
        self.overlay.open(Request { opener: back, items: items.into_iter().flatten().collect(), chosen });
    }
}

/// The row an element is in, and the key of its message.
fn row_of(element: &Element) -> Option<(Element, Key)> {
    let row = element.closest(".madang-message").ok()??;
    let key = match row.get_attribute("data-own").as_deref() {
        Some("true") => Key::Own(ClientId(row.get_attribute("data-client-id")?)),
        _ => Key::Seq(Seq(row.get_attribute("data-seq")?.parse().ok()?)),
    };
    Some((row, key))
}
