//! Who gets in: tokens, origins, visitors; and how they are sent out again.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::auth::Claims;
use madang_server::testing::{Client, ORIGIN, TestApp, secret};
use std::time::{Duration, Instant};

async fn refused_hello(app: &TestApp, token: String) -> (ErrorCode, u16) {
    let mut client = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let hello = Hello { version: 1, app_id: "shop".into(), token: Some(token), resume: Vec::new() };
    let refused = client.ask(Command::Hello(hello)).await.unwrap_err();
    (refused.code, client.close_code().await)
}

#[tokio::test]
async fn expired_forged_unsigned_and_foreign_tokens_are_refused_with_4502() {
    let app = TestApp::start().await;
    let good = app.claims("mina");
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaW5hIiwiZXhwIjo5OTk5OTk5OTk5LCJpYXQiOjEsImFwcF9pZCI6InNob3AifQ.";
    for token in [
        app.sign("shop", &Claims { exp: good.iat - 61, ..good.clone() }),
        app.sign("other", &good),
        app.sign("shop", &Claims { app_id: "other".into(), ..good.clone() }),
        app.sign("shop", &Claims { exp: good.iat + 7_200, ..good.clone() }),
        unsigned.to_owned(),
        "no-such-visitor".to_owned(),
        String::new(),
        "x".repeat(5_000),
    ] {
        assert_eq!(refused_hello(&app, token.clone()).await, (ErrorCode::Unauthorized, 4502), "{token}");
    }
}

#[tokio::test]
async fn only_allowed_origins_and_the_servers_own_open_a_socket() {
    let app = TestApp::start().await;
    let own = format!("http://{}", app.address);
    for origin in [ORIGIN, own.as_str()] {
        assert!(Client::connect(app.address, "shop", Some(origin)).await.is_ok(), "{origin}");
    }
    for origin in [
        "https://evil.example",
        "null",
        "https://shop.example.evil.example",
        "http://shop.example",
        "https://shop.example:8443",
    ] {
        assert_eq!(Client::connect(app.address, "shop", Some(origin)).await.err(), Some(403), "{origin}");
    }
    assert_eq!(Client::connect(app.address, "nowhere", Some(ORIGIN)).await.err(), Some(403));
}

#[tokio::test]
async fn a_client_without_a_page_needs_a_signed_token() {
    let app = TestApp::start().await;
    let mut native = Client::connect(app.address, "shop", None).await.unwrap();
    native.hello("shop", Some(app.token("mina"))).await;
    let mut native = Client::connect(app.address, "shop", None).await.unwrap();
    let hello = Hello { version: 1, app_id: "shop".into(), token: None, resume: Vec::new() };
    assert_eq!(native.ask(Command::Hello(hello)).await.unwrap_err().code, ErrorCode::Unauthorized);
}

#[tokio::test]
async fn an_anonymous_reader_becomes_a_visitor_with_the_first_command_that_needs_one() {
    let app = TestApp::start().await;
    let courtyard = ChannelId::from("courtyard");
    let mut reader = app.anonymous().await;
    reader.ask(Command::Enter(ChannelRef { channel_id: courtyard.clone() })).await.unwrap();
    let history = History { channel_id: courtyard.clone(), before: None, after: None, around: None, limit: None };
    reader.ask(Command::History(history)).await.unwrap();
    assert_eq!(reader.events_for(Duration::from_millis(100)).await, []);
    let send = SendMessage {
        channel_id: courtyard.clone(),
        client_id: "client-0001".into(),
        text: "hi".into(),
        ..SendMessage::default()
    };
    reader.send(Command::Send(send)).await;
    let identified = match reader.frame().await.unwrap().payload {
        Event::Identified(identified) => identified,
        other => panic!("{other:?} before identified"),
    };
    assert!(identified.user.visitor && identified.user.user_id.as_str().starts_with("v_"));
    let ack = reader.pushed(|event| if let Event::Ack(ack) = event { Some(ack) } else { None }).await;
    assert_eq!(ack.seq, Seq(1));

    let mut back = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let welcome = back.hello("shop", Some(identified.visitor_token.clone())).await;
    assert_eq!(welcome.user, Some(identified.user));

    let own = format!("http://{}", app.address);
    let mut elsewhere = Client::connect(app.address, "shop", Some(&own)).await.unwrap();
    let token = Some(identified.visitor_token);
    let hello = Hello { version: 1, app_id: "shop".into(), token: token.clone(), resume: Vec::new() };
    assert_eq!(elsewhere.ask(Command::Hello(hello)).await.unwrap_err().code, ErrorCode::Unauthorized);
    let mut other = Client::connect(app.address, "other", Some(ORIGIN)).await.unwrap();
    let hello = Hello { version: 1, app_id: "other".into(), token, resume: Vec::new() };
    assert_eq!(other.ask(Command::Hello(hello)).await.unwrap_err().code, ErrorCode::Unauthorized);
}

