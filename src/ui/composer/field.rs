//! The field itself: what it hears from keyboard and input method, what it holds, how tall it is.

use super::{
    attach::paste,
    editing,
    enter::{Enter, Heard, Verdict},
    format,
    mentions::Mentions,
    told, too_long,
};
use crate::{
    store::{Action, Change, view},
    strings,
    ui::{
        Ui,
        kit::{
            El, Local,
            dom::{later, pixels, set_style},
            effect, el,
        },
    },
};
use js_sys::Reflect;
use madang_protocol::{ChannelId, Seq};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsCast;
use web_sys::{CompositionEvent, Event, HtmlTextAreaElement, InputEvent, KeyboardEvent};

/// The field of one channel; copies are the same one.
#[derive(Clone)]
pub struct Field {
    pub input: El,
    pub empty: Local<bool>,
    /// By how many characters the text is too long.
    pub over: Local<Option<u32>>,
    pub mentions: Mentions,
    ui: Ui,
    channel_id: ChannelId,
    enter: Rc<RefCell<Enter>>,
}

impl Field {
    pub fn new(ui: &Ui, channel_id: ChannelId) -> Self {
        let words = ui.words;
        let input = el("textarea", "madang-composer__input").attr("part", "composer").attr("rows", "1");
        let input = input.attr("enterkeyhint", "send").attr("autocomplete", "off");
        let input = input.attr("aria-label", &words.text(strings::COMPOSER__INPUT__LABEL));
        let input = input.attr("placeholder", &words.text(strings::COMPOSER__INPUT__PLACEHOLDER));
        let input = input.attr("aria-autocomplete", "list");
        let (empty, over) = told();
        let mentions = Mentions::new(ui, channel_id.clone(), &input);
        let this = Self { input, empty, over, mentions, ui: ui.clone(), channel_id, enter: Rc::default() };
        for name in [
            "input",
            "keydown",
            "keyup",
            "beforeinput",
            "compositionstart",
            "compositionupdate",
            "compositionend",
            "click",
            "blur",
        ] {
            let heard = this.clone();
            let _ = this.input.clone().on(name, move |event| heard.hear(&event));
        }
        let (ui, id) = (this.ui.clone(), this.channel_id.clone());
        let _ = this.input.clone().on("paste", move |event| paste(&ui, &id, &event));
        this.fill();
        let (told, id) = (this.clone(), this.channel_id.clone());
        effect(move || {
            told.ui.store.watch(Change::Attachments(id.clone()));
            told.show();
        });
        this
    }

    fn area(&self) -> &HtmlTextAreaElement {
        self.input.0.unchecked_ref()
    }

    fn editing(&self) -> bool {
        self.ui.store.read(|model| editing(model, &self.channel_id).is_some())
    }

    /// What the field holds when it is not typed in: the draft, or the message being edited.
    fn fill(&self) {
        let (this, edited) = (self.clone(), Cell::new(None::<Option<Seq>>));
        effect(move || {
            let store = this.ui.store;
            store.watch(Change::Draft(this.channel_id.clone()));
            let editing = store.get(Change::Panel, |model| editing(model, &this.channel_id));
            let seq = editing.as_ref().map(|editing| editing.seq);
            let was = edited.replace(Some(seq));
            if was.is_some_and(|was| was == seq) && seq.is_some() {
                return;
            }
            let draft = || store.read(|model| view::draft(model, &this.channel_id));
            let text = editing.map_or_else(draft, |editing| editing.text);
            let other = this.area().value() != text;
            if other {
                this.area().set_value(&text);
            }
            if other || was.is_none() {
                this.show();
            }
            if seq.is_some() && was.is_some() {
                this.input.focus();
            }
        });
        // The text's height is known once the field is in the document.
        let this = self.clone();
        later(0, Box::new(move || this.grow()));
    }

    fn show(&self) {
        let text = self.area().value();
        self.empty.set(text.trim().is_empty() && !self.carries());
        // An empty field is written in the direction of the page, as its placeholder is.
        self.input.set("dir", (!text.is_empty()).then_some("auto"));
        self.over.set(too_long(&self.ui, &text));
        self.grow();
    }

