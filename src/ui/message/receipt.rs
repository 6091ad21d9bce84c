//! How far an own message is: a clock, one tick, two, two in accent; or what to do when it failed.

use crate::{
    intl::use_words,
    store::view::MessageState,
    strings,
    ui::kit::{Glyph, Icon},
};
use leptos::prelude::*;

/// Said in words to screen readers, and in words to all when it failed.
#[component]
pub fn Receipt(state: MessageState) -> impl IntoView {
    let words = use_words();
    let (glyph, text) = match state {
        MessageState::Pending => (Glyph::Clock, strings::MESSAGE__STATE__PENDING),
        MessageState::Failed(_) => (Glyph::Alert, strings::MESSAGE__STATE__FAILED),
        MessageState::Sent => (Glyph::Tick, strings::MESSAGE__STATE__SENT),
        MessageState::Delivered => (Glyph::Ticks, strings::MESSAGE__STATE__DELIVERED),
        MessageState::Read => (Glyph::Ticks, strings::MESSAGE__STATE__READ),
    };
    let failed = matches!(state, MessageState::Failed(_));
    let act = move |act: &'static str, text| {
        view! { <button class={"madang-text-button"} type="button" data-act={act}>{words.text(text)}</button> }
    };
    view! {
        <span class={"madang-message__ticks"} data-state={state.name()}><Icon glyph /></span>
        <span class={if failed { "madang-message__failed" } else { "madang-hidden" }}>{words.text(text)}</span>
        {failed.then(|| (act("retry", strings::MESSAGE__RETRY__LABEL), act("discard", strings::MESSAGE__DISCARD__LABEL)))}
    }
}
