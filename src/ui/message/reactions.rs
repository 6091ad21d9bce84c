//! Reactions under a message as pills, and the emojis that are one click away.

use crate::{
    intl::Words,
    store::{
        Change, Key, Model,
        view::{self, ReactionView},
    },
    strings,
    ui::{
        Ui,
        kit::{Choice, El, Glyph, button, el, icon},
    },
};
use madang_protocol::ChannelId;
use std::rc::Rc;

/// The name of the pill that adds another one.
const ADD: &str = "+";

/// The pills of the message of this key; nothing while there are none. A pill keeps its node, and so the focus.
pub fn pills(ui: &Ui, channel_id: &ChannelId, key: &Key) -> El {
    let (store, words, may_add) = (ui.store, ui.words, ui.parts.is_some());
    let (channel_id, key) = (channel_id.clone(), key.clone());
    let shown = Rc::new(move || {
        store.watch(Change::Message(channel_id.clone(), key.clone()));
        store.read(|model| view::reactions(model, &channel_id, &key))
    });
    let all = shown.clone();
    let list = el("div", "madang-reactions").attr("role", "group");
    list.attr("aria-label", &words.text(strings::REACTIONS__LIST__LABEL)).list(
        move || {
            let mut emojis: Vec<String> = all().into_iter().map(|reaction| reaction.emoji).collect();
            if may_add && !emojis.is_empty() {
                emojis.push(ADD.to_owned());
            }
            emojis
        },
        move |emoji| match emoji {
            ADD => add(words, "madang-reaction madang-reaction--add"),
            _ => {
                let (shown, emoji) = (shown.clone(), emoji.to_owned());
                let sign = el("span", "madang-reaction__emoji").text(&emoji);
                let count = el("span", "madang-reaction__count");
                let pill = react("madang-reaction", &emoji).child(sign).child(count.clone());
                pill.sync(move |pill| {
                    let Some(reaction) = shown().into_iter().find(|reaction| reaction.emoji == emoji) else { return };
                    let label = store.read(|model| label(words, model, &reaction));
                    let number = words.number(reaction.count);
                    pill.set("aria-pressed", Some(if reaction.own { "true" } else { "false" }));
                    // Its name has what is seen on it, for those who speak to it.
                    pill.set("aria-label", Some(&[&number, ", ", &label].concat()));
                    pill.set("title", Some(&label));
                    count.0.set_text_content(Some(&number));
                })
            }
        },
    )
}

/// Who reacted, in a sentence.
pub fn label(words: Words, model: &Model, reaction: &ReactionView) -> String {
    let own = reaction.own.then(|| words.text(strings::MESSAGE__AUTHOR__OWN));
    let named = reaction.named.iter().map(|id| words.name(&view::user(model, id)));
    let mut names = own.into_iter().chain(named);
    let name = names.next().unwrap_or_else(|| words.text(strings::USER__NAME__UNKNOWN));
    let sentence = match (reaction.count, names.next()) {
        (..=1, _) => words.text(strings::REACTION__WHO__ONE),
        (2, Some(other)) => words.with(strings::REACTION__WHO__TWO, "other", &other),
        (count, _) => words.count(strings::REACTION__OTHERS, count - 1),
    };
    strings::fill(&strings::fill(&sentence, "name", &name), "emoji", &reaction.emoji)
}

/// A button that reacts to the message that it is in.
fn react(class: &str, emoji: &str) -> El {
    button(class).attr("data-act", "react").attr("data-emoji", emoji)
}

/// The button that opens the picker for the message that it is in.
fn add(words: Words, class: &str) -> El {
    let button = button(class).attr("data-act", "picker").attr("aria-haspopup", "dialog");
    let label = words.text(strings::REACTION__ADD__LABEL);
    button.attr("aria-label", &label).attr("title", &label).child(icon(Glyph::Smile))
}

/// The emojis that are one click away, for a message's bar, and the way to all others.
pub fn quick(ui: &Ui) -> Vec<El> {
    let button = |emoji: String| {
        let label = ui.words.with(strings::REACTION__REACT__LABEL, "emoji", &emoji);
        react("madang-message__react", &emoji).attr("aria-label", &label).text(&emoji)
    };
    let mut quick: Vec<El> = ui.store.read(view::quick_emojis).into_iter().map(button).collect();
    quick.extend(ui.parts.is_some().then(|| add(ui.words, "madang-message__react")));
    quick
}

/// The same as the first row of the message's menu.
pub fn choices(ui: &Ui, channel_id: &ChannelId, key: &Key, chosen: Rc<dyn Fn(Option<String>)>) -> Vec<Choice> {
    let (quick, shown) = ui.store.read(|model| (view::quick_emojis(model), view::reactions(model, channel_id, key)));
    let mut choices: Vec<Choice> = Vec::with_capacity(quick.len() + 1);
    for emoji in quick {
        let chosen = chosen.clone();
        choices.push(Choice {
            label: ui.words.with(strings::REACTION__REACT__LABEL, "emoji", &emoji),
            on: shown.iter().any(|reaction| reaction.own && reaction.emoji == emoji),
            text: Some(emoji.clone()),
            chosen: Rc::new(move || chosen(Some(emoji.clone()))),
        });
    }
    if ui.parts.is_some() {
        let label = ui.words.text(strings::REACTION__ADD__LABEL);
        choices.push(Choice { label, text: None, on: false, chosen: Rc::new(move || chosen(None)) });
    }
    choices
}
