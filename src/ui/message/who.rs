//! Who reacted to a message: a small window over the panel.

use crate::{
    store::{Action, Change, Load, view},
    strings,
    ui::{
        Ui,
        kit::{
            El, Glyph, avatar, button,
            dom::{find, find_all, focusable, focused, key, soon},
            el, icon,
        },
    },
};

/// Drawn while it is wanted.
pub fn who(ui: &Ui) -> El {
    let (ui, store) = (ui.clone(), ui.store);
    el("div", "madang-overlay").choice(
        move || store.get(Change::Who, |model| model.panel.who.as_ref().map(|who| who.seq.0.to_string())),
        move |seq| window(&ui, seq),
    )
}

fn window(ui: &Ui, seq: &str) -> El {
    let (store, words) = (ui.store, ui.words);
    let title = words.text(strings::REACTIONS__LIST__LABEL);
    let window = el("div", "madang-who").attr("role", "dialog").attr("aria-modal", "true").attr("aria-label", &title);
    let (within, row) = (window.0.clone(), [".madang-message[data-seq=\"", seq, "\"]"].concat());
    let close = move || {
        let row = within.closest(".madang-panel").ok().flatten().and_then(|panel| find(&panel, &row));
        store.dispatch(Action::WhoClosed);
        if let Some(row) = row {
            focusable(&row);
        }
    };
    let (pressed, outside, keys, within) = (close.clone(), close.clone(), close, window.0.clone());
    let label = words.text(strings::PANEL__CLOSE__LABEL);
    let away = button("madang-icon-button").attr("aria-label", &label).child(icon(Glyph::Close));
    let away = away.on("click", move |_| pressed());
    let drawn = ui.clone();
    let list = el("div", "madang-who__list").attr("tabindex", "0").draw(move |list| people(&drawn, list));
    let first = away.clone();
    soon(Box::new(move || first.focus()));
    let head = el("div", "madang-who__head").child(el("h3", "madang-who__title").text(&title)).child(away);
    let window = window.child(head).child(list).on("keydown", move |event| {
        event.stop_propagation();
        match key(&event).as_str() {
            "Escape" => keys(),
            "Tab" => {
                let stops = find_all(&within, "button, [tabindex]");
                let now = focused(&within).and_then(|now| stops.iter().position(|stop| *stop == now)).unwrap_or(0);
                if let Some(next) = stops.get((now + 1) % stops.len().max(1)) {
                    focusable(next);
                }
            }
            _ => return,
        }
        event.prevent_default();
    });
    let shade = el("div", "madang-menu__shade").on("pointerdown", move |event| {
        event.prevent_default();
        outside();
    });
    el("div", "madang-menu__layer").child(shade).child(window)
}

fn people(ui: &Ui, list: &El) {
    let (store, words) = (ui.store, ui.words);
    let Some(who) = store.get(Change::Who, |model| model.panel.who.clone()) else { return };
    for reactor in &who.reactors {
        let name = words.name(&store.read(|model| view::user(model, &reactor.user_id)));
        let picture = store.read(|model| view::user(model, &reactor.user_id).profile_url);
        let line =
            el("div", "madang-who__person").child(avatar(&name, reactor.user_id.as_str(), picture.as_deref(), false));
        list.append(&line.child(el("bdi", "madang-who__name").text(&name)).child(el("span", "").text(&reactor.emoji)));
    }
    let more = |text| {
        let more = button("madang-text-button").text(&words.text(text));
        more.on("click", move |_| store.dispatch(Action::WhoWanted))
    };
    match who.load {
        Load::Failed(_) => list.append(&more(strings::ERROR__RETRY__ACTION)),
        Load::Ready if who.next.is_some() => list.append(&more(strings::REACTIONS__MORE__ACTION)),
        Load::Ready => {}
        _ => list.append(&el("span", "madang-spinner")),
    }
}
