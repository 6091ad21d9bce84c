//! One message's row. It hears of nothing but its own message, and (own ones) of how far the others read.

pub mod bar;
pub mod gestures;
pub mod poll;
pub mod preview;
pub mod quote;
pub mod reactions;
pub mod receipt;
pub mod rich_text;
pub mod segments;

use super::{
    Ui,
    files::files,
    kit::{El, Local, avatar, dom::find, el},
    thread::foot,
};
use crate::{
    store::{
        Change, Key,
        view::{self, MessageState, MessageView},
    },
    strings,
};
use bar::bar_of;
use leptos::prelude::*;
use madang_protocol::{ChannelId, Forwarded, LinkPreview};
use poll::poll;
use preview::preview;
use quote::quote;
use reactions::pills;
use receipt::receipt;
use rich_text::rich_text;
use std::cell::{OnceCell, RefCell};

/// Where a message stands in its run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub first: bool,
    pub last: bool,
    /// It came while the block was on screen.
    pub arrived: bool,
}

/// The row of the message of this key.
pub fn message_row(ui: &Ui, channel_id: ChannelId, key: Key, place: Local<Place>) -> El {
    let (files, poll) = (files(ui, &channel_id, &key), poll(ui, &channel_id, &key));
    let (ui, painted, card) = (ui.clone(), RefCell::new(None), RefCell::new(None));
    // Made with the first reaction, and kept.
    let (reactions, owner) = (OnceCell::new(), Owner::current().unwrap_or_default());
    let row = el("div", "madang-message").attr("role", "article").attr("tabindex", "-1");
    if let Key::Own(client_id) = &key {
        row.set("data-sent", Some(client_id.as_str()));
    }
    row.sync(move |row| {
        ui.store.watch(Change::Message(channel_id.clone(), key.clone()));
        let (message, alone) = ui
            .store
            .read(|model| (view::message(model, &channel_id, &key), view::partner(model, &channel_id).is_some()));
        let Some(message) = message else { return };
        ui.store.watch(match message.own {
            true => Change::Receipts(channel_id.clone()),
            false => Change::User(message.author.user_id.clone()),
        });
        let whole = ui.unfolded.get().iter().any(|(of, unfolded)| *of == channel_id && *unfolded == key);
        let unread = ui.store.read(|model| view::is_unread(model, &channel_id, message.seq));
        let reacted = ui.store.read(|model| !view::reactions(model, &channel_id, &key).is_empty());
        let reactions = match reacted {
            true => Some(reactions.get_or_init(|| owner.with(|| untrack(|| pills(&ui, &channel_id, &key))))),
            false => reactions.get(),
        };
        let now = Some((message, place.get(), (alone, whole), unread));
        if *painted.borrow() == now {
            return reactions.into_iter().for_each(|reactions| first_reacted(row, reactions));
        }
        if let Some((message, place, (alone, whole), _)) = &now {
            let bar = bar_of(&row.0).filter(|_| message.seq.is_some() && !message.deleted);
            row.0.set_text_content(None);
            let card = card_of(&ui, &card, message);
            let foot = foot(&ui, &channel_id, message);
            let with = With { reactions, files: files.as_ref(), poll: poll.as_ref(), card: card.as_ref(), foot, bar };
            paint(&ui, row, with, message, *place, (*alone, *whole, painted.borrow().is_none()));
        }
        *painted.borrow_mut() = now;
    })
}

/// The card of the preview; the same one as long as it says the same, so that its picture stays.
fn card_of(ui: &Ui, held: &RefCell<Option<(LinkPreview, El)>>, message: &MessageView) -> Option<El> {
    let mut held = held.borrow_mut();
    let told = message.preview.as_deref().filter(|_| !message.blocked);
    if held.as_ref().map(|(known, _)| known) != told {
        *held = told.map(|told| (told.clone(), preview(ui, told)));
    }
    held.as_ref().map(|(_, card)| card.clone())
}

/// Puts the pills under the bubble, and touches nothing else, so that the focus stays.
fn first_reacted(row: &El, reactions: &El) {
    if reactions.0.parent_node().is_none()
        && let Some(bubble) = find(&row.0, ".madang-message__bubble")
    {
        // Fails only on a bubble that is nowhere.
        let _ = bubble.after_with_node_1(&reactions.0);
    }
}

