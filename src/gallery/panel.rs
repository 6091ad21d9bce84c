//! Stories of the frame and its header.

use super::{
    Chapter, Story,
    people::{CHANNEL, message, open, talk},
};
use madang::store::{Model, Timeline};

pub const CHAPTER: Chapter = Chapter {
    file: "panel",
    stories: &[Story { name: "panel-group", model: group }, Story { name: "panel-person", model: person }],
};

fn group() -> Model {
    open(talk())
}

fn person() -> Model {
    let mut model = open(Vec::new());
    let timeline: Timeline = model.timelines.remove(&CHANNEL.into()).unwrap_or_default();
    let messages = vec![
        message(1, "mina", "Are you still at the studio?", 95),
        message(2, "me", "For another hour", 94),
        message(3, "mina", "See you there.", 64),
    ];
    model.timelines.insert("mina".into(), Timeline { messages, ..timeline });
    model.panel.channel = Some("mina".into());
    model
}
