//! Two users talk: what one sends the other hears, once, in order, and again after being away.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{ORIGIN, TestApp};

#[tokio::test]
async fn what_one_says_in_an_open_channel_the_other_hears() {
    let app = TestApp::start().await;
    let courtyard = ChannelId::from("courtyard");
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    for client in [&mut mina, &mut jun] {
        let entered = client.ask(Command::Enter(ChannelRef { channel_id: courtyard.clone() })).await;
        assert!(matches!(entered, Ok(Event::Channel(_))), "{entered:?}");
    }
    let ack = mina.say(&courtyard, "client-0001", "안녕").await;
    assert_eq!((ack.seq, ack.duplicate), (Seq(1), false));
    let heard = jun.message().await;
    assert_eq!((heard.message.text.as_str(), heard.message.seq, heard.rev), ("안녕", Seq(1), ack.rev));
    assert_eq!((heard.user.user_id.as_str(), heard.message.client_id.as_str()), ("mina", "client-0001"));
    let echoed = mina.message().await;
    assert_eq!(echoed.message, heard.message);
}

#[tokio::test]
async fn the_same_client_id_gets_the_first_ack_and_another_text_a_conflict() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let first = mina.say(&group, "client-0001", "once").await;
    let again = app.user("mina").await.say(&group, "client-0001", "once").await;
    assert_eq!(again, Ack { duplicate: true, ..first });
    let send = SendMessage {
        channel_id: group,
        client_id: "client-0001".into(),
        text: "twice".into(),
        ..SendMessage::default()
    };
    let refused = mina.ask(Command::Send(send)).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::IdempotencyConflict, Retry::Never));
}

#[tokio::test]
async fn sends_that_are_pipelined_are_acked_in_their_order() {
    let app = TestApp::start_with(|_| {}, Limits { send_burst: 100, ..Limits::default() }).await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let mut ids = Vec::new();
    for number in 1..=100 {
        let client_id = ClientId(format!("client-{number:04}"));
        let send =
            SendMessage { channel_id: group.clone(), client_id, text: number.to_string(), ..SendMessage::default() };
        ids.push(mina.send(Command::Send(send)).await);
    }
    for (number, id) in (1..=100).zip(ids) {
        let Ok(Event::Ack(ack)) = mina.answer(id).await else { panic!("no ack") };
        assert_eq!(ack.seq, Seq(number));
    }
}

#[tokio::test]
async fn who_comes_back_gets_what_was_said_edited_and_deleted_meanwhile() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let first = mina.say(&group, "client-0001", "one").await;
    mina.say(&group, "client-0002", "two").await;
    let position = Position { channel_id: group.clone(), epoch: first.epoch.clone(), rev: Rev(first.rev.0 + 1) };
    let edit = EditMessage { channel_id: group.clone(), seq: Seq(1), text: "uno".into(), mentions: vec![] };
    let edited = mina.ask(Command::Edit(edit)).await;
    assert!(matches!(edited, Ok(Event::MessageChanged(_))), "{edited:?}");
    mina.ask(Command::Delete(DeleteMessage { channel_id: group.clone(), seq: Seq(2) })).await.unwrap();
    mina.say(&group, "client-0003", "three").await;
    let mut jun = madang_server::testing::Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    jun.resume("shop", Some(app.token("jun")), vec![position]).await;
    let page = jun.pushed(|event| if let Event::SyncPage(page) = event { Some(page) } else { None }).await;
    assert!(!page.reset && !page.more);
    let states: Vec<(u64, &str, bool)> =
        page.messages.iter().map(|message| (message.seq.0, message.text.as_str(), message.deleted)).collect();
    assert_eq!(states, [(1, "uno", false), (2, "", true), (3, "three", false)]);
}

#[tokio::test]
async fn everything_acked_is_there_after_a_restart() {
    let mut app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    app.user("mina").await.say(&group, "client-0001", "stays").await;
    app.stop().await;
    app.run().await;
    let history = History { channel_id: group, before: None, after: None, around: None, limit: None };
    let Ok(Event::HistoryPage(page)) = app.user("jun").await.ask(Command::History(history)).await else {
        panic!("no page");
    };
    assert_eq!(page.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>(), ["stays"]);
}

#[tokio::test]
async fn a_reply_quotes_what_it_answers_and_is_refused_when_that_is_gone() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    mina.say(&group, "client-0001", "shall we?").await;
    let reply = |client_id: &str| {
        let (channel_id, client_id) = (group.clone(), client_id.into());
        Command::Send(SendMessage {
            channel_id,
            client_id,
            text: "yes".into(),
            reply_to: Some(Seq(1)),
            ..SendMessage::default()
        })
    };
    jun.ask(reply("client-0002")).await.unwrap();
    mina.message().await;
    let quoted = mina.message().await.message.reply_to.unwrap();
    assert_eq!((quoted.seq, quoted.nickname.as_str(), quoted.text.as_str()), (Seq(1), "", "shall we?"));
    mina.ask(Command::Delete(DeleteMessage { channel_id: group.clone(), seq: Seq(1) })).await.unwrap();
    let refused = jun.ask(reply("client-0003")).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::ReplyGone, Retry::Never));
    let Ok(Event::Ack(again)) = jun.ask(reply("client-0002")).await else { panic!("no ack") };
    assert!(again.duplicate);
}
