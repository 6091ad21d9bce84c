//! The Platform API: the customer's backend, and nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "rest/call.rs"]
mod rest;

use madang_protocol::*;
use madang_server::testing::{TestApp, secret};
use rest::call;
use serde_json::json;

#[tokio::test]
async fn a_backend_makes_users_channels_and_members() {
    let app = TestApp::start().await;
    let secret = secret("shop");
    let profile = json!({ "nickname": "Mi\u{202e}na", "profile_url": "https://a.example/m.png" });
    let (status, user) = call(&app, "PUT", "/api/v1/users/mina", &secret, profile).await;
    assert_eq!((status, user["nickname"].as_str()), (200, Some("Mina")));
    call(&app, "PUT", "/api/v1/users/jun", &secret, json!({})).await;
    let creation = json!({ "type": "group", "channel_id": "team", "name": "Team", "user_ids": ["mina"] });
    let (status, channel) = call(&app, "POST", "/api/v1/channels", &secret, creation.clone()).await;
    assert_eq!((status, channel["channel_id"].as_str()), (201, Some("team")));
    assert_eq!(call(&app, "POST", "/api/v1/channels", &secret, creation).await.0, 409);
    let mut jun = app.user("jun").await;
    let added = call(&app, "POST", "/api/v1/channels/team/members", &secret, json!({ "user_ids": ["jun"] })).await;
    assert_eq!(added.0, 204);
    let view = jun.pushed(|event| if let Event::Channel(view) = event { Some(view) } else { None }).await;
    assert_eq!((view.channel.name.as_str(), view.channel.member_count), ("Team", 2));
}

#[tokio::test]
async fn a_backend_says_something_in_a_channel() {
    let app = TestApp::start().await;
    let secret = secret("shop");
    let group = app.group(&["mina", "jun"]).await;
    let mut jun = app.user("jun").await;
    let path = format!("/api/v1/channels/{group}/messages");
    let note = json!({ "kind": "admin", "text": "The order is on its way", "client_id": "order-00017" });
    let (status, message) = call(&app, "POST", &path, &secret, note.clone()).await;
    assert_eq!((status, message["admin"]["what"].as_str()), (201, Some("note")));
    assert_eq!(call(&app, "POST", &path, &secret, note).await.1, message);
    let heard = jun.message().await;
    assert_eq!((heard.message.text.as_str(), heard.message.user_id.as_str()), ("The order is on its way", ""));
    for bad in [json!({ "kind": "text", "text": "x" }), json!({ "kind": "admin", "text": " " })] {
        assert_eq!(call(&app, "POST", &path, &secret, bad).await.0, 400);
    }
}

#[tokio::test]
async fn without_the_right_secret_everything_is_unauthorized() {
    let app = TestApp::start().await;
    for bearer in ["", "shop", "shop.guess", "nowhere.guess", secret("shop").to_uppercase().as_str()] {
        for (method, path) in [
            ("PUT", "/api/v1/users/mina"),
            ("POST", "/api/v1/users/mina/revoke"),
            ("POST", "/api/v1/channels"),
            ("POST", "/api/v1/channels/courtyard/members"),
        ] {
            let (status, error) = call(&app, method, path, bearer, json!({})).await;
            assert_eq!((status, error["code"].as_str()), (401, Some("unauthorized")), "{bearer} {path}");
        }
    }
}

#[tokio::test]
async fn a_secret_reaches_only_its_own_application() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let path = format!("/api/v1/channels/{group}/members");
    let body = json!({ "user_ids": ["mina"] });
    assert_eq!(call(&app, "POST", &path, &secret("other"), body).await.0, 404);
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_a_bad_request() {
    let app = TestApp::start().await;
    for body in [json!([]), json!({ "type": "secret" }), json!({ "type": "open", "channel_id": "a b" })] {
        let (status, error) = call(&app, "POST", "/api/v1/channels", &secret("shop"), body).await;
        assert_eq!((status, error["code"].as_str()), (400, Some("bad_request")));
    }
}
