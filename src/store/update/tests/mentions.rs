//! Naming people, and being named.

use super::*;

fn naming(seq: u64, rev: u64, style: TextStyle, user_id: Option<&str>) -> Message {
    let range = TextRange { start: 0, end: 5, style, user_id: user_id.map(UserId::from), ..TextRange::default() };
    Message { ranges: vec![range], ..message(seq, rev, "ben", "@anna come") }
}

fn named(widget: &Widget) -> u32 {
    view::unread_mentions(&widget.model, &pair())
}

fn mentioned(widget: &Widget) -> Vec<bool> {
    let told = widget.effects.iter().filter_map(|effect| match effect {
        Effect::Emit(HostEvent::MessageReceived { mentioned, .. }) => Some(*mentioned),
        _ => None,
    });
    told.collect()
}

#[test]
fn who_is_named_is_counted_as_it_comes_told_to_the_page_and_read_away() {
    let mut widget = Widget::online(1, 1);
    widget.hear(created(naming(2, 2, TextStyle::Mention, Some("anna"))));
    assert_eq!((named(&widget), widget.unread(), mentioned(&widget)), (1, 1, vec![true]));
    widget.hear(created(naming(3, 3, TextStyle::Mention, Some("cara"))));
    assert_eq!((named(&widget), widget.unread(), mentioned(&widget)), (1, 2, vec![false]));
    widget.hear(created(naming(4, 4, TextStyle::MentionChannel, None)));
    widget.hear(created(naming(5, 5, TextStyle::MentionHere, None)));
    assert_eq!(named(&widget), 3);
    let cursor = Cursor { user_id: UserId::from("anna"), read_seq: Seq(5), delivered_seq: Seq(5) };
    widget.hear(Event::CursorMoved(CursorMoved { channel_id: pair(), cursor }));
    assert_eq!((named(&widget), widget.unread()), (0, 0));
}

#[test]
fn a_call_to_who_was_there_is_none_to_who_comes_later() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.act(Action::AttentionChanged(false));
    let missed = vec![naming(2, 2, TextStyle::MentionHere, None), naming(3, 3, TextStyle::MentionChannel, None)];
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    widget.hear(Event::SyncPage(changes(missed, 3)));
    assert_eq!((named(&widget), widget.unread()), (1, 2));
}

#[test]
fn people_are_sought_by_the_beginning_of_a_name_and_what_comes_is_offered() {
    let mut widget = Widget::talking(vec![]);
    widget.act(Action::PeopleSought { channel_id: pair(), prefix: "김ㅈ".to_owned() });
    let wanted = ListMembers {
        channel_id: pair(),
        after: None,
        limit: Some(8),
        prefix: Some("김ㅈ".to_owned()),
        filter: None,
        read_seq: None,
        user_ids: vec![],
    };
    assert_eq!(widget.commands(), [Command::ListMembers(wanted)]);
    let june = User { nickname: "김준호".to_owned(), ..user("june") };
    let list = MemberList { channel_id: pair(), members: vec![], users: vec![june.clone()], next: None, count: None };
    widget.answer(|command| matches!(command, Command::ListMembers(_)), Event::MemberList(list));
    assert_eq!((widget.model.people.prefix.as_str(), &widget.model.people.users), ("김ㅈ", &vec![june]));
    assert!(widget.changes.contains(&Change::People));
    widget.send("@김준호 안녕", 1);
    let mention = Mention { start: 0, end: 4, user_id: UserId::from("june") };
    let Some(Command::Send(send)) = widget.commands().pop() else { panic!("nothing was sent") };
    assert_eq!(send.mentions, std::slice::from_ref(&mention));
    assert_eq!(widget.model.outbox[0].mentions, [mention]);
}

#[test]
fn an_edit_means_whom_the_message_meant() {
    let range =
        TextRange { end: 4, style: TextStyle::Mention, user_id: Some(UserId::from("kim2")), ..TextRange::default() };
    let held = Message { ranges: vec![range], ..own(1, 1, 1, "@Kim hi") };
    let mut widget = Widget::talking(vec![held]);
    widget.act(Action::EditPressed { channel_id: pair(), seq: Seq(1) });
    widget.act(Action::EditSubmitted("hello @Kim".to_owned()));
    let mentions = vec![Mention { start: 6, end: 10, user_id: UserId::from("kim2") }];
    let edit = EditMessage { channel_id: pair(), seq: Seq(1), text: "hello @Kim".to_owned(), mentions };
    assert_eq!(widget.commands(), [Command::Edit(edit)]);
}
