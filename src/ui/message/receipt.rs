//! How far an own message is: a clock, one tick, two, two in accent; or what to do when it failed.

use crate::{
    store::view::MessageState,
    strings,
    ui::{
        Ui,
        kit::{El, Glyph, button, el, icon},
    },
};

/// Put into the row's foot. Said in words to screen readers, and in words to all when it failed.
pub fn receipt(ui: &Ui, foot: &El, state: MessageState) {
    let (glyph, text) = match state {
        MessageState::Pending => (Glyph::Clock, strings::MESSAGE__STATE__PENDING),
        MessageState::Failed(_) => (Glyph::Alert, strings::MESSAGE__STATE__FAILED),
        MessageState::Sent => (Glyph::Tick, strings::MESSAGE__STATE__SENT),
        MessageState::Delivered => (Glyph::Ticks, strings::MESSAGE__STATE__DELIVERED),
        MessageState::Read => (Glyph::Ticks, strings::MESSAGE__STATE__READ),
    };
    let failed = matches!(state, MessageState::Failed(_));
    foot.append(&el("span", "madang-message__ticks").attr("data-state", state.name()).child(icon(glyph)));
    foot.append(&el("span", if failed { "" } else { "madang-hidden" }).text(&ui.words.text(text)));
    if failed {
        for (act, text) in [("retry", strings::MESSAGE__RETRY__LABEL), ("discard", strings::MESSAGE__DISCARD__LABEL)] {
            foot.append(&button("madang-text-button").attr("data-act", act).text(&ui.words.text(text)));
        }
    }
}
