//! Threads: opened beside their channel, read, followed, and known by their roots.

use super::*;

fn thread_id() -> ChannelId {
    pair().thread(Seq(1))
}

fn told(replies: u32) -> Thread {
    let user = Some(user("cho"));
    Thread { replies, seq: Seq(replies.into()), at: TimeMs(9), user_ids: vec!["cho".into()], user }
}

fn root(rev: u64, replies: u32) -> Message {
    Message { thread: Some(told(replies).into()), ..message(1, rev, "ben", "who brings what?") }
}

fn root_changed(rev: u64, replies: u32) -> Event {
    let message = root(rev, replies);
    Event::MessageChanged(MessageEvent {
        channel_id: pair(),
        rev: Rev(rev),
        message,
        user: user("ben"),
        reaction: None,
    })
}

fn thread_view(replies: u64, read: u64) -> Event {
    let channel = channel(&thread_id(), ChannelKind::Group, replies, replies);
    let root = root(1, u32::try_from(replies).unwrap());
    let thread = Some(Box::new(ThreadView { root, following: true }));
    let last_message = Some(message(replies, replies, "cho", "newest"));
    Event::Channel(ChannelView { channel, last_message, thread, ..pair_view(replies, read) })
}

fn replied(seq: u64) -> Event {
    Event::ThreadReplied(ThreadReplied { channel_id: thread_id(), seq: Seq(seq), user_id: "cho".into() })
}

/// The 1:1 with a root, and its thread of two replies open beside it.
fn in_thread() -> Widget {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "who brings what?")]);
    widget.act(Action::ThreadOpened(thread_id()));
    assert_eq!(widget.kinds(), ["enter", "history"]);
    widget.hear(thread_view(2, 0));
    let messages = vec![message(1, 1, "cho", "bread"), message(2, 2, "cho", "salad")];
    widget.hear(Event::HistoryPage(HistoryPage { channel_id: thread_id(), ..page(messages, 2, false, false) }));
    widget
}

#[test]
fn a_thread_opens_beside_its_channel_and_is_no_channel_of_the_list() {
    let mut widget = in_thread();
    assert_eq!(
        (widget.model.panel.channel.clone(), widget.model.panel.thread.clone()),
        (Some(pair()), Some(thread_id()))
    );
    assert!(!widget.model.channels.order.contains(&thread_id()));
    assert_eq!(widget.unread(), 0);
    widget.act(Action::ThreadClosed);
    assert_eq!((widget.model.panel.thread.clone(), widget.kinds()), (None, vec!["exit"]));
    // Of another channel than the one on screen it is not opened.
    widget.act(Action::ThreadOpened(lobby().thread(Seq(1))));
    assert_eq!(widget.model.panel.thread, None);
    widget.act(Action::LinkOpened { channel_id: thread_id(), seq: Some(Seq(2)) });
    assert_eq!(widget.model.panel.thread, Some(thread_id()));
    widget.act(Action::BackPressed);
    assert_eq!((widget.model.panel.channel.clone(), widget.model.panel.thread.clone()), (None, None));
}

#[test]
fn a_root_tells_how_its_thread_stands_and_who_replied_is_known() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "who brings what?")]);
    widget.hear(root_changed(2, 1));
    let shown = view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap().thread.unwrap();
    assert_eq!((shown.replies, shown.user), (1, None));
    assert!(widget.model.users.contains_key(&"cho".into()));
    assert!(widget.changes.contains(&Change::Message(pair(), Key::Seq(Seq(1)))));
    assert_eq!(widget.texts(), ["who brings what?"]);
}

#[test]
fn the_open_thread_shows_its_root_wherever_the_channel_is_scrolled_to() {
    let mut widget = in_thread();
    widget.model.timelines.get_mut(&pair()).unwrap().messages.clear();
    assert_eq!(view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap().text, "who brings what?");
    widget.hear(root_changed(2, 3));
    assert_eq!(view::message(&widget.model, &pair(), &Key::Seq(Seq(1))).unwrap().thread.unwrap().replies, 3);
    assert!(widget.changes.contains(&Change::Message(pair(), Key::Seq(Seq(1)))));
}

