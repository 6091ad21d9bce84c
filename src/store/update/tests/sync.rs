//! One order, no gap, nothing twice.

use super::*;

fn asked(since: u64) -> Vec<Command> {
    let (channel_id, epoch) = (pair(), Epoch::from("e1"));
    vec![Command::Sync(SyncChannel { channel_id, epoch, since: Rev(since) })]
}

#[test]
fn the_next_event_is_applied() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(created(message(2, 2, "ben", "two")));
    assert_eq!(widget.texts(), ["one", "two"]);
    assert_eq!(widget.rev(), Some(2));
    assert_eq!(widget.commands(), []);
}

#[test]
fn an_event_heard_twice_counts_once() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(created(message(2, 2, "ben", "two")));
    widget.hear(created(message(2, 2, "ben", "two")));
    assert_eq!(widget.texts(), ["one", "two"]);
    assert_eq!(widget.rev(), Some(2));
    assert_eq!(widget.events(), []);
}

#[test]
fn a_jump_asks_for_what_is_missing_once() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(created(message(3, 3, "ben", "three")));
    assert_eq!(widget.commands(), asked(1));
    assert_eq!(widget.texts(), ["one"]);
    let frames = widget.frames();
    widget.hear(created(message(4, 4, "ben", "four")));
    assert_eq!(widget.commands(), []);
    let answer = changes(vec![message(2, 2, "ben", "two"), message(3, 3, "ben", "three")], 3);
    widget.act(Action::FrameReceived(Box::new(Frame { id: frames[0].id, payload: Event::SyncPage(answer) })));
    assert_eq!(widget.texts(), ["one", "two", "three"]);
    assert_eq!(widget.commands(), asked(3), "the page did not reach what was heard of meanwhile");
    widget.answer(is_sync, Event::SyncPage(changes(vec![message(4, 4, "ben", "four")], 4)));
    assert_eq!(widget.texts(), ["one", "two", "three", "four"]);
    assert_eq!(widget.commands(), []);
}

#[test]
fn a_page_with_more_to_come_is_followed_by_the_next() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(Event::Heartbeat(Revs { revs: vec![(pair(), Rev(3))] }));
    assert_eq!(widget.commands(), asked(1));
    let more = SyncPage { more: true, ..changes(vec![message(2, 2, "ben", "two")], 2) };
    widget.answer(is_sync, Event::SyncPage(more));
    assert_eq!(widget.commands(), asked(2));
}

#[test]
fn a_heartbeat_that_tells_nothing_new_asks_nothing() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(Event::Heartbeat(Revs { revs: vec![(pair(), Rev(1))] }));
    assert_eq!(widget.commands(), []);
}

#[test]
fn edits_and_deletions_made_while_away_arrive() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one"), message(2, 2, "ben", "two")]);
    let edited = Message { edited_at: Some(TimeMs(9)), ..message(1, 3, "ben", "uno") };
    let deleted = Message { deleted: true, ..message(2, 4, "ben", "") };
    widget.hear(Event::Gap(Gap { channel_id: pair() }));
    widget.answer(is_sync, Event::SyncPage(changes(vec![edited, deleted], 4)));
    assert_eq!(widget.texts(), ["uno", ""]);
    assert!(widget.changes.contains(&Change::Message(pair(), Key::Seq(Seq(1)))));
}

#[test]
fn an_older_state_does_not_replace_a_newer_one() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    let edited = Message { edited_at: Some(TimeMs(9)), ..message(1, 2, "ben", "uno") };
    widget.hear(Event::MessageChanged(MessageEvent {
        channel_id: pair(),
        rev: Rev(2),
        message: edited,
        user: user("ben"),
        reaction: None,
    }));
    widget.act(Action::MessageSought { channel_id: pair(), seq: Seq(9) });
    widget.answer(is_history, Event::HistoryPage(page(vec![message(1, 1, "ben", "one")], 1, false, false)));
    assert_eq!(widget.texts(), ["uno"]);
    assert_eq!(widget.commands(), asked(1), "the page is older than what was applied: all since it is asked again");
}

#[test]
fn a_change_heard_while_the_first_page_is_made_is_not_lost() {
    let mut widget = Widget::online(1, 1);
    widget.act(Action::ChannelOpened(pair()));
    let asked_for = widget.frames();
    widget.hear(created(message(2, 2, "ben", "two")));
    let first = Event::HistoryPage(page(vec![message(1, 1, "ben", "one")], 1, false, false));
    widget.act(Action::FrameReceived(Box::new(Frame { id: asked_for[0].id, payload: first })));
    assert_eq!(widget.commands(), asked(1));
}

