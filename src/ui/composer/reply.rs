//! What the composer answers: stands above the text until it is sent or given up.

use crate::{
    store::{Action, Change},
    strings,
    ui::{
        Ui,
        kit::{El, Glyph, button, el, icon},
        message::quote::author,
    },
};
use madang_protocol::ChannelId;
use std::cell::RefCell;

/// Drawn while there is something to answer; then the field has the focus.
pub fn reply(ui: &Ui, channel_id: ChannelId, field: El) -> El {
    let (ui, store, before) = (ui.clone(), ui.store, RefCell::new(None));
    el("div", "madang-composer__head").draw(move |head| {
        store.watch(Change::Panel);
        let quote = store.get(Change::Draft(channel_id.clone()), |model| {
            let editing = model.panel.editing.as_ref().is_some_and(|editing| editing.channel_id == channel_id);
            model.replies.get(&channel_id).filter(|_| !editing).cloned()
        });
        let now = quote.as_ref().map(|quote| quote.seq);
        let was = before.replace(Some(now));
        let Some(quote) = quote else { return };
        let cancel = button("madang-icon-button").attr("aria-label", &ui.words.text(strings::COMPOSER__REPLY__CANCEL));
        let id = channel_id.clone();
        let cancel = cancel.child(icon(Glyph::Close));
        let cancel = cancel.on("click", move |_| store.dispatch(Action::ReplyCancelled(id.clone())));
        let to = ui.words.with(strings::COMPOSER__REPLY__TEXT, "name", &author(&ui, &quote));
        let text = el("span", "madang-quote__text").attr("dir", "auto").text(&quote.text);
        let lines = el("div", "madang-quote").child(el("bdi", "madang-quote__author").text(&to)).child(text);
        head.append(&el("div", "madang-composer__reply").attr("role", "status").child(lines).child(cancel));
        if was.is_some_and(|was| was != now) {
            field.focus();
        }
    })
}
