//! The card under a text: what its first link leads to. One link; its picture's place has its shape before the picture is loaded.

use crate::ui::{
    Ui,
    kit::{El, dom::set_style, el},
};
use madang_protocol::{File, LinkPreview};

/// A picture at least as wide stands over the words, another one beside them.
const WIDE: u32 = 240;

pub fn preview(ui: &Ui, told: &LinkPreview) -> El {
    let LinkPreview { url, site, title, description, image } = told;
    let card = el("a", "madang-preview").attr("part", "preview").attr("target", "_blank").attr("href", url);
    let card = card.attr("rel", "noopener noreferrer nofollow");
    let line = |class, text: &str| (!text.is_empty()).then(|| el("span", class).attr("dir", "auto").text(text));
    let lines = el("span", "madang-preview__lines");
    let lines = lines.maybe(line("madang-preview__site", site)).maybe(line("madang-preview__title", title));
    let lines = lines.maybe(line("madang-preview__description", description));
    if let Some(image) = image {
        let bare = title.is_empty() && description.is_empty();
        // A site alone names no picture.
        card.set("aria-label", bare.then(|| [site, ": ", url].concat()).as_deref());
        card.set("data-shape", Some(shape(image, bare)));
        card.append(&picture(ui, image));
    }
    card.child(lines)
}

fn shape(image: &File, bare: bool) -> &'static str {
    let (wide, high) = (image.width.unwrap_or(0), image.height.unwrap_or(0));
    match bare {
        true => "whole",
        false if wide >= WIDE && wide * 4 >= high * 5 => "wide",
        false => "small",
    }
}

fn picture(ui: &Ui, image: &File) -> El {
    let place = el("span", "madang-preview__image").attr("data-kind", "preview").attr("data-name", "");
    place.set("data-file-id", Some(image.file_id.as_str()));
    place.set("data-placeholder", image.placeholder.as_deref());
    let side = |side: Option<u32>| side.unwrap_or(1).to_string();
    set_style(&place.0, "--shape", &[&side(image.width), " / ", &side(image.height)].concat());
    ui.files.call("show", &[&place.0]);
    place
}
