//! The playground: a sample site with the live widget, a theme editor, and the gallery of every component in every
//! state. Trunk serves it; it is never part of what a site loads.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod gallery;

use gallery::{
    Gallery,
    editor::{Editor, Look},
};
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, UrlSearchParams};

fn main() {
    let Some((document, query)) = page() else { return };
    let look = Look::new();
    mount(&document, "editor", move || view! { <Editor look /> });
    mount(&document, "gallery", move || view! { <Gallery look /> });
    if let Some(app_id) = query.get("app_id") {
        live(&document, &app_id, query.get("channel_id"));
    }
}

fn page() -> Option<(Document, UrlSearchParams)> {
    let window = web_sys::window()?;
    let query = UrlSearchParams::new_with_str(&window.location().search().ok()?).ok()?;
    Some((window.document()?, query))
}

fn mount<V: IntoView + 'static>(document: &Document, id: &str, view: impl FnOnce() -> V + 'static) {
    if let Some(place) = document.get_element_by_id(id).and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        mount_to(place, view).forget();
    }
}

/// The script tag as a site would paste it, for the application named in the address.
fn live(document: &Document, app_id: &str, channel_id: Option<String>) {
    let (Ok(script), Some(body)) = (document.create_element("script"), document.body()) else { return };
    let mut attributes = vec![("src", "/embed.js".to_owned()), ("data-app-id", app_id.to_owned())];
    attributes.extend(channel_id.map(|channel_id| ("data-channel-id", channel_id)));
    for (name, value) in attributes {
        // These names are valid, so this cannot fail.
        let _ = script.set_attribute(name, &value);
    }
    let _ = body.append_child(&script);
}
