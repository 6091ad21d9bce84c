//! Threads over the wire: who hears what of a reply, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, TestApp};
use std::time::Duration;

async fn enter(client: &mut Client, channel_id: &ChannelId) -> ChannelView {
    let entered = client.ask(Command::Enter(ChannelRef { channel_id: channel_id.clone() })).await;
    let Ok(Event::Channel(view)) = entered else { panic!("{entered:?}") };
    view
}

async fn told(client: &mut Client) -> ThreadReplied {
    client.pushed(|event| if let Event::ThreadReplied(told) = event { Some(told) } else { None }).await
}

fn send(channel_id: &ChannelId, client_id: &str, in_channel: bool) -> Command {
    let (channel_id, client_id) = (channel_id.clone(), client_id.into());
    Command::Send(SendMessage { channel_id, client_id, text: "here".into(), in_channel, ..SendMessage::default() })
}

/// A group of mina and jun with one message of mina, and its thread.
async fn talk(app: &TestApp) -> (ChannelId, ChannelId, Client, Client) {
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, jun) = (app.user("mina").await, app.user("jun").await);
    mina.say(&group, "client-0001", "who brings what?").await;
    let thread = group.thread(Seq(1));
    (group, thread, mina, jun)
}

#[tokio::test]
async fn who_is_in_the_thread_hears_replies_who_follows_hears_that_there_are_and_all_see_the_root() {
    let app = TestApp::start().await;
    let (group, thread, mut mina, mut jun) = talk(&app).await;
    let mut phone = app.user("jun").await;
    assert_eq!(enter(&mut jun, &thread).await.thread.unwrap().root.text, "who brings what?");
    mina.say(&thread, "client-0002", "bread").await;
    let heard = jun.pushed(|event| match event {
        Event::MessageCreated(created) if created.channel_id != group => Some(created),
        _ => None,
    });
    assert_eq!(heard.await.message.text, "bread");
    let changed = phone.pushed(|event| if let Event::MessageChanged(changed) = event { Some(changed) } else { None });
    let root = changed.await;
    assert_eq!((root.channel_id, root.message.thread.unwrap().replies), (group.clone(), 1));
    jun.say(&thread, "client-0003", "salad").await;
    let news = told(&mut mina).await;
    assert_eq!((news.channel_id, news.seq, news.user_id), (thread.clone(), Seq(2), "jun".into()));
    // His own phone does not hear of his own reply, nor anybody of what they are not in.
    assert!(!phone.events_for(Duration::from_millis(200)).await.iter().any(|event| {
        matches!(event, Event::ThreadReplied(_))
            || matches!(event, Event::MessageCreated(made) if made.channel_id == thread)
    }));
    let mut again = app.user("mina").await;
    let Ok(Event::ThreadList(list)) = again.ask(Command::ListThreads(ListThreads::default())).await else { panic!() };
    assert_eq!((list.threads.len(), list.threads[0].unread_count), (1, 1));
    again.ask(Command::MarkRead(Mark { channel_id: thread.clone(), seq: Seq(2) })).await.unwrap();
    let moved = mina.pushed(|event| if let Event::CursorMoved(moved) = event { Some(moved) } else { None }).await;
    assert_eq!((moved.channel_id, moved.cursor.read_seq), (thread, Seq(2)));
    assert!(
        !jun.events_for(Duration::from_millis(200)).await.iter().any(|event| matches!(event, Event::CursorMoved(_)))
    );
}

#[tokio::test]
async fn a_thread_is_resumed_and_ends_with_the_membership() {
    let app = TestApp::start().await;
    let (group, thread, mut mina, mut jun) = talk(&app).await;
    enter(&mut jun, &thread).await;
    jun.say(&thread, "client-0002", "bread").await;
    mina.ask(Command::Kick(MemberRef { channel_id: group.clone(), user_id: "jun".into() })).await.unwrap();
    jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    mina.say(&thread, "client-0003", "he is gone").await;
    assert_eq!(jun.events_for(Duration::from_millis(200)).await, []);
    assert_eq!(jun.ask(send(&thread, "client-0004", false)).await.unwrap_err().code, ErrorCode::NotFound);
    let Ok(Event::ThreadList(list)) = jun.ask(Command::ListThreads(ListThreads::default())).await else { panic!() };
    assert_eq!(list.threads.len(), 0);
}

#[tokio::test]
async fn what_is_of_a_channel_only_is_refused_in_a_thread() {
    let app = TestApp::start().await;
    let (group, thread, mut mina, _) = talk(&app).await;
    mina.say(&thread, "client-0002", "bread").await;
    let named = || ChannelRef { channel_id: thread.clone() };
    let schedule = Schedule {
        channel_id: thread.clone(),
        client_id: "client-0003".into(),
        text: "later".into(),
        mentions: vec![],
        send_at: TimeMs(253_000_000_000_000),
    };
    let refused = [
        (Command::Schedule(schedule), ErrorCode::BadRequest),
        (send(&group, "client-0004", true), ErrorCode::BadRequest),
        (Command::FollowThread(FollowThread { channel_id: group.clone(), on: true }), ErrorCode::BadRequest),
        (Command::Pin(PinMessage { channel_id: thread.clone(), seq: Seq(1), on: true }), ErrorCode::Forbidden),
        (Command::Leave(named()), ErrorCode::Forbidden),
        (Command::Invite(Invite { channel_id: thread.clone(), user_ids: vec!["eve".into()] }), ErrorCode::Forbidden),
        (Command::Enter(ChannelRef { channel_id: thread.thread(Seq(1)) }), ErrorCode::BadRequest),
        (Command::Enter(ChannelRef { channel_id: ChannelId(format!("{group}.01")) }), ErrorCode::BadRequest),
        (Command::Enter(ChannelRef { channel_id: group.thread(Seq(2)) }), ErrorCode::NotFound),
    ];
    for (command, code) in refused {
        let kind = command.kind();
        assert_eq!(mina.ask(command).await.expect_err(kind).code, code, "{kind}");
    }
    mina.ask(send(&thread, "client-0005", true)).await.unwrap();
}
