//! Polls over the wire: who hears what of a vote, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, TestApp};

fn poll(channel_id: &ChannelId, client_id: &str, options: &[&str]) -> SendPoll {
    SendPoll {
        channel_id: channel_id.clone(),
        client_id: client_id.into(),
        text: "When is the **raid**?".into(),
        options: options.iter().map(|text| (*text).to_owned()).collect(),
        ..SendPoll::default()
    }
}

fn vote(channel_id: &ChannelId, options: &[u32]) -> Command {
    Command::Vote(Vote { channel_id: channel_id.clone(), seq: Seq(1), options: options.to_vec() })
}

async fn changed(client: &mut Client) -> Poll {
    let event = client.pushed(|event| if let Event::MessageChanged(changed) = event { Some(changed) } else { None });
    *event.await.message.poll.unwrap()
}

async fn newest(client: &mut Client, channel_id: &ChannelId) -> Poll {
    let history = History { channel_id: channel_id.clone(), before: None, after: None, around: None, limit: None };
    let Ok(Event::HistoryPage(page)) = client.ask(Command::History(history)).await else { panic!("no page") };
    *page.messages[0].poll.clone().unwrap()
}

#[tokio::test]
async fn everybody_hears_how_it_stands_and_only_the_voters_own_devices_what_they_chose() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun, mut phone) = (app.user("mina").await, app.user("jun").await, app.user("jun").await);
    let asked = SendPoll { anonymous: true, ..poll(&group, "client-0001", &["eight", " nine "]) };
    let Ok(Event::Ack(ack)) = mina.ask(Command::SendPoll(asked.clone())).await else { panic!("no ack") };
    let heard = jun.message().await.message;
    let question = heard.poll.unwrap();
    assert_eq!((heard.text.as_str(), question.options[1].text.as_str()), ("When is the raid?", "nine"));
    assert_eq!((question.anonymous, question.mine), (true, None));
    let Ok(Event::Ack(again)) = mina.ask(Command::SendPoll(asked)).await else { panic!("no ack") };
    assert_eq!((again.seq, again.duplicate), (ack.seq, true));
    let Ok(Event::MessageChanged(answer)) = jun.ask(vote(&group, &[1])).await else { panic!("no answer") };
    assert_eq!(answer.message.poll.unwrap().mine, Some(vec![1]));
    let of_phone = changed(&mut phone).await;
    assert_eq!((of_phone.mine, of_phone.options[1].count, of_phone.voters), (Some(vec![1]), 1, 1));
    let of_mina = changed(&mut mina).await;
    assert_eq!((of_mina.mine, of_mina.options[1].count), (None, 1));
    assert_eq!(newest(&mut jun, &group).await.mine, Some(vec![1]));
    assert_eq!(newest(&mut mina, &group).await.mine, Some(vec![]));
    let list = ListVotes { channel_id: group.clone(), seq: Seq(1), option: None, after: None, limit: None };
    assert_eq!(mina.ask(Command::ListVotes(list)).await.unwrap_err().code, ErrorCode::Forbidden);
    let close = || Command::ClosePoll(ClosePoll { channel_id: group.clone(), seq: Seq(1) });
    assert_eq!(jun.ask(close()).await.unwrap_err().code, ErrorCode::Forbidden);
    mina.ask(close()).await.unwrap();
    let refused = jun.ask(vote(&group, &[0])).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::PollClosed, Retry::Never));
}

#[tokio::test]
async fn a_poll_that_is_none_is_refused() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let long = "x".repeat(101);
    let many: Vec<String> = (0..11).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for options in [&[][..], &["one"], &["a", " a"], &["a", " "], &["a", "b\nc"], &["a", &long], &many] {
        let refused = mina.ask(Command::SendPoll(poll(&group, "client-0001", options))).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::BadRequest, "{options:?}");
    }
    let blank = SendPoll { text: " ".into(), ..poll(&group, "client-0001", &["a", "b"]) };
    assert_eq!(mina.ask(Command::SendPoll(blank)).await.unwrap_err().code, ErrorCode::BadRequest);
    for closes_at in [TimeMs(1), TimeMs(u64::MAX / 2)] {
        let timed = SendPoll { closes_at: Some(closes_at), ..poll(&group, "client-0001", &["a", "b"]) };
        assert_eq!(mina.ask(Command::SendPoll(timed)).await.unwrap_err().code, ErrorCode::BadRequest, "{closes_at:?}");
    }
    mina.ask(Command::SendPoll(poll(&group, "client-0001", &["a", "b"]))).await.unwrap();
    for options in [&[2][..], &[0, 1], &[0; 11]] {
        assert_eq!(mina.ask(vote(&group, options)).await.unwrap_err().code, ErrorCode::BadRequest, "{options:?}");
    }
}
