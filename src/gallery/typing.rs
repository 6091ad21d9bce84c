//! Stories of who is typing.

use super::{
    Chapter, Story,
    people::{CHANNEL, now, open, talk},
};
use madang::store::{Model, model::Typist};
use madang_protocol::TimeMs;

pub const CHAPTER: Chapter = Chapter {
    file: "typing",
    stories: &[
        Story { name: "typing-one", model: one },
        Story { name: "typing-two", model: two },
        Story { name: "typing-several", model: several },
    ],
};

fn with(ids: &[&str]) -> Model {
    let mut model = open(talk());
    let typist = |id: &&str| Typist { user_id: (*id).into(), until: TimeMs(now() + 3_600_000) };
    model.typing.insert(CHANNEL.into(), ids.iter().map(typist).collect());
    model
}

fn one() -> Model {
    with(&["mina"])
}

fn two() -> Model {
    with(&["mina", "jun"])
}

fn several() -> Model {
    with(&["mina", "jun", "noor"])
}
