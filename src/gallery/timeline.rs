//! Stories of the timeline: unread, a gap, pages on their way, and ten thousand messages.

use super::{
    Chapter, Story,
    people::{CHANNEL, message, open, talk},
};
use madang::store::{Load, Model, Timeline};
use madang_protocol::{ErrorCode, Message, Seq};

pub const CHAPTER: Chapter = Chapter {
    file: "timeline",
    stories: &[
        Story { name: "timeline-unread", model: unread },
        Story { name: "timeline-gap", model: gap },
        Story { name: "timeline-older-loading", model: older },
        Story { name: "timeline-older-failed", model: older_failed },
        Story { name: "timeline-long", model: long },
    ],
};

/// With the last two messages, so that what stands above them is in the frame.
fn short(change: fn(&mut Timeline)) -> Model {
    with(talk().split_off(7), change)
}

fn with(messages: Vec<Message>, change: fn(&mut Timeline)) -> Model {
    let mut model = open(messages);
    if let Some(timeline) = model.timelines.get_mut(&CHANNEL.into()) {
        change(timeline);
    }
    model
}

fn unread() -> Model {
    with(talk(), |timeline| timeline.unread_from = Some(Seq(6)))
}

fn gap() -> Model {
    short(|timeline| {
        timeline.gap = Some(Seq(9));
        timeline.has_before = true;
    })
}

fn older() -> Model {
    short(|timeline| {
        timeline.has_before = true;
        timeline.older = Load::Loading;
    })
}

fn older_failed() -> Model {
    short(|timeline| {
        timeline.has_before = true;
        timeline.older = Load::Failed(ErrorCode::StorageUnavailable);
    })
}

const COUNT: u64 = 10_000;

fn long() -> Model {
    let authors = ["mina", "mina", "me", "jun", "noor", "me", "me"];
    let texts = [
        "Yes.",
        "The beans are up on the south side, and something has been at the lettuce again.",
        "그럼 내일 아침에 제가 먼저 가서 볼게요.",
        "I would rather put the net on before the weekend. It takes two people and about half an hour, and after that we need not think about it until autumn.",
        "Good idea",
    ];
    let make = |seq: u64| {
        let author = authors.get((seq * 5 % 7) as usize).copied().unwrap_or("me");
        let text = texts.get((seq * 3 % 5) as usize).copied().unwrap_or_default();
        message(seq, author, &format!("{seq}. {text}"), (COUNT - seq) * 2)
    };
    open((1..=COUNT).map(make).collect())
}
