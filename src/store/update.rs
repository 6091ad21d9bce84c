//! One action in, one outcome out: the only place where the model changes.

use super::{
    action::{Action, Timer},
    model::{Key, Load, Model, Request},
    outcome::{Change, Effect, HostEvent, Outcome},
    view,
};
use madang_protocol::*;

mod answers;
mod blocks;
mod channels;
mod connection;
mod events;
mod files;
mod identity;
mod keep;
mod link;
mod mentions;
mod open;
mod outbox;
mod pages;
mod pins;
mod preferences;
mod presence;
mod reactions;
mod receipts;
mod reply;
mod revise;
mod threads;
mod timeline;
mod typing;
mod writing;

#[cfg(test)]
mod tests;

/// Applies an action at this time (device clock).
pub fn update(model: &mut Model, now: TimeMs, action: Action) -> Outcome {
    let mut machine = Machine { model, now, out: Outcome::default() };
    machine.act(action);
    machine.settle();
    machine.out
}

/// The model at work; each file of this folder adds its part.
struct Machine<'a> {
    model: &'a mut Model,
    now: TimeMs,
    out: Outcome,
}

impl Machine<'_> {
    fn act(&mut self, action: Action) {
        match action {
            Action::PanelOpened => self.panel_opened(),
            Action::PanelClosed => self.panel_closed(),
            Action::ChannelOpened(channel_id) => self.channel_opened(channel_id),
            Action::ChannelGiven(channel_id) => {
                self.model.panel.only_channel = true;
                self.channel_opened(channel_id);
            }
            Action::BackPressed => self.back_pressed(),
            Action::ThreadOpened(thread_id) => self.thread_opened(thread_id, None),
            Action::ThreadClosed => self.thread_closed(),
            Action::FollowPressed(thread_id) => self.follow_pressed(thread_id),
            Action::InChannelChosen(on) => {
                self.model.panel.in_channel = on;
                self.out.change(Change::Panel);
            }
            Action::MoreChannelsReached => self.more_channels(),
            Action::ArchivePressed => self.archive_toggled(),
            Action::ReloadPressed => self.reload(),

            Action::DraftTyped { channel_id, text } => self.draft_typed(channel_id, text),
            Action::DraftGiven { channel_id, text } => {
                self.out.change(Change::Draft(channel_id.clone()));
                self.draft_typed(channel_id, text);
            }
            Action::PeopleSought { channel_id, prefix } => self.people_sought(channel_id, prefix),
            Action::PersonChosen { name, user_id } => self.model.chosen.insert(0, (name, user_id)),
            Action::SendPressed { channel_id, text, client_id } => self.send_pressed(channel_id, &text, client_id),
            Action::FilesPicked { channel_id, files } => self.files_picked(channel_id, files),
            Action::FileRemoved { channel_id, id } => self.file_removed(channel_id, &id),
            Action::FileRetried(id) => self.file_retried(id),
            Action::UploadTold { id, state, file } => self.upload_told(id, state, file),
            Action::RetryPressed(client_id) => self.retry_pressed(&client_id),
            Action::DiscardPressed(client_id) => self.discard_pressed(&client_id),
            Action::ReplyPressed { channel_id, seq } => self.reply_pressed(channel_id, seq),
            Action::ReplyCancelled(channel_id) => self.reply_ended(&channel_id),
            Action::EditPressed { channel_id, seq } => self.edit_pressed(channel_id, seq),
            Action::EditSubmitted(text) => self.edit_submitted(&text),
            Action::EditCancelled => self.edit_ended(),
            Action::DeletePressed { channel_id, seq } => self.delete_pressed(channel_id, seq),
            Action::ReactionPressed { channel_id, seq, emoji } => self.reaction_pressed(channel_id, seq, emoji),
            Action::EmojiUsed(emoji) => self.emoji_used(emoji),
            Action::ToneChosen(tone) => self.tone_chosen(tone),
            Action::LinkOpened { channel_id, seq } => self.link_opened(channel_id, seq),
            Action::OlderReached(channel_id) => self.older_reached(&channel_id),
            Action::NewerReached(channel_id) => self.newer_reached(&channel_id),
            Action::LatestPressed(channel_id) => self.latest_pressed(&channel_id),
            Action::MessageSought { channel_id, seq } => self.message_sought(&channel_id, seq),
            Action::MessageFound(channel_id) => self.message_found(&channel_id),
            Action::MessageSeen { channel_id, seq } => self.message_seen(&channel_id, seq),
            Action::AttentionChanged(attended) => self.attention_changed(attended),

            Action::Mounted(start) => self.mounted(start),
            Action::Restored(kept) => self.restored(*kept),
            Action::SocketOpened => self.socket_opened(),
            Action::SocketClosed { code, random } => self.socket_closed(code, random),
            Action::FrameReceived(frame) => self.frame_received(*frame),
            Action::TimerFired { timer, random } => self.timer_fired(timer, random),
            Action::WentOnline => self.network_changed(true),
            Action::WentOffline => self.network_changed(false),
            Action::PageShown | Action::ReconnectPressed => self.return_now(),
            Action::TokenGiven(token) => self.token_given(token),
            Action::LoggedOut => self.logged_out(),
            Action::Asked(frame) => self.asked_by_part(frame),
        }
    }

    fn timer_fired(&mut self, timer: Timer, random: u32) {
        match timer {
            Timer::Retry => self.connect(),
            Timer::Silence => self.silence_checked(random),
            Timer::Ack => self.acks_checked(random),
            Timer::Outbox => self.pump(),
            Timer::Typing => self.typing_expired(),
            Timer::Marks => self.flush_marks(),
            Timer::Save => self.save(),
            Timer::Writing => self.writing_checked(),
            Timer::Reload => self.reload(),
        }
    }

    /// Sends a command and remembers what its answer is for. False when there is no line.
    fn ask(&mut self, command: Command, request: Request) -> bool {
        if !self.model.online() && request != Request::Hello {
            return false;
        }
        self.model.last_request = self.model.last_request.wrapping_add(1);
        let id = self.model.last_request;
        self.model.requests.insert(id, request);
        self.out.effect(Effect::Send(Frame { id: Some(id), payload: command }));
        true
    }

    /// A part's question. What was read before it is told before it: read later, it would undo "mark as unread".
    fn asked_by_part(&mut self, frame: String) {
        self.flush_marks();
        self.out.effect(Effect::SendText(frame));
    }

    /// Whether an answer to this is awaited.
    fn asked(&self, request: &Request) -> bool {
        self.model.requests.values().any(|held| held == request)
    }

    fn set_timer(&mut self, timer: Timer, after_ms: u64) {
        self.out.effect(Effect::SetTimer(timer, after_ms));
    }

    /// Tells the host page what changed for it, once each.
    fn settle(&mut self) {
        let unread = view::total_unread(self.model);
        if unread != self.model.session.told.unread {
            self.model.session.told.unread = unread;
            self.out.change(Change::Unread);
            self.out.emit(HostEvent::UnreadChanged(unread));
        }
        let connection = view::connection_name(&self.model.session.connection);
        if connection != self.model.session.told.connection {
            self.model.session.told.connection = connection;
            self.out.change(Change::Connection);
            self.out.emit(HostEvent::ConnectionChanged(connection));
        }
        if self.model.me() != self.model.session.told.me.as_ref() {
            self.model.session.told.me = self.model.me().cloned();
            self.out.change(Change::Me);
            self.out.emit(HostEvent::IdentityChanged(self.model.session.me.clone()));
        }
        self.schedule_save();
    }
}

/// A load that an outage cut short may be asked for again.
fn stopped(load: Load) -> Load {
    if load == Load::Loading { Load::No } else { load }
}
