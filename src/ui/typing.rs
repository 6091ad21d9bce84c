//! Who is typing. The line keeps its height, so that nothing moves when somebody begins.

use super::{
    Ui,
    kit::{El, el},
};
use crate::{
    store::{Change, view},
    strings,
};
use madang_protocol::ChannelId;

/// One, two, or several.
pub fn typing(ui: &Ui, channel_id: ChannelId) -> El {
    let ui = ui.clone();
    el("div", "madang-typing").draw(move |line| {
        let typists = ui.store.get(Change::Typing(channel_id.clone()), |model| view::typists(model, &channel_id));
        let words = ui.words;
        let text = match typists.as_slice() {
            [] => return,
            [one] => words.with(strings::TYPING__ONE, "name", &words.name(one)),
            [one, other] => {
                let text = words.with(strings::TYPING__TWO, "name", &words.name(one));
                strings::fill(&text, "other", &words.name(other))
            }
            _ => words.text(strings::TYPING__MANY),
        };
        let dots = el("span", "madang-typing__dots").attr("aria-hidden", "true");
        line.append(&(0..3).fold(dots, |dots, _| dots.child(el("i", ""))));
        line.append(&el("span", "").text(&text));
    })
}
