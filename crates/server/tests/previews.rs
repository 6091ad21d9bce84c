//! Previews over the wire: they come after the message, are seen by those who may read it, and go with their link.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "upload/http.rs"]
mod http;
#[path = "upload/pictures.rs"]
mod pictures;
#[path = "rest/call.rs"]
mod rest;

use http::{Page, assert_bytes_removed};
use madang_protocol::*;
use madang_server::testing::{Client, Says, TestApp, Web, bomb, secret};
use pictures::{holds, png, telling_jpeg};
use serde_json::json;
use std::time::{Duration, Instant};

async fn web() -> Web {
    Web::start(|path| match path {
        "/jar" => Says::page(
            "<title>Plain</title><meta property=og:title content='A moon jar'><meta property=og:site_name content='The shop'>\
             <meta property=og:description content='White, and not quite round.'><meta property=og:image content=/jar.jpg>",
        ),
        "/jar.jpg" => Says::ok("image/jpeg", telling_jpeg(1_200, 630)),
        "/bowl" => Says::page("<title>A bowl</title>"),
        "/korean" => Says::ok("text/html; charset=euc-kr", [b"<title>".as_slice(), &[0xc7, 0xd7, 0xbe, 0xc6, 0xb8, 0xae]].concat()),
        "/untitled" => Says::page("<meta name=description content='Only words'>"),
        "/tweeted" => Says::page("<meta name=twitter:title content=Tweet><meta name=twitter:image content=/small.png>"),
        "/bomb" => Says::page("<title>Bomb</title><meta property=og:image content=/bomb.png>"),
        "/bomb.png" => Says::ok("image/png", bomb(30_000, 30_000)),
        "/script" => Says::page("<title>Script</title><meta property=og:image content=/script.svg>"),
        "/script.svg" => Says::ok("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        "/dot" => Says::page("<title>Dot</title><meta property=og:image content=/dot.png>"),
        "/dot.png" => Says::ok("image/png", png(1, 1)),
        "/small.png" => Says::ok("image/png", png(300, 200)),
        "/nothing" => Says::page("<p>nothing</p>"),
        "/hanging" => Says::Endless(Vec::new(), Vec::new(), Duration::from_secs(60)),
        path if path.starts_with("/page") => Says::page(format!("<title>{path}</title>")),
        _ => Says::missing(),
    })
    .await
}

async fn start(web: &Web) -> TestApp {
    let address = web.address.to_string();
    let quick = Limits { sends_per_second: 100, send_burst: 100, ..Limits::default() };
    TestApp::start_with(|config| (config.previews, config.preview_own_addresses) = (true, address), quick).await
}

async fn changed(client: &mut Client) -> MessageEvent {
    client.pushed(|event| if let Event::MessageChanged(changed) = event { Some(changed) } else { None }).await
}

/// Nothing changes for as long as a preview would take.
async fn assert_quiet(client: &mut Client) {
    let heard = client.events_for(Duration::from_millis(400)).await;
    assert!(!heard.iter().any(|event| matches!(event, Event::MessageChanged(_))), "{heard:?}");
}

fn remove(channel_id: &ChannelId, seq: u64) -> Command {
    Command::RemovePreview(RemovePreview { channel_id: channel_id.clone(), seq: Seq(seq) })
}

async fn edit(client: &mut Client, channel_id: &ChannelId, seq: u64, text: &str) -> Message {
    let (channel_id, text) = (channel_id.clone(), text.to_owned());
    let edit = EditMessage { channel_id, seq: Seq(seq), text, mentions: vec![] };
    match client.ask(Command::Edit(edit)).await {
        Ok(Event::MessageChanged(changed)) => changed.message,
        other => panic!("not edited but {other:?}"),
    }
}

#[tokio::test]
async fn a_message_gets_a_card_and_only_who_may_read_it_sees_the_picture() {
    let web = web().await;
    let app = start(&web).await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let url = web.url("/jar");
    let ack = mina.say(&group, "client-0001", &format!("look: {url} and {}", web.url("/bowl"))).await;
    let told = changed(&mut jun).await;
    assert_eq!((told.rev, told.message.rev, told.message.edited_at), (Rev(ack.rev.0 + 1), told.rev, None));
    let preview = told.message.preview.clone().unwrap();
    assert_eq!((preview.url.as_str(), preview.site.as_str()), (url.as_str(), "The shop"));
    assert_eq!((preview.title.as_str(), preview.description.as_str()), ("A moon jar", "White, and not quite round."));
    let image = preview.image.clone().unwrap();
    assert_eq!((image.width, image.height, image.mime.as_str()), (Some(640), Some(336), "image/jpeg"));
    assert_eq!(image.placeholder.as_ref().map(String::len), Some(48));
    assert_eq!(changed(&mut mina).await, told);
    let history = History { channel_id: group.clone(), before: None, after: None, around: None, limit: None };
    let Ok(Event::HistoryPage(page)) = jun.ask(Command::History(history)).await else { panic!("no page") };
    assert_eq!(page.messages, std::slice::from_ref(&told.message));

    let (page, mut stranger) = (Page::of(&app, "jun"), Page::of(&app, "eve"));
    let link = page.link(&image.file_id.0).await.unwrap();
    let path = link["path"].as_str().unwrap();
    let shown = page.get(path).await;
    assert_eq!((shown.status, shown.header("content-type"), shown.body.len() as u64), (200, "image/jpeg", image.size));
    assert!(!holds(&shown.body, "GPS") && !holds(&shown.body, "<script>"), "drawn anew");
    let drawn = image::load_from_memory(&shown.body).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (640, 336));
    assert_eq!(stranger.link(&image.file_id.0).await, None);
    stranger.token = None;
    assert_eq!(stranger.link(&image.file_id.0).await, None);

    let delete = DeleteMessage { channel_id: group.clone(), seq: Seq(1) };
    mina.ask(Command::Delete(delete)).await.unwrap();
    assert_eq!(changed(&mut jun).await.message.preview, None);
    assert_eq!((page.link(&image.file_id.0).await, page.get(path).await.status), (None, 404));
    assert_bytes_removed(&app, &image.file_id).await;
    assert_eq!(app.store.check().await.unwrap().faults, [""; 0]);
}

