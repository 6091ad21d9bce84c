//! Pinned, put away, not told of: the order of the list, the total, and what may ring.

use super::*;

fn kept(preference: Preference) -> Event {
    Event::Preference(PreferenceChanged { channel_id: pair(), preference })
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
