//! Under pressure and at the end: slow readers, limits, heartbeats, dead peers, draining, what operators look at.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use futures_util::SinkExt;
use madang_protocol::*;
use madang_server::testing::{Client, TestApp};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message as Packet;

fn unlimited() -> Limits {
    Limits { sends_per_second: 1_000_000, send_burst: 1_000_000, ..Limits::default() }
}

/// Sends so many messages, 64 on their way at once, and waits for every ack.
async fn burst(client: &mut Client, channel_id: &ChannelId, count: u64) {
    let text = "x".repeat(5_000);
    let mut waiting = std::collections::VecDeque::new();
    for number in 0..count {
        let client_id = ClientId(format!("client-{number:05}"));
        let send =
            SendMessage { channel_id: channel_id.clone(), client_id, text: text.clone(), ..SendMessage::default() };
        waiting.push_back(client.send(Command::Send(send)).await);
        if waiting.len() == 64 {
            assert!(matches!(client.answer(waiting.pop_front().unwrap()).await, Ok(Event::Ack(_))));
        }
    }
    for id in waiting {
        assert!(matches!(client.answer(id).await, Ok(Event::Ack(_))));
    }
}

async fn enter(client: &mut Client) -> ChannelId {
    let courtyard = ChannelId::from("courtyard");
    client.ask(Command::Enter(ChannelRef { channel_id: courtyard.clone() })).await.unwrap();
    courtyard
}

#[tokio::test]
async fn one_who_does_not_read_is_closed_and_the_others_miss_nothing() {
    let app = TestApp::start_with(
        |config| {
            config.slow_reader_ms = 500;
            config.commands_per_second = 1_000_000;
        },
        unlimited(),
    )
    .await;
    let (mut mina, mut jun, mut stuck) = (app.user("mina").await, app.user("jun").await, app.user("stuck").await);
    let courtyard = enter(&mut jun).await;
    enter(&mut stuck).await;
    // Far more than the kernel's buffers and the queue together hold.
    let count = 3_000;
    let writer = tokio::spawn(async move { burst(&mut mina, &courtyard, count).await });
    for number in 1..=count {
        assert_eq!(jun.message().await.message.seq, Seq(number));
    }
    writer.await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let url = app.url("/metrics");
    let slow = move || ureq::get(url).call().unwrap().body_mut().read_to_string().unwrap();
    let page = tokio::task::spawn_blocking(slow).await.unwrap();
    assert!(page.contains("madang_slow_closed_total 1"), "{page}");
    assert!(!page.contains("madang_queue_dropped_events_total 0"), "{page}");
    drop(stuck);
}

#[tokio::test]
async fn one_who_reads_late_hears_a_gap_and_can_sync() {
    let app = TestApp::start_with(
        |config| {
            config.slow_reader_ms = 600_000;
            config.heartbeat_ms = 600_000;
            config.commands_per_second = 1_000_000;
        },
        unlimited(),
    )
    .await;
    let (mut mina, mut late) = (app.user("mina").await, app.user("late").await);
    let courtyard = enter(&mut late).await;
    let mut seen = Seq(0);
    burst(&mut mina, &courtyard, 3_000).await;
    let gap = late.pushed(|event| match event {
        Event::MessageCreated(created) => {
            assert_eq!(created.message.seq.0, seen.0 + 1);
            seen = created.message.seq;
            None
        }
        Event::Gap(gap) => Some(gap),
        _ => None,
    });
    assert_eq!(gap.await.channel_id, courtyard);
    assert!(seen.0 < 3_000);
    assert!(matches!(late.ask(Command::Ping(Empty {})).await, Ok(Event::Pong(_))));
}

#[tokio::test]
async fn the_eleventh_message_at_once_waits_exactly_as_long_as_it_is_told() {
    let app = TestApp::start_with(|_| {}, Limits { sends_per_second: 1, ..Limits::default() }).await;
    let mut mina = app.user("mina").await;
    let mut ids = Vec::new();
    let send = |number: u32| {
        let client_id = ClientId(format!("client-{number:04}"));
        Command::Send(SendMessage {
            channel_id: "courtyard".into(),
            client_id,
            text: "quick".into(),
            ..SendMessage::default()
        })
    };
    for number in 0..11 {
        ids.push(mina.send(send(number)).await);
    }
    let eleventh = ids.pop().unwrap();
    let refused = mina.answer(eleventh).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::RateLimited, Retry::After));
    let wait = refused.retry_after_ms.unwrap();
    assert!((1..=1_000).contains(&wait), "{wait}");
    tokio::time::sleep(Duration::from_millis(wait)).await;
    assert!(matches!(mina.ask(send(10)).await, Ok(Event::Ack(_))));
}

