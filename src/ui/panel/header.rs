//! The panel's head: back, who it is with, how they are, close.

use crate::{
    intl::{Words, use_words},
    store::{Action, Change, Mode, Model, Store, view},
    strings,
    ui::{
        channel_list::row::{picture, title},
        kit::{Avatar, Glyph, Icon},
    },
};
use leptos::prelude::*;
use madang_protocol::{ChannelId, ChannelKind};

/// Of the list or of a conversation.
#[component]
pub fn Header(mode: Mode, #[prop(into)] channel: Signal<Option<ChannelId>>) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let only = store.read(|model| model.panel.only_channel);
    let button = move |class: &'static str, glyph, label, action: Action| {
        view! {
            <button class={class} type="button" aria-label={words.text(label)} on:click=move |_| store.dispatch(action.clone())>
                <Icon glyph />
            </button>
        }
    };
    let back = move || {
        (channel.get().is_some() && !only).then(|| {
            button(
                "madang-icon-button madang-panel__back",
                Glyph::Back,
                strings::PANEL__BACK__LABEL,
                Action::BackPressed,
            )
        })
    };
    let heading = move || match channel.get() {
        None => view! {
            <div class={"madang-panel__heading"}>
                <h2 class={"madang-panel__title"}>{words.text(strings::PANEL__TITLE__LIST)}</h2>
            </div>
        }
        .into_any(),
        Some(channel_id) => view! { <With channel_id /> }.into_any(),
    };
    view! {
        <header class={"madang-panel__header"} part="header">
            {back}
            {heading}
            {(mode == Mode::Launcher).then(|| {
                button("madang-icon-button madang-panel__close", Glyph::Close, strings::PANEL__CLOSE__LABEL, Action::PanelClosed)
            })}
        </header>
    }
}

/// Whom one talks with.
#[component]
fn With(channel_id: ChannelId) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    move || {
        store.watch(Change::Channel(channel_id.clone()));
        let (title, picture, partner) = store.read(|model| {
            (title(words, model, &channel_id), picture(model, &channel_id), view::partner(model, &channel_id))
        });
        if let Some(partner) = partner {
            store.watch(Change::Presence(partner.clone()));
        }
        let (subtitle, online) = store.read(|model| subtitle(words, model, &channel_id));
        view! {
            <Avatar name=title.clone() id=channel_id.0.clone() picture />
            <div class={"madang-panel__heading"}>
                <h2 class={"madang-panel__title"} dir="auto">{title}</h2>
                {subtitle.map(|text| view! {
                    <div class={"madang-panel__subtitle"} data-online={online.then_some("true")}>{text}</div>
                })}
            </div>
        }
    }
}

/// Presence of the one other person, or the number of members.
fn subtitle(words: Words, model: &Model, channel_id: &ChannelId) -> (Option<String>, bool) {
    let view = model.channels.by_id.get(channel_id);
    match view::partner(model, channel_id) {
        Some(partner) => match view::presence(model, &partner) {
            Some(presence) if presence.online => (Some(words.text(strings::PRESENCE__ONLINE)), true),
            Some(presence) => {
                let seen = presence.last_seen_at.map(|at| words.with(strings::PRESENCE__SEEN, "time", &words.when(at)));
                (seen, false)
            }
            None => (None, false),
        },
        None => {
            let group = view.filter(|view| view.channel.kind == ChannelKind::Group && view.channel.member_count > 2);
            (group.map(|view| words.count(strings::PANEL__MEMBERS, view.channel.member_count)), false)
        }
    }
}
