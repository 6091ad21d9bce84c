//! Where messages are written: grows to six lines, keeps the draft, sends with Enter, edits in place.

pub mod attach;
pub mod enter;
pub mod field;
pub mod format;
pub mod mentions;
pub mod reply;
pub mod voice;

use super::{
    Ui,
    kit::{El, Glyph, Local, button, dom::key, el, icon},
    picker,
    thread::also,
};
use crate::{
    intl::Words,
    store::{
        Action, Change, Model,
        view::{self, Hindrance},
    },
    strings,
};
use attach::{attach, attachments, schedule};
use field::Field;
use madang_protocol::{ChannelId, Seq, TimeMs};
use reply::reply;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// The composer of one channel, and its field.
pub fn composer(ui: &Ui, channel_id: ChannelId) -> (El, El) {
    let (ui, store, words) = (ui.clone(), ui.store, ui.words);
    let field = Field::new(&ui, channel_id.clone());
    let (over, empty, mentions) = (field.over.clone(), field.empty.clone(), field.mentions.clone());
    let id = channel_id.clone();
    let label = move || match store.get(Change::Panel, |model| editing(model, &id).is_some()) {
        true => words.text(strings::COMPOSER__SAVE__LABEL),
        false => words.text(strings::COMPOSER__SEND__LABEL),
    };
    let (pressed, too_long, why) = (field.clone(), over.clone(), hindered(&ui, &channel_id));
    let (line, notice) = (el("div", "madang-composer__field"), el("div", "madang-composer__closed"));
    let (closes, says) = (line.clone(), notice.clone());
    let send = button("madang-composer__send").attr("part", "send").child(icon(Glyph::Send));
    let send = send
        .sync(move |send| {
            send.set("aria-label", Some(&label()));
            send.set("data-empty", Some(if empty.get() { "true" } else { "false" }));
            let why = why();
            let slow = matches!(why, Some(Hindrance::Slow(_)));
            closes.set("hidden", (why.is_some() && !slow).then_some(""));
            says.set("data-slow", slow.then_some(""));
            // Said once; a countdown read aloud each second would be noise.
            says.set("role", (!slow).then_some("status"));
            says.0.set_text_content(why.map(|why| reason(words, why)).as_deref());
            send.set("disabled", (empty.get() || too_long.get().is_some() || why.is_some()).then_some(""));
        })
        // The field keeps the focus, and a touch keyboard stays up.
        .on("pointerdown", |event| event.prevent_default())
        .on("click", move |_| pressed.send());
    let (later, of) = (ui.clone(), channel_id.clone());
    let send = send.on("contextmenu", move |event| {
        // A long press, or the other button of a mouse.
        if later.parts.is_some() && of.root().is_none() && later.store.read(|model| editing(model, &of).is_none()) {
            event.prevent_default();
            schedule(&later, &of);
        }
    });
    let note = el("div", "madang-composer__note").attr("role", "status").attr("data-over", "true").sync(move |note| {
        let text = over.get().map(|over| words.count(strings::COMPOSER__OVER, over));
        note.set("hidden", text.is_none().then_some(""));
        note.0.set_text_content(text.as_deref());
    });
    let id = channel_id.clone();
    let head = el("div", "madang-composer__head").choice(
        move || {
            let editing = store.get(Change::Panel, |model| editing(model, &id))?;
            Some(if editing.failed { "failed" } else { "editing" }.to_owned())
        },
        move |state| {
            let failed = state == "failed";
            let text = if failed { strings::COMPOSER__EDITING__FAILED } else { strings::COMPOSER__EDITING__TEXT };
            let cancel = button("madang-icon-button").attr("aria-label", &words.text(strings::COMPOSER__CANCEL__LABEL));
            let cancel = cancel.child(icon(Glyph::Close)).on("click", move |_| store.dispatch(Action::EditCancelled));
            let line = el("div", "madang-composer__editing").attr("role", "status");
            line.set("data-failed", failed.then_some("true"));
            line.child(el("span", "").text(&words.text(text))).child(cancel)
        },
    );
    let input = field.input.clone();
    let emoji = ui.parts.is_some().then(|| emoji(&ui, &field));
    let attach = ui.files.work().then(|| attach(&ui, &channel_id));
    let voice = voice::works(&ui).then(|| voice::voice(&ui, &channel_id, &field.empty, &line));
    let line = line.maybe(attach).child(input.clone()).maybe(emoji).maybe(voice).child(send);
    let files = attachments(&ui, &channel_id);
    let answered = reply(&ui, channel_id.clone(), input.clone());
    let also = also(&ui, &channel_id);
    let id = channel_id;
    let composer = el("div", "madang-composer").child(mentions.list()).child(head).child(answered).child(files);
    let composer = composer.child(line).maybe(also).child(note).child(notice).child(format::hint(&ui)).on(
        "keydown",
        move |event| {
            let (edits, replies) = store.read(|model| (editing(model, &id).is_some(), model.replies.contains_key(&id)));
            if key(&event) == "Escape" && (edits || replies) {
                event.stop_propagation();
                store.dispatch(if edits { Action::EditCancelled } else { Action::ReplyCancelled(id.clone()) });
            }
        },
    );
    (composer, input)
}

