//! Stories of one message: every state of an own one, edited, deleted, of somebody blocked, long words, other scripts.

use super::{
    Chapter, Story,
    people::{CHANNEL, message, now, open},
};
use madang::store::{Model, Pending, PendingState};
use madang_protocol::{Cursor, ErrorCode, Message, Quote, Seq, TimeMs};

pub const CHAPTER: Chapter = Chapter {
    file: "message",
    stories: &[
        Story { name: "message-states", model: states },
        Story { name: "message-changed", model: changed },
        Story { name: "message-texts", model: texts },
        Story { name: "message-quotes", model: quotes },
    ],
};

fn states() -> Model {
    let read = message(1, "me", "Read by everybody", 40);
    let delivered = message(2, "me", "Delivered to everybody", 30);
    let sent = message(3, "me", "Sent", 20);
    let mut model = open(vec![read, delivered, sent]);
    if let Some(timeline) = model.timelines.get_mut(&CHANNEL.into()) {
        timeline.cursors = vec![Cursor { user_id: "mina".into(), read_seq: Seq(1), delivered_seq: Seq(2) }];
    }
    let pending = |id: &str, text: &str, minutes: u64, state| Pending {
        client_id: id.into(),
        channel_id: CHANNEL.into(),
        text: text.to_owned(),
        mentions: Vec::new(),
        created_at: TimeMs(now() - minutes * 60_000),
        state,
        ..Pending::default()
    };
    model.outbox = vec![
        pending("pending-1", "On its way", 9, PendingState::Waiting),
        pending("failed-01", "This one did not make it", 5, PendingState::Failed(ErrorCode::TextTooLong)),
    ];
    model
}

fn changed() -> Model {
    let mut edited = message(1, "mina", "We meet at eleven, not ten.", 22);
    edited.edited_at = Some(TimeMs(now()));
    let mut deleted = message(2, "mina", "", 21);
    deleted.deleted = true;
    let mut own = message(3, "me", "I moved the long table under the tree.", 11);
    own.edited_at = Some(TimeMs(now()));
    let mut gone = message(4, "me", "", 10);
    gone.deleted = true;
    let hidden = message(5, "noor", "Nobody asked you.", 4);
    let mut model = open(vec![edited, deleted, own, gone, hidden]);
    model.blocked = vec!["noor".into()];
    model
}

fn quotes() -> Model {
    let answering = |message: Message, author: &str, nickname: &str, text: &str| {
        let (user_id, nickname, text) = (author.into(), nickname.to_owned(), text.to_owned());
        let quote = Quote { seq: Seq(1), user_id, nickname, deleted: text.is_empty(), text };
        Message { reply_to: Some(quote.into()), ..message }
    };
    let long =
        "Good morning. Has anybody watered the tomatoes since Thursday? The two by the wall looked thirsty again";
    open(vec![
        answering(message(1, "me", "I did, last evening", 22), "mina", "Mina Park", long),
        answering(
            message(2, "jun", "네, 저도 봤어요", 20),
            "me",
            "Ada",
            "토요일 좋아요. 저는 오전 열 시쯤 도착할 것 같아요.",
        ),
        answering(message(3, "noor", "Yes", 10), "mina", "Mina Park", ""),
        answering(message(4, "me", "مرحبا", 9), "jun", "김준호", "نلتقي يوم السبت صباحا"),
    ])
}

fn texts() -> Model {
    open(vec![
        message(1, "noor", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 50),
        message(2, "jun", "하늘을 우러러 한 점 부끄럼이 없기를, 잎새에 이는 바람에도 나는 괴로워했다.", 40),
        message(3, "mina", "مرحبا بكم في الحديقة، نلتقي يوم السبت صباحا", 30),
        message(4, "me", "https://example.com/a/very/long/address/that/has/no/place/to/break?and=a&query=too", 20),
        message(5, "me", "One\nTwo\n\nFour", 19),
        message(6, "me", "👍", 2),
    ])
}
