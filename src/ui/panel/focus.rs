//! Where the focus is: into the panel when the visitor opened it, round within it, and back to the launcher after.

use crate::{
    store::{Change, Store},
    ui::{
        kit::{
            El,
            dom::{find, find_all, focusable, focused, key, soon},
            effect,
            el::hold,
        },
        thread::row_of,
    },
};
use madang_protocol::ChannelId;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, Node, ShadowRoot};

const STOPS: &str = "button:not(:disabled):not([tabindex='-1']), textarea, [tabindex='0']";

/// The focus of one panel; copies are the same one.
#[derive(Clone)]
pub struct Focus {
    panel: Element,
    /// A window of its own: Tab stays within.
    trapped: bool,
}

struct Back(Focus);

impl Drop for Back {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

impl Focus {
    pub fn new(panel: &El, trapped: bool) -> Self {
        let this = Self { panel: panel.0.clone(), trapped };
        hold(Box::new(Back(this.clone())));
        this
    }

    /// Goes where the visitor goes on: into the composer of an opened channel, back to the row of the one that was left.
    /// Never out of a field of the page.
    pub fn follow(&self, store: Store) {
        type Places = (Option<ChannelId>, Option<ChannelId>);
        let (this, before) = (self.clone(), RefCell::new(None::<Places>));
        effect(move || {
            let now = store.get(Change::Panel, |model| (model.panel.channel.clone(), model.panel.thread.clone()));
            let was = before.replace(Some(now.clone()));
            let moves = match &was {
                None => this.trapped,
                Some(was) => *was != now,
            };
            if !moves {
                return;
            }
            let this = this.clone();
            // The view that gets it is drawn by then.
            soon(Box::new(move || {
                if was.is_some() || page_is_idle(&this.panel) {
                    let (from, thread) = was.unwrap_or_default();
                    // Back from a thread to its root.
                    let root = thread.filter(|_| now.1.is_none() && now.0 == from);
                    match root.and_then(|thread| row_of(&this.panel, &thread)) {
                        Some(row) => focusable(&row),
                        None => this.enter((now.0.as_ref(), now.1.is_some()), from.as_ref()),
                    }
                }
            }));
        });
    }

    fn enter(&self, (to, thread): (Option<&ChannelId>, bool), from: Option<&ChannelId>) {
        let panel = &self.panel;
        let place = if thread { ".madang-thread " } else { "" };
        let within = |class: &str| find(panel, &[place, class].concat());
        let row = from.and_then(|from| {
            find_all(panel, ".madang-channels__row")
                .into_iter()
                .find(|row| row.get_attribute("data-channel-id").as_deref() == Some(from.as_str()))
        });
        let target = match to {
            Some(_) if coarse() => within(".madang-timeline"),
            Some(_) => within(".madang-composer__input"),
            None => row.or_else(|| find(panel, ".madang-channels__row")),
        };
        if let Some(target) = target.or_else(|| find(panel, STOPS)) {
            focusable(&target);
        }
    }

    /// Tab at either end goes on at the other.
    pub fn keep(&self, event: &Event) {
        if !self.trapped || key(event) != "Tab" {
            return;
        }
        let stops: Vec<Element> = find_all(&self.panel, STOPS).into_iter().filter(visible).collect();
        let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return };
        let now = focused(&self.panel);
        let back = event.unchecked_ref::<web_sys::KeyboardEvent>().shift_key();
        let (edge, other) = if back { (first, last) } else { (last, first) };
        if now.as_ref() == Some(edge) {
            event.prevent_default();
            focusable(other);
        }
    }

    fn give_back(&self) {
        if self.trapped
            && focused(&self.panel).is_some_and(|now| self.panel.contains(Some(&now)))
            && let Some(root) = self.panel.get_root_node().dyn_ref::<ShadowRoot>()
            && let Ok(Some(launcher)) = root.query_selector(".madang-launcher")
        {
            focusable(&launcher);
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