#[test]
fn a_reply_elsewhere_is_unread_until_it_was_on_screen() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "who brings what?")]);
    widget.hear(replied(1));
    assert_eq!((view::unread_threads(&widget.model), view::total_unread(&widget.model)), (1, 1));
    assert!(widget.changes.contains(&Change::Threads) && widget.events().contains(&HostEvent::UnreadChanged(1)));
    assert!(view::is_unread(&widget.model, &pair(), Some(Seq(1))));
    widget.hear(replied(2));
    assert_eq!(view::unread_threads(&widget.model), 1);
    widget.act(Action::ThreadOpened(thread_id()));
    widget.hear(thread_view(2, 0));
    let messages = vec![message(1, 1, "cho", "bread"), message(2, 2, "cho", "salad")];
    widget.hear(Event::HistoryPage(HistoryPage { channel_id: thread_id(), ..page(messages, 2, false, false) }));
    widget.act(Action::MessageSeen { channel_id: thread_id(), seq: Seq(1) });
    assert_eq!(view::unread_threads(&widget.model), 1);
    widget.act(Action::MessageSeen { channel_id: thread_id(), seq: Seq(2) });
    assert_eq!(view::unread_threads(&widget.model), 0);
    widget.act(Action::TimerFired { timer: Timer::Marks, random: 0 });
    assert_eq!(widget.commands(), [Command::MarkRead(Mark { channel_id: thread_id(), seq: Seq(2) })]);
    // What is on screen is read as it comes; what somebody blocked says is no news.
    widget.hear(replied(2));
    widget.hear(Event::Blocked(Blocked { user_ids: vec!["cho".into()] }));
    widget.hear(replied(3));
    assert_eq!(view::unread_threads(&widget.model), 0);
}

#[test]
fn another_device_that_read_it_and_the_end_of_the_channel_clear_it() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "who brings what?")]);
    widget.hear(replied(1));
    let cursor = Cursor { user_id: "anna".into(), read_seq: Seq(1), delivered_seq: Seq(1) };
    widget.hear(Event::CursorMoved(CursorMoved { channel_id: thread_id(), cursor }));
    assert_eq!(view::unread_threads(&widget.model), 0);
    let mut widget = in_thread();
    widget.hear(replied(9));
    widget.hear(Event::ChannelRemoved(ChannelRef { channel_id: pair() }));
    assert_eq!((widget.model.panel.thread.clone(), view::unread_threads(&widget.model)), (None, 0));
    assert!(!widget.model.timelines.contains_key(&thread_id()));
}

#[test]
fn a_reply_goes_to_the_thread_and_once_to_the_channel_when_wanted() {
    let mut widget = in_thread();
    let send = |widget: &mut Widget, number| {
        let (channel_id, client_id) = (thread_id(), client(number));
        widget.act(Action::SendPressed { channel_id, text: "wine".into(), client_id });
        widget.commands().into_iter().find_map(|command| match command {
            Command::Send(body) => Some((body.channel_id, body.in_channel)),
            _ => None,
        })
    };
    widget.act(Action::InChannelChosen(true));
    assert_eq!(send(&mut widget, 1), Some((thread_id(), true)));
    assert_eq!(send(&mut widget, 2), Some((thread_id(), false)));
}

#[test]
fn after_a_reconnect_channel_and_thread_go_on_from_where_they_were() {
    let mut widget = in_thread();
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.act(Action::SocketOpened);
    let resumed = widget.commands().into_iter().find_map(|command| match command {
        Command::Hello(hello) => Some(hello.resume),
        _ => None,
    });
    let mut ids: Vec<ChannelId> = resumed.unwrap().into_iter().map(|position| position.channel_id).collect();
    ids.sort();
    assert_eq!(ids, [pair(), thread_id()]);
}

#[test]
fn following_is_asked_for_and_taken_back_when_refused() {
    let mut widget = in_thread();
    let follows =
        |widget: &Widget| widget.model.channels.by_id.get(&thread_id()).unwrap().thread.clone().unwrap().following;
    widget.act(Action::FollowPressed(thread_id()));
    assert_eq!(widget.commands(), [Command::FollowThread(FollowThread { channel_id: thread_id(), on: false })]);
    assert!(!follows(&widget));
    let own = MessageEvent {
        channel_id: thread_id(),
        rev: Rev(3),
        message: own(1, 3, 3, "wine"),
        user: user("anna"),
        reaction: None,
    };
    widget.hear(Event::MessageCreated(own));
    assert!(follows(&widget), "whoever replies follows");
    widget.act(Action::FollowPressed(thread_id()));
    let id = widget.model.requests.iter().find(|(_, asked)| matches!(asked, Request::Follow(_))).map(|(id, _)| *id);
    let error = WireError {
        code: ErrorCode::Internal,
        retry: Retry::Never,
        retry_after_ms: None,
        until: None,
        message: String::new(),
    };
    widget.act(Action::FrameReceived(Box::new(Frame { id, payload: Event::Error(error) })));
    assert!(follows(&widget));
}
