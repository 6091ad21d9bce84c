//! Files of a message: places of known size, which the part of plain JavaScript fills (`crate::files`); and how far an upload is.

use super::{
    Ui,
    kit::{
        El, Glyph, button,
        dom::{pixels, set_style},
        el, icon,
    },
};
use crate::{
    intl::Words,
    store::{Action, Attachment, Change, Key, Model, Upload, view},
    strings,
};
use madang_protocol::{ChannelId, ErrorCode, File, FileKind};
use std::{cell::Cell, rc::Rc};

/// Pixels of a picture that stands alone, at most.
const WIDE: u32 = 300;
const HIGH: u32 = 360;
const NARROW: u32 = 120;

/// Reads something of the model.
type Read<T> = Rc<dyn Fn(&Model) -> T>;

/// The files of a message; none for most.
pub fn files(ui: &Ui, channel_id: &ChannelId, key: &Key) -> Option<El> {
    let read = {
        let (channel_id, key) = (channel_id.clone(), key.clone());
        Rc::new(move |model: &Model| view::files(model, &channel_id, &key)) as Read<Vec<Attachment>>
    };
    if ui.store.read(|model| read(model)).is_empty() {
        return None;
    }
    let change = Change::Message(channel_id.clone(), key.clone());
    let (store, named, watched) = (ui.store, read.clone(), change.clone());
    let (ui, channel_id) = (ui.clone(), channel_id.clone());
    let list = el("div", "madang-files").list(
        move || {
            store.watch(watched.clone());
            let files = store.read(|model| named(model));
            files.iter().enumerate().map(|(at, held)| [&at.to_string(), kind_name(held.file.kind)].concat()).collect()
        },
        move |name| {
            let at = name.trim_end_matches(char::is_alphabetic).parse::<usize>().unwrap_or_default();
            let (read, change) = (read.clone(), change.clone());
            let held: Read<Option<Attachment>> = Rc::new(move |model| read(model).into_iter().nth(at));
            place(&ui, &channel_id, change, held)
        },
    );
    Some(list.sync(move |list| {
        // Pictures stand in a grid by their number.
        let count = list.0.query_selector_all("[data-kind=image]").map_or(0, |found| found.length());
        list.set("data-pictures", Some(&count.min(5).to_string()));
    }))
}

/// For `data-kind`.
pub fn kind_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Image => "image",
        FileKind::Video => "video",
        FileKind::Audio => "audio",
        FileKind::Document => "document",
    }
}

fn place(ui: &Ui, channel_id: &ChannelId, change: Change, read: Read<Option<Attachment>>) -> El {
    let (store, words) = (ui.store, ui.words);
    let Some(Attachment { id, file, .. }) = store.read(|model| read(model)) else { return el("div", "") };
    let kind = file.kind;
    let node = match kind {
        FileKind::Image | FileKind::Document => button("madang-file"),
        FileKind::Video | FileKind::Audio => el("div", "madang-file"),
    };
    let node = node.attr("data-kind", kind_name(kind)).attr("data-upload", id.as_str());
    node.set("data-waveform", file.waveform.as_deref());
    match kind {
        FileKind::Image => frame(&node, &file),
        FileKind::Document => node.append(&card(words, &file)),
        FileKind::Audio if file.waveform.is_some() => {}
        FileKind::Video | FileKind::Audio => {
            let label = words.with(strings::FILE__SAVE__LABEL, "name", &file.name);
            let save = button("madang-icon-button").attr("data-download", "").attr("aria-label", &label);
            node.append(&card(words, &file).child(save.child(icon(Glyph::Download))));
        }
    }
    let cancel = {
        let (channel_id, id) = (channel_id.clone(), id.clone());
        Rc::new(move || store.dispatch(Action::FileRemoved { channel_id: channel_id.clone(), id: id.clone() }))
    };
    let ring = ring(words, &file.name, cancel);
    let note = el("span", "madang-file__note");
    let (files, shown) = (ui.clone(), Cell::new(false));
    node.child(ring.clone()).child(note.clone()).sync(move |node| {
        store.watch(change.clone());
        let Some(Attachment { id, file, state }) = store.get(Change::Upload(id.clone()), |model| read(model)) else {
            return;
        };
        progress(&ring, state);
        let failed = failure(words, state);
        node.set("data-state", state_name(state).filter(|_| state != Upload::Done));
        note.0.set_text_content(failed.as_deref());
        if shown.get() {
            return;
        }
        if state != Upload::Done {
            if kind == FileKind::Image {
                files.files.call("preview", &[&node.0, &id.as_str().into()]);
            }
            return;
        }
        shown.set(true);
        frame(node, &file);
        match kind {
            FileKind::Image => {
                node.set("aria-label", Some(&words.with(strings::FILE__VIEW__LABEL, "name", &file.name)));
            }
            // Its name and size are seen on it, and so part of what it is called.
            FileKind::Document => {
                node.append(&el("span", "madang-hidden").text(&words.text(strings::FILE__DOWNLOAD__LABEL)));
            }
            FileKind::Video | FileKind::Audio => {}
        }
        node.set("data-name", Some(&file.name));
        node.set("data-mime", Some(&file.mime));
        node.set("data-placeholder", file.placeholder.as_deref());
        node.set("data-duration", file.duration_ms.map(|ms| ms.to_string()).as_deref());
        node.set("data-file-id", Some(file.file_id.as_str()));
        files.files.call("show", &[&node.0]);
    })
}

