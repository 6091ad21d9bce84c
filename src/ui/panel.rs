//! The frame: header, banner, and either the list or a conversation.

pub mod focus;
pub mod header;
pub mod overlay;
pub mod resize;

use super::{
    Given, Ui,
    banner::banner,
    channel_list::channel_list,
    conversation::conversation,
    kit::{El, Local, dom::key, effect, el, room},
    live::Live,
    picker::Picker,
    thread::thread,
};
use crate::{
    files::Files,
    intl::use_words,
    parts::Parts,
    store::{Action, Change, Mode, Notice, Store},
    strings,
};
use focus::Focus;
use header::header;
use leptos::prelude::*;
use overlay::Overlay;
use resize::resize;
use web_sys::Element;

/// The whole chat; in launcher mode only while it is open. Store and words come from the context.
#[component]
pub fn Panel() -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let draw = move |place: Element| {
        // Another language draws again into the place that it had.
        place.set_text_content(None);
        let parts = Parts::given();
        let files = Files::expect();
        files.speak(words);
        let shown = move || store.get(Change::Panel, |model| model.panel.open || model.panel.mode != Mode::Launcher);
        El(place).choice(
            move || shown().then(String::new),
            move |_| {
                let (live, overlay, picker) = (Live::new(), Overlay::new(), Picker::default());
                let (parts, unfolded, files) = (parts.clone(), Local::new(Vec::new()), files.clone());
                frame(&Ui::new(Given { store, words, live, overlay, parts, picker, unfolded, files }))
            },
        );
    };
    view! { <div class={"madang-place"} use:draw></div> }
}

fn frame(ui: &Ui) -> El {
    let store = ui.store;
    let mode = store.read(|model| model.panel.mode);
    let (role, name) = match mode {
        Mode::Launcher => ("dialog", "launcher"),
        Mode::Inline => ("region", "inline"),
        Mode::Page => ("region", "page"),
    };
    let panel = el("section", "madang-panel").attr("part", "panel").attr("role", role).attr("data-mode", name);
    let panel = panel.attr("lang", &ui.words.locale()).attr("aria-label", &ui.words.text(strings::PANEL__LABEL__CHAT));
    room(&panel);
    let focus = Focus::new(&panel, mode == Mode::Launcher);
    focus.follow(store);
    let drawn = ui.clone();
    let view = el("div", "madang-panel__body").choice(
        move || {
            Some(
                store
                    .get(Change::Panel, |model| model.panel.channel.as_ref().map(|id| id.0.clone()))
                    .unwrap_or_default(),
            )
        },
        move |channel_id| match channel_id {
            "" => channel_list(&drawn),
            _ => conversation(&drawn, channel_id.into()),
        },
    );
    let drawn = ui.clone();
    let aside = el("div", "madang-panel__aside").choice(
        move || store.get(Change::Panel, |model| model.panel.thread.as_ref().map(|id| id.0.clone())),
        move |thread_id| thread(&drawn, thread_id.into()),
    );
    let stage = el("div", "madang-panel__stage").child(view).child(aside);
    let corner = (mode == Mode::Launcher).then(|| resize(ui.words, &panel));
    let (region, toasts) = ui.live.region();
    notices(ui);
    panel
        .child(header(ui, mode))
        .child(banner(ui))
        .child(stage)
        .child(ui.overlay.host(ui.words))
        .child(toasts)
        .child(region)
        .maybe(corner)
        .on("keydown", move |event| {
            if key(&event) == "Escape" && mode == Mode::Launcher && !event.default_prevented() {
                event.prevent_default();
                return store.dispatch(Action::PanelClosed);
            }
            focus.keep(&event);
        })
}

/// Shows what the model says in passing.
fn notices(ui: &Ui) {
    let ui = ui.clone();
    effect(move || {
        let text = match ui.store.get(Change::Notice, |model| model.panel.notice) {
            Some(Notice::ReactionFailed) => strings::REACTION__FAILED__TEXT,
            Some(Notice::ReactionsFull) => strings::REACTION__FULL__TEXT,
            Some(Notice::LinkGone) => strings::LINK__GONE__TEXT,
            None => return,
        };
        ui.live.toast(ui.words.text(text));
    });
}
