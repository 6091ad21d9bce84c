//! What happened, and what is hollow: one quiet line, or none, and nobody's news.

use super::*;
use view::{AdminView, Row};

fn happened(seq: u64, author: &str, admin: Admin) -> Message {
    Message { admin: Some(admin.into()), ..message(seq, seq, author, "") }
}

fn plain(seq: u64, author: &str, what: Happening) -> Message {
    happened(seq, author, Admin { what, ..Admin::default() })
}

fn added(seq: u64, author: &str, whom: &str) -> Message {
    happened(seq, author, Admin { what: Happening::Added, user_ids: vec![whom.into()], ..Admin::default() })
}

fn hollow(seq: u64, rev: u64) -> Message {
    Message {
        user_id: UserId(String::new()),
        client_id: ClientId(String::new()),
        hollow: true,
        ..message(seq, rev, "", "")
    }
}

fn created(message: Message) -> Event {
    let (rev, author) = (message.rev, message.user_id.0.clone());
    Event::MessageCreated(MessageEvent { channel_id: pair(), rev, message, user: user(&author), reaction: None })
}

/// The rows without days: a message's number and whether it begins and ends its run, or the numbers of a line.
fn rows(widget: &Widget) -> Vec<String> {
    view::rows(&widget.model, &pair()).into_iter().filter_map(told).collect()
}

fn told(row: Row) -> Option<String> {
    match row {
        Row::Day(_) => None,
        Row::Admin { first, last } => Some(format!("a{}-{}", first.0, last.0)),
        Row::Message { key: Key::Seq(seq), first, last } => Some(format!("{} {first} {last}", seq.0)),
        other => Some(format!("{other:?}")),
    }
}

#[test]
fn who_comes_one_after_the_other_is_one_line_and_ends_a_run() {
    let widget = Widget::talking(vec![
        message(1, 1, "ben", "hello"),
        plain(2, "cho", Happening::Joined),
        hollow(3, 3),
        plain(4, "dan", Happening::Joined),
        plain(5, "dan", Happening::Left),
        added(6, "ben", "eve"),
        added(7, "ben", "fay"),
        added(8, "cho", "gus"),
        plain(9, "ben", Happening::Frozen),
        plain(10, "ben", Happening::Opened),
        message(11, 11, "ben", "well"),
    ]);
    let lines = ["1 true true", "a2-4", "a5-5", "a6-7", "a8-8", "a9-9", "a10-10", "11 true true"];
    assert_eq!(rows(&widget), lines);
    // Cut anywhere, a line stands whole where it begins.
    let part = |from, to| {
        let part = view::rows_between(&widget.model, &pair(), Seq(from), Some(Seq(to)));
        part.into_iter().filter_map(told).collect::<Vec<_>>()
    };
    assert_eq!(part(1, 4), ["1 true true", "a2-4"]);
    assert_eq!(part(4, 7), ["a5-5", "a6-7"]);
    assert_eq!(part(7, 8), Vec::<String>::new());
    let names = |span: (u64, u64)| {
        let told = view::admin(&widget.model, &pair(), (Seq(span.0), Seq(span.1)));
        told.map(|AdminView { by, users, .. }| {
            (by.user_id.0, users.into_iter().map(|user| user.user_id.0).collect::<Vec<_>>())
        })
    };
    assert_eq!(names((2, 4)), Some(("cho".into(), vec!["cho".into(), "dan".into()])));
    assert_eq!(names((6, 7)), Some(("ben".into(), vec!["eve".into(), "fay".into()])));
}

#[test]
fn what_is_hollow_leaves_no_gap_in_a_run() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one"), hollow(2, 2), message(3, 3, "ben", "two")]);
    assert_eq!(rows(&widget), ["1 true false", "3 false true"]);
    // A part of it ends where it ended: the run goes on beyond what is hollow.
    let part = view::rows_between(&widget.model, &pair(), Seq(1), Some(Seq(2)));
    assert_eq!(part.last(), Some(&Row::Message { key: Key::Seq(Seq(1)), first: true, last: false }));
    // What was there and is hollow now is gone, and a quote of it says so.
    let quote =
        Quote { seq: Seq(3), user_id: "ben".into(), nickname: "ben".into(), text: "two".into(), deleted: false };
    widget.hear(created(Message { reply_to: Some(quote.into()), ..message(4, 4, "cho", "why?") }));
    let gone = MessageEvent { channel_id: pair(), rev: Rev(5), message: hollow(3, 5), user: user(""), reaction: None };
    widget.hear(Event::MessageChanged(gone));
    assert_eq!(rows(&widget), ["1 true true", "4 true true"]);
    let answer = view::message(&widget.model, &pair(), &Key::Seq(Seq(4))).unwrap();
    assert!(answer.reply_to.is_some_and(|quote| quote.deleted && quote.text.is_empty()));
}

#[test]
fn neither_is_news() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    widget.act(Action::AttentionChanged(false));
    for message in
        [plain(2, "ben", Happening::Frozen), hollow(3, 3), Message { shadow: true, ..message(4, 4, "ben", "psst") }]
    {
        widget.hear(created(message));
        let rings = |effect: &Effect| matches!(effect, Effect::Emit(HostEvent::MessageReceived { .. }));
        assert!(!widget.effects.iter().any(rings));
    }
    let view = &widget.model.channels.by_id.get(&pair()).unwrap();
    assert_eq!(view.last_message.as_ref().map(|last| last.seq), Some(Seq(1)));
    assert_eq!((view.unread_count, view.channel.seq), (0, Seq(4)));
    assert!(view::message(&widget.model, &pair(), &Key::Seq(Seq(4))).unwrap().shadow);
    widget.act(Action::ReplyPressed { channel_id: pair(), seq: Seq(2) });
    assert!(widget.model.replies.get(&pair()).is_none());
    widget.hear(created(message(5, 5, "ben", "news")));
    assert_eq!(widget.model.channels.by_id.get(&pair()).unwrap().unread_count, 1);
}
