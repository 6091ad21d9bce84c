//! Files on their way: attached, uploaded by the client, carried by a message when all of it is there.
//!
//! A message with files waits for its uploads; texts written after it do not wait for it.

use super::*;
use crate::store::model::{Attachment, Pending, PendingState, Upload};

impl Machine<'_> {
    /// Files were chosen, dropped or pasted.
    pub(super) fn files_picked(&mut self, channel_id: ChannelId, files: Vec<Attachment>) {
        self.model.session.acted = true;
        if self.model.me().is_none() {
            // Uploads need somebody: the first such command makes a visitor.
            let user_ids = self.model.session.watched.clone();
            self.ask(Command::WatchPresence(WatchPresence { user_ids }), Request::Presence);
        }
        let most = u64::from(self.model.session.limits.file_bytes);
        let held = self.model.attachments.or_insert_with(channel_id.clone(), Vec::new);
        for mut file in files {
            if held.len() == MOST_FILES {
                break;
            }
            match file.file.size {
                0 => file.state = Upload::Failed(ErrorCode::FileRefused),
                size if size > most => file.state = Upload::Failed(ErrorCode::FileTooLarge),
                _ => self.out.effects.push(Effect::Upload(file.id.clone())),
            }
            held.push(file);
        }
        self.out.change(Change::Attachments(channel_id));
    }

    /// Not this one after all: of the composer, or of a message that still waits for it.
    pub(super) fn file_removed(&mut self, channel_id: ChannelId, id: &ClientId) {
        if let Some(held) = self.model.attachments.get_mut(&channel_id) {
            held.retain(|file| file.id != *id);
            self.out.change(Change::Attachments(channel_id));
        }
        let carries = |pending: &&mut Pending| pending.files.iter().any(|file| file.id == *id);
        if let Some(pending) = self.model.outbox.iter_mut().find(carries) {
            let client_id = pending.client_id.clone();
            if pending.files.len() == 1 && pending.text.is_empty() {
                return self.discard_pressed(&client_id);
            }
            pending.files.retain(|file| file.id != *id);
            self.uploads_moved(&client_id);
        }
        self.out.effect(Effect::CancelUpload(id.clone()));
    }

    /// Once more, from where it was.
    pub(super) fn file_retried(&mut self, id: ClientId) {
        if self.told_of(&id, Upload::Running(0)) {
            self.out.effect(Effect::Upload(id));
        }
    }

    /// The client tells how an upload goes; `file`: as the server has it.
    pub(super) fn upload_told(&mut self, id: ClientId, state: Upload, file: Option<File>) {
        // What is there stays as it is: the message may be on its way with it.
        let Some(attachment) = self.attachment(&id).filter(|held| held.state != Upload::Done) else { return };
        if let Some(file) = file {
            attachment.file = file;
        }
        attachment.state = state;
        self.out.change(Change::Upload(id.clone()));
        self.note_channel(&id);
        if !matches!(state, Upload::Running(_)) {
            let carries = |pending: &&Pending| pending.files.iter().any(|file| file.id == id);
            if let Some(client_id) = self.model.outbox.iter().find(carries).map(|pending| pending.client_id.clone()) {
                self.uploads_moved(&client_id);
            }
        }
    }

    fn told_of(&mut self, id: &ClientId, state: Upload) -> bool {
        let known = self.attachment(id).map(|attachment| attachment.state = state).is_some();
        self.out.change(Change::Upload(id.clone()));
        self.note_channel(id);
        known
    }

    /// The composer tells whether there is something to send.
    fn note_channel(&mut self, id: &ClientId) {
        let holds = |files: &[Attachment]| files.iter().any(|file| file.id == *id);
        let channel =
            self.model.attachments.iter().find(|(_, files)| holds(files)).map(|(channel_id, _)| channel_id.clone());
        if let Some(channel_id) = channel {
            self.out.change(Change::Attachments(channel_id));
        }
    }

    fn attachment(&mut self, id: &ClientId) -> Option<&mut Attachment> {
        let waiting = self.model.outbox.iter_mut().flat_map(|pending| pending.files.iter_mut());
        let composed = self.model.attachments.values_mut().flatten();
        waiting.chain(composed).find(|attachment| attachment.id == *id)
    }

    /// One of a message's uploads came to an end: the message goes, or fails with it.
    fn uploads_moved(&mut self, client_id: &ClientId) {
        let Some(pending) = self.model.outbox.iter_mut().find(|pending| pending.client_id == *client_id) else {
            return;
        };
        let failed = pending.files.iter().find_map(|file| match file.state {
            Upload::Failed(code) => Some(code),
            Upload::Lost => Some(ErrorCode::NotFound),
            Upload::Running(_) | Upload::Done => None,
        });
        pending.state = failed.map_or(PendingState::Waiting, PendingState::Failed);
        let saved = pending.clone();
        self.out.change(Change::Message(saved.channel_id.clone(), Key::Own(saved.client_id.clone())));
        self.out.effect(Effect::SavePending(saved));
        self.pump();
    }

    /// What the composer holds goes with the message; what failed stays behind.
    pub(super) fn take_attachments(&mut self, channel_id: &ChannelId) -> Vec<Attachment> {
        let Some(held) = self.model.attachments.get_mut(channel_id) else { return Vec::new() };
        let (taken, left) = std::mem::take(held).into_iter().partition(Attachment::goes);
        *held = left;
        self.out.change(Change::Attachments(channel_id.clone()));
        taken
    }

    /// Uploads that failed are tried again with their message.
    pub(super) fn retry_uploads(&mut self, client_id: &ClientId) {
        let Some(pending) = self.model.outbox.iter_mut().find(|pending| pending.client_id == *client_id) else {
            return;
        };
        for file in pending.files.iter_mut().filter(|file| file.state != Upload::Done) {
            file.state = Upload::Running(0);
            self.out.effects.push(Effect::Upload(file.id.clone()));
        }
    }

    pub(super) fn cancel_uploads(&mut self, pending: &Pending) {
        for file in &pending.files {
            self.out.effect(Effect::CancelUpload(file.id.clone()));
        }
    }
}
