//! The frame: header, banner, and either the list or a conversation.

pub mod focus;
pub mod header;
pub mod overlay;
pub mod resize;

use super::{
    banner::Banner,
    channel_list::ChannelList,
    conversation::Conversation,
    live::{Live, LiveRegion},
};
use crate::{
    intl::use_words,
    store::{Action, Change, Mode, Store},
    strings,
};
use focus::Focus;
use header::Header;
use leptos::{html, prelude::*};
use overlay::{Overlay, OverlayHost};
use resize::Resize;

/// The whole chat; in launcher mode only while it is open.
#[component]
pub fn Panel() -> impl IntoView {
    let store = Store::expect();
    let shown =
        Memo::new(move |_| store.get(Change::Panel, |model| model.panel.open || model.panel.mode != Mode::Launcher));
    move || shown.get().then(|| view! { <Frame /> })
}

#[component]
fn Frame() -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let (live, overlay) = (Live::new(), Overlay::new());
    provide_context(live);
    provide_context(overlay);
    let mode = store.read(|model| model.panel.mode);
    let node = NodeRef::<html::Section>::new();
    let focus = Focus::new(node, mode == Mode::Launcher);
    let channel = Memo::new(move |_| store.get(Change::Panel, |model| model.panel.channel.clone()));
    focus.follow(channel);
    let (role, name) = match mode {
        Mode::Launcher => ("dialog", "launcher"),
        Mode::Inline => ("region", "inline"),
        Mode::Page => ("region", "page"),
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && mode == Mode::Launcher && !event.default_prevented() {
            event.prevent_default();
            return store.dispatch(Action::PanelClosed);
        }
        focus.keep(&event);
    };
    view! {
        <section class={"madang-panel"} part="panel" role={role} data-mode={name} lang={words.locale()} node_ref=node
            aria-label={words.text(strings::PANEL__LABEL__CHAT)} on:keydown=keys>
            <Header mode channel />
            <Banner />
            {move || match channel.get() {
                None => view! { <ChannelList /> }.into_any(),
                Some(channel_id) => view! { <Conversation channel_id /> }.into_any(),
            }}
            <OverlayHost overlay />
            <LiveRegion live />
            {(mode == Mode::Launcher).then(|| view! { <Resize panel=node /> })}
        </section>
    }
}
