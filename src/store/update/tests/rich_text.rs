//! What was typed becomes what everybody gets: with the ack, with the echo, and after an edit.

use super::*;

fn bold(start: u32, end: u32) -> TextRange {
    TextRange { start, end, style: TextStyle::Bold, ..TextRange::default() }
}

/// Own message 1 as the server has it: typed `**hi**`.
fn formatted(rev: u64) -> Message {
    Message { source: Some("**hi**".to_owned()), ranges: vec![bold(0, 2)], ..own(1, 1, rev, "hi") }
}

fn acked(widget: &mut Widget) {
    let id = widget.model.requests.iter().find(|(_, request)| matches!(request, Request::Send(_))).map(|(id, _)| *id);
    let created_at = TimeMs(1_000);
    let ack = Ack {
        channel_id: pair(),
        client_id: client(1),
        epoch: Epoch::from("e1"),
        seq: Seq(1),
        rev: Rev(1),
        created_at,
        duplicate: false,
        text: Some("hi".to_owned()),
        ranges: vec![bold(0, 2)],
    };
    widget.act(Action::FrameReceived(Box::new(Frame { id, payload: Event::Ack(ack) })));
}

fn held(widget: &Widget) -> &Message {
    &widget.model.timelines.get(&pair()).unwrap().messages[0]
}

#[test]
fn what_was_typed_stands_until_the_ack_which_brings_what_everybody_gets() {
    let mut widget = Widget::talking(vec![]);
    widget.send("**hi**", 1);
    let key = Key::Own(client(1));
    let before = view::message(&widget.model, &pair(), &key).unwrap();
    assert_eq!((before.text.as_str(), before.ranges.len()), ("**hi**", 0));
    acked(&mut widget);
    assert_eq!(held(&widget), &formatted(1));
    assert!(widget.changes.contains(&Change::Message(pair(), key)));
    // The echo says the same again: nothing is repainted.
    widget.hear(created(formatted(1)));
    assert_eq!((held(&widget), widget.changes.as_slice()), (&formatted(1), [].as_slice()));
}

#[test]
fn an_echo_before_the_ack_is_the_message_and_the_ack_adds_nothing() {
    let mut widget = Widget::talking(vec![]);
    widget.send("**hi**", 1);
    widget.hear(created(formatted(1)));
    assert_eq!((held(&widget), widget.model.outbox.len()), (&formatted(1), 0));
    acked(&mut widget);
    assert_eq!((held(&widget), widget.texts().len()), (&formatted(1), 1));
}

#[test]
fn the_author_edits_what_was_typed() {
    let mut widget = Widget::talking(vec![formatted(1)]);
    assert_eq!(view::typed(held(&widget)), "**hi**");
    widget.act(Action::EditPressed { channel_id: pair(), seq: Seq(1) });
    widget.act(Action::EditSubmitted("**hi**".to_owned()));
    assert_eq!((widget.commands().len(), &widget.model.panel.editing), (0, &None));
    widget.act(Action::EditPressed { channel_id: pair(), seq: Seq(1) });
    widget.act(Action::EditSubmitted("hi".to_owned()));
    let edit = EditMessage { channel_id: pair(), seq: Seq(1), text: "hi".to_owned(), mentions: vec![] };
    assert_eq!(widget.commands(), [Command::Edit(edit)]);
}
