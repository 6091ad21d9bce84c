//! Reports reach the operators and the Platform API; blocks are heard by their maker only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "rest/call.rs"]
mod rest;

use madang_protocol::*;
use madang_server::testing::{Client, TestApp, secret};
use rest::call;
use serde_json::json;

fn report(group: &ChannelId, seq: Option<u64>, user: Option<&str>) -> Command {
    Command::Report(MakeReport {
        channel_id: group.clone(),
        seq: seq.map(Seq),
        user_id: user.map(UserId::from),
        reason: ReportReason::Harassment,
        note: "please look".into(),
    })
}

async fn queue(client: &mut Client, group: &ChannelId) -> Vec<Report> {
    let list = ListReports { channel_id: group.clone(), after: None, limit: None };
    match client.ask(Command::ListReports(list)).await {
        Ok(Event::ReportList(list)) => list.reports,
        other => panic!("no list but {other:?}"),
    }
}

#[tokio::test]
async fn a_report_waits_with_the_text_of_then_until_it_is_resolved() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun", "ara"]).await;
    let (mut mina, mut jun, mut ara) = (app.user("mina").await, app.user("jun").await, app.user("ara").await);
    jun.say(&group, "client-0001", "go away").await;
    for _ in 0..2 {
        ara.ask(report(&group, Some(1), None)).await.unwrap();
    }
    ara.ask(report(&group, None, Some("jun"))).await.unwrap();
    jun.ask(Command::Delete(DeleteMessage { channel_id: group.clone(), seq: Seq(1) })).await.unwrap();
    let reports = queue(&mut mina, &group).await;
    let told: Vec<_> = reports.iter().map(|one| (one.seq, one.user_id.as_str(), one.text.as_str())).collect();
    assert_eq!(told, [(Some(Seq(1)), "jun", "go away"), (None, "jun", "")]);
    assert_eq!((reports[0].reporter_id.as_str(), reports[0].reason), ("ara", ReportReason::Harassment));
    for bad in [report(&group, None, None), report(&group, Some(1), Some("jun"))] {
        assert_eq!(ara.ask(bad).await.unwrap_err().code, ErrorCode::BadRequest);
    }
    assert_eq!(ara.ask(report(&group, Some(9), None)).await.unwrap_err().code, ErrorCode::NotFound);
    let (status, list) = call(&app, "GET", "/api/v1/reports?limit=1", &secret("shop"), json!(null)).await;
    assert_eq!((status, list["reports"].as_array().unwrap().len()), (200, 1));
    assert_eq!(call(&app, "GET", "/api/v1/reports?limit=x", &secret("shop"), json!(null)).await.0, 400);
    let (_, none) = call(&app, "GET", "/api/v1/reports", &secret("other"), json!(null)).await;
    assert_eq!(none["reports"].as_array().unwrap().len(), 0);
    let path = format!("/api/v1/channels/{group}/reports/{}/resolve", reports[0].report_id);
    assert_eq!(call(&app, "POST", &path, &secret("other"), json!({})).await.0, 404);
    assert_eq!(call(&app, "POST", &path, &secret("shop"), json!({})).await.0, 204);
    let resolve = ResolveReport { channel_id: group.clone(), report_id: reports[1].report_id };
    mina.ask(Command::ResolveReport(resolve)).await.unwrap();
    assert_eq!(queue(&mut mina, &group).await, []);
}

#[tokio::test]
async fn whoever_is_blocked_never_knows_and_is_not_counted() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut other_tab, mut jun) = (app.user("mina").await, app.user("mina").await, app.user("jun").await);
    let block = |on| Command::Block(Block { user_id: "jun".into(), on });
    for _ in 0..2 {
        let blocked = Blocked { user_ids: vec!["jun".into()] };
        assert_eq!(mina.ask(block(true)).await, Ok(Event::Blocked(blocked.clone())));
        other_tab.pushed(|event| (event == Event::Blocked(blocked.clone())).then_some(())).await;
    }
    jun.say(&group, "client-0001", "are you there").await;
    let heard = jun.events_for(std::time::Duration::from_millis(100)).await;
    assert!(!heard.iter().any(|event| matches!(event, Event::Blocked(_))));
    let unread = |event| match event {
        Ok(Event::Channel(view)) => view.unread_count,
        other => panic!("no channel but {other:?}"),
    };
    let enter = || Command::Enter(ChannelRef { channel_id: group.clone() });
    assert_eq!(unread(mina.ask(enter()).await), 0);
    let mut later = Client::connect(app.address, "shop", Some(madang_server::testing::ORIGIN)).await.unwrap();
    assert_eq!(later.hello("shop", Some(app.token("mina"))).await.blocked, ["jun".into()]);
    assert_eq!(mina.ask(block(false)).await, Ok(Event::Blocked(Blocked { user_ids: vec![] })));
    assert_eq!(unread(mina.ask(enter()).await), 1);
    let own = Command::Block(Block { user_id: "mina".into(), on: true });
    assert_eq!(mina.ask(own).await.unwrap_err().code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn filters_replace_refuse_and_report() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let rules = json!({
        "words": [
            { "text": "darn", "action": "replace" },
            { "text": "never", "action": "block" },
            { "text": "바보", "action": "flag" },
        ],
        "domains": [{ "text": "evil.example", "action": "block" }],
    });
    assert_eq!(call(&app, "PUT", "/api/v1/filters", &secret("shop"), json!({ "wrods": [] })).await.0, 400);
    let bad = json!({ "words": [{ "text": " ", "action": "block" }] });
    assert_eq!(call(&app, "PUT", "/api/v1/filters", &secret("shop"), bad).await.0, 400);
    assert_eq!(call(&app, "PUT", "/api/v1/filters", "shop.guess", rules.clone()).await.0, 401);
    assert_eq!(call(&app, "PUT", "/api/v1/filters", &secret("shop"), rules.clone()).await.0, 204);
    let (_, mut held) = call(&app, "GET", "/api/v1/filters", &secret("shop"), json!(null)).await;
    assert_eq!((held["words"].take(), held["domains"].take()), (rules["words"].clone(), rules["domains"].clone()));
    let mut jun = app.user("jun").await;
    jun.say(&group, "client-0001", "DARN it").await;
    assert_eq!(jun.message().await.message.text, "**** it");
    let again = jun.say(&group, "client-0001", "DARN it").await;
    assert!(again.duplicate);
    for text in ["never ever", "www.evil.example"] {
        let send = SendMessage {
            channel_id: group.clone(),
            client_id: "client-0002".into(),
            text: text.into(),
            ..SendMessage::default()
        };
        assert_eq!(jun.ask(Command::Send(send)).await.unwrap_err().code, ErrorCode::Filtered);
    }
    let edit = EditMessage { channel_id: group.clone(), seq: Seq(1), text: "Never".into(), mentions: vec![] };
    assert_eq!(jun.ask(Command::Edit(edit)).await.unwrap_err().code, ErrorCode::Filtered);
    jun.say(&group, "client-0003", "이 바보").await;
    let reports = queue(&mut app.user("mina").await, &group).await;
    assert_eq!((reports.len(), reports[0].reason, reports[0].text.as_str()), (1, ReportReason::Filtered, "이 바보"));
}
