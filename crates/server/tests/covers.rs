//! The picture of a channel: an operator's upload, seen by those who may know of the channel, and by nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "upload/http.rs"]
mod http;
#[path = "upload/pictures.rs"]
mod pictures;
#[path = "rest/call.rs"]
mod rest;

use http::{Page, assert_bytes_removed};
use madang_protocol::*;
use madang_server::store::{ChannelChange, Measure};
use madang_server::testing::{Client, TestApp, secret};
use pictures::{holds, png, telling_jpeg};
use serde_json::json;

fn url(file: &File) -> String {
    format!("/files/{}", file.file_id)
}

async fn cover(client: &mut Client, channel_id: &ChannelId, url: &str) -> Result<Channel, WireError> {
    let change =
        UpdateChannel { channel_id: channel_id.clone(), cover_url: Some(url.to_owned()), ..UpdateChannel::default() };
    match client.ask(Command::UpdateChannel(change)).await? {
        Event::Channel(view) => Ok(view.channel),
        other => panic!("{other:?}"),
    }
}

/// What `<img>` gets: the link that this page is given, and its bytes.
async fn seen(page: &Page, file: &File) -> Option<Vec<u8>> {
    let link = page.link(&file.file_id.0).await?;
    let answer = page.get(link["thumbnail"].as_str().or(link["path"].as_str()).unwrap()).await;
    assert_eq!(answer.status, 200);
    Some(answer.body)
}

