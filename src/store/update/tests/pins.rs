//! Pins: that there are some, who may pin; and links, by which the bar leads to a message.

use super::*;

fn changed(rev: u64, pinned: bool) -> Event {
    let message = Message { pinned, ..message(1, rev, "ben", "the raid is at eight") };
    Event::MessageChanged(MessageEvent {
        channel_id: pair(),
        rev: Rev(rev),
        message,
        user: user("ben"),
        reaction: None,
    })
}

#[test]
fn the_first_pin_makes_room_for_the_bar_and_the_message_knows() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "the raid is at eight")]);
    assert!(!view::has_pins(&widget.model, &pair()));
    widget.hear(changed(2, true));
    assert!(view::has_pins(&widget.model, &pair()));
    assert!(widget.changes.contains(&Change::Channel(pair())));
    assert!(view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap().pinned);
    widget.hear(changed(3, false));
    // Whether others are left the bar knows.
    assert!(view::has_pins(&widget.model, &pair()));
    assert!(!view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap().pinned);
}

#[test]
fn operators_may_pin_and_both_people_of_a_pair() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    let may = |widget: &Widget| view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap().may_pin;
    assert!(!may(&widget));
    let view = |change: fn(&mut ChannelView)| {
        let mut view = pair_view(1, 1);
        change(&mut view);
        Event::Channel(view)
    };
    widget.hear(view(|view| view.channel.distinct = true));
    assert!(may(&widget));
    widget.hear(view(|view| view.me.as_mut().unwrap().role = Role::Operator));
    assert!(may(&widget));
    widget.hear(view(|view| view.me.as_mut().unwrap().state = MemberState::Left));
    assert!(!may(&widget));
}
