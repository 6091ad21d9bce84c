//! Files over HTTP: uploaded in parts, looked at, carried by a message, served to those who may see it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "upload/http.rs"]
mod http;
#[path = "upload/pictures.rs"]
mod pictures;

use http::{Page, assert_bytes_removed};
use madang_protocol::*;
use madang_server::store::{ChannelChange, Measure};
use madang_server::testing::{Client, ORIGIN, TestApp, bomb};
use pictures::{holds, png, telling_jpeg};
use serde_json::json;
use std::time::Duration;

async fn send(client: &mut Client, channel_id: &ChannelId, text: &str, files: &[&FileId]) -> Result<Event, WireError> {
    let files = files.iter().map(|id| (*id).clone()).collect();
    let client_id = ClientId(format!("client-{}", madang_server::auth::random_text(9).unwrap()));
    let (channel_id, text) = (channel_id.clone(), text.to_owned());
    client.ask(Command::Send(SendMessage { channel_id, client_id, text, files, ..SendMessage::default() })).await
}

#[tokio::test]
async fn a_voice_message_keeps_how_long_and_how_loud_it_is_and_nothing_else_does() {
    let app = TestApp::start().await;
    let (_mina, page) = (app.user("mina").await, Page::of(&app, "mina"));
    let webm: &[u8] = b"\x1a\x45\xdf\xa3 and then sound";
    for (mime, bytes, waveform, kept) in [
        ("audio/webm;codecs=opus", webm, "03af", Some("03af")),
        ("audio/webm", webm, "", None),
        ("audio/webm", webm, "03AF", None),
        ("audio/webm", webm, &"0".repeat(WAVEFORM + 1), None),
        ("video/webm", webm, "03af", None),
        ("audio/webm", b"a text".as_slice(), "03af", None),
    ] {
        let announced = json!({ "name": "음성 메시지.webm", "size": bytes.len(), "mime": mime, "duration_ms": 4200, "waveform": waveform });
        let answer = page.post("", announced).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let id = answer.json()["file_id"].as_str().unwrap().to_owned();
        page.part(&id, 0, bytes).await;
        let file = page.complete(&id).await.file();
        assert_eq!(file.waveform.as_deref(), kept, "{mime} {waveform}");
        assert_eq!(file.duration_ms, (file.kind != FileKind::Document).then_some(4_200));
    }
}

