//! The channel list: which there are, their order, newest message and unread count.

use super::*;
use crate::store::model::Mode;

impl Machine<'_> {
    pub(super) fn list_channels(&mut self) {
        let request = Request::ListChannels { first: true };
        if self.asked(&request) || !self.model.online() {
            return;
        }
        if self.model.channels.load != Load::Ready {
            self.model.channels.load = Load::Loading;
            self.out.change(Change::ChannelList);
        }
        self.ask(Command::ListChannels(ListChannels::default()), request);
    }

    pub(super) fn more_channels(&mut self) {
        let request = Request::ListChannels { first: false };
        let Some(after) = self.model.channels.next.clone() else { return };
        if !self.asked(&request) {
            self.ask(Command::ListChannels(ListChannels { after: Some(after), limit: None }), request);
        }
    }

    pub(super) fn channels_listed(&mut self, list: ChannelList, first: bool) {
        let ids: Vec<ChannelId> = list.channels.iter().map(|view| view.channel.channel_id.clone()).collect();
        for view in list.channels {
            self.keep_view(view);
        }
        let channels = &mut self.model.channels;
        if first {
            channels.order = ids;
            let (order, timelines) = (&channels.order, &self.model.timelines);
            channels.by_id.retain(|id, _| order.contains(id) || timelines.contains_key(id));
        } else {
            for id in ids {
                if !channels.order.contains(&id) {
                    channels.order.push(id);
                }
            }
        }
        channels.next = list.next;
        channels.load = Load::Ready;
        self.out.change(Change::ChannelList);
        self.watch_presence();
    }

    /// A channel as it now is, for this user: entered, created, joined, or added to.
    pub(super) fn channel_seen(&mut self, view: ChannelView) {
        let channel_id = view.channel.channel_id.clone();
        let thread = view.thread.is_some();
        self.keep_view(view);
        if thread {
            return self.out.change(Change::Threads);
        }
        if !self.model.channels.order.contains(&channel_id) {
            self.place(&channel_id);
        }
        self.watch_presence();
    }

    /// Keeps a view unless what is held is newer; own cursors never go back.
    fn keep_view(&mut self, mut view: ChannelView) {
        let channel_id = view.channel.channel_id.clone();
        self.remember_users(std::mem::take(&mut view.users));
        if let Some(held) = self.model.channels.by_id.get(&channel_id) {
            if held.channel.rev > view.channel.rev && self.model.timelines.contains_key(&channel_id) {
                view.channel = held.channel.clone();
                if let (Some(thread), Some(held)) = (&mut view.thread, &held.thread)
                    && held.root.rev > thread.root.rev
                {
                    thread.root = held.root.clone();
                }
                view.last_message = held.last_message.clone();
                view.unread_count = held.unread_count;
                view.mention_count = held.mention_count;
                view.has_pins |= held.has_pins;
            }
            if let (Some(me), Some(held)) = (&mut view.me, &held.me) {
                me.read_seq = me.read_seq.max(held.read_seq);
                me.delivered_seq = me.delivered_seq.max(held.delivered_seq);
            }
        }
        let of_others = |message: &&Message| self.model.me() != Some(&message.user_id);
        let newest = view.last_message.as_ref().filter(of_others).map(|message| message.seq);
        self.model.channels.by_id.insert(channel_id.clone(), view);
        self.recount(&channel_id);
        if let Some(newest) = newest {
            self.delivered_up_to(&channel_id, newest);
        }
        self.out.change(Change::Channel(channel_id));
    }

    /// A channel's shared part as it now is.
    pub(super) fn channel_noted(&mut self, channel: Channel) {
        let channel_id = channel.channel_id.clone();
        if let Some(view) = self.model.channels.by_id.get_mut(&channel_id)
            && view.channel.rev <= channel.rev
        {
            let written = (view.channel.frozen, view.channel.slow_mode_seconds);
            let changed = written != (channel.frozen, channel.slow_mode_seconds);
            if channel.slow_mode_seconds.is_none()
                && let Some(timeline) = self.model.timelines.get_mut(&channel_id)
            {
                timeline.slow = Default::default();
            }
            view.channel = channel;
            self.out.change(Change::Channel(channel_id));
            if changed {
                self.writing_checked();
                self.pump();
            }
        }
    }

    pub(super) fn member_noted(&mut self, channel_id: &ChannelId, member: Member, member_count: u32) {
        let own = self.model.me() == Some(&member.user_id);
        let Some(view) = self.model.channels.by_id.get_mut(channel_id) else { return };
        view.channel.member_count = member_count;
        // An open channel has no members: whoever is not banned stays in it.
        let open = view.channel.kind == ChannelKind::Open;
        let joined = member.state == MemberState::Joined || (open && member.state == MemberState::Left);
        if own {
            let held = view.me.as_ref().map(|me| (me.read_seq, me.delivered_seq)).unwrap_or_default();
            let (read_seq, delivered_seq) = (member.read_seq.max(held.0), member.delivered_seq.max(held.1));
            view.me = Some(Member { read_seq, delivered_seq, ..member });
        } else if !open && !joined {
            view.some_members.retain(|id| *id != member.user_id);
        } else if !open && view.some_members.len() < 5 && !view.some_members.contains(&member.user_id) {
            view.some_members.push(member.user_id);
        }
        self.out.change(Change::Channel(channel_id.clone()));
        if own && !joined {
            self.channel_removed(channel_id);
        } else if own {
            self.writing_checked();
        }
    }

    pub(super) fn channel_removed(&mut self, channel_id: &ChannelId) {
        self.threads_removed(channel_id);
        self.model.channels.order.retain(|id| id != channel_id);
        self.model.channels.by_id.remove(channel_id);
        self.model.timelines.remove(channel_id);
        self.model.typing.remove(channel_id);
        self.model.marks.remove(channel_id);
        self.out.change(Change::ChannelList);
        self.out.change(Change::Channel(channel_id.clone()));
        self.out.change(Change::Rows(channel_id.clone()));
        if self.model.panel.channel.as_ref() == Some(channel_id) {
            self.model.panel.editing = None;
            if !self.model.panel.only_channel {
                self.model.panel.channel = None;
            }
            self.out.change(Change::Panel);
        }
    }

    /// A message that may be the newest of its channel: the list shows it, it may be unread, the page hears of it. `live`:
    /// it came as it was sent.
    pub(super) fn note_newest(&mut self, channel_id: &ChannelId, message: &Message, live: bool) {
        let mentioned = self.model.names_me(message, live);
        let own = self.model.me() == Some(&message.user_id);
        // Of whom one does not want to hear nothing is unread, and the page hears nothing.
        let quiet = own || self.model.blocked.contains(&message.user_id);
        let shown = self.model.shows(channel_id);
        let looking = self.model.attends() && shown;
        let Some(view) = self.model.channels.by_id.get_mut(channel_id) else { return };
        view.channel.seq = view.channel.seq.max(message.seq);
        let newest = view.last_message.as_ref().map_or(Seq(0), |last| last.seq);
        if message.seq < newest || view.last_message.as_ref() == Some(message) {
            return;
        }
        if !message.counts() {
            return self.happened(channel_id, message);
        }
        let fresh = message.seq > newest;
        let group = view.channel.kind == ChannelKind::Group;
        view.last_message = Some(message.clone());
        self.out.change(Change::Channel(channel_id.clone()));
        if !fresh {
            return;
        }
        let read = view.me.as_ref().map_or(Seq(0), |me| me.read_seq);
        if !quiet && message.seq > read && (group || shown) {
            view.unread_count = view.unread_count.saturating_add(1);
            view.mention_count += u32::from(mentioned && group);
        }
        let kept = view.preference.is_some();
        if group && channel_id.root().is_none() && (kept || self.model.channels.order.first() != Some(channel_id)) {
            self.place(channel_id);
        }
        if own {
            return;
        }
        self.delivered_up_to(channel_id, message.seq);
        // Open channels and threads are heard here when another tab of the same socket entered them: that one tells of it.
        let entered = self.model.timelines.get(channel_id).is_some_and(|timeline| timeline.live);
        if quiet || !(entered || group && channel_id.root().is_none()) {
            return;
        }
        if !looking
            && let Some(timeline) = self.model.timelines.get_mut(channel_id)
            && timeline.unread_from.is_none()
            && !timeline.has_after
            && self.model.panel.mode != Mode::Page
        {
            timeline.unread_from = Some(message.seq);
            self.out.change(Change::Rows(channel_id.clone()));
        }
        let user = view::user(self.model, &message.user_id);
        let view = view::of_home(self.model, channel_id);
        let silent = !view.is_some_and(|view| view::rings(self.model, view, mentioned, self.now));
        let (channel_id, message) = (channel_id.clone(), Box::new(message.clone()));
        self.out.emit(HostEvent::MessageReceived { channel_id, message, user, mentioned, silent, seen: looking });
    }

    /// What happened is a list's last line only where nothing was said; what was said there and is hollow now is not.
    fn happened(&mut self, channel_id: &ChannelId, message: &Message) {
        let said =
            self.model.timelines.get(channel_id).and_then(|timeline| timeline.messages.iter().rfind(|m| m.counts()));
        let Some(view) = self.model.channels.by_id.get_mut(channel_id) else { return };
        let last = view.last_message.as_ref();
        let next = match last {
            Some(last) if last.seq == message.seq => said.cloned(),
            Some(last) if last.counts() => return,
            _ if message.admin.is_some() => Some(message.clone()),
            _ => return,
        };
        view.last_message = next;
        self.out.change(Change::Channel(channel_id.clone()));
    }
}
