//! One channel: its messages in whatever state they are, who types, and the composer.

use super::{
    composer::Composer,
    kit::{Glyph, dom},
    live::{Live, announce},
    state::{Skeleton, State},
    timeline::Timeline,
    typing::Typing,
};
use crate::{
    intl::use_words,
    store::{Action, Change, Load, Store},
    strings,
};
use leptos::{html, prelude::*};
use madang_protocol::{ChannelId, ErrorCode};

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Loading,
    Failed(ErrorCode),
    Empty,
    Rows,
}

/// Drawn anew for each channel.
#[component]
pub fn Conversation(channel_id: ChannelId) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let input = NodeRef::<html::Textarea>::new();
    announce(Live::expect(), store, channel_id.clone());
    let id = channel_id.clone();
    let stage = Memo::new(move |_| {
        store.watch(Change::Rows(id.clone()));
        store.get(Change::Channel(id.clone()), |model| {
            let timeline = model.timelines.get(&id);
            let held = timeline.is_some_and(|timeline| !timeline.messages.is_empty());
            match timeline.map_or(Load::No, |timeline| timeline.load) {
                _ if held || model.outbox.iter().any(|pending| pending.channel_id == id) => Stage::Rows,
                Load::No | Load::Loading => Stage::Loading,
                Load::Failed(code) => Stage::Failed(code),
                Load::Ready => Stage::Empty,
            }
        })
    });
    let id = channel_id.clone();
    let messages = move || match stage.get() {
        Stage::Loading => view! { <Skeleton kind="timeline" /> }.into_any(),
        Stage::Rows => view! { <Timeline channel_id=id.clone() /> }.into_any(),
        Stage::Failed(code) => {
            let text = match code {
                ErrorCode::NotFound | ErrorCode::Forbidden => strings::ERROR__NOT_FOUND__TEXT,
                _ => strings::ERROR__TIMELINE__TEXT,
            };
            let again = Callback::new(move |()| store.dispatch(Action::ReloadPressed));
            let action = Some((words.text(strings::ERROR__RETRY__ACTION), again));
            view! { <State glyph=Glyph::Alert text={words.text(text)} action /> }.into_any()
        }
        Stage::Empty => {
            let write = Callback::new(move |()| {
                if let Some(input) = input.get_untracked() {
                    dom::focus(&input);
                }
            });
            let action = Some((words.text(strings::TIMELINE__EMPTY__ACTION), write));
            view! { <State glyph=Glyph::Chat text={words.text(strings::TIMELINE__EMPTY__TEXT)} action /> }.into_any()
        }
    };
    view! {
        <div class={"madang-panel__view"} aria-busy={move || (stage.get() == Stage::Loading).to_string()}>
            {messages}
            <Typing channel_id=channel_id.clone() />
            <Composer channel_id input />
        </div>
    }
}