#[tokio::test]
async fn pages_of_every_kind_get_the_card_that_they_deserve() {
    let web = web().await;
    let app = start(&web).await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let host = "127.0.0.1";
    for (at, (path, site, title, description, image)) in [
        ("/bowl", host, "A bowl", "", None),
        ("/korean", host, "항아리", "", None),
        ("/untitled", host, "", "Only words", None),
        ("/tweeted", host, "Tweet", "", Some((300, 200))),
        ("/jar.jpg", host, "", "", Some((640, 336))),
        ("/bomb", host, "Bomb", "", None),
        ("/script", host, "Script", "", None),
        ("/dot", host, "Dot", "", None),
    ]
    .into_iter()
    .enumerate()
    {
        mina.say(&group, &format!("client-00{at:02}"), &web.url(path)).await;
        let preview = changed(&mut mina).await.message.preview.unwrap();
        assert_eq!(
            (preview.site.as_str(), preview.title.as_str(), preview.description.as_str()),
            (site, title, description)
        );
        let size = preview.image.map(|image| (image.width.unwrap(), image.height.unwrap()));
        assert_eq!(size, image, "{path}");
    }
    for (at, path) in ["/nothing", "/missing", "/script.svg"].iter().enumerate() {
        mina.say(&group, &format!("client-01{at:02}"), &web.url(path)).await;
        assert_quiet(&mut mina).await;
        assert_eq!(web.count(path), 1, "{path}");
    }
    mina.say(&group, "client-0200", &format!("`{0}` and mailto:mina@shop.example", web.url("/page"))).await;
    assert_quiet(&mut mina).await;
    assert_eq!(web.count("/page"), 0, "what is code is no link");
}

#[tokio::test]
async fn the_author_and_operators_take_a_preview_away_and_it_does_not_come_again() {
    let web = web().await;
    let app = start(&web).await;
    let group = app.group(&["mina", "jun", "ara"]).await;
    let (mut mina, mut jun, mut ara) = (app.user("mina").await, app.user("jun").await, app.user("ara").await);
    let url = web.url("/jar");
    for (client, id) in [(&mut jun, "client-0001"), (&mut ara, "client-0002")] {
        client.say(&group, id, &url).await;
        changed(&mut mina).await;
    }
    let page = Page::of(&app, "mina");
    assert_eq!(jun.ask(remove(&group, 2)).await.unwrap_err().code, ErrorCode::Forbidden);
    let Ok(Event::MessageChanged(taken)) = jun.ask(remove(&group, 1)).await else { panic!("not taken") };
    assert_eq!((taken.message.preview.clone(), taken.message.no_preview, taken.message.edited_at), (None, true, None));
    assert_eq!(changed(&mut mina).await, taken);
    let again = jun.ask(remove(&group, 1)).await.unwrap();
    assert_eq!(again, Event::MessageChanged(taken.clone()), "nothing changes");
    let Ok(Event::MessageChanged(second)) = mina.ask(remove(&group, 2)).await else { panic!("not taken") };
    assert!(second.message.no_preview);
    assert_eq!(mina.ask(remove(&group, 7)).await.unwrap_err().code, ErrorCode::NotFound);
    // Edited with the same link it stays away; another link brings another card.
    assert!(edit(&mut jun, &group, 1, &format!("here: {url}")).await.no_preview);
    changed(&mut mina).await;
    changed(&mut mina).await;
    assert_quiet(&mut mina).await;
    assert!(!edit(&mut jun, &group, 1, &web.url("/bowl")).await.no_preview);
    assert_eq!(changed(&mut mina).await.message.preview, None);
    let bowl = changed(&mut mina).await.message;
    assert_eq!(bowl.preview.unwrap().title, "A bowl");
    assert!(page.link("00000000000000000000000000000000").await.is_none());
    assert_eq!(app.store.check().await.unwrap().faults, [""; 0]);
}

