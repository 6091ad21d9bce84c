//! Files for the next message: chosen, dropped or pasted; shown above the text until they go with it.

use crate::{
    store::{Action, Attachment, Change, Upload, view},
    strings,
    ui::{
        Ui,
        files::{card, failure, kind_name, progress, ring, state_name},
        kit::{El, Glyph, MenuItem, button, dom::later, el, icon},
        panel::overlay::Request,
        parts::show,
    },
};
use js_sys::{Array, Reflect};
use madang_protocol::{ChannelId, ErrorCode, File, FileKind, MOST_FILES, lean};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, Node};

/// Files of one message.
const MOST: u32 = MOST_FILES as u32;

pub fn get(object: &JsValue, name: &str) -> JsValue {
    // Only objects of the browser are asked, and they have it or not.
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// The files of a list of the browser.
fn list(files: &JsValue) -> Array {
    if files.is_object() { Array::from(files) } else { Array::new() }
}

/// Adds files to the composer of a channel.
pub fn pick(ui: &Ui, channel_id: &ChannelId, files: &JsValue) -> bool {
    let files = list(files);
    if files.length() == 0 || !ui.files.work() {
        return false;
    }
    let held = ui.store.read(|model| model.attachments.get(channel_id).map_or(0, Vec::len));
    let room = MOST.saturating_sub(u32::try_from(held).unwrap_or(MOST));
    if files.length() > room {
        ui.live.toast(ui.words.count(strings::FILE__MOST, MOST));
    }
    let mut picked = Vec::new();
    for at in 0..files.length().min(room) {
        let file = files.get(at);
        let text = |name| get(&file, name).as_string().unwrap_or_default();
        let id = ui.store.client_id();
        ui.files.call("add", &[&id.as_str().into(), &file]);
        let mime = text("type");
        let kind = match mime.split('/').next() {
            // What the server writes anew; of others it is not known what becomes of them.
            Some("image") if ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&mime.as_str()) => {
                FileKind::Image
            }
            Some("video") => FileKind::Video,
            Some("audio") => FileKind::Audio,
            _ => FileKind::Document,
        };
        let size = get(&file, "size").as_f64().unwrap_or_default() as u64;
        let duration_ms = get(&file, "durationMs").as_f64().map(|ms| ms as u32);
        let waveform = get(&file, "waveform").as_string();
        let file = File { name: text("name"), size, mime, kind, duration_ms, waveform, ..File::default() };
        picked.push(Attachment { id, file, state: Upload::Running(0) });
    }
    ui.store.dispatch(Action::FilesPicked { channel_id: channel_id.clone(), files: picked });
    true
}

/// The button at the composer's start: a menu of what can be added.
pub fn attach(ui: &Ui, channel_id: &ChannelId) -> El {
    let (menu, of) = (ui.clone(), channel_id.clone());
    let (ui, channel_id) = (ui.clone(), channel_id.clone());
    let label = ui.words.text(strings::COMPOSER__ADD__LABEL);
    let input = el("input", "madang-hidden").attr("type", "file").attr("multiple", "").attr("tabindex", "-1");
    let input = input.attr("aria-hidden", "true").on("change", move |event| {
        let Some(input) = event.target() else { return };
        pick(&ui, &channel_id, &get(&input, "files"));
        // The same file may be chosen again.
        let _ = Reflect::set(&input, &"value".into(), &"".into());
    });
    let chooser = input.0.clone();
    let button = button("madang-icon-button").attr("aria-haspopup", "menu").attr("aria-expanded", "false");
    let button = button.attr("aria-label", &label).child(icon(Glyph::Plus));
    let opener = button.0.clone();
    let button = button.on("click", move |_| {
        let mut items = Vec::new();
        let mut item = |glyph, text, chosen: Rc<dyn Fn()>| {
            items.push(MenuItem { label: menu.words.text(text), glyph, danger: false, chosen });
        };
        let chooser = chooser.clone();
        let chosen = move || chooser.unchecked_ref::<HtmlElement>().click();
        item(Glyph::Attach, strings::FILE__ATTACH__LABEL, Rc::new(chosen));
        let (ui, id) = (menu.clone(), of.clone());
        let chosen = move || show(&ui, "poll", &[("channelId", id.as_str())]);
        item(Glyph::Poll, strings::COMPOSER__POLL__LABEL, Rc::new(chosen));
        if of.root().is_none() {
            let (ui, id) = (menu.clone(), of.clone());
            item(Glyph::Clock, strings::COMPOSER__SCHEDULE__LABEL, Rc::new(move || schedule(&ui, &id)));
        }
        menu.overlay.open(Request { opener: opener.clone(), first: Vec::new(), items });
    });
    el("span", "madang-composer__attach").child(button).child(input)
}

/// What the composer holds, to be sent later.
pub fn schedule(ui: &Ui, channel_id: &ChannelId) {
    let (text, mentions) = ui.store.read(|model| {
        let text = view::draft(model, channel_id);
        let mentions = lean::to_text(&view::mentions(model, &text));
        (text, mentions)
    });
    show(ui, "schedule", &[("channelId", channel_id.as_str()), ("text", &text), ("mentions", &mentions)]);
}

