//! Where the focus is: into the panel when the visitor opened it, round within it, and back to the launcher after.

use crate::ui::kit::dom::{find, find_all, focus, focused, later};
use leptos::{html, prelude::*};
use madang_protocol::ChannelId;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, Node, ShadowRoot};

const STOPS: &str = "button:not(:disabled):not([tabindex='-1']), textarea, [tabindex='0']";

/// The focus of one panel.
#[derive(Clone, Copy)]
pub struct Focus {
    panel: NodeRef<html::Section>,
    /// A window of its own: Tab stays within.
    trapped: bool,
}

impl Focus {
    pub fn new(panel: NodeRef<html::Section>, trapped: bool) -> Self {
        let this = Self { panel, trapped };
        on_cleanup(move || this.give_back());
        this
    }

    /// Goes where the visitor goes on: into the composer of an opened channel, back to the row of the one that was left.
    /// Never out of a field of the page.
    pub fn follow(self, channel: Memo<Option<ChannelId>>) {
        Effect::new(move |before: Option<Option<ChannelId>>| {
            let now = channel.get();
            let Some(panel) = self.panel.get() else { return before.flatten() };
            let first = before.is_none();
            let from = before.flatten();
            if (first && self.trapped && page_is_idle(&panel)) || (!first && from != now) {
                let to = now.clone();
                // The view that gets it is drawn in this task.
                later(0, move || self.enter(&panel, to.as_ref(), from.as_ref()));
            }
            now
        });
    }

    fn enter(self, panel: &Element, to: Option<&ChannelId>, from: Option<&ChannelId>) {
        let row = from.and_then(|from| {
            find_all(panel, ".madang-channels__row")
                .into_iter()
                .find(|row| row.get_attribute("data-channel-id").as_deref() == Some(from.as_str()))
        });
        let target = match to {
            Some(_) if coarse() => find(panel, ".madang-timeline"),
            Some(_) => find(panel, ".madang-composer__input"),
            None => row.or_else(|| find(panel, ".madang-channels__row")),
        };
        if let Some(target) = target.or_else(|| find(panel, STOPS)) {
            focus(&target);
        }
    }

    /// Tab at either end goes on at the other.
    pub fn keep(self, event: &KeyboardEvent) {
        let Some(panel) = self.panel.get_untracked().filter(|_| self.trapped && event.key() == "Tab") else { return };
        let stops: Vec<Element> = find_all(&panel, STOPS).into_iter().filter(visible).collect();
        let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return };
        let now = focused(&panel);
        let (edge, other) = if event.shift_key() { (first, last) } else { (last, first) };
        if now.as_ref() == Some(edge) {
            event.prevent_default();
            focus(other);
        }
    }

    fn give_back(self) {
        let Some(panel) = self.panel.try_get_untracked().flatten().filter(|_| self.trapped) else { return };
        if focused(&panel).is_some_and(|now| panel.contains(Some(&now)))
            && let Some(root) = panel.get_root_node().dyn_ref::<ShadowRoot>()
            && let Ok(Some(launcher)) = root.query_selector(".madang-launcher")
        {
            focus(&launcher);
        }
    }
}

fn visible(element: &Element) -> bool {
    element.get_client_rects().length() > 0
        && web_sys::window()
            .and_then(|window| window.get_computed_style(element).ok().flatten())
            .and_then(|style| style.get_property_value("visibility").ok())
            .is_none_or(|visibility| visibility == "visible")
}

/// The page's focus is nowhere, or already at the chat.
fn page_is_idle(panel: &Element) -> bool {
    let Some(document) = panel.owner_document() else { return false };
    let root: Node = panel.get_root_node();
    let host = root.dyn_ref::<ShadowRoot>().map(ShadowRoot::host);
    match document.active_element() {
        None => true,
        Some(active) => active.tag_name() == "BODY" || Some(active) == host,
    }
}

/// A touch screen: a focused field would raise the keyboard over what one came to read.
fn coarse() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(pointer: coarse)").ok().flatten());
    query.is_some_and(|query| query.matches())
}
