//! What floats above the panel's content: one menu at a time.

use crate::{
    intl::use_words,
    strings,
    ui::{
        kit::{Menu, MenuItem},
        message::gestures::Act,
    },
};
use leptos::prelude::*;
use web_sys::Element;

/// A menu to be shown.
#[derive(Clone)]
pub struct Request {
    /// What it belongs to; gets the focus back.
    pub opener: Element,
    pub items: Vec<MenuItem<Act>>,
    pub chosen: Callback<Act>,
}

/// The overlay of one panel.
#[derive(Clone, Copy)]
pub struct Overlay(RwSignal<Option<Request>, LocalStorage>);

impl Overlay {
    /// Lives as long as the current reactive owner.
    pub fn new() -> Self {
        Self(RwSignal::new_local(None))
    }

    /// The one of the panel that the current component belongs to.
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    pub fn open(self, request: Request) {
        // Said to assistive technology, and keeps the opener visible.
        let _ = request.opener.set_attribute("aria-expanded", "true");
        let _ = self.0.try_set(Some(request));
    }
}

impl Default for Overlay {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the menu is drawn.
#[component]
pub fn OverlayHost(overlay: Overlay) -> impl IntoView {
    let words = use_words();
    move || {
        let Request { opener, items, chosen } = overlay.0.get()?;
        let button = opener.clone();
        let done = Callback::new(move |act: Option<Act>| {
            let _ = button.remove_attribute("aria-expanded");
            let _ = overlay.0.try_set(None);
            if let Some(act) = act {
                chosen.run(act);
            }
        });
        Some(view! { <Menu label={words.text(strings::MESSAGE__ACTIONS__LABEL)} items opener chosen=done /> })
    }
}
