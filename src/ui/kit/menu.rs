//! A menu: floats at what opened it, or a sheet on touch. Arrows, Home, End, Escape; focus goes in and comes back.

use super::{
    dom::{find_all, focus, focused, pixels, set_style},
    icon::{Glyph, Icon},
};
use leptos::{html, prelude::*};
use web_sys::{DomRect, Element, KeyboardEvent};

/// One thing to do.
#[derive(Debug, Clone)]
pub struct MenuItem<T> {
    pub label: String,
    pub glyph: Glyph,
    pub danger: bool,
    pub value: T,
}

/// Lives as long as it is open, in a positioned box (the panel). `chosen` gets the value, or `None` when nothing was
/// chosen; the focus is back at the opener by then.
#[component]
pub fn Menu<T: Clone + 'static>(
    label: String,
    items: Vec<MenuItem<T>>,
    /// What opened it: the menu stands below or above it.
    opener: Element,
    #[prop(into)] chosen: Callback<Option<T>>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let back = opener.clone();
    let close = Callback::new(move |value: Option<T>| {
        focus(&back);
        chosen.run(value);
    });
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        place(&list, &opener);
        if let Some(first) = find_all(&list, "[role=menuitem]").first() {
            focus(first);
        }
    });
    let keys = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        event.stop_propagation();
        let items = find_all(&list, "[role=menuitem]");
        let now = focused(&list).and_then(|focused| items.iter().position(|item| *item == focused)).unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" => (now + 1) % items.len().max(1),
            "ArrowUp" => (now + items.len().max(1) - 1) % items.len().max(1),
            "Home" => 0,
            "End" => items.len().saturating_sub(1),
            "Escape" | "Tab" => {
                event.prevent_default();
                return close.run(None);
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(item) = items.get(to) {
            focus(item);
        }
    };
    let rows: Vec<_> = items
        .into_iter()
        .map(|MenuItem { label, glyph, danger, value }| {
            view! {
                <button class={"madang-menu__item"} type="button" role="menuitem" tabindex="-1"
                    data-danger={danger.then_some("true")} on:click=move |_| close.run(Some(value.clone()))>
                    <Icon glyph />
                    {label}
                </button>
            }
        })
        .collect();
    view! {
        <div class={"madang-menu__shade"} on:pointerdown=move |event| { event.prevent_default(); close.run(None) }></div>
        <div class={"madang-menu"} part="menu" role="menu" aria-label={label} node_ref=list on:keydown=keys>
            {rows}
        </div>
    }
}

/// Under the opener, or above it when there is no room; within the positioned box, ends aligned on the opener's side.
fn place(list: &Element, opener: &Element) {
    let Some(bounds) = list.parent_element().map(|parent| parent.get_bounding_client_rect()) else { return };
    let (menu, button): (DomRect, DomRect) = (list.get_bounding_client_rect(), opener.get_bounding_client_rect());
    let below = button.bottom() + 4.0;
    let top = match below + menu.height() + 8.0 > bounds.bottom() {
        true => (button.top() - 4.0 - menu.height()).max(bounds.top() + 8.0),
        false => below,
    };
    let left = match button.left() + button.right() > bounds.left() + bounds.right() {
        true => button.right() - menu.width(),
        false => button.left(),
    };
    let left = left.clamp(bounds.left() + 8.0, (bounds.right() - menu.width() - 8.0).max(bounds.left() + 8.0));
    set_style(list, "--menu-top", &pixels(top - bounds.top()));
    let start = match list.matches(":dir(rtl)") {
        Ok(true) => bounds.right() - left - menu.width(),
        _ => left - bounds.left(),
    };
    set_style(list, "--menu-start", &pixels(start));
}