#[test]
fn too_much_missed_starts_anew_and_says_so() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.hear(Event::Gap(Gap { channel_id: pair() }));
    let newest = vec![message(500, 900, "ben", "late"), message(501, 901, "ben", "later")];
    let reset = SyncPage { reset: true, has_before: true, ..changes(newest, 901) };
    widget.answer(is_sync, Event::SyncPage(reset));
    assert_eq!(widget.texts(), ["late", "later"]);
    assert_eq!(widget.rev(), Some(901));
    assert!(widget.events().contains(&HostEvent::Gap(pair())));
    let rows = view::rows(&widget.model, &pair());
    assert_eq!(rows[1], view::Row::Gap);
    widget.act(Action::OlderReached(pair()));
    let older = (450..500).map(|seq| message(seq, seq, "ben", "between")).collect();
    widget.answer(is_history, Event::HistoryPage(page(older, 901, true, false)));
    assert!(!view::rows(&widget.model, &pair()).contains(&view::Row::Gap), "what lay between is there now");
    assert_eq!(widget.model.timelines.get(&pair()).map(|timeline| timeline.has_after), Some(false));
}

#[test]
fn another_epoch_is_a_fresh_start() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one"), message(2, 2, "ben", "two")]);
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.act(Action::SocketOpened);
    let resume = vec![Position { channel_id: pair(), epoch: Epoch::from("e1"), rev: Rev(2) }];
    assert!(matches!(&widget.commands()[..], [Command::Hello(hello)] if hello.resume == resume));
    widget.welcome("e2");
    let fresh = SyncPage { epoch: Epoch::from("e2"), reset: true, ..changes(vec![message(1, 1, "ben", "one")], 1) };
    widget.hear(Event::SyncPage(fresh));
    assert_eq!(widget.texts(), ["one"]);
    let position = widget.model.timelines.get(&pair()).and_then(|timeline| timeline.position.clone());
    assert_eq!(position, Some((Epoch::from("e2"), Rev(1))));
}

#[test]
fn a_resumed_channel_is_not_asked_for_twice() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    assert_eq!(widget.kinds(), ["list_channels"]);
    widget.hear(Event::SyncPage(changes(vec![message(2, 2, "ben", "two")], 2)));
    assert_eq!(widget.texts(), ["one", "two"]);
}

#[test]
fn history_grows_at_both_ends_without_doubles() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "1")]);
    widget.model.timelines.clear();
    widget.act(Action::ChannelOpened(pair()));
    let middle = vec![message(5, 5, "ben", "5"), message(6, 6, "ben", "6")];
    widget.answer(is_history, Event::HistoryPage(page(middle, 9, true, true)));
    widget.act(Action::OlderReached(pair()));
    assert!(matches!(&widget.commands()[..], [Command::History(History { before: Some(Seq(5)), after: None, .. })]));
    let older = vec![message(3, 3, "ben", "3"), message(4, 4, "ben", "4"), message(5, 5, "ben", "5")];
    widget.answer(is_history, Event::HistoryPage(page(older, 9, true, true)));
    widget.act(Action::NewerReached(pair()));
    assert!(matches!(&widget.commands()[..], [Command::History(History { before: None, after: Some(Seq(6)), .. })]));
    widget.answer(is_history, Event::HistoryPage(page(vec![message(7, 7, "ben", "7")], 9, true, false)));
    assert_eq!(widget.texts(), ["3", "4", "5", "6", "7"]);
    let timeline = widget.model.timelines.get(&pair()).unwrap();
    assert_eq!((timeline.has_before, timeline.has_after), (true, false));
}

#[test]
fn what_arrives_below_an_unfinished_run_waits_for_the_scroll() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "1")]);
    widget.model.timelines.get_mut(&pair()).unwrap().has_after = true;
    widget.hear(created(message(9, 2, "ben", "9")));
    assert_eq!(widget.texts(), ["1"]);
    assert_eq!(widget.rev(), Some(2));
    assert_eq!(view::preview(&widget.model, &pair()).map(|preview| preview.text), Some("9".to_owned()));
}

#[test]
fn a_change_of_the_channel_that_was_lost_before_its_first_page_is_asked_for() {
    let mut widget = Widget::online(3, 3);
    widget.act(Action::ChannelOpened(pair()));
    // The fourth revision renamed the channel; what is heard is the fifth.
    widget.hear(created(message(4, 5, "ben", "four")));
    let newest = page(vec![message(4, 5, "ben", "four")], 5, true, false);
    widget.act(Action::FrameReceived(Box::new(Frame { id: history(&widget), payload: Event::HistoryPage(newest) })));
    let since = Command::Sync(SyncChannel { channel_id: pair(), epoch: Epoch::from("e1"), since: Rev(3) });
    assert!(widget.commands().contains(&since), "{:?}", widget.commands());
}

/// The id of the question for a page that is under way.
fn history(widget: &Widget) -> Option<u32> {
    let asked = widget.model.requests.iter().find(|(_, request)| matches!(request, Request::History { .. }));
    asked.map(|(id, _)| *id)
}
