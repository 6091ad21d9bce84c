//! Every frame of the server, on one page: what it is for, and what its refusal means.

use super::*;
use crate::store::model::Part;

/// When the server names no time.
const AGAIN_MS: u64 = 1_000;

impl Machine<'_> {
    pub(super) fn frame_received(&mut self, frame: Frame<Event>) {
        self.model.session.heard_at = self.now;
        let request = frame.id.and_then(|id| self.model.requests.remove(&id));
        match frame.payload {
            Event::Welcome(welcome) => self.welcomed(welcome),
            Event::Identified(identified) => self.identified(identified),
            Event::TokenExpiring(_) => self.out.emit(HostEvent::TokenNeeded),
            Event::Heartbeat(revs) | Event::Pong(revs) => self.revs_heard(revs.revs),
            Event::Reconnect(reconnect) => {
                // The spread is taken here from the clock's low bits: the close that follows is not ours to time.
                let jitter = reconnect.jitter_ms.min(60_000);
                let share = if jitter == 0 { 0 } else { self.now.0 % (jitter + 1) };
                self.model.session.reconnect_after_ms = Some(reconnect.retry_after_ms.min(60_000) + share);
            }
            Event::Gap(gap) => self.gap_heard(&gap.channel_id),
            Event::Done(_)
            | Event::ReactionList(_)
            | Event::PinList(_)
            | Event::SearchPage(_)
            | Event::Located(_)
            | Event::UserList(_)
            | Event::BrowsedChannels(_)
            | Event::ThreadList(_)
            | Event::VoteList(_)
            | Event::Scheduled(_)
            | Event::ScheduledList(_)
            | Event::ReportList(_) => {}
            Event::Error(error) => self.refused(request, error),
            Event::ChannelList(list) => {
                self.channels_listed(list, request == Some(Request::ListChannels { first: true }))
            }
            Event::Channel(view) => {
                self.channel_seen(view);
            }
            Event::ChannelChanged(changed) => self.channel_changed(changed),
            Event::ChannelRemoved(removed) => self.channel_removed(&removed.channel_id),
            Event::MemberList(list) => {
                if let Some(Request::People { prefix, .. }) = request {
                    self.people_found(prefix, list);
                }
            }
            Event::Blocked(blocked) => self.blocked_heard(blocked.user_ids),
            Event::Preference(changed) => self.preference_heard(changed),
            Event::DoNotDisturb(told) => self.undisturbed_heard(told.until),
            Event::MemberChanged(changed) => self.member_changed(changed),
            Event::HistoryPage(page) => {
                let part = match request {
                    Some(Request::History { part, .. }) => part,
                    _ => Part::Newest,
                };
                self.page_received(page, part);
            }
            Event::SyncPage(page) => self.synced(page),
            Event::Ack(ack) => self.acked(ack),
            Event::MessageCreated(event) => self.message_heard(event),
            Event::MessageChanged(event) => {
                if let Some(Request::React(asked)) = &request {
                    self.reaction_settled(asked);
                }
                match request {
                    Some(Request::Edit) => self.edit_ended(),
                    Some(Request::Delete(channel_id, seq)) => {
                        self.not_deleting(&channel_id, seq);
                    }
                    _ => {}
                }
                self.message_heard(event);
            }
            Event::ThreadReplied(replied) => self.thread_replied(replied),
            Event::CursorMoved(moved) => self.cursor_moved(moved),
            Event::TypingChanged(typing) => self.typing_heard(typing),
            Event::Presence(presence) => self.presence_heard(presence),
        }
    }

    fn refused(&mut self, request: Option<Request>, error: WireError) {
        let after_ms = (error.retry == Retry::After).then(|| error.retry_after_ms.unwrap_or(AGAIN_MS).max(1));
        if error.retry == Retry::AfterSignIn && request != Some(Request::Hello) {
            self.out.emit(HostEvent::TokenNeeded);
        }
        let code = error.code;
        let loud = match request {
            Some(Request::Send(client_id)) => {
                self.send_refused(&client_id, code, error.retry, after_ms);
                after_ms.is_none()
            }
            Some(Request::ListChannels { .. }) => {
                self.model.channels.load = Load::Failed(code);
                self.out.change(Change::ChannelList);
                self.again(after_ms)
            }
            Some(Request::History { channel_id, .. } | Request::Enter(channel_id))
                if self.link_gone(&channel_id, code) =>
            {
                false
            }
            Some(Request::History { channel_id, part }) => {
                if let Some(timeline) = self.model.timelines.get_mut(&channel_id) {
                    *match part {
                        Part::Older => &mut timeline.older,
                        Part::Newer => &mut timeline.newer,
                        Part::Newest | Part::Around => &mut timeline.load,
                    } = Load::Failed(code);
                }
                self.out.change(Change::Channel(channel_id));
                self.again(after_ms)
            }
            Some(Request::Enter(channel_id)) => {
                if let Some(timeline) = self.model.timelines.get_mut(&channel_id) {
                    timeline.load = Load::Failed(code);
                    timeline.live = false;
                }
                self.out.change(Change::Channel(channel_id));
                self.again(after_ms)
            }
            Some(Request::Sync(channel_id)) => {
                if let Some(timeline) = self.model.timelines.get_mut(&channel_id) {
                    timeline.syncing = false;
                }
                self.again(after_ms)
            }
            Some(Request::Follow(thread_id)) => {
                self.follow_refused(&thread_id);
                true
            }
            Some(Request::Edit) => {
                self.edit_refused(code);
                false
            }
            Some(Request::Delete(channel_id, seq)) => {
                self.delete_refused(channel_id, seq);
                true
            }
            Some(Request::React(asked)) => {
                self.reaction_refused(&asked, code);
                false
            }
            // Cursors, presence and signs of life are told again by themselves.
            Some(Request::Mark | Request::Presence | Request::Ping | Request::Exit | Request::People { .. }) => false,
            _ => true,
        };
        if loud {
            self.out.emit(HostEvent::Error { code: code.as_str(), message: error.message });
        }
    }

    /// Asks again after a while when that can help; else the page should hear of it.
    fn again(&mut self, after_ms: Option<u64>) -> bool {
        match after_ms {
            Some(after_ms) => self.set_timer(Timer::Reload, after_ms),
            None => return true,
        }
        false
    }
}
