//! The bar of the row that the pointer or the focus is on: its time, the emojis that are one click away, and the menu.
//! A row at rest has none.

use super::reactions::quick;
use crate::{
    strings,
    ui::{
        Ui,
        kit::{
            El, Glyph, button,
            dom::{find, focused},
            el, icon,
        },
    },
};
use web_sys::Element;

const BAR: &str = ".madang-message__bar";

/// The bar of a row that was given one.
pub fn bar_of(row: &Element) -> Option<El> {
    find(row, BAR).map(El)
}

/// Gives a message its bar; what the server does not have yet, or no longer has, gets none.
pub fn give_bar(ui: &Ui, row: &Element, time: &str) {
    let Some(bubble) = find(row, ".madang-message__bubble") else { return };
    let bar = el("div", "madang-message__bar").child(el("span", "madang-message__time").text(time));
    let more = button("madang-message__actions").attr("data-act", "menu").attr("aria-haspopup", "menu");
    let more = more.attr("aria-label", &ui.words.text(strings::MESSAGE__ACTIONS__LABEL)).child(icon(Glyph::More));
    El(bubble).append(&quick(ui).into_iter().fold(bar, El::child).child(more));
}

/// Takes it away again, unless somebody is in it.
pub fn take_bar(row: &Element) {
    let Some(El(bar)) = bar_of(row) else { return };
    let used = focused(&bar).is_some_and(|focused| bar.contains(Some(&focused)));
    if !used && find(&bar, "[aria-expanded=true]").is_none() {
        bar.remove();
    }
}
