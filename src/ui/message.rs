//! One message's row. It hears of nothing but its own message, and (own ones) of how far the others read.

pub mod gestures;
pub mod receipt;

use crate::{
    intl::use_words,
    store::{
        Change, Key, Store,
        view::{self, MessageState, MessageView},
    },
    strings,
    ui::kit::{Avatar, Glyph, Icon},
};
use leptos::prelude::*;
use madang_protocol::ChannelId;
use receipt::Receipt;

/// Where a message stands in its run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub first: bool,
    pub last: bool,
    /// It came while the block was on screen.
    pub arrived: bool,
}

/// The row of the message of this key; empty when it is gone.
#[component]
pub fn MessageRow(channel_id: ChannelId, key: Key, place: ArcRwSignal<Place>) -> impl IntoView {
    let store = Store::expect();
    move || {
        store.watch(Change::Message(channel_id.clone(), key.clone()));
        let (message, alone) =
            store.read(|model| (view::message(model, &channel_id, &key), view::partner(model, &channel_id).is_some()));
        let message = message?;
        match message.own {
            true => store.watch(Change::Receipts(channel_id.clone())),
            false => store.watch(Change::User(message.author.user_id.clone())),
        }
        Some(row(message, place.get(), alone))
    }
}

fn row(message: MessageView, place: Place, alone: bool) -> impl IntoView {
    let words = use_words();
    let MessageView { seq, client_id, text, author, own, state, edited, deleted, created_at, busy, .. } = message;
    let failed = matches!(state, MessageState::Failed(_));
    let name = if own { words.text(strings::MESSAGE__AUTHOR__OWN) } else { words.name(&author) };
    let time = words.time(created_at);
    let head = (!own && !alone && place.first).then(|| {
        view! { <bdi class={"madang-message__author"} aria-hidden="true">{name.clone()}</bdi> }
    });
    let avatar = (!own && place.last).then(|| {
        view! { <Avatar name=name.clone() id=author.user_id.0.clone() picture=author.profile_url.clone() /> }
    });
    let text = if deleted { words.text(strings::MESSAGE__DELETED__TEXT) } else { text };
    let edited = (edited && !deleted)
        .then(|| view! { <span class={"madang-message__edited"}>{words.text(strings::MESSAGE__EDITED__LABEL)}</span> });
    let bar = (!failed && !deleted).then(|| {
        view! {
            <div class={"madang-message__bar"}>
                {(!place.last).then(|| view! { <span class={"madang-message__time"}>{time.clone()}</span> })}
                <button class={"madang-message__actions"} type="button" data-act="menu" aria-haspopup="menu"
                    aria-label={words.text(strings::MESSAGE__ACTIONS__LABEL)}>
                    <Icon glyph=Glyph::More />
                </button>
            </div>
        }
    });
    let foot = (place.last || failed || state == MessageState::Pending).then(|| {
        view! {
            <div class={"madang-message__meta"}>
                <time>{time}</time>
                {(own && !deleted).then(|| view! { <Receipt state /> })}
            </div>
        }
    });
    view! {
        <div class={"madang-message"} part={if own { "message message-own" } else { "message" }} role="article" tabindex="-1"
            data-seq={seq.map(|seq| seq.0.to_string())} data-client-id={client_id.0} data-own={own.to_string()}
            data-state={state.name()} data-first={place.first.to_string()} data-last={place.last.to_string()}
            data-deleted={deleted.then_some("true")} data-busy={busy.then_some("true")}
            data-arrived={place.arrived.then_some("")}>
            {head}
            {avatar}
            <div class={"madang-message__bubble"} part={if own { "bubble bubble-own" } else { "bubble" }}>
                <bdi class={"madang-hidden"}>{name}</bdi>
                <div class={"madang-message__text"} dir="auto">{text}</div>
                {edited}
                {bar}
            </div>
            {foot}
        </div>
    }
}
