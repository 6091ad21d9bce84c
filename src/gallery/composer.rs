//! Stories of the composer: a draft, six lines, editing, a change that failed, too long, and closed for a reason.

use super::{
    Chapter, Story,
    people::{CHANNEL, now, open, talk},
};
use madang::store::{Editing, Model};
use madang_protocol::{ChannelView, ErrorCode, Member, Quote, Seq, TimeMs};

pub const CHAPTER: Chapter = Chapter {
    file: "composer",
    stories: &[
        Story { name: "composer-draft", model: draft },
        Story { name: "composer-six-lines", model: lines },
        Story { name: "composer-editing", model: editing },
        Story { name: "composer-edit-failed", model: failed },
        Story { name: "composer-reply", model: reply },
        Story { name: "composer-too-long", model: too_long },
        Story { name: "composer-muted", model: muted },
        Story { name: "composer-frozen", model: frozen },
        Story { name: "composer-slow-mode", model: slow },
    ],
};

fn with(text: &str) -> Model {
    let mut model = open(talk());
    model.drafts.insert(CHANNEL.into(), text.to_owned());
    model
}

fn draft() -> Model {
    with("Then I will take the")
}

fn lines() -> Model {
    with("One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight")
}

fn reply() -> Model {
    let mut model = with("Then I will");
    let quote = Quote {
        seq: Seq(9),
        user_id: "mina".into(),
        nickname: "Mina Park".to_owned(),
        text: "I can bring the seedlings on Saturday, and the net if somebody helps me to carry it".to_owned(),
        deleted: false,
    };
    model.replies.insert(CHANNEL.into(), quote);
    model
}

fn editing() -> Model {
    let mut model = open(talk());
    model.panel.editing = Some(Editing { channel_id: CHANNEL.into(), seq: Seq(8), submitted: None, error: None });
    model
}

fn failed() -> Model {
    let mut model = editing();
    if let Some(editing) = &mut model.panel.editing {
        editing.error = Some(ErrorCode::RateLimited);
    }
    model
}

fn too_long() -> Model {
    let mut model = with("This is more than may be said at once here.");
    model.session.limits.text_chars = 30;
    model
}

fn decided(change: impl FnOnce(&mut ChannelView)) -> Model {
    let mut model = with("");
    if let Some(view) = model.channels.by_id.get_mut(&CHANNEL.into()) {
        change(view);
    }
    model
}

fn muted() -> Model {
    let until = TimeMs(now() + 40 * 60_000);
    decided(|view| view.me = Some(Member { muted_until: Some(until), ..Member::default() }))
}

fn frozen() -> Model {
    decided(|view| view.channel.frozen = true)
}

fn slow() -> Model {
    let mut model = decided(|view| view.channel.slow_mode_seconds = Some(30));
    model.drafts.insert(CHANNEL.into(), "One more thing".to_owned());
    if let Some(timeline) = model.timelines.get_mut(&CHANNEL.into()) {
        timeline.slow.write_at = TimeMs(now() + 24_000);
    }
    model
}
