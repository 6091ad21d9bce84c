//! Pinned, put away, not told of: the order of the list, the total, and what may ring.

use super::*;

fn kept(preference: Preference) -> Event {
    Event::Preference(PreferenceChanged { channel_id: pair(), preference, unread_count: None, mention_count: None })
}

fn notified(notify: Notify) -> Event {
    kept(Preference { notify, ..Preference::default() })
}

fn silent(widget: &mut Widget, message: Message) -> Option<bool> {
    widget.hear(created(message));
    widget.events().iter().find_map(|event| match event {
        HostEvent::MessageReceived { silent, .. } => Some(*silent),
        _ => None,
    })
}

fn rows(widget: &Widget) -> Vec<String> {
    let name = |row| if let view::ChannelRow::Channel(id) = row { id.0 } else { "archive".to_owned() };
    view::channel_rows(&widget.model).into_iter().map(name).collect()
}

fn group(name: &str, at: u64) -> ChannelView {
    let mut view = pair_view(at, at);
    view.channel.channel_id = ChannelId::from(name);
    view
}

#[test]
fn a_muted_channel_counts_and_rings_no_more() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    assert_eq!(silent(&mut widget, message(2, 2, "ben", "two")), Some(false));
    widget.hear(notified(Notify::None));
    assert_eq!((widget.unread(), view::total_unread(&widget.model)), (1, 0));
    assert!(widget.events().contains(&HostEvent::UnreadChanged(0)));
    assert_eq!(silent(&mut widget, message(3, 3, "ben", "three")), Some(true));
    assert_eq!((widget.unread(), view::total_unread(&widget.model)), (2, 0));
}

#[test]
fn by_mentions_only_what_names_the_user_counts_and_rings() {
    let mut widget = Widget::talking(vec![]);
    widget.hear(notified(Notify::Mentions));
    assert_eq!(silent(&mut widget, message(1, 1, "ben", "one")), Some(true));
    let range = TextRange {
        start: 0,
        end: 5,
        style: TextStyle::Mention,
        user_id: Some(UserId::from("anna")),
        ..TextRange::default()
    };
    let named = Message { ranges: vec![range], ..message(2, 2, "ben", "@anna") };
    assert_eq!(silent(&mut widget, named), Some(false));
    assert_eq!((widget.unread(), view::total_unread(&widget.model)), (2, 1));
}

#[test]
fn nothing_rings_until_the_time_by_the_servers_clock() {
    let mut widget = Widget::talking(vec![]);
    widget.model.session.clock_offset_ms = 500;
    widget.hear(Event::DoNotDisturb(DoNotDisturb { until: Some(TimeMs(widget.now + 600)) }));
    assert_eq!(silent(&mut widget, message(1, 1, "ben", "one")), Some(true));
    assert_eq!(view::total_unread(&widget.model), 1, "it is counted all the same");
    widget.now += 100;
    assert_eq!(silent(&mut widget, message(2, 2, "ben", "two")), Some(false));
    widget.hear(Event::DoNotDisturb(DoNotDisturb { until: Some(TimeMs::NEVER) }));
    assert_eq!(silent(&mut widget, message(3, 3, "ben", "three")), Some(true));
    widget.hear(Event::DoNotDisturb(DoNotDisturb::default()));
    assert_eq!(silent(&mut widget, message(4, 4, "ben", "four")), Some(false));
}

fn marked(from: Option<u64>, count: u32) -> Event {
    Event::Preference(PreferenceChanged {
        channel_id: pair(),
        preference: Preference { unread_from: from.map(Seq), ..Preference::default() },
        unread_count: Some(count),
        mention_count: Some(0),
    })
}

fn see(widget: &mut Widget, seq: u64) -> Vec<Command> {
    widget.act(Action::MessageSeen { channel_id: pair(), seq: Seq(seq) });
    widget.act(Action::TimerFired { timer: Timer::Marks, random: 0 });
    widget.commands().into_iter().filter(|command| matches!(command, Command::MarkRead(_))).collect()
}

fn divider(widget: &Widget) -> Option<u64> {
    widget.model.timelines.get(&pair()).and_then(|timeline| timeline.unread_from).map(|seq| seq.0)
}

fn read_up_to(seq: u64) -> Vec<Command> {
    vec![Command::MarkRead(Mark { channel_id: pair(), seq: Seq(seq) })]
}

