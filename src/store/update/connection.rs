//! The line: when to connect, what to say first, when to believe it dead.

use super::*;
use crate::store::{
    action::Start,
    backoff,
    model::{Connection, Identity, Part},
};

/// A socket that does not open within this is given up.
const CONNECT_MS: u64 = 10_000;
/// A sign of life asked for must come within this.
const PROBE_MS: u64 = 2_500;
/// An unanswered send makes the line doubtful after this.
const ACK_MS: u64 = 8_000;
/// Without a network we look all the same, now and then: browsers err.
const OFFLINE_MS: u64 = 30_000;
const DEFAULT_HEARTBEAT_MS: u64 = 25_000;
/// The close code of a socket that this side gave up.
const ABANDONED: u16 = 1006;

impl Machine<'_> {
    pub(super) fn mounted(&mut self, start: Start) {
        let session = &mut self.model.session;
        session.app_id = Some(start.app_id);
        session.zone_offset_minutes = start.zone_offset_minutes;
        session.network = start.network;
        session.identity = start.token.map_or(Identity::Anonymous, Identity::SignedIn);
        self.model.panel.mode = start.mode;
        self.model.panel.only_channel = start.channel_id.is_some();
        self.model.panel.channel = start.channel_id;
        self.out.change(Change::Panel);
        let user = self.subject();
        self.out.effect(Effect::Load(user));
        self.connect();
    }

    /// Opens a socket now, whatever was.
    pub(super) fn connect(&mut self) {
        self.model.session.opened = false;
        if !self.model.session.network && self.model.session.attempt == 0 {
            self.model.session.attempt = 1;
            self.model.session.connection = Connection::Offline;
            return self.set_timer(Timer::Retry, OFFLINE_MS);
        }
        self.model.session.connection = Connection::Connecting;
        self.model.session.probed_at = None;
        self.out.change(Change::Connection);
        self.out.effect(Effect::CancelTimer(Timer::Retry));
        self.out.effect(Effect::Connect);
        self.set_timer(Timer::Silence, CONNECT_MS);
    }

    pub(super) fn socket_opened(&mut self) {
        self.model.session.opened = true;
        self.greet();
    }

    /// Says hello once the socket is open and what was kept is known.
    pub(super) fn greet(&mut self) {
        let session = &self.model.session;
        if !(session.opened && session.restored && session.connection == Connection::Connecting)
            || self.asked(&Request::Hello)
        {
            return;
        }
        let Some(app_id) = session.app_id.clone() else { return };
        let token = match &session.identity {
            Identity::Anonymous => None,
            Identity::Visitor(token) | Identity::SignedIn(token) => Some(token.clone()),
        };
        let mut resume = Vec::new();
        for (channel_id, timeline) in self.model.timelines.iter_mut() {
            if let (true, Some((epoch, rev))) = (timeline.live, &timeline.position) {
                resume.push(Position { channel_id: channel_id.clone(), epoch: epoch.clone(), rev: *rev });
                timeline.syncing = true;
            }
        }
        let hello = Hello { version: PROTOCOL_VERSION, app_id, token, resume };
        self.ask(Command::Hello(hello), Request::Hello);
    }

    pub(super) fn welcomed(&mut self, welcome: Welcome) {
        let session = &mut self.model.session;
        session.clock_offset_ms = welcome.server_time.0.cast_signed() - self.now.0.cast_signed();
        session.epoch = Some(welcome.epoch);
        session.limits = welcome.limits;
        session.heartbeat_ms = welcome.heartbeat_ms.max(1);
        session.connection = Connection::Online;
        session.attempt = 0;
        session.welcomed = true;
        session.watched.clear();
        self.out.change(Change::Connection);
        self.become_user(welcome.user);
        self.blocked_heard(welcome.blocked);
        self.undisturbed_heard(welcome.do_not_disturb_until);
        self.unread_threads_told(welcome.unread_threads);
        self.set_timer(Timer::Silence, self.silence_ms());
        self.list_channels();
        for channel_id in self.on_screen() {
            self.follow(&channel_id);
        }
        self.revise_again();
        self.writing_checked();
        self.flush_marks();
        self.pump();
    }

    pub(super) fn socket_closed(&mut self, code: u16, random: u32) {
        let refused = self.model.session.connection == Connection::Connecting;
        self.forget_socket();
        let signed_in = matches!(self.model.session.identity, Identity::SignedIn(_));
        let unwelcome = code == CloseCode::Unauthorized.code() || code == CloseCode::TokenExpired.code();
        if unwelcome && signed_in {
            self.model.session.attempt = self.model.session.attempt.saturating_add(1);
            self.model.session.connection = Connection::Stopped { code };
            self.out.emit(HostEvent::TokenNeeded);
        } else if unwelcome && refused && self.model.session.identity != Identity::Anonymous {
            // The server knows this visitor no more (its data were replaced): begin as a stranger, keeping the outbox.
            self.model.session.identity = Identity::Anonymous;
            self.become_user(None);
            self.connect();
        } else if !CloseCode::may_resume(code) {
            self.model.session.connection = Connection::Stopped { code };
            self.out.emit(HostEvent::Error { code: "stopped", message: code.to_string() });
        } else if !self.model.session.network {
            self.model.session.connection = Connection::Offline;
            self.set_timer(Timer::Retry, OFFLINE_MS);
        } else {
            self.wait(random);
        }
    }

    pub(super) fn wait(&mut self, random: u32) {
        let session = &mut self.model.session;
        let attempt = session.attempt;
        let after_ms = session.reconnect_after_ms.take().unwrap_or_else(|| backoff::delay_ms(attempt, random));
        session.attempt = attempt.saturating_add(1);
        session.connection = Connection::Waiting { retry_at: TimeMs(self.now.0 + after_ms), attempt };
        self.out.change(Change::Connection);
        self.set_timer(Timer::Retry, after_ms);
    }

    /// All that hung on the socket is undone; what is not confirmed will be asked again.
    pub(super) fn forget_socket(&mut self) {
        self.model.session.opened = false;
        self.model.requests.clear();
        self.out.effect(Effect::CancelTimer(Timer::Silence));
        self.out.effect(Effect::CancelTimer(Timer::Ack));
        self.model.outbox.iter_mut().for_each(|pending| pending.sent_at = None);
        self.model.channels.load = stopped(self.model.channels.load);
        for timeline in self.model.timelines.values_mut() {
            timeline.syncing = false;
            timeline.load = stopped(timeline.load);
            timeline.older = stopped(timeline.older);
            timeline.newer = stopped(timeline.newer);
        }
        self.forget_typing();
    }

    /// The line is believed dead: drop it and come back.
    fn abandon(&mut self, random: u32) {
        self.out.effect(Effect::Disconnect);
        self.socket_closed(ABANDONED, random);
    }

    pub(super) fn network_changed(&mut self, network: bool) {
        self.model.session.network = network;
        if network {
            return self.return_now();
        }
        if matches!(self.model.session.connection, Connection::Idle | Connection::Stopped { .. }) {
            return;
        }
        self.out.effect(Effect::Disconnect);
        self.forget_socket();
        self.model.session.connection = Connection::Offline;
        self.set_timer(Timer::Retry, OFFLINE_MS);
    }

    /// Something says that it is worth trying now.
    pub(super) fn return_now(&mut self) {
        match self.model.session.connection {
            Connection::Waiting { .. } | Connection::Offline => {
                self.model.session.attempt = self.model.session.attempt.min(1);
                self.connect();
            }
            Connection::Online if self.model.session.probed_at.is_none() => {
                self.model.session.probed_at = Some(self.now);
                self.ask(Command::Ping(Empty {}), Request::Ping);
                self.set_timer(Timer::Silence, PROBE_MS);
            }
            _ => {}
        }
    }

    pub(super) fn silence_ms(&self) -> u64 {
        2 * if self.model.session.heartbeat_ms == 0 { DEFAULT_HEARTBEAT_MS } else { self.model.session.heartbeat_ms }
    }

    pub(super) fn silence_checked(&mut self, random: u32) {
        let heard_at = self.model.session.heard_at;
        match self.model.session.connection {
            Connection::Connecting => self.abandon(random),
            Connection::Online => {
                let probe_failed = self.model.session.probed_at.take().is_some_and(|probed_at| heard_at < probed_at);
                let silent_ms = self.now.0.saturating_sub(heard_at.0);
                match self.silence_ms().checked_sub(silent_ms) {
                    Some(left) if left > 0 && !probe_failed => self.set_timer(Timer::Silence, left),
                    _ => self.abandon(random),
                }
            }
            _ => {}
        }
    }

    /// Watches the oldest unanswered send.
    pub(super) fn await_acks(&mut self) {
        self.set_timer(Timer::Ack, ACK_MS);
    }

    pub(super) fn acks_checked(&mut self, random: u32) {
        let Some(oldest) = self.model.outbox.iter().filter_map(|pending| pending.sent_at).min() else { return };
        match ACK_MS.checked_sub(self.now.0.saturating_sub(oldest.0)) {
            Some(left) if left > 0 => self.set_timer(Timer::Ack, left),
            _ => self.abandon(random),
        }
    }

    /// Newest revisions by the server: what is behind is synced.
    pub(super) fn revs_heard(&mut self, revs: Vec<(ChannelId, Rev)>) {
        let mut stale_list = false;
        for (channel_id, rev) in revs {
            match self.model.timelines.get(&channel_id) {
                Some(timeline) if timeline.position.is_some() => self.want(&channel_id, rev),
                _ => {
                    let known = self.model.channels.by_id.get(&channel_id).map(|view| view.channel.rev);
                    stale_list |= known.is_some_and(|known| known < rev);
                }
            }
        }
        if stale_list {
            self.list_channels();
        }
    }

    /// Asks again for what could not be had.
    pub(super) fn reload(&mut self) {
        if !self.model.online() {
            return self.return_now();
        }
        if matches!(self.model.channels.load, Load::No | Load::Failed(_)) {
            self.list_channels();
        }
        for channel_id in self.on_screen() {
            self.reload_messages(channel_id);
        }
    }

    fn reload_messages(&mut self, channel_id: ChannelId) {
        let Some(timeline) = self.model.timelines.get(&channel_id) else { return self.follow(&channel_id) };
        let (load, older, newer) = (timeline.load, timeline.older, timeline.newer);
        let behind = timeline.position.as_ref().is_some_and(|(_, rev)| *rev < timeline.wanted);
        match (load, older, newer) {
            (Load::Failed(_) | Load::No, _, _) => self.follow(&channel_id),
            (_, Load::Failed(_), _) => self.fetch(&channel_id, Part::Older, None),
            (_, _, Load::Failed(_)) => self.fetch(&channel_id, Part::Newer, None),
            _ if behind => self.sync(&channel_id),
            _ => {}
        }
    }
}
