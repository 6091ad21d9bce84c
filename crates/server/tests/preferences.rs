//! What one user wants, over the wire: kept, told to the user's own connections and to nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, TestApp};
use std::time::Duration;

fn keep(channel_id: &ChannelId) -> SetPreference {
    SetPreference { channel_id: channel_id.clone(), ..SetPreference::default() }
}

async fn enter(client: &mut Client, channel_id: &ChannelId) -> ChannelView {
    match client.ask(Command::Enter(ChannelRef { channel_id: channel_id.clone() })).await {
        Ok(Event::Channel(view)) => view,
        other => panic!("no view but {other:?}"),
    }
}

#[tokio::test]
async fn what_one_wants_of_a_channel_is_told_to_ones_other_devices_only() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut desk, mut phone, mut jun) = (app.user("mina").await, app.user("mina").await, app.user("jun").await);
    let wanted = SetPreference { notify: Some(Notify::None), pinned: Some(true), ..keep(&group) };
    let answer = desk.ask(Command::SetPreference(wanted)).await.unwrap();
    let heard = phone.pushed(|event| matches!(event, Event::Preference(_)).then_some(event)).await;
    assert_eq!(answer, heard);
    let Event::Preference(changed) = heard else { panic!() };
    assert_eq!((changed.channel_id, changed.preference.notify), (group.clone(), Notify::None));
    assert_eq!(enter(&mut phone, &group).await.preference, Some(changed.preference));
    assert_eq!(enter(&mut jun, &group).await.preference, None);
    assert_eq!(jun.events_for(Duration::from_millis(100)).await, []);
    let nothing = desk.ask(Command::SetPreference(keep(&group))).await.unwrap_err();
    assert_eq!(nothing.code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn do_not_disturb_is_told_to_the_other_devices_and_at_the_next_hello() {
    let app = TestApp::start().await;
    let (mut desk, mut phone) = (app.user("mina").await, app.user("mina").await);
    let until = DoNotDisturb { until: Some(TimeMs::NEVER) };
    assert_eq!(desk.ask(Command::DoNotDisturb(until)).await, Ok(Event::DoNotDisturb(until)));
    let heard = phone.pushed(|event| if let Event::DoNotDisturb(told) = event { Some(told) } else { None }).await;
    assert_eq!(heard, until);
    let mut third = Client::connect(app.address, "shop", Some(madang_server::testing::ORIGIN)).await.unwrap();
    let welcome = third.hello("shop", Some(app.token("mina"))).await;
    assert_eq!(welcome.do_not_disturb_until, Some(TimeMs::NEVER));
    let wrong = DoNotDisturb { until: Some(TimeMs(u64::MAX)) };
    assert_eq!(desk.ask(Command::DoNotDisturb(wrong)).await.unwrap_err().code, ErrorCode::BadRequest);
    desk.ask(Command::DoNotDisturb(DoNotDisturb::default())).await.unwrap();
    let heard = phone.pushed(|event| if let Event::DoNotDisturb(told) = event { Some(told) } else { None }).await;
    assert_eq!(heard.until, None);
}

#[tokio::test]
async fn what_is_marked_as_unread_is_so_on_all_of_ones_devices_and_no_receipt_goes_back() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut desk, mut phone, mut jun) = (app.user("mina").await, app.user("mina").await, app.user("jun").await);
    for number in 1..=3 {
        jun.say(&group, &format!("client-0{number}"), "hello").await;
    }
    let mark = |seq| Command::MarkRead(Mark { channel_id: group.clone(), seq: Seq(seq) });
    let unread = |from| Command::SetPreference(SetPreference { unread_from: Some(Seq(from)), ..keep(&group) });
    let told = |event| if let Event::Preference(told) = event { Some(told) } else { None };
    desk.ask(mark(3)).await.unwrap();
    let answer = desk.ask(unread(2)).await.unwrap();
    let heard = phone.pushed(told).await;
    assert_eq!(answer, Event::Preference(heard.clone()));
    assert_eq!(
        (heard.preference.unread_from, heard.unread_count, heard.mention_count),
        (Some(Seq(2)), Some(2), Some(0))
    );
    assert_eq!(desk.ask(unread(4)).await.unwrap_err().code, ErrorCode::NotFound);
    let moved = jun.pushed(|event| if let Event::CursorMoved(moved) = event { Some(moved) } else { None }).await;
    assert_eq!(moved.cursor.read_seq, Seq(3));
    // Read again on the other device, where the cursor is already.
    phone.ask(mark(3)).await.unwrap();
    let heard = phone.pushed(told).await;
    assert_eq!((heard.preference.unread_from, heard.unread_count), (None, Some(0)));
    let view = enter(&mut jun, &group).await;
    assert_eq!(view.preference, None);
    let none = jun.events_for(Duration::from_millis(100)).await;
    assert!(!none.iter().any(|event| matches!(event, Event::Preference(_))), "{none:?}");
}