/// What stands in or under the bubble, where there is any.
struct With<'a> {
    reactions: Option<&'a El>,
    files: Option<&'a El>,
    poll: Option<&'a El>,
    /// Of the link's preview.
    card: Option<&'a El>,
    /// The way to the thread.
    foot: Option<El>,
    bar: Option<El>,
}

fn paint(
    ui: &Ui,
    row: &El,
    with: With,
    message: &MessageView,
    place: Place,
    (alone, whole, fresh): (bool, bool, bool),
) {
    let words = ui.words;
    let MessageView { author, own, state, deleted, .. } = message;
    let failed = matches!(state, MessageState::Failed(_));
    let name = if *own { words.text(strings::MESSAGE__AUTHOR__OWN) } else { words.name(author) };
    let time = words.time(message.created_at);
    let flag = |value: bool| Some(if value { "true" } else { "false" });
    // A new row has no attributes to compare with.
    let set = |name: &str, value: Option<&str>| match (fresh, value) {
        (true, Some(value)) => drop(row.0.set_attribute(name, value)),
        (true, None) => {}
        (false, value) => row.set(name, value),
    };
    set("part", Some(if *own { "message message-own" } else { "message" }));
    set("data-seq", message.seq.map(|seq| seq.0.to_string()).as_deref());
    set("data-state", Some(state.name()));
    set("data-own", flag(*own));
    set("data-first", flag(place.first));
    set("data-last", flag(place.last));
    set("data-deleted", (*deleted || message.blocked).then_some("true"));
    set("data-busy", message.busy.then_some("true"));
    set("data-arrived", place.arrived.then_some(""));
    if !own && !alone && place.first {
        row.append(&el("bdi", "madang-message__author").attr("aria-hidden", "true").text(&name));
    }
    if !own && place.last {
        row.append(&avatar(&name, author.user_id.as_str(), author.profile_url.as_deref(), false));
    }
    let bubble = el("div", "madang-message__bubble").attr("part", if *own { "bubble bubble-own" } else { "bubble" });
    bubble.append(&el("bdi", "madang-hidden").text(&name));
    if let Some(answered) = message.reply_to.as_ref().filter(|_| !message.blocked) {
        let quote = quote(ui, answered);
        if message.in_thread.is_some() {
            quote.set("data-act", Some("thread"));
            quote.set("data-root", Some(&answered.seq.0.to_string()));
        }
        bubble.append(&quote);
    }
    if let Some(Forwarded { nickname }) = message.forwarded.as_ref().filter(|_| !deleted && !message.blocked) {
        let said = match nickname.as_str() {
            "" => words.text(strings::MESSAGE__FORWARDED__LABEL),
            name => words.with(strings::MESSAGE__FORWARDED__FROM, "name", name),
        };
        bubble.append(&el("div", "madang-message__forwarded").attr("dir", "auto").text(&said));
    }
    if let Some(files) = with.files.filter(|_| !message.files.is_empty() && !message.blocked) {
        bubble.set("data-files", Some(""));
        bubble.append(files);
    }
    if *deleted || message.blocked {
        let text = el("div", "madang-message__text").attr("dir", "auto");
        let said = if *deleted { strings::MESSAGE__DELETED__TEXT } else { strings::MESSAGE__BLOCKED__TEXT };
        bubble.append(&text.text(&words.text(said)));
        row.set("data-large", None);
        row.set("data-mentioned", None);
    } else if message.files.is_empty() || !message.text.is_empty() {
        rich_text(ui, row, &bubble, message, whole);
    }
    if let Some(poll) = with.poll.filter(|_| !deleted) {
        bubble.append(poll);
    }
    if let Some(card) = with.card {
        bubble.append(card);
    }
    if message.edited && !deleted {
        bubble.append(&el("span", "madang-message__edited").text(&words.text(strings::MESSAGE__EDITED__LABEL)));
    }
    if message.shadow {
        bubble.append(&el("span", "madang-message__shadow").text(&words.text(strings::MESSAGE__SHADOW__LABEL)));
    }
    row.append(&bubble.maybe(with.bar));
    with.reactions.into_iter().for_each(|reactions| row.append(reactions));
    if let Some(thread) = with.foot {
        row.append(&thread);
    }
    if place.last || failed || *state == MessageState::Pending {
        let foot = el("div", "madang-message__meta").child(el("time", "").text(&time));
        if *own && !deleted {
            receipt(ui, &foot, *state);
        }
        row.append(&foot);
    }
}
