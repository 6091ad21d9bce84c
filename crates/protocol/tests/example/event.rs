//! One value of every event kind.

use madang_protocol::*;

fn id() -> ChannelId {
    "lobby".into()
}

fn user(user_id: &str, nickname: &str) -> User {
    User { user_id: user_id.into(), nickname: nickname.into(), profile_url: None, visitor: false }
}

fn message() -> Message {
    Message {
        seq: Seq(7),
        rev: Rev(9),
        user_id: "mina".into(),
        client_id: "9f86d081884c7d65".into(),
        text: "안녕하세요".into(),
        created_at: TimeMs(1_790_000_000_000),
        ..Message::default()
    }
}

fn rich() -> Message {
    let range = |start, end, style| TextRange { start, end, style, ..TextRange::default() };
    Message {
        text: "quoted @Joon\nfn main() {}\nlink".into(),
        source: Some("> **quoted** @Joon\n```rust\nfn main() {}\n```\n[link](https://shop.example)".into()),
        ranges: vec![
            range(0, 12, TextStyle::Quote),
            range(0, 6, TextStyle::Bold),
            TextRange { user_id: Some("joon".into()), ..range(7, 12, TextStyle::Mention) },
            TextRange { language: Some("rust".into()), ..range(13, 25, TextStyle::CodeBlock) },
            TextRange { url: Some("https://shop.example".into()), ..range(26, 30, TextStyle::Link) },
        ],
        forwarded: Some(Forwarded { nickname: "Joon".into() }),
        ..message()
    }
}

fn quote() -> Quote {
    Quote {
        seq: Seq(6),
        user_id: "joon".into(),
        nickname: "Joon".into(),
        text: "마당에서 만나요".into(),
        deleted: false,
    }
}

fn hearts() -> Reaction {
    Reaction { emoji: "❤️".into(), count: 21, user_ids: vec!["joon".into()], mine: true }
}

fn poll() -> Poll {
    let option = |text: &str, count| PollOption { text: text.into(), count };
    Poll {
        options: vec![option("여덟 시", 2), option("아홉 시", 1)],
        multiple: true,
        anonymous: true,
        closes_at: Some(TimeMs(1_790_000_600_000)),
        closed_at: Some(TimeMs(1_790_000_300_000)),
        voters: 2,
        mine: Some(vec![0, 1]),
    }
}

fn thread() -> Thread {
    Thread {
        replies: 2,
        seq: Seq(3),
        at: TimeMs(1_790_000_040_000),
        user_ids: vec!["joon".into(), "mina".into()],
        user: Some(user("joon", "Joon")),
    }
}

fn scheduled() -> Scheduled {
    Scheduled {
        channel_id: id(),
        client_id: "9f86d081884c7d65".into(),
        text: "**Tonight** @Joon".into(),
        mentions: vec![Mention { start: 12, end: 17, user_id: "joon".into() }],
        send_at: TimeMs(1_790_000_600_000),
        created_at: TimeMs(1_790_000_000_000),
        failed: None,
    }
}

fn file() -> File {
    File {
        file_id: "5d41402abc4b2a76b9719d911017c592".into(),
        name: "달항아리.jpg".into(),
        size: 81_234,
        mime: "image/jpeg".into(),
        kind: FileKind::Image,
        width: Some(1_200),
        height: Some(800),
        placeholder: Some("cba".repeat(16)),
        duration_ms: Some(4_200),
        waveform: Some("03af94".into()),
    }
}

fn preview() -> LinkPreview {
    LinkPreview {
        url: "https://shop.example/jar".into(),
        site: "달항아리 가게".into(),
        title: "A moon jar".into(),
        description: "White, and not quite round.".into(),
        image: Some(file()),
    }
}

fn deleted() -> Message {
    Message {
        rev: Rev(11),
        text: String::new(),
        edited_at: Some(TimeMs(1_790_000_060_000)),
        deleted: true,
        ..message()
    }
}

/// All that may stand beside what happened.
fn happened() -> Message {
    let (user_ids, name) = (vec!["joon".into()], Some("Weekend".into()));
    let admin = Admin { what: Happening::SlowMode, user_ids, name, seq: Some(Seq(3)), seconds: Some(30) };
    Message { admin: Some(admin), ..message() }
}

fn hollow() -> Message {
    Message { seq: Seq(8), rev: Rev(10), created_at: TimeMs(1_790_000_000_000), hollow: true, ..Message::default() }
}

fn member() -> Member {
    Member {
        user_id: "mina".into(),
        role: Role::Operator,
        state: MemberState::Joined,
        joined_at: TimeMs(1_789_000_000_000),
        read_seq: Seq(6),
        delivered_seq: Seq(7),
        muted_until: None,
        banned_until: None,
        shadow_until: None,
        rev: Rev(1),
    }
}

fn channel() -> Channel {
    Channel {
        channel_id: id(),
        kind: ChannelKind::Group,
        name: "마당".into(),
        cover_url: Some("https://shop.example/cover.png".into()),
        public: true,
        distinct: false,
        frozen: true,
        slow_mode_seconds: Some(30),
        member_count: 2,
        created_at: TimeMs(1_789_000_000_000),
        seq: Seq(7),
        rev: Rev(9),
    }
}

fn view() -> ChannelView {
    ChannelView {
        channel: channel(),
        me: Some(member()),
        last_message: Some(message()),
        unread_count: 1,
        mention_count: 1,
        has_pins: true,
        thread: None,
        some_members: vec!["joon".into()],
        preference: Some(preference()),
        users: vec![user("mina", "Mina"), user("joon", "Joon")],
    }
}

fn preference() -> Preference {
    Preference {
        notify: Notify::Mentions,
        pinned_at: Some(TimeMs(1_790_000_000_000)),
        archived_seq: Some(Seq(7)),
        unread_from: Some(Seq(5)),
    }
}

fn cursor() -> Cursor {
    Cursor { user_id: "joon".into(), read_seq: Seq(5), delivered_seq: Seq(7) }
}

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
                poll: Some(poll()),
                preview: Some(preview()),
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
            message: Message { reply_to: Some(quote()), files: vec![file()], in_thread: Some(Seq(3)), ..rich() },
            user: user("mina", "Mina"),
            reaction: None,
        })),
        answer(Event::MessageChanged(MessageEvent {
            channel_id: id(),
            rev: Rev(11),
            message: Message {
                reactions: vec![Reaction { mine: false, ..hearts() }],
                thread: Some(thread()),
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
                    root: Message { thread: Some(Thread { user: None, ..thread() }), in_thread: None, ..message() },
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
