//! One mounted block: its rows, keyed, so that a row keeps its node while it exists.

use super::{Observer, scroller::Page};
use crate::{
    intl::use_words,
    store::{Key, view::Row},
    strings,
    ui::message::{MessageRow, Place},
};
use leptos::{html, prelude::*};
use madang_protocol::{ChannelId, TimeMs};
use std::collections::BTreeMap;

/// The rows of one block.
#[component]
pub fn BlockRows(channel_id: ChannelId, page: Page, observer: Observer) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let places = StoredValue::new_local(BTreeMap::<Key, ArcRwSignal<Place>>::new());
    let stop = observer.clone();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            observer.observe(&node);
        }
    });
    on_cleanup(move || {
        if let Some(node) = node.try_get_untracked().flatten() {
            stop.forget(&node);
        }
    });
    let rows = page.rows.clone();
    let fresh = StoredValue::new_local(false);
    let each = move || {
        let rows = rows.get();
        let moved = |places: &mut BTreeMap<Key, ArcRwSignal<Place>>| {
            for row in &rows {
                let Row::Message { key, first, last } = row else { continue };
                let place = Place { first: *first, last: *last, arrived: false };
                if let Some(known) = places.get(key)
                    && known.with_untracked(|now| (now.first, now.last) != (*first, *last))
                {
                    known.set(place);
                }
            }
        };
        // Gone with the block only.
        let _ = places.try_update_value(moved);
        rows
    };
    Effect::new(move |_| fresh.set_value(true));
    let child = move |row: Row| match row {
        Row::Day(at) => view! { <Day at /> }.into_any(),
        Row::Unread => view! { <Divider text=strings::TIMELINE__UNREAD__LABEL class="madang-unread" /> }.into_any(),
        Row::Gap => view! { <Divider text=strings::TIMELINE__GAP__TEXT class="madang-day" /> }.into_any(),
        Row::Message { key, first, last } => {
            let place = ArcRwSignal::new(Place { first, last, arrived: fresh.get_value() });
            let _ = places.try_update_value(|places| places.insert(key.clone(), place.clone()));
            view! { <MessageRow channel_id=channel_id.clone() key place /> }.into_any()
        }
    };
    view! {
        <div class={"madang-block"} node_ref=node data-from={page.from.0.to_string()}>
            <For each key=name children=child />
        </div>
    }
}

/// What names a row: its flags are not part of it.
fn name(row: &Row) -> (u8, u64, Option<Key>) {
    match row {
        Row::Day(at) => (0, at.0, None),
        Row::Unread => (1, 0, None),
        Row::Gap => (2, 0, None),
        Row::Message { key, .. } => (3, 0, Some(key.clone())),
    }
}

#[component]
fn Day(at: TimeMs) -> impl IntoView {
    let words = use_words();
    view! { <div class={"madang-day"}>{words.day(at)}</div> }
}

#[component]
fn Divider(text: strings::Text, class: &'static str) -> impl IntoView {
    view! { <div class={class}>{use_words().text(text)}</div> }
}
