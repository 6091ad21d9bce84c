//! One channel: its messages in whatever state they are, who types, and the composer.

use super::{
    Ui,
    composer::{attach::droppable, composer},
    kit::{El, Glyph, el},
    live::announce,
    pins::pins,
    state::{skeleton, state},
    timeline::timeline,
    typing::typing,
};
use crate::{
    store::{Action, Change, Load},
    strings,
};
use madang_protocol::{ChannelId, ErrorCode};

/// Drawn anew for each channel.
pub fn conversation(ui: &Ui, channel_id: ChannelId) -> El {
    let (store, id) = (ui.store, channel_id.clone());
    announce(ui, channel_id.clone());
    let stage = move || {
        store.watch(Change::Rows(id.clone()));
        store.get(Change::Channel(id.clone()), |model| {
            let timeline = model.timelines.get(&id);
            let held = timeline.is_some_and(|timeline| timeline.messages.iter().any(|message| !message.hollow));
            match timeline.map_or(Load::No, |timeline| timeline.load) {
                _ if held || model.outbox.iter().any(|pending| pending.channel_id == id) => "rows",
                Load::No | Load::Loading => "loading",
                Load::Failed(ErrorCode::NotFound | ErrorCode::Forbidden) => "not-found",
                Load::Failed(_) => "failed",
                // The root of a thread is never nothing.
                Load::Ready if id.root().is_some() => "rows",
                Load::Ready => "empty",
            }
        })
    };
    let (composer, field) = composer(ui, channel_id.clone());
    let (drawn, id, busy) = (ui.clone(), channel_id.clone(), stage.clone());
    let again = move || store.dispatch(Action::ReloadPressed);
    let messages = el("div", "madang-conversation").choice(
        move || Some(stage().to_owned()),
        move |stage| {
            let words = drawn.words;
            let failed =
                |text| state(Glyph::Alert, &words.text(text), &words.text(strings::ERROR__RETRY__ACTION), again);
            match stage {
                "rows" => timeline(&drawn, id.clone()),
                // To ask again helps only where there is nowhere else to go.
                "not-found" if store.read(|model| model.panel.only_channel) => failed(strings::ERROR__NOT_FOUND__TEXT),
                "not-found" => {
                    let (text, action) = (strings::ERROR__NOT_FOUND__TEXT, strings::PANEL__BACK__LABEL);
                    let back = move || store.dispatch(Action::BackPressed);
                    state(Glyph::Alert, &words.text(text), &words.text(action), back)
                }
                "failed" => failed(strings::ERROR__TIMELINE__TEXT),
                "empty" => {
                    let (text, action) = (strings::TIMELINE__EMPTY__TEXT, strings::TIMELINE__EMPTY__ACTION);
                    let field = field.clone();
                    state(Glyph::Chat, &words.text(text), &words.text(action), move || field.focus())
                }
                _ => skeleton("timeline"),
            }
        },
    );
    let view = el("div", "madang-panel__view").attr("data-channel", channel_id.as_str());
    let view = view
        .sync(move |view| {
            let stage = busy();
            view.set("aria-busy", Some(if stage == "loading" { "true" } else { "false" }));
            // Nothing is written to what is not there.
            view.set("data-gone", (stage == "not-found").then_some(""));
        })
        .child(pins(ui, channel_id.clone()))
        .child(messages)
        .child(typing(ui, channel_id.clone()))
        .child(composer);
    droppable(ui, &channel_id, view)
}
