//! Links to messages: they open the channel, and the message with what lies around it.

use super::*;

#[test]
fn a_link_opens_its_channel_and_fetches_what_lies_around_the_message() {
    let mut widget = Widget::talking(vec![message(60, 60, "ben", "hello")]);
    widget.act(Action::LinkOpened { channel_id: pair(), seq: Some(Seq(3)) });
    let around = |channel_id| History { channel_id, before: None, after: None, around: Some(Seq(3)), limit: Some(50) };
    assert_eq!(widget.commands(), [Command::History(around(pair()))]);
    // Another channel, of which nothing is held.
    widget.act(Action::LinkOpened { channel_id: lobby(), seq: Some(Seq(3)) });
    assert_eq!(widget.model.panel.channel, Some(lobby()));
    assert!(widget.commands().contains(&Command::History(around(lobby()))));
    assert_eq!(widget.model.timelines.get(&lobby()).unwrap().sought, Some(Seq(3)));
}

#[test]
fn a_link_within_the_channel_leaves_the_divider_of_what_was_unread() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello"), message(2, 2, "ben", "hi")]);
    widget.model.timelines.get_mut(&pair()).unwrap().unread_from = Some(Seq(2));
    widget.act(Action::LinkOpened { channel_id: pair(), seq: Some(Seq(1)) });
    let timeline = widget.model.timelines.get(&pair()).unwrap();
    assert_eq!((timeline.unread_from, timeline.sought), (Some(Seq(2)), Some(Seq(1))));
}

#[test]
fn where_the_page_shows_one_channel_a_link_leads_to_no_other() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "hello")]);
    widget.model.panel.only_channel = true;
    widget.act(Action::LinkOpened { channel_id: lobby(), seq: Some(Seq(1)) });
    assert_eq!((widget.model.panel.channel.clone(), widget.commands().len()), (Some(pair()), 0));
}

#[test]
fn a_link_opens_the_channel_with_what_lies_around_the_message() {
    let mut widget = Widget::online(60, 60);
    widget.act(Action::LinkOpened { channel_id: pair(), seq: Some(Seq(3)) });
    let around = History { channel_id: pair(), before: None, after: None, around: Some(Seq(3)), limit: Some(50) };
    assert_eq!(widget.commands(), [Command::History(around)]);
    assert_eq!(widget.model.panel.channel, Some(pair()));
}
