//! The matrix of the Platform API: every request × {a guessed secret, another application's, its own}. It stands above
//! operators, so that who is muted, banned or frozen out makes no difference to it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "rest/call.rs"]
mod rest;

use madang_protocol::*;
use madang_server::testing::{TestApp, secret};
use rest::call;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What another application's secret gets for a request that would do something in this one.
#[derive(Clone, Copy, PartialEq)]
enum Foreign {
    /// What it names is not there.
    NotFound,
    /// It is carried out, on that application's own.
    Own,
}

/// Every request: method, path, body.
fn requests() -> Vec<(&'static str, &'static str, Value, Foreign)> {
    use Foreign::{NotFound, Own};
    let rules = json!({ "words": [{ "text": "darn", "action": "replace" }], "domains": [] });
    vec![
        ("PUT", "users/{user_id}", json!({ "nickname": "Jun" }), Own),
        ("POST", "channels", json!({ "type": "open", "channel_id": "hall", "name": "Hall" }), Own),
        ("PUT", "channels/{channel_id}", json!({ "frozen": true }), NotFound),
        ("POST", "channels/{channel_id}/members", json!({ "user_ids": ["jun"] }), NotFound),
        ("POST", "channels/{channel_id}/members/{user_id}", json!({ "measure": "mute", "seconds": 60 }), NotFound),
        ("POST", "channels/{channel_id}/messages", json!({ "kind": "admin", "text": "We are back" }), NotFound),
        ("GET", "reports", json!(null), Own),
        ("POST", "channels/{channel_id}/reports/{report_id}/resolve", json!({}), NotFound),
        ("GET", "previews", json!(null), Own),
        ("PUT", "previews", json!({ "on": false }), Own),
        ("GET", "filters", json!(null), Own),
        ("PUT", "filters", rules, Own),
        ("POST", "users/{user_id}/revoke", json!({}), Own),
    ]
}

/// `PUT filters`, … of every route under `/api/v1/`.
fn routes() -> BTreeSet<String> {
    let mut routes = BTreeSet::new();
    for line in include_str!("../src/router.rs").lines() {
        let Some((path, handlers)) =
            line.trim().strip_prefix(".route(\"/api/v1/").and_then(|rest| rest.split_once('"'))
        else {
            continue;
        };
        for method in ["get", "put", "post", "patch", "delete"] {
            if handlers.contains(&format!(" {method}(")) || handlers.contains(&format!(".{method}(")) {
                routes.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    routes
}

#[test]
fn the_matrix_has_every_request() {
    let named: BTreeSet<String> = requests().iter().map(|(method, path, ..)| format!("{method} {path}")).collect();
    assert_eq!(named, routes());
}

#[tokio::test]
async fn every_request_needs_the_secret_of_the_application_itself() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut jun = app.user("jun").await;
    jun.say(&group, "client-0001", "darn").await;
    let reason = ReportReason::Spam;
    let report =
        MakeReport { channel_id: group.clone(), seq: Some(Seq(1)), user_id: None, reason, note: String::new() };
    app.user("mina").await.ask(Command::Report(report)).await.unwrap();
    let shop = AppId::from("shop");
    let queue = app.store.reports(&shop, None, None, 10).await.unwrap();
    let report_id = queue.reports[0].report_id.to_string();
    let all = || {
        requests().into_iter().map(|(method, path, body, foreign)| {
            let path = path.replace("{user_id}", "jun").replace("{channel_id}", group.as_str());
            (method, format!("/api/v1/{}", path.replace("{report_id}", &report_id)), body, foreign)
        })
    };
    let before = app.store.channel_view(&shop, &group, Some(&"jun".into())).await.unwrap();
    for (method, path, body, foreign) in all() {
        assert_eq!(call(&app, method, &path, "shop.guess", body.clone()).await.0, 401, "{method} {path}");
        let (status, answer) = call(&app, method, &path, &secret("other"), body).await;
        assert_eq!(status == 404, foreign == Foreign::NotFound, "{method} {path}: {status}");
        assert!(status < 300 || status == 404, "{method} {path}: {status}");
        assert!(!answer.to_string().contains(group.as_str()), "{method} {path}: {answer}");
    }
    // Nothing of it touched this application.
    assert_eq!(app.store.channel_view(&shop, &group, Some(&"jun".into())).await.unwrap(), before);
    assert!(app.store.previews(&shop).await.unwrap());
    assert_eq!(app.store.filters(&shop).await.unwrap(), Default::default());
    assert_eq!(app.store.reports(&shop, None, None, 10).await.unwrap(), queue);
    assert_eq!(app.store.revoked_at(&shop, &"jun".into()).await.unwrap(), None);
    for (method, path, body, _) in all() {
        let (status, answer) = call(&app, method, &path, &secret("shop"), body).await;
        assert!(status < 300, "{method} {path}: {status} {answer}");
    }
    jun.pushed(|event| matches!(event, Event::MemberChanged(_)).then_some(())).await;
    let bad = json!({ "measure": "scold" });
    let path = format!("/api/v1/channels/{group}/members/jun");
    assert_eq!(call(&app, "POST", &path, &secret("shop"), bad).await.0, 400);
}
