//! Loading, empty and error: what each view shows while it has nothing to show.

use super::kit::{El, Glyph, button, el, icon};

/// Shapes in the final geometry; CSS shows them after 200 ms.
pub fn skeleton(kind: &str) -> El {
    let skeleton = el("div", "madang-skeleton").attr("data-kind", kind).attr("aria-hidden", "true");
    (0..6).fold(skeleton, |skeleton, _| {
        skeleton.child(match kind {
            "timeline" => el("div", "madang-skeleton__bubble"),
            _ => {
                let line = || el("div", "madang-skeleton__line");
                let lines = el("div", "madang-skeleton__lines").child(line()).child(line());
                el("div", "madang-skeleton__row").child(el("div", "madang-skeleton__disc")).child(lines)
            }
        })
    })
}

/// One sentence and one thing to do.
pub fn state(glyph: Glyph, text: &str, action: &str, pressed: impl Fn() + 'static) -> El {
    el("div", "madang-state")
        .attr("part", "state")
        .child(el("span", "madang-state__icon").child(icon(glyph)))
        .child(el("p", "madang-state__text").attr("dir", "auto").text(text))
        .child(button("madang-button").text(action).on("click", move |_| pressed()))
}
