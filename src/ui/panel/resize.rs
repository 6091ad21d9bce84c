//! The corner by which the window is made larger; with the arrow keys as well.

use crate::{
    intl::Words,
    strings,
    ui::kit::{
        El,
        dom::{key, pixels, set_style},
        el,
    },
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

const STEP: f64 = 24.0;

/// Sizes are clamped by CSS.
pub fn resize(words: Words, panel: &El) -> El {
    let panel = panel.0.clone();
    let from = Rc::new(Cell::new(None::<(f64, f64, f64, f64)>));
    let corner = el("div", "madang-panel__resize").attr("role", "button").attr("tabindex", "0");
    let corner = corner.attr("aria-label", &words.text(strings::PANEL__RESIZE__LABEL));
    let node = corner.0.clone();
    let (down, moved, up, lost) = (from.clone(), from.clone(), from.clone(), from);
    let (down_panel, moved_panel, down_node, moved_node) = (panel.clone(), panel.clone(), node.clone(), node.clone());
    corner
        .on("pointerdown", move |event| {
            event.prevent_default();
            let (event, size) = (event.unchecked_ref::<PointerEvent>(), down_panel.get_bounding_client_rect());
            let at = (f64::from(event.client_x()), f64::from(event.client_y()));
            down.set(Some((at.0, at.1, size.width(), size.height())));
            // Without capture the corner is lost when the pointer is fast; nothing worse.
            let _ = down_node.set_pointer_capture(event.pointer_id());
        })
        .on("pointermove", move |event| {
            let Some((x, y, width, height)) = moved.get() else { return };
            let event = event.unchecked_ref::<PointerEvent>();
            let wider = (x - f64::from(event.client_x())) * side(&moved_panel, &moved_node);
            size(&moved_panel, width + wider, height + y - f64::from(event.client_y()));
        })
        .on("pointerup", move |_| up.set(None))
        .on("pointercancel", move |_| lost.set(None))
        .on("keydown", move |event| {
            let now = panel.get_bounding_client_rect();
            let outward = STEP * side(&panel, &node);
            let (width, height) = match key(&event).as_str() {
                "ArrowLeft" => (outward, 0.0),
                "ArrowRight" => (-outward, 0.0),
                "ArrowUp" => (0.0, STEP),
                "ArrowDown" => (0.0, -STEP),
                _ => return,
            };
            event.prevent_default();
            size(&panel, now.width() + width, now.height() + height);
        })
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
