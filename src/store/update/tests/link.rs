//! Links to messages: they open the channel, and the message with what lies around it.

use super::*;
use crate::store::model::Notice;

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

fn notice(widget: &Widget) -> Option<Notice> {
    widget.model.panel.notice
}

#[test]
fn what_a_link_leads_to_and_is_not_to_be_seen_is_said_calmly() {
    let mut widget = Widget::online(3, 3);
    let nowhere = ChannelId::from("nowhere");
    widget.act(Action::LinkOpened { channel_id: nowhere.clone(), seq: Some(Seq(3)) });
    let asked = widget.frames();
    let refused = |id| {
        let (code, message) = (ErrorCode::NotFound, String::new());
        let error = WireError { code, retry: Retry::Never, retry_after_ms: None, until: None, message };
        Action::FrameReceived(Box::new(Frame { id, payload: Event::Error(error) }))
    };
    assert_eq!(widget.kinds(), ["enter", "history"]);
    for frame in asked {
        widget.act(refused(frame.id));
        assert_eq!(widget.events(), [], "the page hears no error");
    }
    assert_eq!((widget.model.panel.channel.clone(), notice(&widget)), (None, Some(Notice::LinkGone)));
    assert!(!widget.model.timelines.contains_key(&nowhere));
}

#[test]
fn a_link_beyond_the_newest_message_shows_the_conversation_and_says_so() {
    let mut widget = Widget::online(3, 3);
    widget.act(Action::LinkOpened { channel_id: pair(), seq: Some(Seq(9)) });
    let held = (1..=3).map(|seq| message(seq, seq, "ben", "hello")).collect();
    widget.answer(is_history, Event::HistoryPage(page(held, 3, false, false)));
    let timeline = widget.model.timelines.get(&pair()).unwrap();
    assert_eq!((timeline.sought, notice(&widget)), (None, Some(Notice::LinkGone)));
    assert_eq!(widget.model.panel.channel, Some(pair()));
}

#[test]
fn a_link_that_was_followed_without_a_line_is_followed_when_there_is_one() {
    let mut widget = Widget::talking(vec![message(60, 60, "ben", "hello")]);
    widget.lose();
    widget.act(Action::LinkOpened { channel_id: pair(), seq: Some(Seq(3)) });
    assert_eq!(widget.commands(), []);
    widget.connect();
    let around = History { channel_id: pair(), before: None, after: None, around: Some(Seq(3)), limit: Some(50) };
    assert!(widget.commands().contains(&Command::History(around)), "{:?}", widget.commands());
}
