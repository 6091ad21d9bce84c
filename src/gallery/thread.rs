//! Stories of threads: under their roots, and one that is open.

use super::{
    Chapter, Story,
    people::{CHANNEL, message, open},
};
use madang::store::{Load, Model, Timeline};
use madang_protocol::{Channel, ChannelId, ChannelView, Message, Seq, Thread, ThreadView, UserId};

pub const CHAPTER: Chapter = Chapter {
    file: "thread",
    stories: &[Story { name: "thread-pills", model: pills }, Story { name: "thread-open", model: opened }],
};

fn root(message: Message, replies: u32, who: &[&str]) -> Message {
    let user_ids = who.iter().map(|id| UserId::from(*id)).collect();
    let thread = Thread { replies, seq: Seq(replies.into()), at: message.created_at, user_ids, user: None };
    Message { thread: Some(thread.into()), ..message }
}

fn pills() -> Model {
    let gone = Message { deleted: true, ..message(3, "noor", "", 20) };
    let mut model = open(vec![
        root(message(1, "mina", "Saturday would be a good day to plant the beans.", 42), 1, &["jun"]),
        root(message(2, "me", "Who has the long stakes?", 30), 12, &["noor", "jun", "mina"]),
        root(gone, 2, &["me"]),
    ]);
    model.unread_threads = vec![ChannelId::from(CHANNEL).thread(Seq(2))];
    model
}

fn opened() -> Model {
    let mut model = pills();
    let home = ChannelId::from(CHANNEL);
    let thread_id = home.thread(Seq(2));
    let messages =
        vec![message(1, "noor", "I have four, behind the shed", 25), message(2, "jun", "두 개 더 있어요", 20)];
    let held = model.timelines.get(&home).and_then(|timeline| timeline.messages.get(1)).cloned();
    if let (Some(view), Some(root)) = (model.channels.by_id.get(&home).cloned(), held) {
        let channel = Channel { channel_id: thread_id.clone(), ..view.channel.clone() };
        let thread = Some(Box::new(ThreadView { root, following: true }));
        model.channels.by_id.insert(thread_id.clone(), ChannelView { channel, thread, ..view });
    }
    model
        .timelines
        .insert(thread_id.clone(), Timeline { messages, load: Load::Ready, live: true, ..Timeline::default() });
    model.panel.thread = Some(thread_id);
    model
}
