//! The conversation's messages: blocks of rows, of which only those near the view are in the DOM.

pub mod block;
pub mod scroll;
pub mod scroller;

use crate::{
    intl::use_words,
    store::{Action, Change, Load, Store},
    strings,
    ui::{
        kit::{Glyph, Icon},
        message::gestures::Gestures,
        state::Skeleton,
    },
};
use block::BlockRows;
use leptos::prelude::*;
use madang_protocol::ChannelId;
use scroll::Pill;
use scroller::{Scroller, listen};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

/// All of one channel's held messages. Mounted when there is at least one.
#[component]
pub fn Timeline(channel_id: ChannelId) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let scroller = Scroller::new(store, channel_id.clone());
    let (node, above, below) = scroller.nodes();
    let observer = Observer::new(&scroller);
    let gestures = Gestures::new(channel_id.clone(), node);
    listen(&scroller, store, channel_id.clone());
    let watched = observer.clone();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            watched.observe(&node);
        }
    });
    let head = {
        let channel_id = channel_id.clone();
        move || {
            let (before, older) = store.get(Change::Channel(channel_id.clone()), |model| {
                let timeline = model.timelines.get(&channel_id);
                timeline.map_or((false, Load::No), |timeline| (timeline.has_before, timeline.older))
            });
            let retry = channel_id.clone();
            match (before, older) {
                (false, _) => words.text(strings::TIMELINE__START__TEXT).into_any(),
                (true, Load::Failed(_)) => view! {
                    <button class={"madang-text-button"} type="button"
                        on:click=move |_| store.dispatch(Action::OlderReached(retry.clone()))>
                        {[words.text(strings::ERROR__PAGE__TEXT), words.text(strings::ERROR__RETRY__ACTION)].join(" ")}
                    </button>
                }
                .into_any(),
                (true, _) => view! { <span class={"madang-spinner"}></span> }.into_any(),
            }
        }
    };
    let (scrolled, pill) = (scroller.clone(), scroller.pill());
    let latest = StoredValue::new_local(scroller.clone());
    let pages = scroller.pages();
    let keys = gestures.clone();
    let click = gestures.clone();
    let menu = gestures.clone();
    view! {
        <div class={"madang-timeline"} part="timeline" tabindex="0" node_ref=node
            role="log" aria-live="off" aria-label={words.text(strings::TIMELINE__LOG__LABEL)}
            on:scroll=move |_| scrolled.scrolled()
            on:keydown=move |event| keys.key(&event)
            on:click=move |event| click.click(&event)
            on:contextmenu=move |event| menu.context_menu(&event)>
            <div class={"madang-timeline__log"}>
                <div class={"madang-timeline__edge"}>{head}</div>
                <div class={"madang-timeline__spacer"} node_ref=above></div>
                <For each=move || pages.get() key=|page| page.from.0 let:page>
                    <BlockRows channel_id=channel_id.clone() page observer=observer.clone() />
                </For>
                <div class={"madang-timeline__spacer"} node_ref=below></div>
            </div>
        </div>
        <div class={"madang-timeline__float"}>
            {move || {
                let text = match pill.get() {
                    Pill::Hidden => return None,
                    Pill::Latest => words.text(strings::TIMELINE__LATEST__LABEL),
                    Pill::New(count) => words.count(strings::TIMELINE__NEW, count),
                };
                let new = matches!(pill.get_untracked(), Pill::New(_)).then_some("");
                Some(view! {
                    <button class={"madang-pill"} type="button" data-new={new} on:click=move |_| { let _ = latest.try_with_value(Scroller::to_latest); }>
                        <Icon glyph=Glyph::Down />
                        {text}
                    </button>
                })
            }}
        </div>
    }
}

/// The timeline before its first messages are here.
#[component]
pub fn TimelineSkeleton() -> impl IntoView {
    view! { <Skeleton kind="timeline" /> }
}

/// Tells the scroller the heights of blocks and view, after layout and before paint.
#[derive(Clone)]
pub struct Observer(StoredValue<Option<ResizeObserver>, LocalStorage>);

impl Observer {
    fn new(scroller: &Scroller) -> Self {
        let scroller = scroller.clone();
        let heard = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            for entry in entries.iter().filter_map(|entry| entry.dyn_into::<ResizeObserverEntry>().ok()) {
                scroller.measured(&entry.target(), entry.target().get_bounding_client_rect().height());
            }
            scroller.settle();
        });
        let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
        let stop = StoredValue::new_local(observer.clone());
        let heard = StoredValue::new_local(heard);
        on_cleanup(move || {
            if let Some(observer) = stop.try_get_value().flatten() {
                observer.disconnect();
            }
            heard.dispose();
        });
        Self(StoredValue::new_local(observer))
    }

    /// From now on until it is out of the document.
    pub fn observe(&self, element: &Element) {
        if let Some(observer) = self.0.try_get_value().flatten() {
            observer.observe(element);
        }
    }

    pub fn forget(&self, element: &Element) {
        if let Some(observer) = self.0.try_get_value().flatten() {
            observer.unobserve(element);
        }
    }
}