#[tokio::test]
async fn a_picture_is_uploaded_sent_and_seen_by_the_others() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let (page, other) = (Page::of(&app, "mina"), Page::of(&app, "jun"));
    let answer = page.upload("../달항아리\u{202e}.JPG", &telling_jpeg(900, 600)).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, ORIGIN));
    let file = answer.file();
    assert_eq!((file.name.as_str(), file.mime.as_str(), file.kind), ("달항아리.JPG", "image/jpeg", FileKind::Image));
    assert_eq!((file.width, file.height, file.placeholder.as_ref().map(String::len)), (Some(900), Some(600), Some(48)));
    assert_eq!(other.link(&file.file_id.0).await, None, "not sent yet: nobody else sees it");
    assert!(page.link(&file.file_id.0).await.is_some());
    let sent = send(&mut mina, &group, "", &[&file.file_id]).await;
    assert!(matches!(sent, Ok(Event::Ack(_))), "{sent:?}");
    let heard = jun.message().await.message;
    assert_eq!((heard.text.as_str(), heard.files.as_slice()), ("", &[file.clone()][..]));

    let link = other.link(&file.file_id.0).await.unwrap();
    let shown = other.get(link["path"].as_str().unwrap()).await;
    assert_eq!((shown.status, shown.body.len() as u64), (200, file.size));
    assert!(!holds(&shown.body, "GPS") && !holds(&shown.body, "<script>"));
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "private, max-age=300"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(shown.header(name), value, "{name}");
    }
    assert!(shown.header("content-disposition").starts_with("inline; "));
    let saved = other.get(&format!("{}&download=1", link["path"].as_str().unwrap())).await;
    assert!(saved.header("content-disposition").starts_with("attachment; "));
    let small = other.get(link["thumbnail"].as_str().unwrap()).await;
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
    let size = image::load_from_memory(&small.body).unwrap();
    assert_eq!((size.width(), size.height()), (640, 427));

    // Somebody else's link is nobody's: not the stranger's, not the visitor's, not that of another application.
    let mut stranger = Page::of(&app, "eve");
    assert_eq!(stranger.link(&file.file_id.0).await, None);
    stranger.token = None;
    assert_eq!(stranger.link(&file.file_id.0).await, None);
    let claims = madang_server::auth::Claims { app_id: "other".into(), ..app.claims("mina") };
    let foreign = Page { app: "other".into(), token: Some(app.sign("other", &claims)), ..stranger.clone() };
    assert_eq!(foreign.link(&file.file_id.0).await, None);
    for changed in ["app_id=other", "signature=00000000000000000000000000000000", "until=99999999999"] {
        let (name, _) = changed.split_once('=').unwrap();
        let path = link["path"].as_str().unwrap();
        let begin = path.find(&format!("{name}=")).unwrap();
        let end = path[begin..].find('&').map_or(path.len(), |at| begin + at);
        let forged = [&path[..begin], changed, &path[end..]].concat();
        assert_eq!(stranger.get(&forged).await.status, 404, "{forged}");
    }

    // Whoever is muted, or a member of a frozen channel, reads on; whoever is banned does not.
    let (shop, his) = (AppId::from("shop"), UserId::from("jun"));
    let frozen = ChannelChange { frozen: Some(true), ..ChannelChange::default() };
    app.store.change_channel(&shop, &group, None, frozen).await.unwrap();
    for (measure, seen) in [(Measure::Mute(None), true), (Measure::Ban(None), false), (Measure::Unban, false)] {
        app.store.moderate(&shop, &group, None, &his, measure).await.unwrap();
        assert_eq!(other.link(&file.file_id.0).await.is_some(), seen, "{measure:?}");
    }
    app.store.add_members(&shop, &group, None, &[his], 100).await.unwrap();
    assert!(other.link(&file.file_id.0).await.is_some());

    // Who left sees nothing more; and with the message its files are gone.
    jun.ask(Command::Leave(ChannelRef { channel_id: group.clone() })).await.unwrap();
    assert_eq!(other.link(&file.file_id.0).await, None);
    mina.ask(Command::Delete(DeleteMessage { channel_id: group.clone(), seq: heard.seq })).await.unwrap();
    assert_eq!(page.link(&file.file_id.0).await, None);
    assert_eq!(page.get(link["path"].as_str().unwrap()).await.status, 404);
    assert_bytes_removed(&app, &file.file_id).await;
}

#[tokio::test]
async fn an_upload_goes_on_where_it_was_cut_off_even_after_a_restart() {
    let mut app = TestApp::start().await;
    let page = Page::of(&app, "mina");
    app.user("mina").await;
    let text = "가나다라 마바사 ".repeat(3_000).into_bytes();
    let id = page.announce("notes.md", text.len()).await;
    assert_eq!(page.part(&id, 0, &text[..20_000]).await.header("upload-offset"), "20000");
    assert_eq!(page.complete(&id).await.code(), "bad_request");
    let again = page.part(&id, 0, &text[..20_000]).await;
    assert_eq!((again.status, again.header("upload-offset")), (409, "20000"));
    let ahead = page.part(&id, 30_000, &text[30_000..]).await;
    assert_eq!((ahead.status, ahead.header("upload-offset")), (409, "20000"));
    app.stop().await;
    app.run().await;
    let told = page.offset(&id).await;
    assert_eq!((told.status, told.header("upload-offset")), (200, "20000"));
    assert_eq!(told.header("upload-length"), text.len().to_string());
    let more = page.part(&id, 20_000, &[&text[20_000..], b"!"].concat()).await;
    assert_eq!(more.code(), "bad_request", "more than was announced");
    assert_eq!(page.part(&id, 20_000, &text[20_000..]).await.status, 204);
    let (first, second) = tokio::join!(page.complete(&id), page.complete(&id));
    assert_eq!((first.file().kind, second.file()), (FileKind::Document, page.complete(&id).await.file()));
    let link = page.link(&id).await.unwrap();
    let path = link["path"].as_str().unwrap();
    let whole = page.get(path).await;
    assert_eq!(
        (whole.status, whole.body == text, whole.header("content-type")),
        (200, true, "text/plain; charset=utf-8")
    );
    assert!(whole.header("content-disposition").starts_with("attachment; "));
    let middle = page.get_with(path, &[("range", "bytes=10-19".to_owned())]).await;
    let told = format!("bytes 10-19/{}", text.len());
    assert_eq!(
        (middle.status, middle.body.as_slice(), middle.header("content-range")),
        (206, &text[10..20], told.as_str())
    );
    let beyond = page.get_with(path, &[("range", "bytes=9999999-".to_owned())]).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{}", text.len()).as_str()));
    assert_eq!(page.abandon(&id).await.status, 204);
    assert_eq!((page.offset(&id).await.status, page.get(path).await.status), (404, 404));
}