#[tokio::test]
async fn an_edit_that_takes_the_link_away_takes_the_card_and_its_picture_away() {
    let web = web().await;
    let app = start(&web).await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    mina.say(&group, "client-0001", &web.url("/jar")).await;
    let preview = changed(&mut mina).await.message.preview.unwrap();
    let page = Page::of(&app, "jun");
    let file_id = preview.image.clone().unwrap().file_id.0;
    let path = page.link(&file_id).await.unwrap()["path"].as_str().unwrap().to_owned();
    let kept = edit(&mut mina, &group, 1, &format!("more words {}", web.url("/jar"))).await;
    assert_eq!(kept.preview, Some(preview));
    let taken = edit(&mut mina, &group, 1, "no link").await;
    assert_eq!((taken.preview, taken.no_preview), (None, false));
    assert_eq!((page.link(&file_id).await, page.get(&path).await.status), (None, 404));
    edit(&mut mina, &group, 1, &web.url("/jar")).await;
    for _ in 0..3 {
        changed(&mut mina).await;
    }
    assert!(changed(&mut mina).await.message.preview.is_some());
    assert_eq!(web.count("/jar"), 1, "it is known");
}

#[tokio::test]
async fn it_is_switched_off_for_an_application_or_for_all() {
    let web = web().await;
    let app = start(&web).await;
    let mut mina = app.user("mina").await;
    let group = app.group(&["mina", "jun"]).await;
    let off = json!({ "on": false });
    assert_eq!(rest::call(&app, "PUT", "/api/v1/previews", &secret("shop"), off).await.0, 204);
    let told = rest::call(&app, "GET", "/api/v1/previews", &secret("shop"), json!(null)).await;
    assert_eq!(told, (200, json!({ "on": false })));
    mina.say(&group, "client-0001", &web.url("/bowl")).await;
    assert_quiet(&mut mina).await;
    assert_eq!(web.asked(), [""; 0]);
    rest::call(&app, "PUT", "/api/v1/previews", &secret("shop"), json!({ "on": true })).await;
    mina.say(&group, "client-0002", &web.url("/bowl")).await;
    assert!(changed(&mut mina).await.message.preview.is_some());

    let address = web.address.to_string();
    let off = TestApp::start_with(|config| config.preview_own_addresses = address, Limits::default()).await;
    let mut mina = off.user("mina").await;
    let group = off.group(&["mina", "jun"]).await;
    mina.say(&group, "client-0001", &web.url("/page-off")).await;
    assert_quiet(&mut mina).await;
    assert_eq!(web.count("/page-off"), 0);
}

#[tokio::test]
async fn nothing_inside_is_asked_when_nothing_is_allowed() {
    let web = web().await;
    let app = TestApp::start_with(|config| config.previews = true, Limits::default()).await;
    let mut mina = app.user("mina").await;
    let group = app.group(&["mina", "jun"]).await;
    let port = web.address.port();
    for (at, host) in ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"].iter().enumerate() {
        mina.say(&group, &format!("client-000{at}"), &format!("http://{host}:{port}/jar")).await;
    }
    assert_quiet(&mut mina).await;
    assert_eq!(web.asked(), [""; 0]);
}

#[tokio::test]
async fn a_page_that_hangs_delays_no_message_and_no_shutdown() {
    let web = web().await;
    let mut app = start(&web).await;
    let mut mina = app.user("mina").await;
    let group = app.group(&["mina", "jun"]).await;
    let begun = Instant::now();
    for at in 0..9 {
        mina.say(&group, &format!("client-000{at}"), &web.url(&format!("/hanging?{at}"))).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    while web.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    drop(mina);
    let begun = Instant::now();
    app.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn one_user_gets_so_many_previews_and_no_more() {
    let web = web().await;
    let app = start(&web).await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    for at in 0..20 {
        mina.say(&group, &format!("client-00{at:02}"), &web.url(&format!("/page-{at}"))).await;
    }
    for _ in 0..10 {
        changed(&mut jun).await;
    }
    assert_quiet(&mut jun).await;
    let asked = web.asked().len();
    assert!((10..=11).contains(&asked), "{asked}");
    jun.say(&group, "client-0001", &web.url("/bowl")).await;
    assert!(changed(&mut jun).await.message.preview.is_some(), "another user's are not touched");
}
