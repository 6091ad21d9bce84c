//! Stories of the conversations' list.

use super::{Chapter, Story, people::list};
use madang::store::{Load, Model};
use madang_protocol::ErrorCode;

pub const CHAPTER: Chapter = Chapter {
    file: "channel_list",
    stories: &[
        Story { name: "list", model: list },
        Story { name: "list-loading", model: loading },
        Story { name: "list-empty", model: empty },
        Story { name: "list-error", model: error },
    ],
};

fn without(load: Load) -> Model {
    let mut model = list();
    model.channels.order.clear();
    model.channels.by_id.clear();
    model.channels.load = load;
    model
}

fn loading() -> Model {
    without(Load::Loading)
}

fn empty() -> Model {
    without(Load::Ready)
}

fn error() -> Model {
    without(Load::Failed(ErrorCode::StorageUnavailable))
}
