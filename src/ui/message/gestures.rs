//! What is done to messages: one set of listeners for the whole timeline, whatever the number of rows.

use crate::{
    parts::link,
    store::{
        Action, Key,
        view::{self, Hindrance},
    },
    strings::{self, Text},
    ui::{
        Ui,
        composer::{hindrance, reason},
        details::details,
        kit::{
            El, Glyph, MenuItem,
            dom::{find, find_all, focusable, focused, key, later, target},
        },
        message::{
            bar::{bar_of, give_bar, take_bar},
            reactions::choices,
        },
        panel::overlay::Request,
        parts::show,
        picker,
    },
};
use madang_protocol::{ChannelId, ClientId, Seq, TextRange, TextStyle};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The listeners of one timeline.
#[derive(Clone)]
pub struct Gestures {
    ui: Ui,
    channel_id: ChannelId,
    node: Element,
    /// The row that has a bar.
    barred: Rc<RefCell<Option<Element>>>,
}

impl Gestures {
    pub fn new(ui: &Ui, channel_id: ChannelId, node: &El) -> Self {
        Self { ui: ui.clone(), channel_id, node: node.0.clone(), barred: Rc::default() }
    }

    /// A button of a row.
    pub fn click(&self, event: &Event) {
        let Some(button) = target(event).and_then(|target| target.closest("[data-act]").ok().flatten()) else { return };
        let Some((row, key)) = row_of(&button) else { return };
        match (button.get_attribute("data-act").as_deref(), key) {
            (Some("retry"), Key::Own(client_id)) => self.ui.store.dispatch(Action::RetryPressed(client_id)),
            (Some("discard"), Key::Own(client_id)) => self.ui.store.dispatch(Action::DiscardPressed(client_id)),
            (Some("quote"), _) => {
                let channel_id = self.channel_id.clone();
                quoted(&button, "data-quoted").into_iter().for_each(|seq| {
                    self.ui.store.dispatch(Action::MessageSought { channel_id: channel_id.clone(), seq });
                });
            }
            (Some("thread"), _) => self.thread(quoted(&button, "data-root")),
            (Some("elsewhere"), _) => {
                if let Some(seq) = quoted(&button, "data-quoted") {
                    self.ui.store.dispatch(Action::MessageSought { channel_id: self.channel_id.home(), seq });
                }
            }
            (Some("react"), _) => {
                if let (Some(emoji), Some(seq)) = (button.get_attribute("data-emoji"), seq_of(&row)) {
                    self.react(seq, emoji);
                }
            }
            (Some("picker"), _) => self.pick(&button, &row),
            (Some("fold"), key) => self.fold(&row, key),
            (Some("code"), key) => self.copy_code(&key, &button),
            (_, key) => self.open(row, key),
        }
    }

    /// Opens the thread of this message of the channel.
    fn thread(&self, root: Option<Seq>) {
        if let Some(root) = root.filter(|_| self.channel_id.root().is_none()) {
            self.ui.store.dispatch(Action::ThreadOpened(self.channel_id.thread(root)));
        }
    }

    fn react(&self, seq: Seq, emoji: String) {
        if let Some(why) = self.closed() {
            return self.ui.live.toast(reason(self.ui.words, why));
        }
        self.ui.store.dispatch(Action::ReactionPressed { channel_id: self.channel_id.clone(), seq, emoji });
    }

    /// Why nothing at all may be written here now.
    fn closed(&self) -> Option<Hindrance> {
        hindrance(&self.ui, &self.channel_id).filter(|why| !matches!(why, Hindrance::Slow(_)))
    }

    /// Any emoji, by the picker at this element.
    fn pick(&self, anchor: &Element, row: &Element) {
        let (this, Some(seq)) = (self.clone(), seq_of(row)) else { return };
        picker::open(&self.ui, anchor.clone(), row.clone(), Rc::new(move |emoji| this.react(seq, emoji)));
    }

