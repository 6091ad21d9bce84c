//! Editing and deleting own messages: asked again after a reconnect until answered; repeating either is harmless.

use super::*;
use crate::store::model::Editing;

impl Machine<'_> {
    pub(super) fn edit_pressed(&mut self, channel_id: ChannelId, seq: Seq) {
        self.names_again(&channel_id, seq);
        self.model.panel.editing = Some(Editing { channel_id, seq, submitted: None, error: None });
        self.out.change(Change::Panel);
    }

    pub(super) fn edit_submitted(&mut self, text: &str) {
        let text = text.trim().to_owned();
        if text.is_empty() || view::text_over(self.model, &text).is_some() {
            return;
        }
        let Some(editing) = &self.model.panel.editing else { return };
        let key = Key::Seq(editing.seq);
        if self.model.message(&editing.channel_id, &key).is_some_and(|message| view::typed(message) == text) {
            return self.edit_ended();
        }
        if let Some(editing) = &mut self.model.panel.editing {
            editing.submitted = Some(text);
            editing.error = None;
        }
        self.out.change(Change::Panel);
        self.revise_edit();
    }

    pub(super) fn edit_ended(&mut self) {
        if self.model.panel.editing.take().is_some() {
            self.out.change(Change::Panel);
        }
    }

    pub(super) fn edit_refused(&mut self, code: ErrorCode) {
        if let Some(editing) = &mut self.model.panel.editing {
            editing.submitted = None;
            editing.error = Some(code);
            self.out.change(Change::Panel);
        }
    }

    pub(super) fn delete_pressed(&mut self, channel_id: ChannelId, seq: Seq) {
        self.model.deleting.push((channel_id.clone(), seq));
        self.repaint(&channel_id, seq);
        self.revise_delete(channel_id, seq);
    }

    pub(super) fn delete_refused(&mut self, channel_id: ChannelId, seq: Seq) {
        self.repaint(&channel_id, seq);
        self.not_deleting(&channel_id, seq);
    }

    pub(super) fn not_deleting(&mut self, channel_id: &ChannelId, seq: Seq) {
        self.model.deleting.retain(|held| held.1 != seq || held.0 != *channel_id);
    }

    /// After a reconnect.
    pub(super) fn revise_again(&mut self) {
        self.revise_edit();
        for (channel_id, seq) in self.model.deleting.clone() {
            self.revise_delete(channel_id, seq);
        }
        self.react_again();
    }

    fn revise_edit(&mut self) {
        let Some(Editing { channel_id, seq, submitted: Some(text), .. }) = self.model.panel.editing.clone() else {
            return;
        };
        if !self.asked(&Request::Edit) {
            let mentions = view::mentions(self.model, &text);
            self.ask(Command::Edit(EditMessage { channel_id, seq, text, mentions }), Request::Edit);
        }
    }

    fn revise_delete(&mut self, channel_id: ChannelId, seq: Seq) {
        let request = Request::Delete(channel_id.clone(), seq);
        if !self.asked(&request) {
            self.ask(Command::Delete(DeleteMessage { channel_id, seq }), request);
        }
    }

    pub(super) fn repaint(&mut self, channel_id: &ChannelId, seq: Seq) {
        if let Some(message) = self.model.message(channel_id, &Key::Seq(seq)) {
            let key = self.model.key(message);
            self.out.change(Change::Message(channel_id.clone(), key));
        }
    }
}
