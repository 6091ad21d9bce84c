//! Signals of the bus → the connections that should hear them. Each event is serialised once.

use super::channel::{Followed, Order};
use super::outbox::{Class, Dropped};
use super::{Hub, Peer};
use crate::bus::Signal;
use crate::store::Commit;
use bytes::Bytes;
use madang_protocol::*;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use tokio::sync::mpsc::UnboundedReceiver;

/// In a larger audience nobody is told who types: it would be noise, and costs audience² frames.
const TYPING_AUDIENCE: usize = 100;

fn text(payload: Event) -> Bytes {
    Frame { id: None, payload }.encode().into()
}

impl Hub {
    /// Delivers until the bus ends.
    pub async fn run(self: Arc<Self>, mut signals: UnboundedReceiver<Signal>) {
        while let Some(signal) = signals.recv().await {
            self.deliver(signal);
        }
    }

    fn deliver(self: &Arc<Self>, signal: Signal) {
        match signal {
            Signal::Committed(commit) => self.committed(*commit),
            Signal::CursorMoved { app_id, moved } => {
                if let Some(channel) = self.channel(&app_id, &moved.channel_id) {
                    self.broadcast(&channel, Event::CursorMoved(moved));
                }
            }
            Signal::Typing { app_id, changed } => self.typing(&app_id, changed),
            Signal::Presence { app_id, user_id, online, at } => self.presence(&app_id, user_id, online, at),
            Signal::Own { app_id, user_id, event } => {
                for peer in self.peers_of(&app_id, &user_id) {
                    peer.tell(Event::clone(&event));
                }
            }
            Signal::Revoked { app_id, user_id } => {
                for peer in self.peers_of(&app_id, &user_id) {
                    peer.close(CloseCode::Revoked);
                }
            }
        }
    }

    fn committed(self: &Arc<Self>, commit: Commit) {
        let Commit { app_id, channel_id, rev, event, joined, left, apart, told } = commit;
        if let (Event::MessageCreated(created), false) = (&event, told.is_empty()) {
            let (seq, user_id) = (created.message.seq, created.message.user_id.clone());
            let replied = Event::ThreadReplied(ThreadReplied { channel_id: channel_id.clone(), seq, user_id });
            for peer in told.iter().flat_map(|user_id| self.peers_of(&app_id, user_id)) {
                peer.tell(replied.clone());
            }
        }
        if let Some(channel) = self.channel(&app_id, &channel_id) {
            match channel.advance(rev) {
                Order::Old => {}
                Order::Next if apart.is_empty() => self.broadcast(&channel, event),
                Order::Next => self.broadcast_apart(&channel, event, apart),
                Order::Jump => self.broadcast(&channel, Event::Gap(Gap { channel_id: channel_id.clone() })),
            }
        }
        for user_id in left {
            for peer in self.peers_of(&app_id, &user_id) {
                self.unfollow(&peer, &channel_id);
                for thread_id in peer.threads_of(&channel_id) {
                    self.unfollow(&peer, &thread_id);
                }
                peer.tell(Event::ChannelRemoved(ChannelRef { channel_id: channel_id.clone() }));
            }
        }
        for user_id in joined {
            let peers = self.peers_of(&app_id, &user_id);
            for peer in &peers {
                peer.note_joined(&channel_id);
                self.follow(peer, &channel_id, rev);
            }
            if !peers.is_empty() {
                tokio::spawn(self.clone().show_channel(app_id.clone(), channel_id.clone(), user_id, peers));
            }
        }
    }

    /// Pushes the channel, as the user sees it, to connections that began to follow it.
    async fn show_channel(self: Arc<Self>, app: AppId, id: ChannelId, user_id: UserId, peers: Vec<Arc<Peer>>) {
        // Without an answer of the store the client finds the channel with its next list.
        let Ok(Some(view)) = self.store.channel_view(&app, &id, Some(&user_id)).await else { return };
        if view.me.as_ref().is_none_or(|me| me.state != MemberState::Joined) {
            return;
        }
        let Some(channel) = self.channel(&app, &id) else { return };
        let text = text(Event::Channel(view));
        for peer in peers.iter().filter(|peer| channel.is_followed_by(peer.id)) {
            self.note(peer.outbox.push(text.clone(), Class::Own));
        }
    }

    fn broadcast(&self, channel: &Arc<Followed>, event: Event) {
        let kind = event.kind();
        let count = channel.send(&text(event), |dropped| self.note(dropped));
        self.metrics.event(kind, count);
    }

    /// Tells some users something else of it than all others; each form is serialised once.
    fn broadcast_apart(&self, channel: &Arc<Followed>, event: Event, apart: Vec<(Vec<UserId>, Event)>) {
        let kind = event.kind();
        let common = text(event);
        let apart: Vec<(Vec<UserId>, Bytes)> = apart.into_iter().map(|(users, event)| (users, text(event))).collect();
        let count = channel.each(None, |peer| {
            let own = apart.iter().find(|(users, _)| peer.user_id().is_some_and(|user_id| users.contains(user_id)));
            let told = own.map_or(&common, |(_, own)| own);
            self.note(peer.outbox.push(told.clone(), Class::Channel(channel.clone())));
        });
        self.metrics.event(kind, count);
    }

    fn typing(&self, app_id: &AppId, changed: TypingChanged) {
        let Some(channel) = self.channel(app_id, &changed.channel_id) else { return };
        if channel.audience() > TYPING_AUDIENCE {
            return;
        }
        let author = changed.user.user_id.clone();
        let text = text(Event::TypingChanged(changed));
        let count = channel.each(Some(&author), |peer| self.note(peer.outbox.push(text.clone(), Class::Hint)));
        self.metrics.event("typing_changed", count);
    }

    fn presence(&self, app_id: &AppId, user_id: UserId, online: bool, at: TimeMs) {
        let watchers: Vec<Arc<Peer>> = match self.directory().watchers.get(&(app_id.clone(), user_id.clone())) {
            Some(watchers) => watchers.values().cloned().collect(),
            None => return,
        };
        let last_seen_at = (!online).then_some(at);
        let text = text(Event::Presence(Presence { users: vec![UserPresence { user_id, online, last_seen_at }] }));
        for peer in &watchers {
            self.note(peer.outbox.push(text.clone(), Class::Hint));
        }
        self.metrics.event("presence", watchers.len());
    }

    fn note(&self, dropped: Dropped) {
        if dropped != Dropped::default() {
            self.metrics.dropped_hints.fetch_add(dropped.hints, Relaxed);
            self.metrics.dropped_events.fetch_add(dropped.events, Relaxed);
        }
    }
}
