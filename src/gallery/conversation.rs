//! Stories of a conversation without messages: loading, empty, failed, not to be seen.

use super::{
    Chapter, Story,
    people::{CHANNEL, open},
};
use madang::store::{Load, Model};
use madang_protocol::ErrorCode;

pub const CHAPTER: Chapter = Chapter {
    file: "conversation",
    stories: &[
        Story { name: "conversation-loading", model: loading },
        Story { name: "conversation-empty", model: empty },
        Story { name: "conversation-error", model: error },
        Story { name: "conversation-not-found", model: not_found },
    ],
};

fn with(load: Load) -> Model {
    let mut model = open(Vec::new());
    if let Some(timeline) = model.timelines.get_mut(&CHANNEL.into()) {
        timeline.load = load;
    }
    model
}

fn loading() -> Model {
    with(Load::Loading)
}

fn empty() -> Model {
    with(Load::Ready)
}

fn error() -> Model {
    with(Load::Failed(ErrorCode::Internal))
}

fn not_found() -> Model {
    with(Load::Failed(ErrorCode::NotFound))
}
