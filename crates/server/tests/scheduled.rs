//! Scheduled messages over the wire and over time: sent once, also when no server ran, and only by who may write then.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::clock;
use madang_server::testing::{Client, TestApp};
use std::time::Duration;

fn schedule(channel_id: &ChannelId, client_id: &str, after_ms: u64) -> Schedule {
    Schedule {
        channel_id: channel_id.clone(),
        client_id: client_id.into(),
        text: "the **kiln** is open".into(),
        mentions: vec![],
        send_at: TimeMs(clock::now().0 + after_ms),
    }
}

async fn waiting(client: &mut Client) -> Vec<Scheduled> {
    match client.ask(Command::ListScheduled(ListScheduled::default())).await {
        Ok(Event::ScheduledList(list)) => list.scheduled,
        other => panic!("no list but {other:?}"),
    }
}

async fn texts(client: &mut Client, channel_id: &ChannelId) -> Vec<String> {
    let history = History { channel_id: channel_id.clone(), before: None, after: None, around: None, limit: None };
    let Ok(Event::HistoryPage(page)) = client.ask(Command::History(history)).await else { panic!("no page") };
    page.messages.into_iter().filter(Message::is_said).map(|message| message.text).collect()
}

#[tokio::test]
async fn it_comes_at_its_time_to_everybody() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let wish = schedule(&group, "client-0001", 400);
    let Ok(Event::Scheduled(scheduled)) = mina.ask(Command::Schedule(wish.clone())).await else { panic!("refused") };
    assert_eq!(mina.ask(Command::Schedule(wish)).await, Ok(Event::Scheduled(scheduled.clone())));
    assert_eq!((waiting(&mut mina).await, waiting(&mut jun).await), (vec![scheduled.clone()], vec![]));
    assert_eq!(texts(&mut jun, &group).await, [""; 0]);
    let came = jun.message().await.message;
    assert_eq!((came.text.as_str(), came.client_id.as_str()), ("the kiln is open", "client-0001"));
    assert!(came.created_at >= scheduled.send_at && came.created_at.0 < scheduled.send_at.0 + 5_000);
    assert_eq!(waiting(&mut mina).await, []);
    let send = Command::SendScheduled(ScheduledRef { client_id: "client-0001".into() });
    assert_eq!(mina.ask(send).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_server_that_was_down_then_sends_it_once_when_it_is_up() {
    let mut app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    app.user("mina").await.ask(Command::Schedule(schedule(&group, "client-0001", 300))).await.unwrap();
    app.stop().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    app.run().await;
    let mut jun = app.user("jun").await;
    while texts(&mut jun, &group).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    app.stop().await;
    app.run().await;
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    let mut jun = app.user("jun").await;
    assert_eq!(texts(&mut jun, &group).await, ["the kiln is open"]);
}

#[tokio::test]
async fn who_left_finds_it_failed_with_the_reason() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut jun = app.user("jun").await;
    jun.ask(Command::Schedule(schedule(&group, "client-0001", 300))).await.unwrap();
    jun.ask(Command::Leave(ChannelRef { channel_id: group.clone() })).await.unwrap();
    while waiting(&mut jun).await[0].failed.is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(waiting(&mut jun).await[0].failed, Some(ErrorCode::NotFound));
    let send = || Command::SendScheduled(ScheduledRef { client_id: "client-0001".into() });
    assert_eq!(jun.ask(send()).await.unwrap_err().code, ErrorCode::NotFound);
    let mut mina = app.user("mina").await;
    assert_eq!(texts(&mut mina, &group).await, [""; 0]);
    // Back again, it is sent at once.
    mina.ask(Command::Invite(Invite { channel_id: group.clone(), user_ids: vec!["jun".into()] })).await.unwrap();
    let Ok(Event::Ack(ack)) = jun.ask(send()).await else { panic!("no ack") };
    assert_eq!((ack.seq, ack.duplicate, waiting(&mut jun).await), (Seq(3), false, vec![]));
}

#[tokio::test]
async fn it_is_changed_sent_now_or_cancelled_and_bad_ones_are_refused() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let code = |answer: Result<Event, WireError>| answer.unwrap_err().code;
    for bad in [
        Schedule { text: " ".into(), ..schedule(&group, "client-0001", 1_000) },
        Schedule { send_at: TimeMs(1), ..schedule(&group, "client-0001", 0) },
        Schedule { client_id: "short".into(), ..schedule(&group, "", 1_000) },
        Schedule {
            mentions: vec![Mention { start: 0, end: 99, user_id: "jun".into() }],
            ..schedule(&group, "client-0001", 1_000)
        },
    ] {
        assert_eq!(code(mina.ask(Command::Schedule(bad.clone())).await), ErrorCode::BadRequest, "{bad:?}");
    }
    for number in 1..=2 {
        mina.ask(Command::Schedule(schedule(&group, &format!("client-000{number}"), 3_600_000))).await.unwrap();
    }
    let change = |client_id: &str| ChangeScheduled {
        client_id: client_id.into(),
        text: Some("the kiln is shut".into()),
        mentions: vec![],
        send_at: None,
    };
    let Ok(Event::Scheduled(changed)) = mina.ask(Command::ChangeScheduled(change("client-0001"))).await else {
        panic!("not changed")
    };
    assert_eq!(changed.text, "the kiln is shut");
    assert_eq!(code(mina.ask(Command::ChangeScheduled(change("client-0009"))).await), ErrorCode::NotFound);
    let named = |client_id: &str| ScheduledRef { client_id: client_id.into() };
    let Ok(Event::Ack(_)) = mina.ask(Command::SendScheduled(named("client-0001"))).await else { panic!("no ack") };
    assert_eq!(mina.ask(Command::CancelScheduled(named("client-0002"))).await, Ok(Event::Done(Empty {})));
    assert_eq!(code(mina.ask(Command::CancelScheduled(named("client-0002"))).await), ErrorCode::NotFound);
    assert_eq!((texts(&mut mina, &group).await, waiting(&mut mina).await), (vec!["the kiln is shut".into()], vec![]));
    // Another user's are not there.
    assert_eq!(
        code(app.user("jun").await.ask(Command::CancelScheduled(named("client-0001"))).await),
        ErrorCode::NotFound
    );
}
