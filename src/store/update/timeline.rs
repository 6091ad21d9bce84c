//! One channel's held run of messages: what may enter it, and where its ends are fetched.

use super::*;
use crate::store::model::{Part, Timeline};

/// Messages of a fetched page.
const PAGE: u32 = 50;

impl Timeline {
    pub(super) fn first(&self) -> Option<Seq> {
        self.messages.first().map(|message| message.seq)
    }

    pub(super) fn last(&self) -> Option<Seq> {
        self.messages.last().map(|message| message.seq)
    }

    /// Whether this message is in the run.
    pub fn holds(&self, seq: Seq) -> bool {
        self.messages.binary_search_by_key(&seq, |message| message.seq).is_ok()
    }

    pub(super) fn rev(&self) -> Option<Rev> {
        self.position.as_ref().map(|(_, rev)| *rev)
    }

    /// Takes a message in, when it belongs to the held run and is not older than what is held of it.
    pub(super) fn upsert(&mut self, message: &Message) -> Upsert {
        match self.messages.binary_search_by_key(&message.seq, |held| held.seq) {
            Ok(at) => match self.messages.get_mut(at) {
                Some(held) if held.rev <= message.rev && held != message => {
                    *held = message.clone();
                    Upsert::Changed
                }
                _ => Upsert::Nothing,
            },
            Err(at) => {
                let above = at == 0 && self.has_before && !self.messages.is_empty();
                let below = at == self.messages.len() && self.has_after;
                if above || below {
                    return Upsert::Nothing;
                }
                self.messages.insert(at, message.clone());
                Upsert::Inserted
            }
        }
    }
}

/// What became of a message that was offered to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upsert {
    Nothing,
    Changed,
    Inserted,
}

impl Machine<'_> {
    pub(super) fn older_reached(&mut self, channel_id: &ChannelId) {
        let Some(timeline) = self.model.timelines.get(channel_id) else { return };
        if timeline.has_before && !matches!(timeline.older, Load::Loading | Load::Failed(_)) {
            self.fetch(channel_id, Part::Older, None);
        }
    }

    pub(super) fn newer_reached(&mut self, channel_id: &ChannelId) {
        let Some(timeline) = self.model.timelines.get(channel_id) else { return };
        if timeline.has_after && !matches!(timeline.newer, Load::Loading | Load::Failed(_)) {
            self.fetch(channel_id, Part::Newer, None);
        }
    }

    pub(super) fn latest_pressed(&mut self, channel_id: &ChannelId) {
        if self.model.timelines.get(channel_id).is_some_and(|timeline| timeline.has_after) {
            self.fetch(channel_id, Part::Newest, None);
        }
    }

    pub(super) fn message_sought(&mut self, channel_id: &ChannelId, seq: Seq) {
        let timeline = self.timeline(channel_id);
        timeline.sought = Some(seq);
        let held = timeline.position.is_some();
        if timeline.holds(seq) {
            self.out.change(Change::Rows(channel_id.clone()));
        } else if held {
            self.fetch(channel_id, Part::Around, Some(seq));
        }
    }

    pub(super) fn message_found(&mut self, channel_id: &ChannelId) {
        if let Some(timeline) = self.model.timelines.get_mut(channel_id) {
            timeline.sought = None;
        }
    }

    /// Asks for a part of the history, once at a time.
    pub(super) fn fetch(&mut self, channel_id: &ChannelId, part: Part, around: Option<Seq>) {
        let request = Request::History { channel_id: channel_id.clone(), part };
        if !self.model.online() || self.asked(&request) {
            return;
        }
        let timeline = self.timeline(channel_id);
        let (first, last) = (timeline.first(), timeline.last());
        let (before, after) = match part {
            Part::Older => (first, None),
            Part::Newer => (None, last),
            Part::Newest | Part::Around => (None, None),
        };
        match part {
            Part::Older => timeline.older = Load::Loading,
            Part::Newer => timeline.newer = Load::Loading,
            // What is held stays on screen until the page is here.
            Part::Newest | Part::Around if timeline.position.is_some() => {}
            Part::Newest | Part::Around => timeline.load = Load::Loading,
        }
        self.out.change(Change::Channel(channel_id.clone()));
        let body = History { channel_id: channel_id.clone(), before, after, around, limit: Some(PAGE) };
        self.ask(Command::History(body), request);
    }

    /// Something newer exists: syncs unless that is under way.
    pub(super) fn want(&mut self, channel_id: &ChannelId, rev: Rev) {
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return };
        timeline.wanted = timeline.wanted.max(rev);
        if timeline.live && timeline.rev().is_some_and(|held| held < rev) {
            self.sync(channel_id);
        }
    }

    /// Asks for what changed since the held position; one at a time for each channel.
    pub(super) fn sync(&mut self, channel_id: &ChannelId) {
        if !self.model.online() {
            return;
        }
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return };
        let (false, Some((epoch, since))) = (timeline.syncing, timeline.position.clone()) else { return };
        timeline.syncing = true;
        let body = SyncChannel { channel_id: channel_id.clone(), epoch, since };
        self.ask(Command::Sync(body), Request::Sync(channel_id.clone()));
    }

    /// Events of this channel were dropped.
    pub(super) fn gap_heard(&mut self, channel_id: &ChannelId) {
        match self.model.timelines.get(channel_id) {
            Some(timeline) if timeline.position.is_some() => self.sync(channel_id),
            _ => self.list_channels(),
        }
    }

    /// Offers a message to its channel's run; repaints what changed. An own one is confirmed by it.
    pub(super) fn take_in(&mut self, channel_id: &ChannelId, message: &Message) -> Upsert {
        let key = self.model.key(message);
        if message.pinned {
            self.pin_heard(channel_id);
        }
        let confirmed = self.confirm(channel_id, message);
        let taken = match self.model.timelines.get_mut(channel_id) {
            Some(timeline) if timeline.position.is_some() => timeline.upsert(message),
            _ => Upsert::Nothing,
        };
        if confirmed || (taken == Upsert::Inserted && self.model.me() == Some(&message.user_id)) {
            self.thread_joined(channel_id);
        }
        match taken {
            Upsert::Inserted => self.out.change(Change::Rows(channel_id.clone())),
            Upsert::Nothing if confirmed => self.out.change(Change::Rows(channel_id.clone())),
            _ => {}
        }
        if taken != Upsert::Inserted {
            self.quotes_changed(channel_id, message);
        }
        if taken == Upsert::Changed || confirmed {
            self.out.change(Change::Message(channel_id.clone(), key));
        }
        taken
    }

    pub(super) fn remember_users(&mut self, users: Vec<User>) {
        for user in users {
            if self.model.users.get(&user.user_id) != Some(&user) {
                self.out.change(Change::User(user.user_id.clone()));
                self.model.users.insert(user.user_id.clone(), user);
            }
        }
    }
}
