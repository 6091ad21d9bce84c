//! Own messages on their way: shown at once, sent in order, repeated until confirmed, each landing once.

use super::*;
use crate::store::model::{Attachment, Pending, PendingState, Upload};

/// Unanswered sends at a time.
const WINDOW: usize = 8;

impl Machine<'_> {
    pub(super) fn send_pressed(&mut self, channel_id: ChannelId, text: &str, client_id: ClientId) {
        let text = text.trim();
        let carries = view::carries(self.model, &channel_id);
        if (text.is_empty() && !carries) || view::text_over(self.model, text).is_some() {
            return;
        }
        let files = self.take_attachments(&channel_id);
        self.model.session.acted = true;
        let last = self.model.outbox.last().map_or(0, |pending| pending.created_at.0 + 1);
        let mentions = view::mentions(self.model, text);
        let in_channel = channel_id.root().is_some() && std::mem::take(&mut self.model.panel.in_channel);
        let pending = Pending {
            client_id,
            in_channel: in_channel && files.is_empty(),
            channel_id: channel_id.clone(),
            text: text.to_owned(),
            reply_to: self.reply_taken(&channel_id),
            mentions,
            files,
            created_at: TimeMs(self.now.0.max(last)),
            state: PendingState::Waiting,
            sent_at: None,
        };
        self.out.effect(Effect::SavePending(pending.clone()));
        self.model.sent.push(pending.client_id.clone());
        self.model.outbox.push(pending);
        self.draft_sent(&channel_id);
        if let Some(timeline) = self.model.timelines.get_mut(&channel_id) {
            timeline.unread_from = None;
            timeline.unread_kept = false;
        }
        if in_channel {
            self.out.change(Change::Panel);
        }
        self.out.change(Change::Rows(channel_id.clone()));
        self.out.change(Change::Channel(channel_id.clone()));
        self.latest_pressed(&channel_id);
        self.slowed(&channel_id);
        self.pump();
    }

    pub(super) fn retry_pressed(&mut self, client_id: &ClientId) {
        self.retry_uploads(client_id);
        let Some(pending) = self.model.outbox.iter_mut().find(|pending| pending.client_id == *client_id) else {
            return;
        };
        if pending.state == PendingState::Failed(ErrorCode::ReplyGone) {
            // What it answered is no more; it can be said all the same.
            pending.reply_to = None;
        }
        pending.state = PendingState::Waiting;
        pending.sent_at = None;
        let saved = pending.clone();
        self.out.change(Change::Message(saved.channel_id.clone(), Key::Own(client_id.clone())));
        self.out.effect(Effect::SavePending(saved));
        self.pump();
    }

    pub(super) fn discard_pressed(&mut self, client_id: &ClientId) {
        // What is not on its way yet can still be taken back.
        let goes = |pending: &Pending| pending.state == PendingState::Waiting && uploaded(pending);
        let failed = |pending: &Pending| pending.client_id == *client_id && !goes(pending);
        let Some(at) = self.model.outbox.iter().position(failed) else { return };
        let pending = self.model.outbox.remove(at);
        self.cancel_uploads(&pending);
        self.out.effect(Effect::ForgetPending(pending.client_id));
        self.out.change(Change::Channel(pending.channel_id.clone()));
        self.out.change(Change::Rows(pending.channel_id));
    }

    /// Sends what may be sent now: in order, a few at a time, not faster than the server allows.
    pub(super) fn pump(&mut self) {
        if !self.model.online() {
            return;
        }
        let now = self.now;
        let waits = |pending: &Pending| {
            pending.state == PendingState::Waiting && pending.sent_at.is_none() && uploaded(pending)
        };
        // How long the channel's slow mode holds it up.
        let slow_ms = |model: &Model, pending: &Pending| {
            let timeline = model.timelines.get(&pending.channel_id.home());
            timeline.map_or(0, |timeline| timeline.slow.send_at.0.saturating_sub(now.0))
        };
        let waiting = self.model.outbox.iter().filter(|pending| waits(pending));
        if let Some(after_ms) = waiting.map(|pending| slow_ms(self.model, pending)).filter(|ms| *ms > 0).min() {
            self.set_timer(Timer::Outbox, after_ms);
        }
        let window = if self.model.pace.careful { 1 } else { WINDOW };
        let mut in_flight = self.model.outbox.iter().filter(|pending| pending.sent_at.is_some()).count();
        let watched = in_flight > 0;
        while in_flight < window
            && let Some(at) = self.model.outbox.iter().position(|held| waits(held) && slow_ms(self.model, held) == 0)
        {
            let delay_ms = self.delay_ms();
            if delay_ms > 0 {
                self.set_timer(Timer::Outbox, delay_ms);
                break;
            }
            let Some(pending) = self.model.outbox.get_mut(at) else { break };
            pending.sent_at = Some(self.now);
            let (channel_id, client_id) = (pending.channel_id.clone(), pending.client_id.clone());
            let (reply_to, in_channel) = (pending.reply_to.as_ref().map(|quote| quote.seq), pending.in_channel);
            let (text, mentions, files) = (pending.text.clone(), pending.mentions.clone(), file_ids(pending));
            let body =
                SendMessage { channel_id, client_id: client_id.clone(), text, mentions, reply_to, files, in_channel };
            self.ask(Command::Send(body), Request::Send(client_id));
            in_flight += 1;
        }
        if in_flight > 0 && !watched {
            self.await_acks();
        }
    }

    /// How long to wait before the next send; when 0, the send is counted.
    fn delay_ms(&mut self) -> u64 {
        let limits = &self.model.session.limits;
        let interval_ms = 1_000 / u64::from(limits.sends_per_second.max(1));
        let burst_ms = interval_ms * u64::from(limits.send_burst.saturating_sub(1));
        let pace = &mut self.model.pace;
        let blocked_ms = pace.blocked_until.0.saturating_sub(self.now.0);
        let full_at_ms = pace.full_at_ms.max(self.now.0);
        let early_ms = (full_at_ms - self.now.0).saturating_sub(burst_ms);
        let delay_ms = blocked_ms.max(early_ms);
        if delay_ms == 0 {
            pace.full_at_ms = full_at_ms + interval_ms;
        }
        delay_ms
    }

    pub(super) fn send_refused(&mut self, client_id: &ClientId, code: ErrorCode, retry: Retry, after_ms: Option<u64>) {
        let now = self.now;
        let Some(pending) = self.model.outbox.iter_mut().find(|pending| pending.client_id == *client_id) else {
            return;
        };
        pending.sent_at = None;
        if retry == Retry::Never {
            pending.state = PendingState::Failed(code);
            let saved = pending.clone();
            self.out.change(Change::Message(saved.channel_id.clone(), Key::Own(client_id.clone())));
            self.out.effect(Effect::SavePending(saved));
        } else {
            let (channel_id, after_ms) = (pending.channel_id.clone(), after_ms.unwrap_or(5_000));
            // One at a time from here, so that none overtakes.
            self.model.pace.careful = true;
            if code != ErrorCode::SlowMode || !self.slow_refused(&channel_id, after_ms) {
                let until = TimeMs(now.0 + after_ms);
                self.model.pace.blocked_until = self.model.pace.blocked_until.max(until);
            }
        }
        self.pump();
    }

    pub(super) fn acked(&mut self, ack: Ack) {
        self.model.pace.careful = false;
        let held = self.model.outbox.iter().find(|pending| pending.client_id == ack.client_id);
        if let (Some(pending), Some(me)) = (held, self.model.me().cloned()) {
            let message = Message {
                seq: ack.seq,
                rev: ack.rev,
                user_id: me,
                client_id: ack.client_id,
                source: ack.text.as_ref().map(|_| pending.text.clone()),
                text: ack.text.unwrap_or_else(|| pending.text.clone()),
                ranges: ack.ranges,
                reply_to: pending.reply_to.as_ref().map(|quote| self.quoted_now(&ack.channel_id, quote).into()),
                files: pending.files.iter().map(|file| file.file.clone()).collect(),
                created_at: ack.created_at,
                ..Message::default()
            };
            if let Some(timeline) = self.model.timelines.get_mut(&ack.channel_id) {
                timeline.wanted = timeline.wanted.max(ack.rev);
                if let Some((epoch, rev)) = &mut timeline.position
                    && *epoch == ack.epoch
                    && rev.0 + 1 == ack.rev.0
                {
                    *rev = ack.rev;
                }
            }
            self.take_in(&ack.channel_id, &message);
            self.note_newest(&ack.channel_id, &message, true);
        }
        self.pump();
    }

    /// Whether this message is an own one that waits for its confirmation.
    pub(super) fn confirms(&self, channel_id: &ChannelId, message: &Message) -> bool {
        let is = |pending: &Pending| pending.client_id == message.client_id && pending.channel_id == *channel_id;
        self.model.me() == Some(&message.user_id) && self.model.outbox.iter().any(is)
    }

    /// The server has this message: when it is an own pending one, it leaves the outbox for good.
    pub(super) fn confirm(&mut self, channel_id: &ChannelId, message: &Message) -> bool {
        if !self.confirms(channel_id, message) {
            return false;
        }
        self.model.outbox.retain(|pending| pending.client_id != message.client_id);
        let client_id = message.client_id.clone();
        self.out.effect(Effect::ForgetPending(client_id.clone()));
        self.out.emit(HostEvent::MessageSent {
            channel_id: channel_id.clone(),
            client_id,
            seq: message.seq,
            text: message.text.clone(),
        });
        true
    }
}

fn uploaded(pending: &Pending) -> bool {
    pending.files.iter().all(|file: &Attachment| file.state == Upload::Done)
}

fn file_ids(pending: &Pending) -> Vec<FileId> {
    pending.files.iter().map(|file| file.file.file_id.clone()).collect()
}
