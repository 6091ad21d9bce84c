//! Each kind of bad input gets its documented error or close code; the server stays up, and others notice nothing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use futures_util::SinkExt;
use madang_protocol::*;
use madang_server::testing::{Client, ORIGIN, TestApp};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message as Packet;

/// Somebody else, who must notice nothing.
async fn assert_unharmed(app: &TestApp) {
    let courtyard = ChannelId::from("courtyard");
    let mut witness = app.user("witness").await;
    witness.ask(Command::Enter(ChannelRef { channel_id: courtyard.clone() })).await.unwrap();
    witness.say(&courtyard, "client-0001", "all is well").await;
}

async fn error_of(client: &mut Client, text: &str) -> ErrorCode {
    client.send_text(text.to_owned()).await;
    client.pushed(|event| if let Event::Error(error) = event { Some(error.code) } else { None }).await
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_a_bad_request_and_the_socket_lives() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let deep = format!(r#"{{"kind":"enter","body":{{"channel_id":{}1{}}}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    for (text, code) in [
        (r#"{"kind":"dance","body":{}}"#, ErrorCode::UnknownKind),
        (r#"{"kind":"enter","body":{"channel_id":7}}"#, ErrorCode::BadRequest),
        (r#"{"kind":"enter"}"#, ErrorCode::BadRequest),
        (r#"{"kind":"enter","body":{"channel_id":"a","channel_id":"b"}}"#, ErrorCode::BadRequest),
        (r#"{"kind":"enter","body":{"channel_id":"a b"}}"#, ErrorCode::BadRequest),
        (r#"{"kind":"enter","body":{"channel_id":"nowhere"}}"#, ErrorCode::NotFound),
        (
            r#"{"kind":"history","body":{"channel_id":"courtyard","before":99999999999999999999}}"#,
            ErrorCode::BadRequest,
        ),
        (r#"{"kind":"history","body":{"channel_id":"courtyard","before":-1}}"#, ErrorCode::BadRequest),
        (r#"{"kind":"history","body":{"channel_id":"courtyard","limit":0}}"#, ErrorCode::BadRequest),
        (r#"{"kind":"history","body":{"channel_id":"courtyard","before":1,"after":1}}"#, ErrorCode::BadRequest),
        (r#"{"kind":"send","body":{"channel_id":"courtyard","client_id":"c","text":"x"}}"#, ErrorCode::BadRequest),
        (
            r#"{"kind":"send","body":{"channel_id":"courtyard","client_id":"c-234567","text":"a\u0000b"}}"#,
            ErrorCode::BadRequest,
        ),
        (
            r#"{"kind":"send","body":{"channel_id":"courtyard","client_id":"c-234567","text":"\ud800"}}"#,
            ErrorCode::BadRequest,
        ),
        (
            r#"{"kind":"send","body":{"channel_id":"courtyard","client_id":"c-234567","text":" \n"}}"#,
            ErrorCode::BadRequest,
        ),
        (deep.as_str(), ErrorCode::BadRequest),
    ] {
        assert_eq!(error_of(&mut mina, text).await, code, "{}", &text[..text.len().min(120)]);
    }
    let long = SendMessage {
        channel_id: "courtyard".into(),
        client_id: "client-0001".into(),
        text: "가".repeat(5_001),
        ..SendMessage::default()
    };
    assert_eq!(mina.ask(Command::Send(long)).await.unwrap_err().code, ErrorCode::TextTooLong);
    assert!(matches!(mina.ask(Command::Ping(Empty {})).await, Ok(Event::Pong(_))));
}

#[tokio::test]
async fn the_largest_numbers_a_position_can_hold_are_answered_and_harm_nothing() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let courtyard = ChannelId::from("courtyard");
    for seq in [Seq(u64::MAX), Seq(i64::MAX as u64 + 1)] {
        let base = History { channel_id: courtyard.clone(), before: None, after: None, around: None, limit: None };
        for history in [
            History { before: Some(seq), ..base.clone() },
            History { after: Some(seq), ..base.clone() },
            History { around: Some(seq), ..base },
        ] {
            let answer = mina.ask(Command::History(history)).await;
            assert!(matches!(answer, Ok(Event::HistoryPage(_))), "{answer:?}");
        }
        let sync = SyncChannel { channel_id: courtyard.clone(), epoch: "e".into(), since: Rev(seq.0) };
        assert!(matches!(mina.ask(Command::Sync(sync)).await, Ok(Event::SyncPage(SyncPage { reset: true, .. }))));
        mina.ask(Command::MarkRead(Mark { channel_id: courtyard.clone(), seq })).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_no_frame_closes_with_4500() {
    let app = TestApp::start().await;
    for text in
        ["", "hello", "[]", "null", "{\"kind\":1}", r#"{"kind":"ping","id":99999999999999}"#, "{\"kind\":\"ping\""]
    {
        let mut mina = app.user("mina").await;
        mina.send_text(text.to_owned()).await;
        assert_eq!(mina.close_code().await, 4500, "{text:?}");
    }
    let mut mina = app.user("mina").await;
    mina.socket.send(Packet::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(mina.close_code().await, 4500);
    assert_unharmed(&app).await;
}

#[tokio::test]
async fn a_frame_of_ten_megabytes_closes_with_4501_and_one_just_within_the_limit_does_not() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let at = std::time::Instant::now();
    // The server closes while this is still on its way.
    let _ = mina.socket.send(Packet::text("x".repeat(10_000_000))).await;
    assert_eq!(mina.close_code().await, 4501);
    assert!(at.elapsed().as_secs() < 5);
    let mut mina = app.user("mina").await;
    let padded = format!("{{\"kind\":\"ping\",\"id\":77,\"body\":{{}}{}}}", " ".repeat(65_536 - 35));
    mina.send_text(padded).await;
    assert!(matches!(mina.answer(77).await, Ok(Event::Pong(_))));
    assert_unharmed(&app).await;
}

#[tokio::test]
async fn a_thousand_frames_a_second_are_refused_and_then_closed_with_4003() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    for id in 100..1_100 {
        mina.socket
            .feed(Packet::text(Frame { id: Some(id), payload: Command::Ping(Empty {}) }.encode()))
            .await
            .unwrap();
    }
    let _ = mina.socket.flush().await;
    let mut refused = 0_u32;
    while let Some(frame) = mina.frame().await {
        if let Event::Error(error) = frame.payload {
            assert_eq!((error.code, error.retry), (ErrorCode::RateLimited, Retry::After));
            assert!(error.retry_after_ms.unwrap() <= 10);
            refused += 1;
        } else {
            // What is taken meanwhile makes up for one.
            refused = refused.saturating_sub(1);
        }
    }
    assert_eq!((mina.closed, refused), (Some(4003), 300));
    assert_unharmed(&app).await;
}

#[tokio::test]
async fn who_is_too_fast_but_waits_as_told_is_never_closed() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let mut refused = 0;
    while refused < 400 {
        match mina.ask(Command::Ping(Empty {})).await {
            Ok(Event::Pong(_)) => {}
            Err(error) if error.code == ErrorCode::RateLimited => {
                refused += 1;
                tokio::time::sleep(Duration::from_millis(error.retry_after_ms.unwrap())).await;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(mina.closed, None);
}

#[tokio::test]
async fn a_socket_that_does_not_say_hello_is_closed_with_4502() {
    let app = TestApp::start_with(|config| config.first_frame_ms = 200, Limits::default()).await;
    let connect = || Client::connect(app.address, "shop", Some(ORIGIN));
    assert_eq!(connect().await.unwrap().close_code().await, 4502);
    let mut early = connect().await.unwrap();
    assert_eq!(early.ask(Command::Ping(Empty {})).await.unwrap_err().code, ErrorCode::Unauthorized);
    assert_eq!(early.close_code().await, 4502);
}

#[tokio::test]
async fn another_version_is_told_and_closed_with_4504() {
    let app = TestApp::start().await;
    let mut client = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let hello = Hello { version: 99, app_id: "shop".into(), token: None, resume: Vec::new() };
    assert_eq!(client.ask(Command::Hello(hello)).await.unwrap_err().code, ErrorCode::VersionUnsupported);
    assert_eq!(client.close_code().await, 4504);
}

#[tokio::test]
async fn a_request_that_never_ends_is_given_up() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = TestApp::start_with(|config| config.first_frame_ms = 200, Limits::default()).await;
    let mut slow = tokio::net::TcpStream::connect(app.address).await.unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(std::time::Duration::from_secs(3), slow.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "still open");
    let mut slow = tokio::net::TcpStream::connect(app.address).await.unwrap();
    let head = "POST /api/v1/channels HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n";
    let auth = format!("authorization: Bearer {}\r\n\r\n{{", madang_server::testing::secret("shop"));
    slow.write_all(format!("{head}{auth}").as_bytes()).await.unwrap();
    let ended = tokio::time::timeout(std::time::Duration::from_secs(3), slow.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "still open");
    assert_unharmed(&app).await;
}