#[tokio::test]
async fn heartbeats_tell_the_revisions_of_followed_channels() {
    let app = TestApp::start_with(|config| config.heartbeat_ms = 2_000, Limits::default()).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let courtyard = enter(&mut mina).await;
    enter(&mut jun).await;
    let ack = mina.say(&courtyard, "client-0001", "hi").await;
    let revs = jun.pushed(|event| match event {
        Event::Heartbeat(Revs { revs }) if !revs.is_empty() => Some(revs),
        _ => None,
    });
    assert_eq!(revs.await, [(courtyard, ack.rev)]);
}

#[tokio::test]
async fn a_peer_that_answers_no_ping_is_closed_and_no_longer_online() {
    let app = TestApp::start_with(|config| config.heartbeat_ms = 1_500, Limits::default()).await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    // A client that is not polled answers no ping, as one whose network is gone.
    let silent = app.user("jun").await;
    let watch = WatchPresence { user_ids: vec!["jun".into(), "eve".into()] };
    let Ok(Event::Presence(now)) = mina.ask(Command::WatchPresence(watch)).await else { panic!("no presence") };
    assert_eq!(now.users.len(), 1, "eve shares no group");
    assert!(now.users[0].online);
    let at = Instant::now();
    let gone = mina.pushed(|event| if let Event::Presence(told) = event { Some(told) } else { None }).await;
    assert!(!gone.users[0].online && gone.users[0].last_seen_at.is_some());
    assert!(at.elapsed() < Duration::from_secs(8));
    drop((silent, group));
}

#[tokio::test]
async fn typing_reaches_the_others_and_not_oneself_and_is_paced() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    for _ in 0..5 {
        let typing = Frame { id: None, payload: Command::Typing(Typing { channel_id: group.clone(), active: true }) };
        mina.socket.send(Packet::text(typing.encode())).await.unwrap();
    }
    let heard = jun.events_for(Duration::from_millis(300)).await;
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(
        matches!(&heard[0], Event::TypingChanged(typing) if typing.active && typing.user.user_id.as_str() == "mina")
    );
    assert_eq!(mina.events_for(Duration::from_millis(100)).await, []);
}

#[tokio::test]
async fn cursors_move_forward_and_are_told() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    mina.say(&group, "client-0001", "read me").await;
    jun.ask(Command::MarkRead(Mark { channel_id: group.clone(), seq: Seq(1) })).await.unwrap();
    let moved = mina.pushed(|event| if let Event::CursorMoved(moved) = event { Some(moved) } else { None }).await;
    assert_eq!(moved.cursor, Cursor { user_id: "jun".into(), read_seq: Seq(1), delivered_seq: Seq(1) });
}

#[tokio::test]
async fn draining_fails_readyz_tells_everybody_to_come_back_and_ends() {
    let mut app = TestApp::start_with(|config| config.drain_ms = 1_000, Limits::default()).await;
    let mut clients = Vec::new();
    for user in ["mina", "jun", "eve"] {
        clients.push(app.user(user).await);
    }
    let (ready, address) = (app.url("/readyz"), app.address);
    let probe = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(300));
        ureq::get(&ready).call().map(|_| 200).unwrap_or_else(|error| match error {
            ureq::Error::StatusCode(code) => code,
            other => panic!("{other}"),
        })
    });
    let late = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Client::connect(address, "shop", Some(madang_server::testing::ORIGIN)).await.err()
    });
    let at = Instant::now();
    let told = async {
        for client in &mut clients {
            let told = client.pushed(|event| if let Event::Reconnect(told) = event { Some(told) } else { None }).await;
            assert_eq!(told, Reconnect { retry_after_ms: 0, jitter_ms: 100 });
            assert_eq!(client.close_code().await, 4000);
        }
    };
    tokio::join!(told, app.stop());
    assert!(at.elapsed() < Duration::from_secs(5), "{:?}", at.elapsed());
    assert_eq!((probe.await.unwrap(), late.await.unwrap()), (503, Some(503)));
}

#[tokio::test]
async fn operators_see_that_it_lives_is_ready_and_what_it_did() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let courtyard = enter(&mut mina).await;
    mina.say(&courtyard, "client-0001", "counted").await;
    let urls = [app.url("/healthz"), app.url("/readyz"), app.url("/metrics")];
    let read = |url: &String| ureq::get(url).call().unwrap().body_mut().read_to_string().unwrap();
    let pages = tokio::task::spawn_blocking(move || urls.iter().map(read).collect::<Vec<_>>()).await.unwrap();
    assert_eq!((pages[0].as_str(), pages[1].as_str()), ("ok\n", "ready\n"));
    for line in ["madang_connections 1", "madang_commands_total{kind=\"send\"} 1", "madang_ack_seconds_count 1"] {
        assert!(pages[2].lines().any(|found| found == line), "{line}\n{}", pages[2]);
    }
}