#[tokio::test]
async fn what_could_harm_is_refused_or_defused() {
    let app = TestApp::start().await;
    let page = Page::of(&app, "mina");
    app.user("mina").await;
    let refused: [(&str, Vec<u8>); 8] = [
        ("jar.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec()),
        ("jar.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec()),
        ("page.txt", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("page.html", b"harmless".to_vec()),
        ("tool.exe", b"MZ\x90\0\x03\0\0\0".to_vec()),
        ("gif.gif", b"GIF89a/*\0\0\0\0*/=1;alert(document.domain)//".to_vec()),
        ("half.png", png(40, 40)[..100].to_vec()),
        ("bomb.png", bomb(60_000, 60_000)),
    ];
    for (name, bytes) in refused {
        let answer = page.upload(name, &bytes).await;
        assert_eq!((answer.status, answer.code().as_str()), (415, "file_refused"), "{name}");
    }
    // What was refused is gone, and counts no longer.
    assert_eq!(app.store.dead_files(TimeMs(0), 100).await.unwrap().iter().filter(|f| f.received == 0).count(), 0);
    tokio::time::sleep(Duration::from_secs(1)).await;
    // A program in a picture's coat: the picture is kept, the rest is not.
    let both = [png(20, 20), b"PK\x03\x04<script>alert(1)</script>".to_vec()].concat();
    let file = page.upload("both.html", &both).await.file();
    assert_eq!((file.mime.as_str(), file.name.as_str()), ("image/png", "both.html.png"));
    let path = page.link(&file.file_id.0).await.unwrap()["path"].as_str().unwrap().to_owned();
    assert!(!holds(&page.get(&path).await.body, "<script>"));
    // An archive is never unpacked, whatever it would unpack to, and never shown.
    let zip = [&b"PK\x03\x04"[..], &[0; 64]].concat();
    let file = page.upload("a\0b\u{202e}piz.zip", &zip).await.file();
    assert_eq!((file.name.as_str(), file.kind), ("abpiz.zip", FileKind::Document));
    let path = page.link(&file.file_id.0).await.unwrap()["path"].as_str().unwrap().to_owned();
    assert!(page.get(&path).await.header("content-disposition").starts_with("attachment; "));
}

#[tokio::test]
async fn uploads_have_limits() {
    let limits = Limits { file_bytes: 1_000, ..Limits::default() };
    let app = TestApp::start_with(|_| {}, limits).await;
    let page = Page::of(&app, "mina");
    app.user("mina").await;
    for (size, status, code) in [(1_001, 413, "file_too_large"), (0, 415, "file_refused")] {
        let answer = page.post("", json!({ "name": "a", "size": size })).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code));
    }
    let id = page.announce("exactly.txt", 1_000).await;
    assert_eq!(page.part(&id, 0, &[b'a'; 1_001]).await.code(), "bad_request");
    assert_eq!(page.part(&id, 0, &[b'a'; 1_000]).await.status, 204);
    assert_eq!(page.complete(&id).await.file().size, 1_000);
    let mut refusals = Vec::new();
    for _ in 0..40 {
        let answer = page.post("", json!({ "name": "a", "size": 10 })).await;
        if answer.status != 201 {
            refusals.push((answer.status, answer.code(), answer.json()["retry_after_ms"].as_u64().unwrap()));
        }
    }
    assert!(
        refusals.len() >= 10
            && refusals.iter().all(|(status, code, ms)| *status == 429 && code == "rate_limited" && *ms > 0)
    );
}

#[tokio::test]
async fn nobody_touches_an_upload_but_its_uploader() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mine, other) = (Page::of(&app, "mina"), Page::of(&app, "jun"));
    let mut jun = app.user("jun").await;
    let id = mine.announce("a.txt", 5).await;
    let claims = madang_server::auth::Claims { app_id: "other".into(), ..app.claims("mina") };
    let foreign = Page { app: "other".into(), token: Some(app.sign("other", &claims)), ..mine.clone() };
    for page in [&other, &foreign] {
        let unknown = "0123456789abcdef0123456789abcdef";
        for id in [&id, unknown, "../../x", "x"] {
            let id = id.replace('/', "%2F");
            let answers = [
                page.part(&id, 0, b"hello").await.status,
                page.offset(&id).await.status,
                page.complete(&id).await.status,
                page.abandon(&id).await.status,
            ];
            assert_eq!(answers, [404; 4], "{id}");
        }
    }
    assert_eq!(mine.part(&id, 0, b"hello").await.status, 204);
    mine.complete(&id).await.file();
    let taken = send(&mut jun, &group, "look", &[&FileId(id.clone())]).await.unwrap_err();
    assert_eq!(taken.code, ErrorCode::NotFound);
    let many = vec![FileId(id.clone()); 11];
    let refused = send(&mut jun, &group, "look", &many.iter().collect::<Vec<_>>()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadRequest);
    assert_eq!(send(&mut jun, &group, " ", &[]).await.unwrap_err().code, ErrorCode::BadRequest);
    // Without a token, with a wrong one, from a wrong page, of a wrong application.
    let nobody = Page { token: None, ..mine.clone() };
    assert_eq!(nobody.post("", json!({ "name": "a", "size": 1 })).await.status, 401);
    let forged = Page { token: Some(app.token("mina") + "x"), ..mine.clone() };
    assert_eq!(forged.post("", json!({ "name": "a", "size": 1 })).await.status, 401);
    let elsewhere = Page { origin: Some("https://evil.example"), ..mine.clone() };
    let refused = elsewhere.post("", json!({ "name": "a", "size": 1 })).await;
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, ""));
    assert_eq!(Page { app: "none".into(), ..mine.clone() }.post("", json!({})).await.status, 403);
    let asked = mine.call("OPTIONS", "/files?app_id=shop", &[], Vec::new()).await;
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, ORIGIN));
    assert!(asked.header("access-control-allow-headers").contains("authorization"));
}

