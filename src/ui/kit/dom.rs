//! The few things done to the DOM by hand, each safe when the node is gone.

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Event, HtmlElement};

/// Sets one CSS property through the CSSOM, which a strict content security policy allows.
pub fn set_style(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // A property that the browser does not know changes nothing.
        let _ = element.style().set_property(property, value);
    }
}

/// A number of CSS pixels.
pub fn pixels(value: f64) -> String {
    [(value.round() as i64).to_string().as_str(), "px"].concat()
}

/// Moves the focus without scrolling anything.
pub fn focusable(element: &Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only on a node that is gone.
    let _ = element.focus_with_options(&options);
}

/// The first match within an element.
pub fn find(within: &Element, selector: &str) -> Option<Element> {
    within.query_selector(selector).ok().flatten()
}

/// All matches within an element, in document order.
pub fn find_all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = within.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
}

/// What has the focus within the shadow root (or document) that holds this element.
pub fn focused(near: &Element) -> Option<Element> {
    let root = near.get_root_node();
    match root.dyn_ref::<web_sys::ShadowRoot>() {
        Some(root) => root.active_element(),
        None => near.owner_document()?.active_element(),
    }
}

/// The element an event is about, as seen inside the shadow root.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The key of a keyboard event.
pub fn key(event: &Event) -> String {
    event.unchecked_ref::<web_sys::KeyboardEvent>().key()
}

/// Runs once before the next frame is painted.
pub fn next_frame(run: Box<dyn FnOnce()>) {
    let closure = Closure::once_into_js(run);
    if let Some(window) = web_sys::window() {
        // A window without frames (it is closing) paints nothing that would have to be right.
        let _ = window.request_animation_frame(closure.unchecked_ref());
    }
}

/// Runs once after the current task and the given time.
pub fn later(after_ms: i32, run: Box<dyn FnOnce()>) {
    let closure = Closure::once_into_js(run);
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), after_ms);
    }
}

/// Runs after the current script and the effects that wait now, before anything is painted.
pub fn soon(run: Box<dyn FnOnce()>) {
    let closure = Closure::once_into_js(run);
    if let Some(window) = web_sys::window() {
        window.queue_microtask(closure.unchecked_ref());
    }
}
