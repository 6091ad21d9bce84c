//! What a message answers, in short: leads to it.

use crate::{
    strings,
    ui::{
        Ui,
        kit::{El, button, el},
    },
};
use madang_protocol::{Quote, User};

/// Stands above the text of a reply. Its click is heard by the timeline.
pub fn quote(ui: &Ui, quote: &Quote) -> El {
    let seq = quote.seq.0.to_string();
    let block = button("madang-quote").attr("data-act", "quote").attr("data-quoted", &seq);
    lines(ui, block, quote)
}

/// Whom it is of, and how it begins.
pub fn lines(ui: &Ui, block: El, quote: &Quote) -> El {
    let words = ui.words;
    let (own, blocked) =
        ui.store.read(|model| (model.me() == Some(&quote.user_id), model.blocked.contains(&quote.user_id)));
    let name = if own { words.text(strings::MESSAGE__AUTHOR__OWN) } else { author(ui, quote) };
    let text = el("span", "madang-quote__text").attr("dir", "auto");
    let text = match quote.deleted {
        _ if blocked => text.text(&words.text(strings::MESSAGE__BLOCKED__TEXT)),
        true => text.text(&words.text(strings::QUOTE__DELETED__TEXT)),
        false => text.text(&quote.text),
    };
    block.set("data-deleted", (quote.deleted || blocked).then_some("true"));
    block.child(el("bdi", "madang-quote__author").text(&name)).child(text)
}

/// What the author of a quote is called.
pub fn author(ui: &Ui, quote: &Quote) -> String {
    let (user_id, nickname) = (quote.user_id.clone(), quote.nickname.clone());
    ui.words.name(&User { user_id, nickname, profile_url: None, visitor: false })
}
