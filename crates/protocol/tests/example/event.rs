//! One value of every event kind.

use crate::value::*;
use madang_protocol::*;

/// One frame of every event kind: answers with an id, pushes without.
pub fn events() -> Vec<Frame<Event>> {
    let visitor = User { visitor: true, ..user("v_4f2a", "") };
    let photographed = User { profile_url: Some("https://shop.example/mina.png".into()), ..user("mina", "Mina") };
    let answer = |payload| Frame { id: Some(3), payload };
    let push = |payload| Frame { id: None, payload };
    vec![
        answer(Event::Welcome(Welcome {
            user: Some(photographed),
            epoch: "e1".into(),
            server_time: TimeMs(1_790_000_000_000),
            heartbeat_ms: 20_000,
            limits: Limits::default(),
            blocked: vec!["joon".into()],
            do_not_disturb_until: Some(TimeMs(1_790_000_600_000)),
            unread_threads: vec![id().thread(Seq(7))],
        })),
        push(Event::Identified(Identified { user: visitor, visitor_token: "mv1_c2VjcmV0".into() })),
        push(Event::TokenExpiring(TokenExpiring { expires_in_ms: 60_000 })),
        push(Event::Heartbeat(Revs { revs: vec![(id(), Rev(9))] })),
        answer(Event::Pong(Revs { revs: vec![] })),
        push(Event::Reconnect(Reconnect { retry_after_ms: 500, jitter_ms: 10_000 })),
        push(Event::Gap(Gap { channel_id: id() })),
        answer(Event::Done(Empty {})),
        answer(Event::Error(WireError {
            code: ErrorCode::Muted,
            retry: Retry::After,
            retry_after_ms: Some(1_200),
            until: Some(TimeMs(1_790_000_600_000)),
            message: "muted here".into(),
        })),
        answer(Event::ChannelList(ChannelList { channels: vec![view()], next: Some("n2".into()) })),
        answer(Event::Channel(view())),
        push(Event::ChannelChanged(ChannelChanged { epoch: "e1".into(), rev: Rev(9), channel: channel() })),
        push(Event::ChannelRemoved(ChannelRef { channel_id: id() })),
        answer(Event::MemberList(MemberList {
            channel_id: id(),
            members: vec![Member { shadow_until: Some(TimeMs(1_790_000_700_000)), ..member() }],
            users: vec![user("mina", "Mina")],
            next: None,
            count: Some(12),
        })),
        push(Event::MemberChanged(MemberChanged {
            channel_id: id(),
            rev: Rev(10),
            member: Member {
                state: MemberState::Banned,
                role: Role::Member,
                muted_until: Some(TimeMs(1_790_000_600_000)),
                banned_until: Some(TimeMs::NEVER),
                rev: Rev(10),
                ..member()
            },
            user: user("mina", "Mina"),
            member_count: 1,
        })),
        answer(Event::HistoryPage(HistoryPage {
            channel_id: id(),
            epoch: "e1".into(),
            rev: Rev(9),
            messages: vec![Message {
                reactions: vec![hearts()],
                pinned: true,
                poll: Some(poll().into()),
                preview: Some(preview().into()),
                no_preview: true,
                shadow: true,
                ..message()
            }],
            users: vec![user("mina", "Mina")],
            has_before: true,
            has_after: false,
            cursors: vec![cursor()],
        })),
        push(Event::SyncPage(SyncPage {
            channel_id: id(),
            epoch: "e1".into(),
            rev: Rev(11),
            more: false,
            reset: true,
            has_before: true,
            channel: channel(),
            messages: vec![deleted(), happened(), hollow()],
            members: vec![member()],
            users: vec![user("mina", "Mina")],
            cursors: vec![cursor()],
        })),
        answer(Event::Ack(Ack {
            channel_id: id(),
            client_id: "9f86d081884c7d65".into(),
            epoch: "e1".into(),
            seq: Seq(7),
            rev: Rev(9),
            created_at: TimeMs(1_790_000_000_000),
            duplicate: true,
            text: Some(rich().text),
            ranges: rich().ranges,
        })),
        push(Event::MessageCreated(MessageEvent {
            channel_id: id(),
            rev: Rev(9),
            message: Message { reply_to: Some(quote().into()), files: vec![file()], in_thread: Some(Seq(3)), ..rich() },
            user: user("mina", "Mina"),
            reaction: None,
        })),
        answer(Event::MessageChanged(MessageEvent {
            channel_id: id(),
            rev: Rev(11),
            message: Message {
                reactions: vec![Reaction { mine: false, ..hearts() }],
                thread: Some(thread().into()),
                ..message()
            },
            user: user("mina", "Mina"),
            reaction: Some(ReactionMade { user: user("joon", "Joon"), emoji: "❤️".into(), on: true }),
        })),
        answer(Event::ReactionList(ReactionList {
            channel_id: id(),
            seq: Seq(7),
            reactions: vec![Reactor { user_id: "joon".into(), emoji: "❤️".into() }],
            users: vec![user("joon", "Joon")],
            next: Some("9.4".into()),
        })),
        answer(Event::PinList(PinList {
            channel_id: id(),
            pins: vec![Pin {
                user_id: "joon".into(),
                pinned_at: TimeMs(1_790_000_030_000),
                message: Message { pinned: true, ..message() },
            }],
            users: vec![user("joon", "Joon"), user("mina", "Mina")],
            next: Some("41".into()),
        })),
        answer(Event::SearchPage(SearchPage {
            hits: vec![Hit { channel_id: id(), message: message(), found: vec![(0, 2)] }],
            users: vec![user("mina", "Mina")],
            channels: vec![view()],
            next: Some("1876951040000".into()),
        })),
        answer(Event::Located(Located {
            channel_id: id(),
            seq: Some(Seq(7)),
            created_at: Some(TimeMs(1_790_000_000_000)),
        })),
        answer(Event::UserList(UserList { users: vec![user("mina", "Mina")], next: Some("9.mina".into()) })),
        answer(Event::BrowsedChannels(BrowsedChannels {
            channels: vec![Browsed { channel: view().channel, joined: true }],
            may_create: true,
            next: Some("9".into()),
        })),
        answer(Event::VoteList(VoteList {
            channel_id: id(),
            seq: Seq(7),
            votes: vec![Ballot { user_id: "joon".into(), options: vec![0, 1] }],
            users: vec![user("joon", "Joon")],
            next: Some("9".into()),
        })),
        answer(Event::Scheduled(scheduled())),
        answer(Event::ScheduledList(ScheduledList {
            scheduled: vec![Scheduled { failed: Some(ErrorCode::NotFound), ..scheduled() }],
            next: Some("1790000600000.3".into()),
        })),
        push(Event::ThreadReplied(ThreadReplied {
            channel_id: id().thread(Seq(7)),
            seq: Seq(3),
            user_id: "joon".into(),
        })),
        answer(Event::ThreadList(ThreadList {
            threads: vec![ChannelView {
                channel: Channel { channel_id: id().thread(Seq(7)), seq: Seq(3), ..channel() },
                last_message: Some(Message { seq: Seq(3), in_channel: Some(Seq(9)), ..message() }),
                thread: Some(Box::new(ThreadView {
                    root: Message {
                        thread: Some(Thread { user: None, ..thread() }.into()),
                        in_thread: None,
                        ..message()
                    },
                    following: true,
                })),
                ..view()
            }],
            next: Some("r.41.9".into()),
        })),
        push(Event::CursorMoved(CursorMoved { channel_id: id(), cursor: cursor() })),
        push(Event::TypingChanged(TypingChanged { channel_id: id(), user: user("joon", "Joon"), active: true })),
        push(Event::Presence(Presence {
            users: vec![UserPresence {
                user_id: "joon".into(),
                online: false,
                last_seen_at: Some(TimeMs(1_790_000_000_000)),
            }],
        })),
        answer(Event::ReportList(ReportList {
            reports: vec![Report {
                report_id: 4,
                channel_id: id(),
                seq: Some(Seq(7)),
                user_id: "joon".into(),
                reporter_id: "mina".into(),
                reason: ReportReason::Spam,
                note: "twice".into(),
                text: "buy now".into(),
                created_at: TimeMs(1_790_000_000_000),
            }],
            users: vec![user("joon", "Joon"), user("mina", "Mina")],
            next: None,
        })),
        push(Event::Blocked(Blocked { user_ids: vec!["joon".into()] })),
        push(Event::Preference(PreferenceChanged {
            channel_id: id(),
            preference: preference(),
            unread_count: Some(3),
            mention_count: Some(1),
        })),
        push(Event::DoNotDisturb(DoNotDisturb { until: Some(TimeMs(1_790_000_600_000)) })),
    ]
}
