//! Loading, empty and error: what each view shows while it has nothing to show.

use super::kit::{Glyph, Icon};
use leptos::prelude::*;

/// Shapes in the final geometry; CSS shows them after 200 ms.
#[component]
pub fn Skeleton(kind: &'static str) -> impl IntoView {
    let rows = match kind {
        "timeline" => (0..5).map(|_| view! { <div class={"madang-skeleton__bubble"}></div> }.into_any()).collect_view(),
        _ => (0..6)
            .map(|_| {
                view! {
                    <div class={"madang-skeleton__row"}>
                        <div class={"madang-skeleton__disc"}></div>
                        <div class={"madang-skeleton__lines"}>
                            <div class={"madang-skeleton__line"}></div>
                            <div class={"madang-skeleton__line"}></div>
                        </div>
                    </div>
                }
                .into_any()
            })
            .collect_view(),
    };
    view! { <div class={"madang-skeleton"} data-kind={kind} aria-hidden="true">{rows}</div> }
}

/// One sentence and one thing to do.
#[component]
pub fn State(
    glyph: Glyph,
    text: String,
    #[prop(optional_no_strip)] action: Option<(String, Callback<()>)>,
) -> impl IntoView {
    view! {
        <div class={"madang-state"} part="state">
            <span class={"madang-state__icon"}><Icon glyph /></span>
            <p class={"madang-state__text"}>{text}</p>
            {action.map(|(label, pressed)| view! {
                <button class={"madang-button"} type="button" on:click=move |_| pressed.run(())>{label}</button>
            })}
        </div>
    }
}
