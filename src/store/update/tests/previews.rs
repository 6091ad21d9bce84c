//! Previews: a change of the message that came before it, and gone by another.

use super::*;

fn linked(rev: u64, preview: Option<LinkPreview>) -> Message {
    Message { preview: preview.map(Box::new), ..message(1, rev, "ben", "https://shop.example/jar") }
}

fn changed(message: Message) -> Event {
    let (channel_id, rev, user) = (pair(), message.rev, user("ben"));
    Event::MessageChanged(MessageEvent { channel_id, rev, message, user, reaction: None })
}

#[test]
fn a_card_comes_and_goes_with_the_message_and_only_its_row_is_painted() {
    let mut widget = Widget::talking(vec![linked(1, None)]);
    let shown = |widget: &Widget| view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap();
    let told = LinkPreview { site: "shop".into(), title: "A jar".into(), ..LinkPreview::default() };
    widget.hear(changed(linked(2, Some(told.clone()))));
    assert_eq!((shown(&widget).preview, shown(&widget).edited), (Some(told.clone().into()), false));
    assert!(widget.changes.contains(&Change::Message(pair(), Key::Seq(Seq(1)))));
    // An older state does not bring it back.
    widget.hear(changed(linked(3, None)));
    widget.hear(changed(linked(2, Some(told))));
    assert_eq!(shown(&widget).preview, None);
}