#[tokio::test]
async fn a_visitor_uploads_and_everybody_reads_an_open_channel() {
    let app = TestApp::start().await;
    let courtyard = ChannelId::from("courtyard");
    let mut visitor = app.anonymous().await;
    visitor.ask(Command::WatchPresence(WatchPresence { user_ids: Vec::new() })).await.unwrap();
    let told = visitor.pushed(|event| if let Event::Identified(told) = event { Some(told) } else { None }).await;
    let page = Page { token: Some(told.visitor_token), ..Page::of(&app, "nobody") };
    let file = page.upload("jar.png", &png(30, 20)).await.file();
    send(&mut visitor, &courtyard, "my jar", &[&file.file_id]).await.unwrap();
    let anonymous = Page { token: None, ..page.clone() };
    let link = anonymous.link(&file.file_id.0).await.unwrap();
    assert_eq!(anonymous.get(link["path"].as_str().unwrap()).await.status, 200);
    // A visitor's token works on the page where it was made, and nowhere else.
    let own: &'static str = Box::leak(format!("http://{}", app.address).into_boxed_str());
    let moved = Page { origin: Some(own), ..page };
    assert_eq!(moved.post("/links", json!({ "file_ids": [] })).await.status, 401);
}

#[tokio::test]
async fn abandoned_uploads_are_swept_with_their_bytes() {
    let app = TestApp::start().await;
    let page = Page::of(&app, "mina");
    app.user("mina").await;
    let id = page.announce("a.txt", 10).await;
    page.part(&id, 0, b"hello").await;
    let files = madang_server::files::Files::new(&app.config);
    files.sweep(&*app.store, TimeMs(0)).await.unwrap();
    assert_eq!(page.offset(&id).await.status, 200);
    files.sweep(&*app.store, TimeMs(9_000_000_000_000)).await.unwrap();
    assert_eq!(page.offset(&id).await.status, 404);
    let left = std::fs::read_dir(std::path::Path::new(&app.config.data).join("files")).unwrap().count();
    assert_eq!(left, 0);
}
