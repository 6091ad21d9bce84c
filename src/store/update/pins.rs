//! Pins: the model knows only whether there are any; the bar (`www/pins`) asks for the rest.

use super::*;

impl Machine<'_> {
    pub(super) fn pin_heard(&mut self, channel_id: &ChannelId) {
        if let Some(view) = self.model.channels.by_id.get_mut(channel_id).filter(|view| !view.has_pins) {
            view.has_pins = true;
            self.out.change(Change::Channel(channel_id.clone()));
        }
    }
}
