//! The bar of pinned messages: a place, which the part of plain JavaScript fills (`www/pins`) once there is a pin.

use super::{
    Ui,
    kit::{El, el},
    parts,
};
use crate::store::{Change, view};
use madang_protocol::ChannelId;

/// Stands above the messages of one channel.
pub fn pins(ui: &Ui, channel_id: ChannelId) -> El {
    let (ui, store, id) = (ui.clone(), ui.store, channel_id.clone());
    el("div", "madang-pins").choice(
        move || store.get(Change::Channel(id.clone()), |model| view::has_pins(model, &id)).then(String::new),
        move |_| {
            let bar = el("div", "madang-pins__bar");
            let may = if store.read(|model| view::may_pin(model, &channel_id)) { "true" } else { "" };
            parts::mount(&ui, "pins", &bar, &[("channelId", channel_id.as_str()), ("mayPin", may)]);
            bar
        },
    )
}
