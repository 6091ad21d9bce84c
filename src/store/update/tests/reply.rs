//! Replies: from the press to the ack, over a reload, and what becomes of quotes.

use super::*;

fn quote(seq: u64, text: &str) -> Quote {
    Quote {
        seq: Seq(seq),
        user_id: "ben".into(),
        nickname: "ben".into(),
        text: text.to_owned(),
        deleted: text.is_empty(),
    }
}

fn answering(seq: u64, rev: u64, quote: Quote) -> Message {
    Message { reply_to: Some(quote.into()), ..message(seq, rev, "ben", "and this?") }
}

fn press(widget: &mut Widget, seq: u64) {
    widget.act(Action::ReplyPressed { channel_id: pair(), seq: Seq(seq) });
}

fn send(widget: &mut Widget, text: &str, number: u32) {
    widget.act(Action::SendPressed { channel_id: pair(), text: text.to_owned(), client_id: client(number) });
}

#[test]
fn a_reply_is_kept_sent_and_shown_with_its_quote() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    press(&mut widget, 1);
    assert_eq!(widget.effects, [Effect::SaveReply(pair(), Some(quote(1, "hello")))]);
    send(&mut widget, "hi", 1);
    let sent = widget.frames().into_iter().map(|frame| frame.payload).collect::<Vec<_>>();
    let body = SendMessage {
        channel_id: pair(),
        client_id: client(1),
        text: "hi".into(),
        reply_to: Some(Seq(1)),
        ..SendMessage::default()
    };
    assert_eq!(sent, [Command::Send(body)]);
    assert!(widget.effects.contains(&Effect::SaveReply(pair(), None)));
    assert_eq!(widget.model.replies.len(), 0);
    widget.ack(1, 2, 2);
    let row = view::message(&widget.model, &pair(), &Key::Own(client(1))).unwrap();
    assert_eq!((row.seq, row.reply_to), (Some(Seq(2)), Some(quote(1, "hello").into())));
}

#[test]
fn a_quote_that_was_kept_over_a_reload_is_confirmed_as_the_message_now_is() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    press(&mut widget, 1);
    send(&mut widget, "hi", 1);
    widget.model.outbox[0].reply_to = Some(quote(1, "helo"));
    widget.ack(1, 2, 2);
    let row = view::message(&widget.model, &pair(), &Key::Own(client(1))).unwrap();
    assert_eq!(row.reply_to, Some(quote(1, "hello").into()));
}

#[test]
fn what_is_deleted_shows_in_no_quote_any_more() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello"), answering(2, 2, quote(1, "hello"))]);
    press(&mut widget, 1);
    let gone = Message { deleted: true, ..message(1, 3, "ben", "") };
    let event = MessageEvent { channel_id: pair(), rev: Rev(3), message: gone, user: user("ben"), reaction: None };
    widget.hear(Event::MessageChanged(event));
    let row = view::message(&widget.model, &pair(), &Key::Seq(Seq(2))).unwrap();
    assert_eq!(row.reply_to, Some(quote(1, "").into()));
    assert!(widget.changes.contains(&Change::Message(pair(), Key::Seq(Seq(2)))));
    assert_eq!(widget.model.replies.len(), 0);
}

#[test]
fn a_reply_whose_message_is_gone_is_sent_again_without_it() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    press(&mut widget, 1);
    send(&mut widget, "hi", 1);
    widget.refuse(|command| matches!(command, Command::Send(_)), ErrorCode::ReplyGone, Retry::Never, None);
    widget.act(Action::RetryPressed(client(1)));
    let body = SendMessage { channel_id: pair(), client_id: client(1), text: "hi".into(), ..SendMessage::default() };
    assert_eq!(widget.frames().into_iter().map(|frame| frame.payload).collect::<Vec<_>>(), [Command::Send(body)]);
}

#[test]
fn the_reply_of_a_draft_survives_a_reload() {
    let mut widget = Widget::new();
    let kept = Kept { user: Some("anna".into()), replies: vec![(pair(), quote(1, "hello"))], ..Kept::default() };
    widget.act(Action::Restored(Box::new(kept)));
    assert_eq!(widget.model.replies.get(&pair()), Some(&quote(1, "hello")));
    widget.act(Action::ReplyCancelled(pair()));
    assert_eq!(widget.model.replies.get(&pair()), None);
}

#[test]
fn a_message_beyond_what_is_held_is_fetched_with_what_lies_around_it() {
    let mut widget = Widget::talking(vec![message(60, 60, "ben", "hello")]);
    widget.act(Action::MessageSought { channel_id: pair(), seq: Seq(3) });
    let around = History { channel_id: pair(), before: None, after: None, around: Some(Seq(3)), limit: Some(50) };
    assert_eq!(widget.frames().into_iter().map(|frame| frame.payload).collect::<Vec<_>>(), [Command::History(around)]);
    widget.act(Action::MessageFound(pair()));
    assert_eq!(widget.model.timelines.get(&pair()).unwrap().sought, None);
}
