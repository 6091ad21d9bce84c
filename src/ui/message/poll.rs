//! The place of a poll under its question, which the part of plain JavaScript fills (`www/poll`): it tells how the poll stands.

use crate::{
    store::{Change, Key, Model, view},
    ui::{
        Ui,
        kit::{El, dom::set_style, el},
        parts::mount,
    },
};
use madang_protocol::{ChannelId, Poll, lean};

/// None for most messages.
pub fn poll(ui: &Ui, channel_id: &ChannelId, key: &Key) -> Option<El> {
    fn held<'a>(model: &'a Model, channel_id: &ChannelId, key: &Key) -> Option<&'a Poll> {
        model.message(channel_id, key)?.poll.as_deref()
    }
    let (store, channel_id, key) = (ui.store, channel_id.clone(), key.clone());
    let asked = |model: &Model| {
        let seq = model.message(&channel_id, &key)?.seq;
        Some((held(model, &channel_id, &key)?.options.len(), seq.0.to_string()))
    };
    let (options, seq) = store.read(asked)?;
    let place = el("div", "madang-poll");
    set_style(&place.0, "--options", &options.to_string());
    mount(ui, "poll", &place, &[("channelId", channel_id.as_str()), ("seq", &seq)]);
    Some(place.sync(move |place| {
        store.watch(Change::Message(channel_id.clone(), key.clone()));
        store.read(|model| {
            if let Some(poll) = held(model, &channel_id, &key) {
                let closer = view::message(model, &channel_id, &key).is_some_and(|message| message.may_delete);
                place.set("data-closer", closer.then_some("true"));
                place.set("data-poll", Some(&lean::to_text(poll)));
            }
        });
    }))
}