    /// The pointer or the focus came to a row: it gets its bar, the one before loses it.
    pub fn reveal(&self, event: &Event) {
        let Some((row, key)) = target(event).and_then(|target| row_of(&target)) else { return };
        let before = self.barred.replace(Some(row.clone()));
        before.iter().filter(|before| **before != row).for_each(take_bar);
        if bar_of(&row).is_some() {
            return;
        }
        let message = self.ui.store.read(|model| view::message(model, &self.channel_id, &key));
        if let Some(message) = message.filter(|message| message.seq.is_some() && !message.deleted) {
            give_bar(&self.ui, &row, &self.ui.words.time(message.created_at));
        }
    }

    /// Shows a long message whole, or folds it again; the button keeps the focus.
    fn fold(&self, row: &Element, key: Key) {
        let mut unfolded = self.ui.unfolded.peek();
        let place = (self.channel_id.clone(), key);
        match unfolded.iter().position(|held| *held == place) {
            Some(at) => drop(unfolded.remove(at)),
            None => unfolded.push(place),
        }
        self.ui.unfolded.set(unfolded);
        let row = row.clone();
        later(
            0,
            Box::new(move || {
                if let Some(button) = find(&row, ".madang-message__fold") {
                    focusable(&button);
                    nearest(&row);
                }
            }),
        );
    }

    fn copy_code(&self, key: &Key, button: &Element) {
        let Some(message) = self.ui.store.read(|model| view::message(model, &self.channel_id, key)) else { return };
        let at = button.get_attribute("data-at").and_then(|at| at.parse().ok());
        let is = |range: &&TextRange| range.style == TextStyle::CodeBlock && Some(range.start) == at;
        if let Some(code) = message.ranges.iter().find(is).and_then(|range| range.of(&message.text)) {
            self.ui.live.copy(code, self.ui.words.text(strings::MESSAGE__COPIED__TEXT));
        }
    }

    /// Long press on touch; the context menu key. A mouse keeps the browser's own menu.
    pub fn context_menu(&self, event: &Event) {
        let pointer = event.dyn_ref::<web_sys::PointerEvent>().map(web_sys::PointerEvent::pointer_type);
        if pointer.as_deref() == Some("mouse") {
            return;
        }
        let Some(target) = target(event) else { return };
        let Some((row, key)) = row_of(&target) else { return };
        event.prevent_default();
        match (target.closest(".madang-reaction"), seq_of(&row)) {
            (Ok(Some(_)), Some(seq)) => {
                who(&self.ui, &self.channel_id, seq);
            }
            _ => self.open(row, key),
        }
    }

    /// Arrows walk the rows; Enter opens the menu of the row.
    pub fn key(&self, event: &Event) {
        let node = &self.node;
        let Some(now) = focused(node) else { return };
        let on_row = now.class_list().contains("madang-message");
        let rows = find_all(node, ".madang-message,.madang-admin__line");
        let at = rows.iter().position(|row| row.contains(Some(&now)));
        let to = match (key(event).as_str(), at) {
            ("ArrowUp", Some(at)) => at.saturating_sub(1),
            ("ArrowUp", None) => rows.len().saturating_sub(1),
            ("ArrowDown", Some(at)) => at + 1,
            ("Home", Some(_)) => 0,
            ("End", Some(_)) => rows.len().saturating_sub(1),
            ("Enter" | " ", Some(_)) if on_row => {
                event.prevent_default();
                if let Some((row, key)) = row_of(&now) {
                    self.open(row, key);
                }
                return;
            }
            // By its place, since the letter there is another one in other scripts.
            _ if on_row && is_plain(event, "KeyR") => {
                if let Some((_, key)) = row_of(&now) {
                    event.prevent_default();
                    self.reply(&key);
                }
                return;
            }
            _ if on_row && is_plain(event, "KeyT") => {
                if let Some((row, _)) = row_of(&now) {
                    event.prevent_default();
                    self.thread(seq_of(&row));
                }
                return;
            }
            ("Escape", Some(_)) => {
                event.stop_propagation();
                return focusable(node);
            }
            _ => return,
        };
        let Some(row) = rows.get(to) else { return };
        event.prevent_default();
        focusable(row);
        nearest(row);
    }