/// A pasted picture is a file; a pasted text is not.
pub fn paste(ui: &Ui, channel_id: &ChannelId, event: &Event) {
    if pick(ui, channel_id, &get(&get(event, "clipboardData"), "files")) {
        event.prevent_default();
    }
}

/// Lets files be dropped anywhere on the conversation.
pub fn droppable(ui: &Ui, channel_id: &ChannelId, view: El) -> El {
    let (ui, channel_id, over, left) = (ui.clone(), channel_id.clone(), view.clone(), view.clone());
    let hint = el("div", "madang-drop").attr("aria-hidden", "true");
    let hint = hint.child(icon(Glyph::Attach)).child(el("span", "").text(&ui.words.text(strings::FILE__DROP__TEXT)));
    let dropped = view.clone();
    view.child(hint)
        .on("dragover", move |event| {
            if list(&get(&get(&event, "dataTransfer"), "types")).includes(&"Files".into(), 0) {
                event.prevent_default();
                over.set("data-drop", Some(""));
            }
        })
        .on("dragleave", move |event| {
            let to = get(&event, "relatedTarget").dyn_into::<Node>().ok();
            if !left.0.contains(to.as_ref()) || to.is_none() {
                left.set("data-drop", None);
            }
        })
        .on("drop", move |event| {
            dropped.set("data-drop", None);
            if pick(&ui, &channel_id, &get(&get(&event, "dataTransfer"), "files")) {
                event.prevent_default();
            }
        })
}

/// What the composer holds, above its text.
pub fn attachments(ui: &Ui, channel_id: &ChannelId) -> El {
    let (store, id) = (ui.store, channel_id.clone());
    let (ui, channel_id) = (ui.clone(), channel_id.clone());
    let label = ui.words.text(strings::FILE__LIST__LABEL);
    el("div", "madang-attachments").attr("role", "list").attr("aria-label", &label).list(
        move || {
            store.get(Change::Attachments(id.clone()), |model| {
                model.attachments.get(&id).into_iter().flatten().map(|held| held.id.0.clone()).collect()
            })
        },
        move |id| chip(&ui, &channel_id, id),
    )
}

fn chip(ui: &Ui, channel_id: &ChannelId, id: &str) -> El {
    let (store, words) = (ui.store, ui.words);
    let read = {
        let (channel_id, id) = (channel_id.clone(), id.to_owned());
        move |model: &crate::store::Model| {
            model.attachments.get(&channel_id)?.iter().find(|held| held.id.as_str() == id).cloned()
        }
    };
    let Some(Attachment { id, file, .. }) = store.read(&read) else { return el("div", "") };
    let chip = el("div", "madang-attachment").attr("role", "listitem");
    let newest = chip.0.clone();
    later(
        0,
        Box::new(move || {
            if let Some(list) = newest.parent_element() {
                list.set_scroll_left(list.scroll_width());
            }
        }),
    );
    let remove: Rc<dyn Fn()> = {
        let (channel_id, id) = (channel_id.clone(), id.clone());
        Rc::new(move || store.dispatch(Action::FileRemoved { channel_id: channel_id.clone(), id: id.clone() }))
    };
    let cancel = remove.clone();
    let label = words.with(strings::FILE__REMOVE__LABEL, "name", &file.name);
    let cross = button("madang-attachment__remove").attr("aria-label", &label).child(icon(Glyph::Close));
    let cross = cross.on("click", move |_| remove());
    let label = words.with(strings::FILE__RETRY__LABEL, "name", &file.name);
    let retry = button("madang-attachment__retry").attr("aria-label", &label);
    let retried = id.clone();
    let retry = retry.text(&words.text(strings::MESSAGE__RETRY__LABEL));
    let retry = retry.on("click", move |_| store.dispatch(Action::FileRetried(retried.clone())));
    let picture = el("span", "madang-attachment__picture");
    let card = card(words, &file);
    if file.kind == FileKind::Image {
        ui.files.call("preview", &[&picture.0, &id.as_str().into()]);
    }
    let ring = ring(words, &file.name, cancel);
    let note = el("span", "madang-file__note").attr("role", "status");
    chip.set("data-kind", Some(kind_name(file.kind)));
    let chip = chip.child(picture).child(card).child(ring.clone()).child(note.clone());
    chip.child(retry.clone()).child(cross).sync(move |chip| {
        let Some(held) = store.get(Change::Upload(id.clone()), &read) else { return };
        progress(&ring, held.state);
        chip.set("data-state", state_name(held.state));
        note.0.set_text_content(failure(words, held.state).as_deref());
        // What the server will not have it will not have twice.
        let never = [ErrorCode::FileTooLarge, ErrorCode::FileRefused];
        let again = matches!(held.state, Upload::Failed(code) if !never.contains(&code));
        retry.set("hidden", (!again).then_some(""));
    })
}
