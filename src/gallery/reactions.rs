//! Stories of reactions: own and others', and many of them.

use super::{
    Chapter, Story,
    people::{CHANNEL, message, open},
};
use madang::store::{Model, Reacting};
use madang_protocol::{Message, Reaction, Seq, UserId};

pub const CHAPTER: Chapter = Chapter { file: "reactions", stories: &[Story { name: "reactions", model: some }] };

fn reaction(emoji: &str, count: u32, who: &[&str]) -> Reaction {
    let user_ids = who.iter().map(|id| UserId::from(*id)).collect();
    Reaction { emoji: emoji.to_owned(), count, user_ids, mine: false }
}

fn some() -> Model {
    let few = vec![reaction("👍", 2, &["me", "jun"]), reaction("🌱", 1, &["noor"])];
    let many = ["🎉", "❤️", "😂", "🙌", "👀", "🔥", "💚", "🫶", "🚀", "🍅", "🥕", "🌻"];
    let many = (1..).zip(many).map(|(count, emoji)| reaction(emoji, count * count * 9, &["mina"])).collect();
    let mut model = open(vec![
        Message { reactions: few, ..message(1, "mina", "Saturday would be a good day to plant the beans.", 42) },
        Message { reactions: many, ..message(2, "me", "The tomatoes are in.", 30) },
        message(3, "jun", "저도 갈게요", 4),
    ]);
    let emoji = "👏".to_owned();
    model.reacting.push(Reacting { channel_id: CHANNEL.into(), seq: Seq(3), emoji, on: true });
    model
}
