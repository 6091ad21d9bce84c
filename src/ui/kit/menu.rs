//! A menu: floats at what opened it, or a sheet on touch. Arrows, Home, End, Escape; focus goes in and comes back.

use super::{
    dom::{find, find_all, focusable, focused, key, pixels, set_style, soon},
    el::{El, button, el},
    icon::{Glyph, icon},
};
use std::rc::Rc;
use web_sys::Element;

/// One thing to do.
#[derive(Clone)]
pub struct MenuItem {
    pub label: String,
    pub glyph: Glyph,
    pub danger: bool,
    pub chosen: Rc<dyn Fn()>,
}

/// One of the menu's first row, which stand side by side.
#[derive(Clone)]
pub struct Choice {
    pub label: String,
    /// A sign; without one: a plus.
    pub text: Option<String>,
    /// It is chosen already.
    pub on: bool,
    pub chosen: Rc<dyn Fn()>,
}

/// To be put into a positioned box (the panel) while it is open. `close` is called in every case, with the focus back
/// at the opener; then the item's own `chosen`.
pub fn menu(label: &str, first: Vec<Choice>, items: Vec<MenuItem>, opener: Element, close: Rc<dyn Fn()>) -> El {
    let back = opener.clone();
    let close: Rc<dyn Fn()> = Rc::new(move || {
        focusable(&back);
        close();
    });
    let list = el("div", "madang-menu").attr("part", "menu").attr("role", "menu").attr("aria-label", label);
    let (row, beside) = (el("div", "madang-menu__row").attr("role", "group"), first.len());
    for choice in first {
        let close = close.clone();
        let one = button("madang-menu__choice").attr("role", "menuitemcheckbox").attr("tabindex", "-1");
        let one = one.attr("aria-checked", if choice.on { "true" } else { "false" });
        let one = one.attr("aria-label", &choice.label).on("click", move |_| {
            let chosen = choice.chosen.clone();
            close();
            chosen();
        });
        row.append(&match choice.text {
            Some(text) => one.text(&text),
            None => one.child(icon(Glyph::Smile)),
        });
    }
    let list = list.maybe((beside > 0).then_some(row));
    let list = items.into_iter().fold(list, |list, item| {
        let close = close.clone();
        let row = button("madang-menu__item").attr("role", "menuitem").attr("tabindex", "-1");
        row.set("data-danger", item.danger.then_some("true"));
        let label = el("span", "").text(&item.label);
        list.child(row.child(icon(item.glyph)).child(label).on("click", move |_| {
            let chosen = item.chosen.clone();
            close();
            chosen();
        }))
    });
    let (keys, shade) = (close.clone(), close);
    let within = list.0.clone();
    let list = list.on("keydown", move |event| {
        event.stop_propagation();
        let items = find_all(&within, ITEMS);
        let rtl = within.matches(":dir(rtl)") == Ok(true);
        let now = focused(&within).and_then(|focused| items.iter().position(|item| *item == focused)).unwrap_or(0);
        let to = match key(&event).as_str() {
            "ArrowDown" if now < beside => beside % items.len().max(1),
            "ArrowDown" => (now + 1) % items.len().max(1),
            "ArrowUp" if now < beside => items.len().saturating_sub(1),
            "ArrowUp" if now == beside => 0,
            "ArrowUp" => (now + items.len().max(1) - 1) % items.len().max(1),
            side @ ("ArrowLeft" | "ArrowRight") if now < beside => match (side == "ArrowRight") != rtl {
                true => (now + 1) % beside,
                false => (now + beside - 1) % beside,
            },
            "Home" => 0,
            "End" => items.len().saturating_sub(1),
            "Escape" | "Tab" => {
                event.prevent_default();
                return keys();
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(item) = items.get(to) {
            focusable(item);
        }
    });
    let shown = list.0.clone();
    soon(Box::new(move || {
        // It belongs to the row, and stands at the row's button.
        place(&shown, &find(&opener, "[aria-haspopup=menu]").unwrap_or(opener));
        if let Some(first) = find_all(&shown, ITEMS).first() {
            focusable(first);
        }
    }));
    let shade = el("div", "madang-menu__shade").on("pointerdown", move |event| {
        event.prevent_default();
        shade();
    });
    el("div", "madang-menu__layer").child(shade).child(list)
}

/// What can be chosen, in the order of the keys.
const ITEMS: &str = "[role^=menuitem]";

/// Under the opener, or above it when there is no room; within the positioned box, ends aligned on the opener's side.
fn place(list: &Element, opener: &Element) {
    let Some(bounds) = list.closest(".madang-panel").ok().flatten().map(|panel| panel.get_bounding_client_rect())
    else {
        return;
    };
    let (menu, button) = (list.get_bounding_client_rect(), opener.get_bounding_client_rect());
    let below = button.bottom() + 4.0;
    let top = match below + menu.height() + 8.0 > bounds.bottom() {
        true => (button.top() - 4.0 - menu.height()).max(bounds.top() + 8.0),
        false => below,
    };
    let left = match button.left() + button.right() > bounds.left() + bounds.right() {
        true => button.right() - menu.width(),
        false => button.left(),
    };
    let left = left.min(bounds.right() - menu.width() - 8.0).max(bounds.left() + 8.0);
    set_style(list, "--menu-top", &pixels(top - bounds.top()));
    let start = match list.matches(":dir(rtl)") {
        Ok(true) => bounds.right() - left - menu.width(),
        _ => left - bounds.left(),
    };
    set_style(list, "--menu-start", &pixels(start));
}