#[tokio::test]
async fn a_cover_is_seen_by_members_only_and_goes_when_it_is_replaced() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    app.user("eve").await;
    let [hers, his, eves] = ["mina", "jun", "eve"].map(|user| Page::of(&app, user));
    let nobody = Page { token: None, ..eves.clone() };
    let file = hers.upload("kiln.jpg", &telling_jpeg(900, 600)).await.file();
    assert_eq!(seen(&his, &file).await, None, "an upload is its sender's");
    assert_eq!(cover(&mut mina, &group, &url(&file)).await.unwrap().cover_url, Some(url(&file)));
    let told = jun.pushed(|event| if let Event::ChannelChanged(told) = event { Some(told) } else { None }).await;
    assert_eq!(told.channel.cover_url, Some(url(&file)));
    let bytes = seen(&his, &file).await.unwrap();
    let drawn = image::load_from_memory(&bytes).unwrap();
    assert_eq!(
        (drawn.width(), holds(&bytes, "GPS")),
        (640, false),
        "small, and it tells nothing of where it was taken"
    );
    assert_eq!((seen(&eves, &file).await, seen(&nobody, &file).await), (None, None));
    let link = his.link(&file.file_id.0).await.unwrap();
    let path = link["path"].as_str().unwrap();
    let forged = path.replace("signature=", "signature=0");
    assert_eq!(eves.get(&forged).await.status, 404);
    assert_eq!(eves.get(&format!("/files/{}/original?app_id=shop", file.file_id)).await.status, 400);

    // Of a public group and an open channel everybody knows; of no channel whoever is banned.
    let (shop, jun_id) = (AppId::from("shop"), UserId::from("jun"));
    let public = |on| ChannelChange { public: Some(on), ..ChannelChange::default() };
    app.store.change_channel(&shop, &group, None, public(true)).await.unwrap();
    assert!(seen(&eves, &file).await.is_some() && seen(&nobody, &file).await.is_some());
    app.store.moderate(&shop, &group, None, &jun_id, Measure::Ban(None)).await.unwrap();
    assert_eq!(seen(&his, &file).await, None);
    app.store.moderate(&shop, &group, None, &jun_id, Measure::Unban).await.unwrap();
    assert!(seen(&his, &file).await.is_some());
    app.store.change_channel(&shop, &group, None, public(false)).await.unwrap();
    assert_eq!(seen(&his, &file).await, None, "he is no member any more");

    // The same again changes nothing; another one takes its place, and its bytes are removed.
    let rev = cover(&mut mina, &group, &url(&file)).await.unwrap().rev;
    assert_eq!(cover(&mut mina, &group, &url(&file)).await.unwrap().rev, rev);
    let other = hers.upload("jar.png", &png(40, 30)).await.file();
    assert_eq!(cover(&mut mina, &group, &url(&other)).await.unwrap().cover_url, Some(url(&other)));
    assert_eq!((seen(&hers, &file).await, hers.get(path).await.status), (None, 404));
    assert!(seen(&hers, &other).await.is_some());
    assert_bytes_removed(&app, &file.file_id).await;
    assert_eq!(cover(&mut mina, &group, "https://a.example/c.png").await.unwrap().cover_url.unwrap().len(), 23);
    assert_eq!(seen(&hers, &other).await, None);
    assert_eq!(cover(&mut mina, &group, "").await.unwrap().cover_url, None);
    assert_eq!(app.store.check().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn only_an_operators_own_free_picture_becomes_a_cover() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let (hers, his) = (Page::of(&app, "mina"), Page::of(&app, "jun"));
    let own = hers.upload("kiln.png", &png(40, 30)).await.file();
    let foreign = his.upload("jar.png", &png(40, 30)).await.file();
    let text = hers.upload("notes.md", b"no picture").await.file();
    let begun = hers.announce("late.png", 10).await;
    let code = |answer: Result<Channel, WireError>| answer.expect_err("refused").code;
    assert_eq!(code(cover(&mut jun, &group, &url(&foreign)).await), ErrorCode::Forbidden);
    assert_eq!(code(cover(&mut mina, &group, &url(&foreign)).await), ErrorCode::NotFound);
    assert_eq!(code(cover(&mut mina, &group, &format!("/files/{begun}")).await), ErrorCode::NotFound);
    assert_eq!(code(cover(&mut mina, &group, &format!("/files/{}", "0".repeat(32))).await), ErrorCode::NotFound);
    assert_eq!(code(cover(&mut mina, &group, &url(&text)).await), ErrorCode::FileRefused);
    for bad in ["/files/../x", "http://a.example/c.png", "//a.example/c.png", "/files/", "javascript:alert(1)"] {
        assert_eq!(code(cover(&mut mina, &group, bad).await), ErrorCode::BadRequest, "{bad}");
    }
    cover(&mut mina, &group, &url(&own)).await.unwrap();
    let elsewhere = app.group(&["mina", "jun"]).await;
    assert_eq!(code(cover(&mut mina, &elsewhere, &url(&own)).await), ErrorCode::NotFound, "another channel has it");
    let send = SendMessage {
        channel_id: group.clone(),
        client_id: "client-0001".into(),
        files: vec![own.file_id.clone()],
        ..SendMessage::default()
    };
    assert_eq!(mina.ask(Command::Send(send)).await.unwrap_err().code, ErrorCode::NotFound, "the channel has it");
    assert_eq!(hers.abandon(&own.file_id.0).await.status, 404);
    let path = format!("/api/v1/channels/{group}");
    let body = json!({ "cover_url": url(&foreign) });
    assert_eq!(rest::call(&app, "PUT", &path, &secret("shop"), body).await.0, 404, "it uploads nothing");
    let body = json!({ "cover_url": "https://a.example/c.png" });
    assert_eq!(rest::call(&app, "PUT", &path, &secret("shop"), body).await.0, 200);
}

#[tokio::test]
async fn a_group_is_created_with_its_cover_once() {
    let app = TestApp::start().await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let (hers, his) = (Page::of(&app, "mina"), Page::of(&app, "jun"));
    let file = hers.upload("kiln.png", &png(40, 30)).await.file();
    let wish = |client_id: &str, distinct, url: String| {
        Command::CreateChannel(CreateChannel {
            client_id: client_id.into(),
            kind: ChannelKind::Group,
            name: "Kiln".into(),
            public: false,
            distinct,
            cover_url: Some(url),
            user_ids: vec!["jun".into()],
        })
    };
    for bad in [wish("create-01", true, url(&file)), wish("create-01", false, "/etc/passwd".into())] {
        assert_eq!(mina.ask(bad).await.unwrap_err().code, ErrorCode::BadRequest);
    }
    let refused = jun.ask(wish("create-01", false, url(&file))).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound, "the file is not his");
    let Ok(Event::Channel(made)) = mina.ask(wish("create-02", false, url(&file))).await else { panic!() };
    assert_eq!(made.channel.cover_url, Some(url(&file)));
    let Ok(Event::Channel(again)) = mina.ask(wish("create-02", false, url(&file))).await else { panic!() };
    assert_eq!(again.channel.channel_id, made.channel.channel_id);
    assert!(seen(&his, &file).await.is_some());
}
