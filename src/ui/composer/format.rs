//! Bold and italic by keyboard, and the quiet line that says which marks there are.

use super::replace;
use crate::{
    strings,
    ui::{
        Ui,
        kit::{El, el},
    },
};
use madang_protocol::byte_of;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement, KeyboardEvent};

/// The mark of a key that was pressed with Ctrl, or on Apple's keyboards with Command. A Korean layout tells the place of
/// the key only.
pub fn mark(event: &Event) -> Option<&'static str> {
    let key: &KeyboardEvent = event.unchecked_ref();
    let apple = || {
        web_sys::window()
            .and_then(|window| window.navigator().platform().ok())
            .is_some_and(|name| name.starts_with("Mac"))
    };
    let held = if key.meta_key() { !key.ctrl_key() && apple() } else { key.ctrl_key() && !apple() };
    if !held || key.alt_key() || key.shift_key() {
        return None;
    }
    match (key.key().as_str(), key.code().as_str()) {
        ("b", _) => Some("**"),
        ("i", _) => Some("_"),
        (name, "KeyB") if !name.is_ascii() => Some("**"),
        (name, "KeyI") if !name.is_ascii() => Some("_"),
        _ => None,
    }
}

/// A part of a text, in code units.
type Place = (u32, u32);

/// What becomes of a selection when its mark is pressed: what is replaced, by which text, and what is selected then.
/// Marked already, it loses the mark.
pub fn marked(text: &str, (start, end): Place, mark: &str) -> Option<(Place, String, Place)> {
    let (from, to) = (byte_of(text, start)?, byte_of(text, end)?);
    let (before, inner, after) = (text.get(..from)?, text.get(from..to)?, text.get(to..)?);
    let width = u32::try_from(mark.len()).unwrap_or(0);
    if before.ends_with(mark) && after.starts_with(mark) {
        return Some(((start - width, end + width), inner.to_owned(), (start - width, end - width)));
    }
    Some(((start, end), [mark, inner, mark].concat(), (start + width, end + width)))
}

/// Marks what is selected in the field.
pub fn toggle(area: &HtmlTextAreaElement, mark: &str) {
    let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(0);
    let selected = (place(area.selection_start()), place(area.selection_end()));
    if let Some((replaced, text, then)) = marked(&area.value(), selected, mark) {
        replace(area, replaced, &text);
        // The places are within the text.
        let _ = area.set_selection_range(then.0, then.1);
    }
}

/// Shown where there is room for it, while something is being written.
pub fn hint(ui: &Ui) -> El {
    let line = el("div", "madang-composer__hint").attr("aria-hidden", "true");
    let marks = [
        ("strong", "**", "**", strings::COMPOSER__HINT__BOLD),
        ("em", "_", "_", strings::COMPOSER__HINT__ITALIC),
        ("span", "~~", "~~", strings::COMPOSER__HINT__STRIKE),
        ("code", "`", "`", strings::COMPOSER__HINT__CODE),
        ("span", "> ", "", strings::COMPOSER__HINT__QUOTE),
    ];
    for (tag, begin, end, text) in marks {
        line.append(&el(tag, "").text(&[begin, &ui.words.text(text), end].concat()));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_marked_and_unmarked_again() {
        assert_eq!(marked("a 안녕 b", (2, 4), "**"), Some(((2, 4), "**안녕**".to_owned(), (4, 6))));
        assert_eq!(marked("a **안녕** b", (4, 6), "**"), Some(((2, 8), "안녕".to_owned(), (2, 4))));
        assert_eq!(marked("😀", (2, 2), "_"), Some(((2, 2), "__".to_owned(), (3, 3))));
        assert_eq!(marked("😀", (1, 2), "_"), None);
    }
}
