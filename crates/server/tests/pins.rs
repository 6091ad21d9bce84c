//! Pins over the wire: who may, who hears, what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, TestApp};

fn pin(channel_id: &ChannelId, seq: u64, on: bool) -> Command {
    Command::Pin(PinMessage { channel_id: channel_id.clone(), seq: Seq(seq), on })
}

async fn pins(client: &mut Client, channel_id: &ChannelId) -> PinList {
    let list = ListPins { channel_id: channel_id.clone(), after: None, limit: None };
    match client.ask(Command::ListPins(list)).await {
        Ok(Event::PinList(list)) => list,
        other => panic!("no list but {other:?}"),
    }
}

async fn changed(client: &mut Client) -> MessageEvent {
    client.pushed(|event| if let Event::MessageChanged(changed) = event { Some(changed) } else { None }).await
}

#[tokio::test]
async fn an_operator_pins_and_everybody_hears_it() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    jun.say(&group, "client-0001", "the raid is at eight").await;
    assert_eq!(jun.ask(pin(&group, 1, true)).await.unwrap_err().code, ErrorCode::Forbidden);
    let answer = mina.ask(pin(&group, 1, true)).await.unwrap();
    let heard = changed(&mut jun).await;
    assert_eq!(answer, Event::MessageChanged(heard.clone()));
    assert!(heard.message.pinned && heard.reaction.is_none());
    let list = pins(&mut jun, &group).await;
    assert_eq!((list.pins.len(), list.pins[0].user_id.as_str(), &list.pins[0].message), (1, "mina", &heard.message));
    let view = jun.ask(Command::Enter(ChannelRef { channel_id: group.clone() })).await;
    let Ok(Event::Channel(view)) = view else { panic!("no view") };
    assert!(view.has_pins);
    mina.ask(pin(&group, 1, false)).await.unwrap();
    assert!(!changed(&mut jun).await.message.pinned);
    assert_eq!(pins(&mut jun, &group).await.pins, []);
}

#[tokio::test]
async fn nobody_pins_what_is_not_there_or_too_fast_and_anybody_reads_the_pins_of_an_open_channel() {
    let app = TestApp::start_with(|_| {}, Limits { sends_per_second: 1, send_burst: 3, ..Limits::default() }).await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    mina.say(&group, "client-0001", "hello").await;
    assert_eq!(mina.ask(pin(&group, 7, true)).await.unwrap_err().code, ErrorCode::NotFound);
    mina.ask(pin(&group, 1, true)).await.unwrap();
    let refused = mina.ask(pin(&group, 1, false)).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::RateLimited, Retry::After));
    assert_eq!(pins(&mut app.anonymous().await, &"courtyard".into()).await.pins, []);
    let wrong = ListPins { channel_id: group, after: None, limit: Some(101) };
    assert_eq!(mina.ask(Command::ListPins(wrong)).await.unwrap_err().code, ErrorCode::BadRequest);
}
