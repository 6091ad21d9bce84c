//! The conversations: who wrote what last, and what is unread.

pub mod row;

use super::{
    Ui,
    kit::{
        El, Glyph, Local, button,
        dom::{find_all, focusable, focused, key},
        el, icon,
    },
    state::{skeleton, state},
};
use crate::{
    store::{
        Action, Change, Load,
        view::{self, ChannelRow},
    },
    strings,
};
use madang_protocol::ChannelId;
use row::channel_row;

/// The list in whatever state it is.
pub fn channel_list(ui: &Ui) -> El {
    let (store, ui) = (ui.store, ui.clone());
    let stage = move || {
        let stage =
            store.get(Change::ChannelList, |model| match (model.channels.order.is_empty(), model.channels.load) {
                (false, _) => "rows",
                (true, Load::Ready) => "empty",
                (true, Load::Failed(_)) => "failed",
                (true, Load::No | Load::Loading) => "loading",
            });
        Some(stage.to_owned())
    };
    el("div", "madang-panel__view").choice(stage, move |stage| {
        let say = |glyph, text, action| {
            let reload = move || store.dispatch(Action::ReloadPressed);
            state(glyph, &ui.words.text(text), &ui.words.text(action), reload)
        };
        match stage {
            "rows" => rows(&ui),
            "empty" => say(Glyph::Chat, strings::CHANNELS__EMPTY__TEXT, strings::CHANNELS__EMPTY__ACTION),
            "failed" => say(Glyph::Alert, strings::ERROR__LIST__TEXT, strings::ERROR__RETRY__ACTION),
            _ => skeleton("list"),
        }
    })
}

fn rows(ui: &Ui) -> El {
    let (store, ui) = (ui.store, ui.clone());
    // One row is in the tab order; arrows move within.
    let current = Local::new(None::<ChannelId>);
    let list = el("ul", "madang-channels").attr("part", "channels").attr("role", "list");
    let list = list.attr("aria-label", &ui.words.text(strings::CHANNELS__LIST__LABEL));
    let (within, scroller) = (list.0.clone(), list.0.clone());
    list.on("keydown", move |event| {
        let buttons = find_all(&within, ".madang-channels__row");
        let now = focused(&within).and_then(|now| buttons.iter().position(|button| *button == now)).unwrap_or(0);
        let to = match key(&event).as_str() {
            "ArrowDown" => now + 1,
            "ArrowUp" => now.saturating_sub(1),
            "Home" => 0,
            "End" => buttons.len().saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(button) = buttons.get(to) {
            focusable(button);
            button.scroll_into_view_with_bool(false);
        }
    })
    .on("scroll", move |_| {
        let more = store.read(|model| model.channels.next.is_some());
        if more && scroller.scroll_height() - scroller.scroll_top() - scroller.client_height() < 400 {
            store.dispatch(Action::MoreChannelsReached);
        }
    })
    .list(
        move || {
            let rows = store.get(Change::ChannelList, view::channel_rows);
            let key = |row| if let ChannelRow::Channel(id) = row { id.0 } else { String::new() };
            rows.into_iter().map(key).collect()
        },
        move |channel_id| match channel_id {
            "" => archive(&ui),
            _ => channel_row(&ui, ChannelId(channel_id.to_owned()), current.clone()),
        },
    )
}

/// What shows and hides the conversations that were put away.
fn archive(ui: &Ui) -> El {
    let store = ui.store;
    let label = el("span", "").text(&ui.words.text(strings::CHANNELS__ARCHIVE__LABEL));
    let button = button("madang-channels__archive").child(icon(Glyph::Archive)).child(label);
    let button = button.on("click", move |_| store.dispatch(Action::ArchivePressed)).sync(move |button| {
        let open = store.get(Change::ChannelList, |model| model.panel.archive);
        button.set("aria-expanded", Some(if open { "true" } else { "false" }));
    });
    el("li", "").attr("role", "listitem").child(button)
}
