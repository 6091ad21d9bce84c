//! Who is in an open channel now: listed a page at a time, operators first; found by name; counted whoever they are.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::auth::Claims;
use madang_server::store::Measure;
use madang_server::testing::{Client, ORIGIN, TestApp};

const COURTYARD: &str = "courtyard";

fn ask(channel_id: &str, prefix: Option<&str>, after: Option<String>, limit: u32) -> Command {
    Command::ListMembers(ListMembers {
        channel_id: channel_id.into(),
        after,
        limit: Some(limit),
        prefix: prefix.map(str::to_owned),
        filter: Some(MemberFilter::Present),
        read_seq: None,
        user_ids: Vec::new(),
    })
}

async fn present(client: &mut Client, prefix: Option<&str>, after: Option<String>, limit: u32) -> MemberList {
    match client.ask(ask(COURTYARD, prefix, after, limit)).await {
        Ok(Event::MemberList(list)) => list,
        other => panic!("{other:?}"),
    }
}

fn names(list: &MemberList) -> Vec<&str> {
    let ids: Vec<_> = list.members.iter().map(|member| &member.user_id).collect();
    assert_eq!(ids, list.users.iter().map(|user| &user.user_id).collect::<Vec<_>>(), "one place each, with a profile");
    list.users.iter().map(|user| user.nickname.as_str()).collect()
}

async fn come(app: &TestApp, user: &str, name: &str) -> Client {
    let claims = Claims { name: Some(name.to_owned()), ..app.claims(user) };
    let mut client = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    client.hello("shop", Some(app.sign("shop", &claims))).await;
    client.ask(Command::Enter(ChannelRef { channel_id: COURTYARD.into() })).await.unwrap();
    client
}

#[tokio::test]
async fn who_is_there_is_listed_by_pages_operators_first_and_nobody_who_left() {
    let limits = Limits { history_per_second: 1_000, ..Limits::default() };
    let app = TestApp::start_with(|_| {}, limits).await;
    let shop = AppId::from("shop");
    let mut zoe = come(&app, "zoe", "Zoë").await;
    let mut jun = come(&app, "jun", "김준호").await;
    let _again = come(&app, "jun", "김준호").await;
    let _ara = come(&app, "ara", "Ara").await;
    let mut nobody = app.anonymous().await;
    nobody.ask(Command::Enter(ChannelRef { channel_id: COURTYARD.into() })).await.unwrap();
    app.user("eve").await;
    let role = Measure::Role(Role::Operator);
    app.store.moderate(&shop, &COURTYARD.into(), None, &"zoe".into(), role).await.unwrap();
    app.store.moderate(&shop, &COURTYARD.into(), None, &"ara".into(), Measure::Mute(None)).await.unwrap();

    let list = present(&mut jun, None, None, 50).await;
    assert_eq!((names(&list), list.count, list.next.clone()), (vec!["Zoë", "Ara", "김준호"], Some(4), None));
    assert_eq!(
        (list.members[0].role, list.members[1].muted_until),
        (Role::Operator, None),
        "who is muted he is not told"
    );
    let list = present(&mut zoe, None, None, 50).await;
    assert_eq!(list.members[1].muted_until, Some(TimeMs::NEVER));
    assert_eq!(names(&present(&mut nobody, None, None, 50).await).len(), 3, "who reads without a name sees them too");

    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = present(&mut jun, None, after, 1).await;
        assert_eq!(page.count, Some(4));
        all.extend(names(&page).into_iter().map(str::to_owned));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(all, ["Zoë", "Ara", "김준호"]);
    assert_eq!(names(&present(&mut jun, Some("zo"), None, 50).await), ["Zoë"]);
    assert_eq!(names(&present(&mut jun, Some("기"), None, 50).await), ["김준호"], "half a syllable will do");
    assert_eq!(names(&present(&mut jun, Some("q"), None, 50).await), [""; 0]);

    zoe.ask(Command::Exit(ChannelRef { channel_id: COURTYARD.into() })).await.unwrap();
    nobody.ask(Command::Exit(ChannelRef { channel_id: COURTYARD.into() })).await.unwrap();
    let list = present(&mut jun, None, None, 50).await;
    assert_eq!((names(&list), list.count), (vec!["Ara", "김준호"], Some(2)));
    for bad in ["x", "1.99.ab", "0", "1.1.가"] {
        let refused = jun.ask(ask(COURTYARD, None, Some(bad.to_owned()), 5)).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::BadRequest, "{bad}");
    }
}

#[tokio::test]
async fn of_a_group_nobody_is_told_and_of_a_channel_whoever_is_banned() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let refused = app.user("mina").await.ask(ask(group.as_str(), None, None, 5)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadRequest);
    let refused = app.user("eve").await.ask(ask(group.as_str(), None, None, 5)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);
    let mut jun = come(&app, "jun", "Jun").await;
    app.store.moderate(&"shop".into(), &COURTYARD.into(), None, &"jun".into(), Measure::Ban(None)).await.unwrap();
    jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    assert_eq!(jun.ask(ask(COURTYARD, None, None, 5)).await.unwrap_err().code, ErrorCode::NotFound);
    let mut mina = come(&app, "mina", "Mina").await;
    assert_eq!(names(&present(&mut mina, None, None, 5).await), ["Mina"]);
}

#[tokio::test]
async fn in_a_full_courtyard_a_page_stays_a_page() {
    let app = TestApp::start_with(|_| {}, Limits { history_per_second: 1_000, ..Limits::default() }).await;
    let mut crowd = Vec::new();
    for number in 0..150 {
        crowd.push(come(&app, &format!("u{number}"), &format!("Guest {number:03}")).await);
    }
    let mut first = present(&mut crowd[0], None, None, 100).await;
    assert_eq!((first.users.len(), first.count), (100, Some(150)));
    let rest = present(&mut crowd[0], None, first.next.take(), 100).await;
    assert_eq!((rest.users.len(), rest.next.clone()), (50, None));
    assert_eq!((names(&first)[99], names(&rest)[0]), ("Guest 099", "Guest 100"));
}