/// A picture has its shape before it is loaded, so that nothing jumps.
fn frame(node: &El, file: &File) {
    let (FileKind::Image | FileKind::Video, Some(wide), Some(high)) = (file.kind, file.width, file.height) else {
        return;
    };
    let shape = [&wide.to_string(), " / ", &high.to_string()].concat();
    set_style(&node.0, "--shape", &shape);
    let fit = WIDE.min(wide).min(HIGH.saturating_mul(wide) / high.max(1)).max(NARROW);
    set_style(&node.0, "--wide", &pixels(f64::from(fit)));
}

/// Icon, name and size.
pub fn card(words: Words, file: &File) -> El {
    let glyph = match file.kind {
        FileKind::Audio => Glyph::Audio,
        FileKind::Video | FileKind::Image => Glyph::Video,
        FileKind::Document if file.mime.contains("zip") => Glyph::Archive,
        FileKind::Document => Glyph::File,
    };
    let name = el("bdi", "madang-file__name").text(&file.name);
    let size = el("span", "madang-file__size").text(&words.size(file.size));
    let lines = el("span", "madang-file__lines").child(name).child(size);
    el("span", "madang-file__card").child(el("span", "madang-file__icon").child(icon(glyph))).child(lines)
}

/// How far it is, and the way out.
pub fn ring(words: Words, name: &str, cancel: Rc<dyn Fn()>) -> El {
    let label = words.with(strings::FILE__CANCEL__LABEL, "name", name);
    let inner = el("span", "madang-ring__inner").child(icon(Glyph::Close));
    // Within a button there is no other: this one is for pointers, and the row's own actions are for keys.
    el("span", "madang-ring").attr("title", &label).child(inner).on("click", move |event| {
        event.stop_propagation();
        cancel();
    })
}

pub fn progress(ring: &El, state: Upload) {
    let share = if let Upload::Running(share) = state { share / 10 } else { 0 };
    ring.set("hidden", (!matches!(state, Upload::Running(_))).then_some(""));
    set_style(&ring.0, "--share", &[&share.to_string(), "%"].concat());
}

/// For `data-state`.
pub fn state_name(state: Upload) -> Option<&'static str> {
    Some(match state {
        Upload::Running(_) => "uploading",
        Upload::Failed(_) | Upload::Lost => "failed",
        Upload::Done => "done",
    })
}

/// Why a file does not go.
pub fn failure(words: Words, state: Upload) -> Option<String> {
    let text = match state {
        Upload::Running(_) | Upload::Done => return None,
        Upload::Lost => strings::FILE__LOST__TEXT,
        Upload::Failed(ErrorCode::FileTooLarge) => strings::FILE__TOO_LARGE__TEXT,
        Upload::Failed(ErrorCode::FileRefused) => strings::FILE__REFUSED__TEXT,
        Upload::Failed(_) => strings::FILE__FAILED__TEXT,
    };
    Some(words.text(text))
}
