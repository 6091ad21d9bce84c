//! The corner by which the window is made larger; with the arrow keys as well.

use crate::{
    intl::use_words,
    strings,
    ui::kit::dom::{pixels, set_style},
};
use leptos::{html, prelude::*};
use web_sys::{Element, KeyboardEvent, PointerEvent};

const STEP: f64 = 24.0;

/// Sizes are clamped by CSS.
#[component]
pub fn Resize(panel: NodeRef<html::Section>) -> impl IntoView {
    let from = StoredValue::new_local(None::<(f64, f64, f64, f64)>);
    let node = NodeRef::<html::Div>::new();
    let down = move |event: PointerEvent| {
        let (Some(panel), Some(node)) = (panel.get_untracked(), node.get_untracked()) else { return };
        let size = panel.get_bounding_client_rect();
        from.set_value(Some((f64::from(event.client_x()), f64::from(event.client_y()), size.width(), size.height())));
        event.prevent_default();
        // Without capture the corner is lost when the pointer is fast; nothing worse.
        let _ = node.set_pointer_capture(event.pointer_id());
    };
    let moved = move |event: PointerEvent| {
        let (Some(panel), Some((x, y, width, height))) = (panel.get_untracked(), from.get_value()) else { return };
        let outward = node.get_untracked().map_or(1.0, |corner| side(&panel, &corner));
        size(&panel, width + (x - f64::from(event.client_x())) * outward, height + y - f64::from(event.client_y()));
    };
    let keys = move |event: KeyboardEvent| {
        let Some(panel) = panel.get_untracked() else { return };
        let now = panel.get_bounding_client_rect();
        let outward = STEP * node.get_untracked().map_or(1.0, |corner| side(&panel, &corner));
        let (width, height) = match event.key().as_str() {
            "ArrowLeft" => (outward, 0.0),
            "ArrowRight" => (-outward, 0.0),
            "ArrowUp" => (0.0, STEP),
            "ArrowDown" => (0.0, -STEP),
            _ => return,
        };
        event.prevent_default();
        size(&panel, now.width() + width, now.height() + height);
    };
    view! {
        <div class={"madang-panel__resize"} role="button" tabindex="0" aria-label={use_words().text(strings::PANEL__RESIZE__LABEL)}
            node_ref=node on:pointerdown=down on:pointermove=moved on:pointerup=move |_| from.set_value(None)
            on:pointercancel=move |_| from.set_value(None) on:keydown=keys>
        </div>
    }
}

fn size(panel: &Element, width: f64, height: f64) {
    set_style(panel, "--panel-inline-size", &pixels(width));
    set_style(panel, "--panel-block-size", &pixels(height));
}

/// 1 when the corner is on the left of the panel, -1 on the right: by writing direction and by the launcher's side.
fn side(panel: &Element, corner: &Element) -> f64 {
    let (panel, corner) = (panel.get_bounding_client_rect(), corner.get_bounding_client_rect());
    if corner.left() * 2.0 < panel.left() + panel.right() - corner.width() { 1.0 } else { -1.0 }
}
