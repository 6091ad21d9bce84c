//! What floats above the panel's content: one menu at a time.

use crate::{
    intl::Words,
    strings,
    ui::kit::{Choice, El, Local, MenuItem, dom::find, el, menu},
};
use std::{cell::RefCell, rc::Rc};
use web_sys::Element;

/// A menu to be shown.
#[derive(Clone)]
pub struct Request {
    /// What it belongs to (a message's row); gets the focus back.
    pub opener: Element,
    /// Side by side, above the items.
    pub first: Vec<Choice>,
    pub items: Vec<MenuItem>,
}

/// The overlay of one panel; copies are the same one.
#[derive(Clone)]
pub struct Overlay {
    asked: Rc<RefCell<Option<Request>>>,
    open: Local<bool>,
}

impl Overlay {
    pub fn new() -> Self {
        Self { asked: Rc::default(), open: Local::new(false) }
    }

    pub fn open(&self, request: Request) {
        expand(&request.opener, true);
        self.open.set(false);
        *self.asked.borrow_mut() = Some(request);
        self.open.set(true);
    }

    /// Where the menu is drawn.
    pub fn host(&self, words: Words) -> El {
        let (open, this) = (self.open.clone(), self.clone());
        el("div", "madang-overlay").choice(
            move || open.get().then(String::new),
            move |_| {
                let Some(Request { opener, first, items }) = this.asked.borrow().clone() else { return el("div", "") };
                let (open, row) = (this.open.clone(), opener.clone());
                let close = Rc::new(move || {
                    expand(&row, false);
                    open.set(false);
                });
                // A button names its menu; a row's is named after what it is for.
                let label = opener.get_attribute("aria-label");
                let label = label.unwrap_or_else(|| words.text(strings::MESSAGE__ACTIONS__LABEL));
                menu(&label, first, items, opener, close)
            },
        )
    }
}

impl Default for Overlay {
    fn default() -> Self {
        Self::new()
    }
}

/// Told to assistive technology, and keeps the button visible.
fn expand(row: &Element, open: bool) {
    let own = row.has_attribute("aria-haspopup").then(|| row.clone());
    if let Some(button) = own.or_else(|| find(row, "[aria-haspopup=menu]")) {
        // The name is valid.
        let _ = button.set_attribute("aria-expanded", if open { "true" } else { "false" });
    }
}
