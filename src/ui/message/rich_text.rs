//! A message's text: elements and text nodes made of plain text and ranges. Nothing is ever parsed here.

use super::segments::{Step, fold, is_large, steps};
use crate::{
    store::view::MessageView,
    strings,
    ui::{
        Ui,
        kit::{El, Glyph, button, el, icon},
    },
};
use madang_protocol::{TextRange, TextStyle};

/// Where a link may lead, whatever the server says.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// The text, and the button that unfolds it when it is long. `whole`: it was unfolded.
pub fn rich_text(ui: &Ui, row: &El, bubble: &El, message: &MessageView, whole: bool) {
    let text = el("div", "madang-message__text").attr("dir", "auto");
    let cut = fold(&message.text);
    let shown = cut.filter(|_| !whole).and_then(|cut| message.text.get(..cut));
    let mut stack = vec![text.clone()];
    for step in steps(shown.unwrap_or(&message.text), &message.ranges) {
        match step {
            Step::Close => drop(stack.pop()),
            Step::Open(range) => {
                let (outer, inner) = element(ui, message, range);
                if let Some(around) = stack.last() {
                    around.append(&outer);
                }
                stack.push(inner);
            }
            Step::Text(words) => {
                if let Some(around) = stack.last() {
                    add(around, words);
                }
            }
        }
    }
    if shown.is_some() {
        add(&text, "…");
    }
    row.set("data-large", is_large(&message.text).then_some(""));
    row.set("data-mentioned", message.mentioned.then_some(""));
    bubble.append(&text);
    if cut.is_some() {
        let label = if whole { strings::MESSAGE__FOLD__LABEL } else { strings::MESSAGE__UNFOLD__LABEL };
        let fold = button("madang-text-button madang-message__fold").attr("data-act", "fold");
        let fold = fold.attr("aria-expanded", if whole { "true" } else { "false" });
        bubble.append(&fold.text(&ui.words.text(label)));
    }
}

/// Appends text behind what is there.
fn add(to: &El, words: &str) {
    // Fails only on a node that cannot have children.
    let _ = to.0.append_with_str_1(words);
}

/// What a range is drawn as, and what its content goes into.
fn element(ui: &Ui, message: &MessageView, range: &TextRange) -> (El, El) {
    let one = |el: El| (el.clone(), el);
    match range.style {
        TextStyle::Bold => one(el("strong", "")),
        TextStyle::Italic => one(el("em", "")),
        TextStyle::Strike => one(el("s", "")),
        TextStyle::Code => one(el("code", "madang-code")),
        TextStyle::Quote => one(el("blockquote", "madang-quote").attr("dir", "auto")),
        TextStyle::Link => one(link(range)),
        TextStyle::CodeBlock => code_block(ui, range),
        TextStyle::Mention | TextStyle::MentionChannel | TextStyle::MentionHere => {
            let name = el("bdi", "madang-mention").attr("part", "mention");
            let all = range.style != TextStyle::Mention;
            let me = all || ui.store.read(|model| range.user_id.as_ref() == model.me());
            name.set("data-me", (me && message.mentioned).then_some(""));
            one(name)
        }
    }
}

fn link(range: &TextRange) -> El {
    let url = range.url.as_deref().unwrap_or_default();
    let link = el("a", "madang-link").attr("part", "link").attr("target", "_blank");
    let leads = SCHEMES.iter().any(|scheme| url.starts_with(scheme));
    link.set("href", leads.then_some(url));
    link.attr("rel", "noopener noreferrer nofollow")
}

/// Its language, a button that copies it, and the code.
fn code_block(ui: &Ui, range: &TextRange) -> (El, El) {
    let language = el("span", "madang-block-code__language").text(range.language.as_deref().unwrap_or_default());
    let copy = button("madang-block-code__copy").attr("data-act", "code").attr("data-at", &range.start.to_string());
    let copy = copy.attr("aria-label", &ui.words.text(strings::MESSAGE__CODE__LABEL)).child(icon(Glyph::Copy));
    let code = el("code", "");
    let head = el("div", "madang-block-code__head").child(language).child(copy);
    let block = el("div", "madang-block-code").attr("part", "code").attr("dir", "ltr").child(head);
    (block.child(el("pre", "").child(code.clone())), code)
}