#[tokio::test]
async fn new_visitors_of_one_address_are_limited() {
    let app = TestApp::start_with(|config| config.visitors_per_minute = 2, Limits::default()).await;
    let mark = || Command::MarkRead(Mark { channel_id: "courtyard".into(), seq: Seq(0) });
    for _ in 0..2 {
        app.anonymous().await.ask(mark()).await.unwrap();
    }
    let refused = app.anonymous().await.ask(mark()).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::RateLimited, Retry::After));
    assert!((29_000..=30_000).contains(&refused.retry_after_ms.unwrap()), "{refused:?}");
}

#[tokio::test]
async fn a_token_is_refreshed_on_the_live_socket_and_only_for_the_same_user() {
    let app = TestApp::start().await;
    let claims = app.claims("mina");
    let mut mina = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    mina.hello("shop", Some(app.sign("shop", &Claims { exp: claims.iat + 30, ..claims }))).await;
    let left = mina.pushed(|event| if let Event::TokenExpiring(told) = event { Some(told) } else { None }).await;
    assert!((28_000..=30_000).contains(&left.expires_in_ms), "{left:?}");
    let refreshed = mina.ask(Command::Refresh(Refresh { token: app.token("mina") })).await;
    assert_eq!(refreshed, Ok(Event::Done(Empty {})));
    let refused = mina.ask(Command::Refresh(Refresh { token: app.token("jun") })).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Unauthorized);
}

#[tokio::test]
async fn another_tab_of_the_same_user_says_hello_on_the_live_socket() {
    let app = TestApp::start().await;
    let mut mina = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let token = Some(app.token("mina"));
    let first = mina.hello("shop", token.clone()).await;
    let position = Position { channel_id: "courtyard".into(), epoch: first.epoch.clone(), rev: Rev(0) };
    let hidden = Position { channel_id: "nowhere".into(), ..position.clone() };
    let resume = vec![position, hidden];
    let hello = |token| Hello { version: 1, app_id: "shop".into(), token, resume: resume.clone() };
    let id = mina.send(Command::Hello(hello(token))).await;
    let mut heard = Vec::new();
    while heard.len() < 3 {
        let frame = mina.frame().await.unwrap();
        assert_eq!(frame.id, Some(id), "{frame:?}");
        heard.push(frame.payload.kind());
    }
    assert_eq!(heard, ["welcome", "sync_page", "channel_removed"]);
    for token in [Some(app.token("jun")), None, Some("forged".to_owned())] {
        assert_eq!(mina.ask(Command::Hello(hello(token))).await.unwrap_err().code, ErrorCode::Unauthorized);
    }
    let older = Hello { version: 99, ..hello(Some(app.token("mina"))) };
    assert_eq!(mina.ask(Command::Hello(older)).await.unwrap_err().code, ErrorCode::VersionUnsupported);
    assert!(mina.ask(Command::Ping(Empty {})).await.is_ok(), "the line lives on");

    let mut reader = app.anonymous().await;
    assert_eq!(
        reader.ask(Command::Hello(hello(Some(app.token("mina"))))).await.unwrap_err().code,
        ErrorCode::Unauthorized,
        "nobody becomes somebody on a socket that others read"
    );
    assert!(matches!(reader.ask(Command::Hello(hello(None))).await, Ok(Event::Welcome(_))));
}

#[tokio::test]
async fn a_token_that_ended_a_minute_ago_closes_the_socket_with_4004() {
    let app = TestApp::start().await;
    let claims = app.claims("mina");
    let mut mina = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    mina.hello("shop", Some(app.sign("shop", &Claims { exp: claims.iat - 58, ..claims }))).await;
    assert_eq!(mina.close_code().await, 4004);
}

#[tokio::test]
async fn a_revoked_user_is_out_within_five_seconds_and_stays_out() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let token = app.token("mina");
    let (url, bearer) = (app.url("/api/v1/users/mina/revoke"), format!("Bearer {}", secret("shop")));
    let at = Instant::now();
    let answered = tokio::task::spawn_blocking(move || {
        ureq::post(&url).header("authorization", bearer).send_empty().unwrap().status().as_u16()
    });
    assert_eq!(answered.await.unwrap(), 204);
    assert_eq!(mina.close_code().await, 4503);
    assert!(at.elapsed() < Duration::from_secs(5));
    assert_eq!(refused_hello(&app, token).await, (ErrorCode::Unauthorized, 4502));
    app.user("jun").await;
}

#[tokio::test]
async fn the_thirty_first_connection_of_a_user_is_closed_with_4505() {
    let app = TestApp::start_with(|_| {}, Limits { connections_per_user: 2, ..Limits::default() }).await;
    let (_one, two) = (app.user("mina").await, app.user("mina").await);
    assert_eq!(refused_hello(&app, app.token("mina")).await, (ErrorCode::RateLimited, 4505));
    drop(two);
    tokio::time::sleep(Duration::from_millis(100)).await;
    app.user("mina").await;
}
