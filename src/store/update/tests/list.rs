//! Unread, read, delivered, and the order of the list.

use super::*;

fn marks(widget: &mut Widget) -> Vec<Command> {
    widget.act(Action::TimerFired { timer: Timer::Marks, random: 0 });
    widget.commands()
}

#[test]
fn messages_of_others_are_counted_until_they_are_seen() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(created(message(2, 2, "ben", "two")));
    widget.hear(created(message(3, 3, "ben", "three")));
    assert_eq!(widget.unread(), 2);
    assert!(widget.events().contains(&HostEvent::UnreadChanged(2)));
    widget.act(Action::MessageSeen { channel_id: pair(), seq: Seq(2) });
    assert_eq!(widget.unread(), 1);
    widget.act(Action::MessageSeen { channel_id: pair(), seq: Seq(3) });
    assert_eq!(widget.unread(), 0);
    assert_eq!(marks(&mut widget), [Command::MarkRead(Mark { channel_id: pair(), seq: Seq(3) })]);
}

#[test]
fn what_another_tab_hears_of_an_open_channel_shows_in_the_list_and_rings_there() {
    let open = ChannelView {
        channel: channel(&lobby(), ChannelKind::Open, 1, 1),
        me: None,
        last_message: Some(message(1, 1, "ben", "one")),
        unread_count: 0,
        ..pair_view(1, 1)
    };
    let mut widget = Widget::new();
    widget.connect();
    widget.answer(
        |command| matches!(command, Command::ListChannels(_)),
        Event::ChannelList(ChannelList { channels: vec![open], next: None }),
    );
    let heard = Event::MessageCreated(MessageEvent {
        channel_id: lobby(),
        rev: Rev(2),
        message: message(2, 2, "ben", "two"),
        user: user("ben"),
        reaction: None,
    });
    widget.hear(heard);
    assert_eq!(widget.events(), []);
    let last = widget.model.channels.by_id.get(&lobby()).and_then(|view| view.last_message.clone());
    assert_eq!(last.map(|message| message.text), Some("two".to_owned()));
    assert!(!widget.model.timelines.contains_key(&lobby()));
}

#[test]
fn own_messages_are_not_unread() {
    let mut widget = Widget::talking(vec![]);
    widget.send("mine", 1);
    widget.ack(1, 1, 1);
    assert_eq!(widget.unread(), 0);
}

#[test]
fn what_is_on_screen_is_read_only_while_somebody_looks() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.act(Action::AttentionChanged(false));
    widget.hear(created(message(2, 2, "ben", "two")));
    widget.act(Action::MessageSeen { channel_id: pair(), seq: Seq(2) });
    assert_eq!(widget.unread(), 1);
    assert_eq!(marks(&mut widget), [Command::MarkDelivered(Mark { channel_id: pair(), seq: Seq(2) })]);
    widget.act(Action::AttentionChanged(true));
    assert_eq!(widget.unread(), 0);
    assert_eq!(marks(&mut widget), [Command::MarkRead(Mark { channel_id: pair(), seq: Seq(2) })]);
}

#[test]
fn what_came_while_nobody_looked_stands_below_a_divider() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.act(Action::AttentionChanged(false));
    widget.hear(created(message(2, 2, "ben", "two")));
    widget.hear(created(message(3, 3, "ben", "three")));
    let rows = view::rows(&widget.model, &pair());
    assert_eq!(rows[2], view::Row::Unread);
    assert_eq!(rows.len(), 5);
    widget.send("answer", 1);
    assert!(!view::rows(&widget.model, &pair()).contains(&view::Row::Unread));
}

#[test]
fn a_channel_opens_with_the_divider_where_reading_was_left_off() {
    let mut widget = Widget::online(3, 1);
    assert_eq!(widget.unread(), 2);
    widget.act(Action::ChannelOpened(pair()));
    let three = (1..4).map(|seq| message(seq, seq, "ben", "x")).collect();
    widget.answer(is_history, Event::HistoryPage(page(three, 3, false, false)));
    assert_eq!(widget.model.timelines.get(&pair()).and_then(|timeline| timeline.unread_from), Some(Seq(2)));
}

#[test]
fn reading_on_another_device_counts_here_too() {
    let mut widget = Widget::online(3, 1);
    let cursor = Cursor { user_id: UserId::from("anna"), read_seq: Seq(3), delivered_seq: Seq(3) };
    widget.hear(Event::CursorMoved(CursorMoved { channel_id: pair(), cursor }));
    assert_eq!(widget.unread(), 0);
}

#[test]
fn a_tick_becomes_two_and_then_coloured() {
    let mut widget = Widget::talking(vec![]);
    widget.send("mine", 1);
    widget.ack(1, 1, 1);
    let cursor = |read, delivered| {
        let cursor = Cursor { user_id: UserId::from("ben"), read_seq: Seq(read), delivered_seq: Seq(delivered) };
        Event::CursorMoved(CursorMoved { channel_id: pair(), cursor })
    };
    let state = |widget: &Widget| {
        view::message(&widget.model, &pair(), &Key::Own(client(1))).map(|message| message.state.name())
    };
    assert_eq!(state(&widget), Some("sent"));
    widget.hear(cursor(0, 1));
    assert_eq!(state(&widget), Some("delivered"));
    assert!(widget.changes.contains(&Change::Receipts(pair())));
    widget.hear(cursor(1, 1));
    assert_eq!(state(&widget), Some("read"));
    widget.hear(cursor(0, 0));
    assert_eq!(state(&widget), Some("read"), "cursors only move forward");
}

#[test]
fn the_channel_that_speaks_comes_first() {
    let mut widget = Widget::online(1, 1);
    let other = ChannelId::from("other");
    let me = Some(Member { joined_at: TimeMs(1_500), ..member("anna", 0) });
    let channel = channel(&other, ChannelKind::Group, 0, 1);
    let view = ChannelView { channel, me, last_message: None, ..pair_view(1, 1) };
    widget.hear(Event::Channel(view));
    assert_eq!(widget.model.channels.order, [other.clone(), pair()]);
    widget.hear(created(message(2, 2, "ben", "two")));
    assert_eq!(widget.model.channels.order, [pair(), other]);
}

#[test]
fn a_stranger_in_an_open_channel_marks_nothing() {
    let mut widget = Widget::new();
    widget.connect();
    let open = ChannelView {
        channel: channel(&lobby(), ChannelKind::Open, 1, 1),
        me: None,
        last_message: Some(message(1, 1, "ben", "one")),
        mention_count: 0,
        has_pins: false,
        preference: None,
        thread: None,
        unread_count: 0,
        some_members: vec![],
        users: vec![],
    };
    let list = ChannelList { channels: vec![open], next: None };
    widget.answer(|command| matches!(command, Command::ListChannels(_)), Event::ChannelList(list));
    widget.act(Action::ChannelOpened(lobby()));
    assert_eq!(widget.kinds(), ["enter", "history"]);
    widget.act(Action::MessageSeen { channel_id: lobby(), seq: Seq(1) });
    assert_eq!(marks(&mut widget), []);
    widget.act(Action::BackPressed);
    assert_eq!(widget.kinds(), ["exit"]);
}

#[test]
fn who_left_sees_the_channel_no_more() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(Event::ChannelRemoved(ChannelRef { channel_id: pair() }));
    assert!(widget.model.channels.order.is_empty());
    assert_eq!(widget.model.panel.channel, None);
    assert!(widget.changes.contains(&Change::Panel));
}