    /// The composer shall answer this message.
    fn reply(&self, key: &Key) {
        let message = self.ui.store.read(|model| view::message(model, &self.channel_id, key));
        if let Some(seq) = message.and_then(|message| message.seq) {
            self.ui.store.dispatch(Action::ReplyPressed { channel_id: self.channel_id.clone(), seq });
        }
    }

    fn open(&self, row: Element, key: Key) {
        let Some(message) = self.ui.store.read(|model| view::message(model, &self.channel_id, &key)) else { return };
        let Some(seq) = message.seq.filter(|_| !message.deleted) else { return };
        let (ui, store, words, channel_id) = (&self.ui, self.ui.store, self.ui.words, self.channel_id.clone());
        let mut items = Vec::new();
        let mut item = |glyph, text: Text, chosen: Rc<dyn Fn()>| {
            items.push(MenuItem { label: words.text(text), glyph, danger: glyph == Glyph::Trash, chosen });
        };
        let id = channel_id.clone();
        let reply = move || store.dispatch(Action::ReplyPressed { channel_id: id.clone(), seq });
        let open = self.closed().is_none();
        if open && !message.blocked && !message.shadow {
            item(Glyph::Reply, strings::MESSAGE__REPLY__LABEL, Rc::new(reply));
        }
        if channel_id.root().is_none() {
            // What is said in both places has one thread, its root's.
            let root = message.in_thread.and(message.reply_to.as_ref()).map_or(seq, |root| root.seq);
            let this = self.clone();
            item(Glyph::Thread, strings::THREAD__REPLY__LABEL, Rc::new(move || this.thread(Some(root))));
        }
        if channel_id.root().is_none() && ui.parts.is_some() && store.read(|model| model.me().is_some()) {
            let (ui, id) = (ui.clone(), channel_id.clone());
            let chosen = move || show(&ui, "unread", &[("channelId", id.as_str()), ("seq", &seq.0.to_string())]);
            item(Glyph::Unread, strings::MESSAGE__UNREAD__LABEL, Rc::new(chosen));
        }
        if message.may_edit && open {
            let channel_id = channel_id.clone();
            let chosen = Rc::new(move || store.dispatch(Action::EditPressed { channel_id: channel_id.clone(), seq }));
            item(Glyph::Edit, strings::MESSAGE__EDIT__LABEL, chosen);
        }
        if !store.read(|model| view::reactions(model, &channel_id, &key)).is_empty() {
            let (ui, channel_id) = (self.ui.clone(), channel_id.clone());
            let chosen = Rc::new(move || who(&ui, &channel_id, seq));
            item(Glyph::Smile, strings::REACTIONS__LIST__LABEL, chosen);
        }
        if message.own && ui.parts.is_some() && store.read(|model| view::is_group(model, &channel_id)) {
            let (ui, id) = (ui.clone(), channel_id.clone());
            let chosen =
                move || show(&ui, "who", &[("channelId", id.as_str()), ("seq", &seq.0.to_string()), ("read", "1")]);
            item(Glyph::Ticks, strings::MESSAGE__READERS__LABEL, Rc::new(chosen));
        }
        let (live, text) = (self.ui.live.clone(), message.text);
        let copies = !text.is_empty() && !message.blocked;
        let copied = move || live.copy(&text, words.text(strings::MESSAGE__COPIED__TEXT));
        if copies {
            item(Glyph::Copy, strings::MESSAGE__COPY__LABEL, Rc::new(copied));
        }
        if !message.poll && !message.blocked && ui.parts.is_some() {
            let (ui, id) = (ui.clone(), channel_id.clone());
            let chosen = move || show(&ui, "forward", &[("channelId", id.as_str()), ("seq", &seq.0.to_string())]);
            item(Glyph::Forward, strings::MESSAGE__FORWARD__LABEL, Rc::new(chosen));
        }
        if let Some(load) = ui.parts.clone() {
            let (live, id) = (ui.live.clone(), channel_id.clone());
            let chosen = move || {
                if let Some(link) = link(&load, id.as_str(), seq.0 as f64) {
                    live.copy(&link, words.text(strings::MESSAGE__LINKED__TEXT));
                }
            };
            item(Glyph::Link, strings::MESSAGE__LINK__LABEL, Rc::new(chosen));
        }
        if message.may_pin && ui.parts.is_some() {
            let (ui, id, pinned) = (ui.clone(), channel_id.clone(), message.pinned);
            let label = if pinned { strings::MESSAGE__UNPIN__LABEL } else { strings::MESSAGE__PIN__LABEL };
            let chosen = move || {
                let pin = if pinned { "false" } else { "true" };
                show(&ui, "pins", &[("channelId", id.as_str()), ("seq", &seq.0.to_string()), ("pin", pin)]);
            };
            item(Glyph::Pin, label, Rc::new(chosen));
        }
        if message.preview.is_some() && message.may_delete && ui.parts.is_some() {
            let (ui, id) = (ui.clone(), channel_id.clone());
            let chosen = move || show(&ui, "preview", &[("channelId", id.as_str()), ("seq", &seq.0.to_string())]);
            item(Glyph::Close, strings::MESSAGE__UNPREVIEW__LABEL, Rc::new(chosen));
        }
        if !message.own && ui.parts.is_some() {
            let (ui, id, author) = (ui.clone(), channel_id.clone(), message.author.user_id);
            let operates = store.read(|model| view::operates(model, &id));
            let said = if operates { strings::MESSAGE__MODERATE__ACTION } else { strings::MESSAGE__REPORT__ACTION };
            item(Glyph::Flag, said, Rc::new(move || details(&ui, &id, Some((&author, seq)))));
        }
        if message.may_delete {
            let chosen = Rc::new(move || store.dispatch(Action::DeletePressed { channel_id: channel_id.clone(), seq }));
            item(Glyph::Trash, strings::MESSAGE__DELETE__LABEL, chosen);
        }
        let (this, at) = (self.clone(), row.clone());
        let chosen = move |emoji: Option<String>| match emoji {
            Some(emoji) => this.react(seq, emoji),
            None => this.pick(&find(&at, "[aria-haspopup=menu]").unwrap_or_else(|| at.clone()), &at),
        };
        let first = choices(&self.ui, &self.channel_id, &key, Rc::new(chosen));
        self.ui.overlay.open(Request { opener: row, first, items });
    }
}

/// Whether this key was pressed, and nothing with it.
fn is_plain(event: &Event, code: &str) -> bool {
    let event = event.unchecked_ref::<web_sys::KeyboardEvent>();
    event.code() == code && !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key())
}

fn quoted(button: &Element, name: &str) -> Option<Seq> {
    button.get_attribute(name)?.parse().ok().map(Seq)
}

fn seq_of(row: &Element) -> Option<Seq> {
    row.get_attribute("data-seq")?.parse().ok().map(Seq)
}

/// Scrolls as little as shows the row.
fn nearest(row: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The row an element is in, and the key of its message.
fn row_of(element: &Element) -> Option<(Element, Key)> {
    let row = element.closest(".madang-message").ok()??;
    let key = match row.get_attribute("data-sent") {
        Some(client_id) => Key::Own(ClientId(client_id)),
        None => Key::Seq(seq_of(&row)?),
    };
    Some((row, key))
}

/// Shows who reacted to a message.
fn who(ui: &Ui, channel_id: &ChannelId, seq: Seq) {
    show(ui, "who", &[("channelId", channel_id.as_str()), ("seq", &seq.0.to_string())]);
}
