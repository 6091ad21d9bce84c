//! Stories of the connection line.

use super::{
    Chapter, Story,
    people::{open, talk},
};
use madang::store::{Connection, Model};
use madang_protocol::TimeMs;

pub const CHAPTER: Chapter = Chapter {
    file: "banner",
    stories: &[
        Story { name: "banner-connecting", model: connecting },
        Story { name: "banner-reconnecting", model: reconnecting },
        Story { name: "banner-offline", model: offline },
        Story { name: "banner-sign-in", model: sign_in },
        Story { name: "banner-stopped", model: stopped },
    ],
};

fn with(connection: Connection) -> Model {
    let mut model = open(talk());
    model.session.connection = connection;
    model
}

fn connecting() -> Model {
    let mut model = with(Connection::Connecting);
    model.session.welcomed = false;
    model
}

fn reconnecting() -> Model {
    with(Connection::Waiting { retry_at: TimeMs(0), attempt: 2 })
}

fn offline() -> Model {
    with(Connection::Offline)
}

fn sign_in() -> Model {
    with(Connection::Stopped { code: 4004 })
}

fn stopped() -> Model {
    with(Connection::Stopped { code: 4503 })
}
