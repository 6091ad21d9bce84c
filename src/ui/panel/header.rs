//! The panel's head: back, who it is with, how they are, close.

use crate::{
    intl::Words,
    store::{Action, Change, Identity, Mode, Model, view},
    strings,
    ui::{
        Ui,
        channel_list::row::{face, title},
        details::{opener, undisturbed},
        kit::{El, Glyph, button, el, icon},
        parts::show,
        thread::{bar, threads},
    },
};
use madang_protocol::{ChannelId, ChannelKind};

/// Of the list or of a conversation.
pub fn header(ui: &Ui, mode: Mode) -> El {
    let (ui, store) = (ui.clone(), ui.store);
    let only = store.read(|model| model.panel.only_channel);
    let press = move |class: &str, glyph, label: &str, action: Action| {
        let button = button(class).attr("aria-label", label).child(icon(glyph));
        button.on("click", move |_| store.dispatch(action.clone()))
    };
    let close = (mode == Mode::Launcher).then(|| {
        let label = ui.words.text(strings::PANEL__CLOSE__LABEL);
        press("madang-icon-button madang-panel__close", Glyph::Close, &label, Action::PanelClosed)
    });
    let search = ui.parts.is_some().then(|| {
        let (label, ui) = (ui.words.text(strings::PANEL__SEARCH__LABEL), ui.clone());
        let button =
            button("madang-icon-button madang-panel__search").attr("aria-label", &label).child(icon(Glyph::Search));
        button.on("click", move |_| search(&ui))
    });
    let channel = move || store.get(Change::Panel, |model| model.panel.channel.as_ref().map(|id| id.0.clone()));
    let shown = ui.clone();
    let inside = el("div", "madang-panel__inside").choice(
        move || Some(channel().unwrap_or_default()),
        move |channel_id| match channel_id {
            "" => {
                let title = heading(&shown.words.text(strings::PANEL__TITLE__LIST), None, false);
                let list = el("div", "madang-panel__inside").child(title);
                list.maybe(shown.parts.is_some().then(|| threads(&shown)))
                    .maybe(shown.parts.is_some().then(|| start(&shown)))
                    .maybe(shown.parts.is_some().then(|| notify(&shown)))
            }
            _ => {
                let label = shown.words.text(strings::PANEL__BACK__LABEL);
                let class = "madang-icon-button madang-panel__back";
                let back = (!only).then(|| press(class, Glyph::Back, &label, Action::BackPressed));
                // Where there is no list, its ways are here.
                let followed = (only && shown.parts.is_some()).then(|| threads(&shown));
                el("div", "madang-panel__inside").maybe(back).child(with(&shown, channel_id.into())).maybe(followed)
            }
        },
    );
    let drawn = ui.clone();
    let over = el("div", "madang-panel__over").choice(
        move || store.get(Change::Panel, |model| model.panel.thread.as_ref().map(|id| id.0.clone())),
        move |thread_id| bar(&drawn, &thread_id.into()),
    );
    el("div", "madang-panel__header").attr("part", "header").child(inside).child(over).maybe(search).maybe(close)
}

/// A new conversation, for who is somebody: visitors write to the channels that the page gives them.
fn start(ui: &Ui) -> El {
    let (store, ui) = (ui.store, ui.clone());
    let button = button("madang-icon-button").attr("aria-label", &ui.words.text(strings::PANEL__START__LABEL));
    let hidden = move || store.get(Change::Me, |model| !matches!(model.session.identity, Identity::SignedIn(_)));
    button
        .child(icon(Glyph::Plus))
        .sync(move |button| button.set("hidden", hidden().then_some("")))
        .on("click", move |_| show(&ui, "start", &[]))
}

/// What may ring.
fn notify(ui: &Ui) -> El {
    let (label, ui) = (ui.words.text(strings::PANEL__NOTIFY__LABEL), ui.clone());
    let button = button("madang-icon-button").attr("aria-label", &label).child(icon(Glyph::Bell));
    button.on("click", move |_| show(&ui, "notify", &[("until", &undisturbed(&ui))]))
}

/// Searches the conversation on screen, or all of them from the list.
fn search(ui: &Ui) {
    let (channel, unread, only) = ui.store.read(|model| {
        let channel = model.panel.channel.clone().unwrap_or_default();
        let unread = model.timelines.get(&channel).and_then(|timeline| timeline.unread_from);
        (channel, unread.map(|seq| seq.0.to_string()).unwrap_or_default(), model.panel.only_channel)
    });
    let only = if only { "1" } else { "" };
    show(ui, "search", &[("channelId", channel.as_str()), ("unread", &unread), ("only", only)]);
}

fn heading(title: &str, subtitle: Option<&str>, online: bool) -> El {
    let subtitle = subtitle.map(|text| {
        let line = el("div", "madang-panel__subtitle").text(text);
        line.set("data-online", online.then_some("true"));
        line
    });
    let title = el("h2", "madang-panel__title").child(el("bdi", "").text(title));
    el("div", "madang-panel__heading").child(title).maybe(subtitle)
}

/// Whom one talks with.
fn with(ui: &Ui, channel_id: ChannelId) -> El {
    let (ui, store, words) = (ui.clone(), ui.store, ui.words);
    // The button lies over what is drawn anew, and keeps the focus.
    let open = ui.parts.is_some().then(|| opener(&ui, channel_id.clone()));
    let drawn = el("div", "madang-panel__inside").draw(move |line| {
        store.watch(Change::Channel(channel_id.clone()));
        if let Some(partner) = store.read(|model| view::partner(model, &channel_id)) {
            store.watch(Change::Presence(partner));
        }
        let (title, (subtitle, online)) =
            store.read(|model| (title(words, model, &channel_id), subtitle(words, model, &channel_id)));
        line.append(&face(&ui, &channel_id, &title, false));
        line.append(&heading(&title, subtitle.as_deref(), online));
    });
    el("div", "madang-panel__with").child(drawn).maybe(open)
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