/// Opens the picker, whose choice goes to where one writes.
fn emoji(ui: &Ui, field: &Field) -> El {
    let label = ui.words.text(strings::EMOJI__OPEN__LABEL);
    let button = button("madang-icon-button madang-composer__emoji").attr("aria-haspopup", "dialog");
    let button = button.attr("aria-expanded", "false").attr("aria-label", &label).child(icon(Glyph::Smile));
    let (ui, field, anchor) = (ui.clone(), field.clone(), button.0.clone());
    button.on("click", move |_| {
        let (store, into) = (ui.store, field.clone());
        let chosen = move |emoji: String| {
            into.insert(&emoji);
            store.dispatch(Action::EmojiUsed(emoji));
        };
        picker::open(&ui, anchor.clone(), field.input.0.clone(), Rc::new(chosen));
    })
}

/// Why one may not write here now.
pub fn hindrance(ui: &Ui, channel_id: &ChannelId) -> Option<Hindrance> {
    ui.store.read(|model| view::hindrance(model, channel_id, ui.store.now()))
}

/// [`hindrance`], followed by what is drawn. What is edited was sent before, and slow mode has no say in it.
fn hindered(ui: &Ui, channel_id: &ChannelId) -> impl Fn() -> Option<Hindrance> + use<> {
    let (ui, id) = (ui.clone(), channel_id.clone());
    move || {
        ui.store.watch(Change::Writing(id.clone()));
        ui.store.watch(Change::Channel(id.clone()));
        let edits = ui.store.get(Change::Panel, |model| editing(model, &id).is_some());
        hindrance(&ui, &id).filter(|why| !edits || !matches!(why, Hindrance::Slow(_)))
    }
}

/// [`Hindrance`] in words.
pub fn reason(words: Words, hindrance: Hindrance) -> String {
    match hindrance {
        Hindrance::Muted(TimeMs::NEVER) => words.text(strings::COMPOSER__MUTED__TEXT),
        Hindrance::Muted(until) => words.with(strings::COMPOSER__MUTED__UNTIL, "time", &words.time_ahead(until)),
        Hindrance::Frozen => words.text(strings::COMPOSER__FROZEN__TEXT),
        Hindrance::Slow(left_ms) => {
            words.count(strings::COMPOSER__SLOW, u32::try_from(left_ms.div_ceil(1_000)).unwrap_or(u32::MAX))
        }
    }
}

/// The message being edited here.
#[derive(Clone, PartialEq)]
pub struct EditView {
    pub seq: Seq,
    pub text: String,
    pub failed: bool,
}

/// The message of this channel that is being edited.
pub fn editing(model: &Model, channel_id: &ChannelId) -> Option<EditView> {
    let editing = model.panel.editing.as_ref().filter(|editing| editing.channel_id == *channel_id)?;
    let message = model.timelines.get(channel_id)?.messages.iter().find(|message| message.seq == editing.seq)?;
    let text = editing.submitted.clone().unwrap_or_else(|| view::typed(message).to_owned());
    Some(EditView { seq: editing.seq, text, failed: editing.error.is_some() })
}

/// Whether a text may be sent: by how many characters it is too long.
fn too_long(ui: &Ui, text: &str) -> Option<u32> {
    ui.store.read(|model| view::text_over(model, text))
}

/// Replaces a part of the field's text (in code units) as if it were typed: it can be undone, and the field hears of it.
fn replace(area: &web_sys::HtmlTextAreaElement, (start, end): (u32, u32), text: &str) {
    // The places are within the text.
    let _ = area.set_selection_range(start, end);
    let page = area.owner_document().and_then(|page| page.dyn_into::<web_sys::HtmlDocument>().ok());
    let typed = page.and_then(|page| page.exec_command_with_show_ui_and_value("insertText", false, text).ok());
    if typed != Some(true) {
        let _ = area.set_range_text_with_start_and_end(text, start, end);
        let _ = area.set_selection_range(start + units(text), start + units(text));
        if let Ok(event) = web_sys::Event::new("input") {
            // Nobody cancels it.
            let _ = area.dispatch_event(&event);
        }
    }
}

fn units(text: &str) -> u32 {
    text.encode_utf16().fold(0, |count, _| count + 1)
}

/// A fresh pair of what the field tells the rest of the composer.
fn told() -> (Local<bool>, Local<Option<u32>>) {
    (Local::new(true), Local::new(None))
}
