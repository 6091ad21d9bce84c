//! Which channel is on screen, and whose events are wanted.

use super::*;
use crate::store::model::{Mode, Part, Timeline};

/// What stays of a conversation that was left.
const KEPT_MESSAGES: usize = 100;

impl Machine<'_> {
    pub(super) fn panel_opened(&mut self) {
        self.model.session.acted = true;
        if !self.model.panel.open {
            self.model.panel.open = true;
            self.out.change(Change::Panel);
            self.out.emit(HostEvent::Open);
        }
        self.look();
    }

    pub(super) fn panel_closed(&mut self) {
        if self.model.panel.open {
            self.look_away();
            if let Some(timeline) = self.model.panel.channel.as_ref().and_then(|id| self.model.timelines.get_mut(id)) {
                timeline.unread_kept = false;
            }
            self.model.panel.open = false;
            self.out.change(Change::Panel);
            self.out.emit(HostEvent::Close);
            self.save();
        }
    }

    pub(super) fn channel_opened(&mut self, channel_id: ChannelId) {
        if self.model.panel.mode != Mode::Launcher {
            self.model.session.acted |= self.model.session.welcomed;
        }
        if self.model.panel.channel.as_ref() != Some(&channel_id) {
            self.leave_screen();
            self.model.panel.channel = Some(channel_id.clone());
            self.out.change(Change::Panel);
        }
        self.writing_checked();
        self.place_divider(&channel_id);
        self.follow(&channel_id);
    }

    pub(super) fn back_pressed(&mut self) {
        if !self.model.panel.only_channel {
            self.leave_screen();
        }
    }

    /// The channel on screen goes; an open one is not followed any longer.
    fn leave_screen(&mut self) {
        self.thread_closed();
        self.save();
        let Some(channel_id) = self.model.panel.channel.take() else { return };
        self.out.change(Change::Panel);
        self.left(&channel_id);
    }

    /// What is held of it shrinks to what is worth keeping.
    pub(super) fn left(&mut self, channel_id: &ChannelId) {
        if self.model.panel.editing.as_ref().is_some_and(|editing| editing.channel_id == *channel_id) {
            self.model.panel.editing = None;
        }
        let open = self.is_open(channel_id);
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return };
        if std::mem::take(&mut timeline.unread_kept)
            && let Some(from) = timeline.unread_from
        {
            // What was on screen meanwhile was not read.
            timeline.seen = timeline.seen.min(Seq(from.0.saturating_sub(1)));
        }
        timeline.unread_from = None;
        timeline.gap = None;
        if timeline.has_after || timeline.position.is_none() {
            self.model.timelines.remove(channel_id);
        } else {
            let surplus = timeline.messages.len().saturating_sub(KEPT_MESSAGES);
            timeline.messages.drain(..surplus);
            timeline.has_before |= surplus > 0;
            timeline.live &= !open;
        }
        if open {
            self.ask(Command::Exit(ChannelRef { channel_id: channel_id.clone() }), Request::Exit);
        }
    }

    pub(super) fn is_open(&self, channel_id: &ChannelId) -> bool {
        let view = self.model.channels.by_id.get(channel_id);
        view.is_none_or(|view| view.channel.kind == ChannelKind::Open || view.thread.is_some())
    }

    /// Sees to it that a channel's messages are held and kept current. Called again after each reconnect.
    pub(super) fn follow(&mut self, channel_id: &ChannelId) {
        let (open, online) = (self.is_open(channel_id), self.model.online());
        let timeline = self.timeline(channel_id);
        let held = timeline.position.is_some();
        let (live, sought) = (timeline.live, timeline.sought);
        if !online {
            return;
        }
        if let Some(seq) = sought.filter(|_| held) {
            self.message_sought(channel_id, seq);
        }
        if live && held {
            return;
        }
        self.timeline(channel_id).live = true;
        if open && !self.asked(&Request::Enter(channel_id.clone())) {
            let body = ChannelRef { channel_id: channel_id.clone() };
            self.ask(Command::Enter(body), Request::Enter(channel_id.clone()));
        }
        match held {
            true => self.sync(channel_id),
            false => match self.timeline(channel_id).sought {
                Some(seq) => self.fetch(channel_id, Part::Around, Some(seq)),
                None => self.fetch(channel_id, Part::Newest, None),
            },
        }
    }

    /// Fixes the unread divider where reading was left off.
    pub(super) fn place_divider(&mut self, channel_id: &ChannelId) {
        let Some(view) = self.model.channels.by_id.get(channel_id) else { return };
        let marked = view::preference(view).unread_from.is_some();
        let read = match (&view.me, view.channel.kind) {
            (Some(me), ChannelKind::Group) => me.read_seq,
            (_, ChannelKind::Open) if marked => view.channel.seq,
            _ => return,
        };
        let read = view::preference(view).read(read);
        let (unread, me) = (view::unread(self.model, channel_id), self.model.me().cloned());
        let Some(timeline) = self.model.timelines.get_mut(channel_id) else { return };
        let counts = |message: &&Message| {
            message.seq > read && message.counts() && (marked || Some(&message.user_id) != me.as_ref())
        };
        let first = timeline.messages.iter().find(counts).map(|message| message.seq).filter(|_| unread > 0);
        if timeline.unread_from != first {
            timeline.unread_from = first;
            self.out.change(Change::Rows(channel_id.clone()));
        }
    }

    pub(super) fn attention_changed(&mut self, attended: bool) {
        if attended == self.model.panel.attended {
            return;
        }
        if !attended {
            self.look_away();
        }
        self.model.panel.attended = attended;
        self.look();
    }

    /// What is on screen counts as read, when somebody looks.
    fn look(&mut self) {
        for channel_id in self.on_screen() {
            let seen = self.model.timelines.get(&channel_id).map(|timeline| timeline.seen);
            if let Some(seen) = seen {
                self.read_up_to(&channel_id, seen);
            }
        }
    }

    /// The channel, and the thread.
    pub(super) fn on_screen(&self) -> Vec<ChannelId> {
        let panel = &self.model.panel;
        [&panel.channel, &panel.thread].into_iter().flatten().cloned().collect()
    }

    /// What arrives from now on stands below a new divider.
    fn look_away(&mut self) {
        for channel_id in self.on_screen() {
            let Some(timeline) = self.model.timelines.get_mut(&channel_id) else { continue };
            let stays = !self.model.panel.attended || timeline.unread_kept;
            if !stays && timeline.unread_from.take().is_some() {
                self.out.change(Change::Rows(channel_id));
            }
        }
    }

    /// The timeline of a channel, made when missing.
    pub(super) fn timeline(&mut self, channel_id: &ChannelId) -> &mut Timeline {
        self.model.timelines.or_insert_with(channel_id.clone(), Timeline::default)
    }
}
