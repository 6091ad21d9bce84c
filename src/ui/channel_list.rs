//! The conversations: who wrote what last, and what is unread.

pub mod row;

use crate::{
    intl::use_words,
    store::{Action, Change, Load, Store, view},
    strings,
    ui::{
        kit::{
            Glyph,
            dom::{find_all, focus, focused},
        },
        state::{Skeleton, State},
    },
};
use leptos::{html, prelude::*};
use madang_protocol::ChannelId;
use row::ChannelRow;
use web_sys::KeyboardEvent;

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Loading,
    Failed,
    Empty,
    Rows,
}

/// The list in whatever state it is.
#[component]
pub fn ChannelList() -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let stage = Memo::new(move |_| {
        store.get(Change::ChannelList, |model| match (model.channels.order.is_empty(), model.channels.load) {
            (false, _) => Stage::Rows,
            (true, Load::Ready) => Stage::Empty,
            (true, Load::Failed(_)) => Stage::Failed,
            (true, Load::No | Load::Loading) => Stage::Loading,
        })
    });
    let state = move |glyph, text, action| {
        let reload = Callback::new(move |()| store.dispatch(Action::ReloadPressed));
        view! { <State glyph text={words.text(text)} action=Some((words.text(action), reload)) /> }.into_any()
    };
    move || match stage.get() {
        Stage::Loading => view! { <Skeleton kind="list" /> }.into_any(),
        Stage::Failed => state(Glyph::Alert, strings::ERROR__LIST__TEXT, strings::ERROR__RETRY__ACTION),
        Stage::Empty => state(Glyph::Chat, strings::CHANNELS__EMPTY__TEXT, strings::CHANNELS__EMPTY__ACTION),
        Stage::Rows => view! { <Rows /> }.into_any(),
    }
}

#[component]
fn Rows() -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let node = NodeRef::<html::Ul>::new();
    // One row is in the tab order; arrows move within.
    let current = RwSignal::new(None::<ChannelId>);
    let rows = move || store.get(Change::ChannelList, view::channel_rows);
    let first = Memo::new(move |_| rows().into_iter().next());
    let tabbed = Signal::derive(move || current.get().or_else(|| first.get()));
    let keys = move |event: KeyboardEvent| {
        let Some(list) = node.get_untracked() else { return };
        let buttons = find_all(&list, ".madang-channels__row");
        let now = focused(&list).and_then(|now| buttons.iter().position(|button| *button == now)).unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" => now + 1,
            "ArrowUp" => now.saturating_sub(1),
            "Home" => 0,
            "End" => buttons.len().saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(button) = buttons.get(to) {
            focus(button);
            button.scroll_into_view_with_bool(false);
        }
    };
    let scrolled = move |_| {
        let Some(list) = node.get_untracked() else { return };
        let more = store.read(|model| model.channels.next.is_some());
        if more && list.scroll_height() - list.scroll_top() - list.client_height() < 400 {
            store.dispatch(Action::MoreChannelsReached);
        }
    };
    view! {
        <ul class={"madang-channels"} part="channels" role="list" node_ref=node
            aria-label={words.text(strings::CHANNELS__LIST__LABEL)} on:keydown=keys on:scroll=scrolled>
            <For each=rows key=ChannelId::clone let:channel_id>
                <ChannelRow channel_id tabbed current />
            </For>
        </ul>
    }
}
