//! Threads: one beside its channel at a time, and which of those that the user follows have something new.

use super::*;
use crate::store::model::{Marks, Timeline};

impl Machine<'_> {
    /// A thread comes on screen beside its channel.
    pub(super) fn thread_opened(&mut self, thread_id: ChannelId, seq: Option<Seq>) {
        if self.model.panel.channel != Some(thread_id.home()) {
            return;
        }
        if self.model.panel.thread.as_ref() != Some(&thread_id) {
            self.thread_closed();
            self.model.panel.thread = Some(thread_id.clone());
            self.out.change(Change::Panel);
        }
        if let Some(seq) = seq {
            self.timeline(&thread_id).sought = Some(seq);
        }
        self.writing_checked();
        self.follow(&thread_id);
        if let Some(seq) = seq {
            self.message_sought(&thread_id, seq);
        }
    }

    pub(super) fn thread_closed(&mut self) {
        let Some(thread_id) = self.model.panel.thread.take() else { return };
        self.model.panel.in_channel = false;
        self.out.change(Change::Panel);
        self.left(&thread_id);
    }

    pub(super) fn follow_pressed(&mut self, thread_id: ChannelId) {
        let view = self.model.channels.by_id.get_mut(&thread_id);
        let Some(thread) = view.and_then(|view| view.thread.as_mut()) else { return };
        let on = !thread.following;
        let body = FollowThread { channel_id: thread_id.clone(), on };
        thread.following = on;
        if !self.ask(Command::FollowThread(body), Request::Follow(thread_id.clone())) {
            self.follow_refused(&thread_id);
        }
        self.out.change(Change::Channel(thread_id));
    }

    /// Whoever replied follows.
    pub(super) fn thread_joined(&mut self, thread_id: &ChannelId) {
        if let Some(thread) = self.model.channels.by_id.get_mut(thread_id).and_then(|view| view.thread.as_mut())
            && !std::mem::replace(&mut thread.following, true)
        {
            self.out.change(Change::Channel(thread_id.clone()));
        }
    }

    /// It is as it was.
    pub(super) fn follow_refused(&mut self, thread_id: &ChannelId) {
        if let Some(thread) = self.model.channels.by_id.get_mut(thread_id).and_then(|view| view.thread.as_mut()) {
            thread.following = !thread.following;
            self.out.change(Change::Channel(thread_id.clone()));
        }
    }

    /// What the user has not read of what they follow.
    pub(super) fn unread_threads_told(&mut self, threads: Vec<ChannelId>) {
        let before = std::mem::replace(&mut self.model.unread_threads, threads);
        for thread_id in before.iter().chain(&self.model.unread_threads.clone()) {
            self.root_changed(thread_id);
        }
    }

    pub(super) fn thread_replied(&mut self, replied: ThreadReplied) {
        let thread_id = replied.channel_id;
        let seen = self.model.timelines.get(&thread_id).is_some_and(|timeline| timeline.seen >= replied.seq);
        let unread = &mut self.model.unread_threads;
        if seen || self.model.blocked.contains(&replied.user_id) || unread.contains(&thread_id) {
            return;
        }
        unread.insert(0, thread_id.clone());
        self.root_changed(&thread_id);
    }

    /// The user looked at the thread up to here.
    pub(super) fn thread_read(&mut self, thread_id: &ChannelId, seq: Seq) {
        let newest = self.model.timelines.get(thread_id).filter(|held| !held.has_after).and_then(Timeline::last);
        let unread = self.model.unread_threads.contains(thread_id);
        let view = self.model.channels.by_id.get_mut(thread_id);
        let follows = view.as_ref().and_then(|view| view.thread.as_ref()).is_some_and(|thread| thread.following);
        let member = view.and_then(|view| view.me.as_mut());
        if unread || (follows && member.as_ref().is_some_and(|me| me.read_seq < seq)) {
            if let Some(me) = member {
                me.read_seq = me.read_seq.max(seq);
            }
            let marks = self.model.marks.or_insert_with(thread_id.clone(), Marks::default);
            marks.read = marks.read.max(Some(seq));
            self.gather();
        }
        if newest.is_none_or(|newest| seq >= newest) {
            self.thread_known(thread_id);
        }
    }

    /// Nothing in it is unread any longer.
    pub(super) fn thread_known(&mut self, thread_id: &ChannelId) {
        if self.model.unread_threads.contains(thread_id) {
            self.model.unread_threads.retain(|id| id != thread_id);
            self.root_changed(thread_id);
        }
    }

    /// The channel is gone, and its threads with it.
    pub(super) fn threads_removed(&mut self, channel_id: &ChannelId) {
        let of_it = |id: &ChannelId| id.home() == *channel_id;
        self.model.unread_threads.retain(|id| !of_it(id));
        self.model.timelines.retain(|id, _| !of_it(id));
        if self.model.panel.thread.as_ref().is_some_and(of_it) {
            self.model.panel.thread = None;
            self.out.change(Change::Panel);
        }
    }

    /// The root as the thread shows it, also where its channel's messages are not held.
    pub(super) fn root_heard(&mut self, channel_id: &ChannelId, message: &mut Message) {
        let Some(thread) = message.thread.as_mut() else { return };
        if let Some(user) = thread.user.take() {
            self.remember_users(vec![user]);
        }
        let thread_id = channel_id.thread(message.seq);
        let view = self.model.channels.by_id.get_mut(&thread_id);
        if let Some(held) = view.and_then(|view| view.thread.as_mut())
            && held.root.rev < message.rev
        {
            held.root = message.clone();
            self.root_changed(&thread_id);
        }
    }

    /// What is shown with the root is another.
    fn root_changed(&mut self, thread_id: &ChannelId) {
        self.out.change(Change::Threads);
        let Some((channel_id, seq)) = thread_id.root() else { return };
        if let Some(message) = self.model.message(&channel_id, &Key::Seq(seq)) {
            let key = self.model.key(message);
            self.out.change(Change::Message(channel_id, key));
        }
    }
}
