//! The people and conversations that the stories are about.

use madang::store::{Connection, Load, Model, Timeline};
use madang_protocol::*;

const MINUTE: u64 = 60_000;
pub const CHANNEL: &str = "garden";

pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

pub fn user(id: &str, nickname: &str) -> User {
    User { user_id: id.into(), nickname: nickname.to_owned(), profile_url: None, visitor: false }
}

fn people() -> Vec<User> {
    vec![user("me", "Ada"), user("mina", "Mina Park"), user("jun", "김준호"), user("noor", "Noor van Dijk")]
}

/// Connected, with three conversations and none open.
pub fn list() -> Model {
    let mut model = Model::default();
    model.session.me = Some(user("me", "Ada"));
    model.session.connection = Connection::Online;
    model.session.welcomed = true;
    model.session.restored = true;
    model.session.zone_offset_minutes = -(js_sys::Date::new_0().get_timezone_offset() as i32);
    model.panel.open = true;
    model.panel.mode = madang::store::Mode::Inline;
    model.users = people().into_iter().map(|user| (user.user_id.clone(), user)).collect();
    let online = UserPresence { user_id: "mina".into(), online: true, last_seen_at: None };
    model.presence.insert("mina".into(), online);
    add(
        &mut model,
        CHANNEL,
        "Garden planning",
        &["mina", "jun", "noor"],
        2,
        "I can bring the seedlings on Saturday",
        4,
    );
    add(&mut model, "mina", "", &["mina"], 0, "See you there.", 64);
    add(
        &mut model,
        "welcome",
        "A room with a name that is much longer than any row has space for",
        &["noor", "mina"],
        120,
        "안녕하세요, 반가워요. 오늘 모임은 어디에서 하나요?",
        3 * 24 * 60,
    );
    model.channels.load = Load::Ready;
    model
}

fn add(model: &mut Model, id: &str, name: &str, members: &[&str], unread: u32, text: &str, minutes_ago: u64) {
    let author: UserId = members.first().copied().unwrap_or("mina").into();
    let last = message(9, author.as_str(), text, minutes_ago);
    let channel = Channel {
        channel_id: id.into(),
        kind: ChannelKind::Group,
        name: name.to_owned(),
        cover_url: None,
        public: false,
        distinct: members.len() == 1,
        frozen: false,
        slow_mode_seconds: None,
        member_count: members.len() as u32 + 1,
        created_at: TimeMs(now() - 90 * 24 * 60 * MINUTE),
        seq: last.seq,
        rev: last.rev,
    };
    let view = ChannelView {
        thread: None,
        channel,
        me: None,
        last_message: Some(last),
        unread_count: unread,
        mention_count: u32::from(unread > 100) * 3,
        has_pins: false,
        preference: None,
        some_members: members.iter().map(|id| UserId::from(*id)).collect(),
        users: Vec::new(),
    };
    model.channels.order.push(id.into());
    model.channels.by_id.insert(id.into(), view);
}

pub fn message(seq: u64, author: &str, text: &str, minutes_ago: u64) -> Message {
    Message {
        seq: Seq(seq),
        rev: Rev(seq),
        user_id: author.into(),
        client_id: ClientId(format!("client-{seq}")),
        text: text.to_owned(),
        created_at: TimeMs(now() - minutes_ago * MINUTE),
        ..Message::default()
    }
}

/// The first conversation is open and holds these messages.
pub fn open(messages: Vec<Message>) -> Model {
    let mut model = list();
    model.panel.channel = Some(CHANNEL.into());
    let last = messages.last().map_or(Seq(0), |message| message.seq);
    let cursor = |id: &str, read: u64, delivered: u64| Cursor {
        user_id: id.into(),
        read_seq: Seq(read),
        delivered_seq: Seq(delivered),
    };
    let cursors = vec![
        cursor("mina", last.0, last.0),
        cursor("jun", last.0.saturating_sub(1), last.0),
        cursor("noor", last.0.saturating_sub(1), last.0),
    ];
    let timeline = Timeline { messages, cursors, load: Load::Ready, live: true, ..Timeline::default() };
    model.timelines.insert(CHANNEL.into(), timeline);
    model
}

/// An ordinary conversation.
pub fn talk() -> Vec<Message> {
    vec![
        message(1, "mina", "Good morning. Has anybody watered the tomatoes since Thursday?", 26 * 60),
        message(2, "me", "I did, last evening. The two by the wall look thirsty again though.", 26 * 60 - 2),
        message(3, "noor", "Thank you both", 25 * 60),
        message(4, "mina", "Saturday would be a good day to plant the beans.", 42),
        message(5, "mina", "The forecast says 19° and a little cloud", 41),
        message(6, "jun", "토요일 좋아요. 저는 오전 열 시쯤 도착할 것 같아요.", 30),
        message(7, "me", "Perfect", 12),
        message(
            8,
            "me",
            "I will bring the long stakes and some twine, and coffee for everybody who comes before ten.",
            12,
        ),
        message(9, "mina", "I can bring the seedlings on Saturday", 4),
    ]
}
