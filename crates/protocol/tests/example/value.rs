//! What the examples of events are made of.

use madang_protocol::*;

pub fn id() -> ChannelId {
    "lobby".into()
}

pub fn user(user_id: &str, nickname: &str) -> User {
    User { user_id: user_id.into(), nickname: nickname.into(), profile_url: None, visitor: false }
}

pub fn message() -> Message {
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

pub fn rich() -> Message {
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

pub fn quote() -> Quote {
    Quote {
        seq: Seq(6),
        user_id: "joon".into(),
        nickname: "Joon".into(),
        text: "마당에서 만나요".into(),
        deleted: false,
    }
}

pub fn hearts() -> Reaction {
    Reaction { emoji: "❤️".into(), count: 21, user_ids: vec!["joon".into()], mine: true }
}

pub fn poll() -> Poll {
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

pub fn thread() -> Thread {
    Thread {
        replies: 2,
        seq: Seq(3),
        at: TimeMs(1_790_000_040_000),
        user_ids: vec!["joon".into(), "mina".into()],
        user: Some(user("joon", "Joon")),
    }
}

pub fn scheduled() -> Scheduled {
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

pub fn file() -> File {
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

pub fn preview() -> LinkPreview {
    LinkPreview {
        url: "https://shop.example/jar".into(),
        site: "달항아리 가게".into(),
        title: "A moon jar".into(),
        description: "White, and not quite round.".into(),
        image: Some(file()),
    }
}

pub fn deleted() -> Message {
    Message {
        rev: Rev(11),
        text: String::new(),
        edited_at: Some(TimeMs(1_790_000_060_000)),
        deleted: true,
        ..message()
    }
}

/// All that may stand beside what happened.
pub fn happened() -> Message {
    let (user_ids, name) = (vec!["joon".into()], Some("Weekend".into()));
    let admin = Admin { what: Happening::SlowMode, user_ids, name, seq: Some(Seq(3)), seconds: Some(30) };
    Message { admin: Some(admin.into()), ..message() }
}

pub fn hollow() -> Message {
    Message { seq: Seq(8), rev: Rev(10), created_at: TimeMs(1_790_000_000_000), hollow: true, ..Message::default() }
}

pub fn member() -> Member {
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

pub fn channel() -> Channel {
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

pub fn view() -> ChannelView {
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

pub fn preference() -> Preference {
    Preference {
        notify: Notify::Mentions,
        pinned_at: Some(TimeMs(1_790_000_000_000)),
        archived_seq: Some(Seq(7)),
        unread_from: Some(Seq(5)),
    }
}

pub fn cursor() -> Cursor {
    Cursor { user_id: "joon".into(), read_seq: Seq(5), delivered_seq: Seq(7) }
}
