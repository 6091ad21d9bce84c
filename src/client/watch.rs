//! What the page goes through: network, attention, going away and coming back.

use super::listener::Listener;
use crate::store::{Action, Store, Timer};
use web_sys::EventTarget;

/// Listens to the page; also tells whether the browser believes that it has a network.
pub fn page(store: Store) -> (Vec<Listener>, bool) {
    let Some(window) = web_sys::window() else { return (Vec::new(), true) };
    let mut listeners = Vec::new();
    let mut on = |target: &EventTarget, name, heard: fn(Store)| {
        listeners.push(Listener::new(target, name, move |_| heard(store)));
    };
    on(&window, "online", |store| store.dispatch(Action::WentOnline));
    on(&window, "offline", |store| store.dispatch(Action::WentOffline));
    on(&window, "focus", attention);
    on(&window, "blur", attention);
    on(&window, "pageshow", |store| store.dispatch(Action::PageShown));
    on(&window, "pagehide", |store| store.dispatch(Action::TimerFired { timer: Timer::Save, random: 0 }));
    if let Some(document) = window.document() {
        on(&document, "visibilitychange", |store| {
            attention(store);
            if !hidden() {
                store.dispatch(Action::PageShown);
            }
        });
    }
    (listeners, window.navigator().on_line())
}

fn attention(store: Store) {
    store.dispatch(Action::AttentionChanged(attended()));
}

fn hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_none_or(|document| document.hidden())
}

/// Tab visible and window focused.
pub fn attended() -> bool {
    let focused = web_sys::window().and_then(|window| window.document()).and_then(|document| document.has_focus().ok());
    !hidden() && focused == Some(true)
}

/// East of UTC.
pub fn zone_offset_minutes() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}
