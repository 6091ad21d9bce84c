//! Who is typing. The line keeps its height, so that nothing moves when somebody begins.

use crate::{
    intl::use_words,
    store::{Change, Store, view},
    strings,
};
use leptos::prelude::*;
use madang_protocol::ChannelId;

/// One, two, or several.
#[component]
pub fn Typing(channel_id: ChannelId) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let line = move || {
        let typists = store.get(Change::Typing(channel_id.clone()), |model| view::typists(model, &channel_id));
        let text = match typists.as_slice() {
            [] => return None,
            [one] => words.with(strings::TYPING__ONE, "name", &words.name(one)),
            [one, other] => {
                let text = words.with(strings::TYPING__TWO, "name", &words.name(one));
                strings::fill(&text, "other", &words.name(other))
            }
            _ => words.text(strings::TYPING__MANY),
        };
        Some(view! {
            <span class={"madang-typing__dots"} aria-hidden="true"><i class={""}></i><i class={""}></i><i class={""}></i></span>
            <span>{text}</span>
        })
    };
    view! { <div class={"madang-typing"}>{line}</div> }
}