#[test]
fn what_is_marked_as_unread_on_screen_stays_so_until_it_is_opened_again() {
    let mut widget = Widget::talking((1..=4).map(|seq| message(seq, seq, "ben", "hello")).collect());
    assert_eq!(see(&mut widget, 4), []);
    // What was seen a moment ago is not told any longer.
    widget.hear(created(message(5, 5, "ben", "hello")));
    widget.act(Action::MessageSeen { channel_id: pair(), seq: Seq(5) });
    widget.hear(marked(Some(3), 3));
    assert_eq!((widget.unread(), divider(&widget)), (3, Some(3)));
    assert!(widget.events().contains(&HostEvent::UnreadChanged(3)));
    assert_eq!(see(&mut widget, 5), []);
    widget.act(Action::AttentionChanged(false));
    widget.act(Action::AttentionChanged(true));
    widget.hear(created(message(6, 6, "ben", "hello")));
    assert_eq!(see(&mut widget, 6), []);
    assert_eq!(widget.unread(), 4);
    widget.act(Action::BackPressed);
    widget.act(Action::ChannelOpened(pair()));
    assert_eq!((widget.unread(), divider(&widget)), (4, Some(3)));
    // Step by step, as the server tells.
    assert_eq!(see(&mut widget, 4), read_up_to(4));
    widget.hear(marked(Some(5), 2));
    assert_eq!((widget.unread(), divider(&widget)), (2, Some(3)));
    assert_eq!(see(&mut widget, 6), read_up_to(6));
    widget.hear(marked(None, 0));
    assert_eq!(widget.unread(), 0);
}

#[test]
fn what_was_read_before_it_was_marked_is_told_before_it() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    widget.hear(created(message(2, 2, "ben", "hello")));
    widget.act(Action::MessageSeen { channel_id: pair(), seq: Seq(2) });
    widget.act(Action::Asked("set_preference".to_owned()));
    let sent = widget.effects.iter().filter_map(|effect| match effect {
        Effect::Send(frame) => Some(frame.payload.kind()),
        Effect::SendText(_) => Some("of a part"),
        _ => None,
    });
    assert_eq!(sent.collect::<Vec<_>>(), ["mark_read", "of a part"]);
    widget.act(Action::TimerFired { timer: Timer::Marks, random: 0 });
    assert_eq!(widget.commands(), []);
}

#[test]
fn what_is_marked_elsewhere_is_read_when_it_is_opened_here() {
    let mut widget = Widget::online(4, 4);
    widget.hear(marked(Some(2), 3));
    assert_eq!((widget.unread(), view::total_unread(&widget.model)), (3, 3));
    widget.act(Action::ChannelOpened(pair()));
    let held = (1..=4).map(|seq| message(seq, seq, "ben", "hello")).collect();
    widget.answer(is_history, Event::HistoryPage(page(held, 4, false, false)));
    assert_eq!(divider(&widget), Some(2));
    assert_eq!(see(&mut widget, 4), read_up_to(4));
}

#[test]
fn reading_goes_on_when_the_mark_is_taken_away_or_one_answers() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    widget.hear(marked(Some(1), 1));
    widget.hear(created(message(2, 2, "ben", "hello")));
    assert_eq!(see(&mut widget, 2), []);
    widget.hear(marked(None, 1));
    assert_eq!(widget.unread(), 0);
    widget.act(Action::TimerFired { timer: Timer::Marks, random: 0 });
    assert_eq!(widget.commands(), read_up_to(2));
    widget.hear(marked(Some(2), 1));
    widget.send("I am here", 1);
    assert_eq!(see(&mut widget, 2), read_up_to(2));
}

#[test]
fn an_own_newest_message_marks_a_conversation_as_well() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello"), own(1, 2, 2, "hi")]);
    widget.hear(marked(Some(2), 0));
    assert_eq!((widget.unread(), divider(&widget), view::total_unread(&widget.model)), (1, Some(2), 1));
}

#[test]
fn pinned_channels_stay_above_what_is_newer() {
    let mut widget = Widget::online(1, 1);
    for (name, at) in [("new", 9), ("old", 5)] {
        widget.hear(Event::Channel(group(name, at)));
    }
    assert_eq!(rows(&widget), ["new", "old", "pair"]);
    widget.hear(kept(Preference { pinned_at: Some(TimeMs(7)), ..Preference::default() }));
    assert_eq!(rows(&widget), ["pair", "new", "old"]);
    let Event::MessageCreated(event) = created(message(10, 10, "ben", "hello")) else { return };
    widget.hear(Event::MessageCreated(MessageEvent { channel_id: ChannelId::from("old"), ..event }));
    assert_eq!(rows(&widget), ["pair", "old", "new"]);
    widget.hear(kept(Preference::default()));
    assert_eq!(rows(&widget), ["old", "new", "pair"]);
}

#[test]
fn a_channel_that_was_put_away_comes_back_with_a_new_message() {
    let mut widget = Widget::online(1, 1);
    widget.hear(Event::Channel(group("other", 5)));
    let away = Preference { archived_seq: Some(Seq(1)), ..Preference::default() };
    widget.hear(kept(away));
    assert_eq!(rows(&widget), ["other", "archive"]);
    widget.act(Action::ArchivePressed);
    assert_eq!(rows(&widget), ["other", "archive", "pair"]);
    widget.hear(created(message(2, 2, "ben", "are you there?")));
    assert_eq!(rows(&widget)[1..], ["pair".to_owned()]);
    // Unless nothing of it is to be told.
    widget.hear(kept(Preference { notify: Notify::None, ..away }));
    widget.hear(created(message(3, 3, "ben", "hello?")));
    assert_eq!(rows(&widget), ["other", "archive", "pair"]);
}