    /// As tall as its text; CSS stops it at six lines, and does all of it where it can: to measure is to lay out the messages above too.
    fn grow(&self) {
        if Reflect::has(&self.area().style(), &"fieldSizing".into()).unwrap_or_default() {
            return;
        }
        set_style(&self.input.0, "block-size", "0");
        set_style(&self.input.0, "block-size", &pixels(f64::from(self.area().scroll_height())));
    }

    /// Files that go with the next message.
    fn carries(&self) -> bool {
        !self.editing() && self.ui.store.read(|model| view::carries(model, &self.channel_id))
    }

    /// Sends what the field holds, or saves the edit.
    pub fn send(&self) {
        let (store, channel_id) = (self.ui.store, self.channel_id.clone());
        let text = self.area().value().trim().to_owned();
        if (text.is_empty() && !self.carries()) || too_long(&self.ui, &text).is_some() {
            return;
        }
        if self.editing() {
            return store.dispatch(Action::EditSubmitted(text));
        }
        if super::hindrance(&self.ui, &channel_id).is_some() {
            return;
        }
        self.area().set_value("");
        self.show();
        store.dispatch(Action::SendPressed { channel_id, text, client_id: store.client_id() });
    }

    /// Puts a text in where the caret is.
    pub fn insert(&self, text: &str) {
        let area = self.area();
        let end = area.value().encode_utf16().count() as u32;
        let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(end);
        let (from, to) = (place(area.selection_start()), place(area.selection_end()));
        // Fails only on a place outside the text.
        let _ = area.set_range_text_with_start_and_end_and_mode(text, from, to, "end");
        self.typed();
    }

    /// Enter: somebody is chosen from the list that is open, or the text is sent.
    fn entered(&self) {
        if !self.mentions.chosen() {
            self.send();
        }
    }

    fn typed(&self) {
        self.show();
        self.mentions.look();
        if !self.editing() {
            let (channel_id, text) = (self.channel_id.clone(), self.area().value());
            self.ui.store.dispatch(Action::DraftTyped { channel_id, text });
        }
    }

    fn hear(&self, event: &Event) {
        let kind = event.type_();
        let key = || event.unchecked_ref::<KeyboardEvent>();
        let data = || event.unchecked_ref::<CompositionEvent>().data().unwrap_or_default();
        // An input method may hide the key's name, not its place.
        let enter = || key().key() == "Enter" || (key().key() == "Process" && key().code() == "Enter");
        let composed;
        let heard = match kind.as_str() {
            "input" => return self.typed(),
            "click" => return self.mentions.look(),
            "blur" => return self.mentions.close(),
            "keydown" => {
                let key = key();
                // While a conversion is under way, the keys are those of the input method.
                if !self.enter.borrow().converts() && self.mentions.key(event) {
                    return;
                }
                if let Some(mark) = format::mark(event) {
                    event.prevent_default();
                    return format::toggle(self.area(), mark);
                }
                let plain = !(key.shift_key() || key.alt_key() || key.ctrl_key() || key.meta_key());
                Heard::KeyDown { enter: enter(), plain, composing: key.is_composing(), code: key.key_code() }
            }
            "keyup" => {
                // What writes is heard as input; other keys may move the caret.
                if key().key().len() > 1 {
                    self.mentions.look();
                }
                Heard::KeyUp { enter: enter() }
            }
            "beforeinput" => match event.unchecked_ref::<InputEvent>().input_type().as_str() {
                "insertLineBreak" | "insertParagraph" => Heard::LineBreak,
                _ => return,
            },
            "compositionstart" => Heard::CompositionStart,
            name => {
                composed = data();
                if name == "compositionend" {
                    Heard::CompositionEnd(&composed)
                } else {
                    Heard::CompositionUpdate(&composed)
                }
            }
        };
        let verdict = self.enter.borrow_mut().hear(heard);
        match verdict {
            Verdict::Pass => {}
            Verdict::Swallow => event.prevent_default(),
            Verdict::Send => {
                event.prevent_default();
                self.entered();
            }
            Verdict::SendLater => {
                let this = self.clone();
                later(0, Box::new(move || this.entered()));
            }
        }
    }
}
