//! Forwarding over the wire: what comes along, what is told of the origin, and to whom files are served.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "upload/http.rs"]
mod http;
#[path = "upload/pictures.rs"]
mod pictures;

use http::Page;
use madang_protocol::*;
use madang_server::testing::{Client, TestApp};
use pictures::telling_jpeg;

async fn forward(
    client: &mut Client,
    to: &ChannelId,
    client_id: &str,
    from: (&ChannelId, u64),
) -> Result<Ack, WireError> {
    let (from_channel_id, from_seq) = (from.0.clone(), Seq(from.1));
    let body = Forward { channel_id: to.clone(), client_id: client_id.into(), from_channel_id, from_seq };
    match client.ask(Command::Forward(body)).await {
        Ok(Event::Ack(ack)) => Ok(ack),
        Ok(other) => panic!("no ack but {other:?}"),
        Err(error) => Err(error),
    }
}

#[tokio::test]
async fn text_and_marks_come_along_and_the_authors_name_but_not_the_place_and_nobody_is_called() {
    let app = TestApp::start().await;
    let (from, to) = (app.group(&["mina", "jun"]).await, app.group(&["jun", "noor"]).await);
    let (mut mina, mut jun, mut noor) = (app.user("mina").await, app.user("jun").await, app.user("noor").await);
    mina.say(&from, "client-01", "**now** @channel").await;
    let ack = forward(&mut jun, &to, "client-02", (&from, 1)).await.unwrap();
    let heard = noor.message().await;
    let message = heard.message.clone();
    assert_eq!((message.text.as_str(), message.user_id.as_str()), ("now @channel", "jun"));
    assert_eq!(message.ranges.iter().map(|range| range.style).collect::<Vec<_>>(), [TextStyle::Bold]);
    let name = match mina
        .ask(Command::ListMembers(ListMembers {
            channel_id: from.clone(),
            after: None,
            limit: None,
            filter: None,
            read_seq: None,
            user_ids: Vec::new(),
            prefix: None,
        }))
        .await
        .unwrap()
    {
        Event::MemberList(list) => {
            list.users.into_iter().find(|user| user.user_id.as_str() == "mina").unwrap().nickname
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(message.forwarded, Some(Forwarded { nickname: name.clone() }));
    let told = Frame { id: None, payload: Event::MessageCreated(heard) }.encode();
    assert!(!told.contains(from.as_str()), "{told}");
    assert_eq!(
        noor.ask(Command::Enter(ChannelRef { channel_id: to.clone() })).await.map(|event| match event {
            Event::Channel(view) => view.mention_count,
            other => panic!("{other:?}"),
        }),
        Ok(0)
    );
    // Repeated, and forwarded on: the first author stays.
    assert_eq!(forward(&mut jun, &to, "client-02", (&from, 1)).await, Ok(Ack { duplicate: true, ..ack }));
    forward(&mut noor, &to, "client-03", (&to, 1)).await.unwrap();
    let on = noor.message().await.message;
    assert_eq!((on.user_id.as_str(), on.forwarded), ("noor", Some(Forwarded { nickname: name })));
}

#[tokio::test]
async fn what_is_not_to_be_seen_is_not_there_and_a_poll_stays_where_it_is() {
    let app = TestApp::start().await;
    let (from, to) = (app.group(&["mina", "jun"]).await, app.group(&["jun", "noor"]).await);
    let (mut mina, mut jun, mut noor) = (app.user("mina").await, app.user("jun").await, app.user("noor").await);
    mina.say(&from, "client-01", "secret").await;
    mina.say(&from, "client-02", "gone").await;
    mina.ask(Command::Delete(DeleteMessage { channel_id: from.clone(), seq: Seq(2) })).await.unwrap();
    let none = forward(&mut noor, &to, "client-03", (&"nowhere".into(), 1)).await.unwrap_err();
    assert_eq!(none.code, ErrorCode::NotFound);
    assert_eq!(forward(&mut noor, &to, "client-03", (&from, 1)).await.unwrap_err(), none);
    assert_eq!(forward(&mut jun, &to, "client-03", (&from, 2)).await.unwrap_err(), none);
    assert_eq!(forward(&mut jun, &to, "client-03", (&from, 9)).await.unwrap_err(), none);
    assert_eq!(forward(&mut mina, &to, "client-03", (&from, 1)).await.unwrap_err(), none);
    let poll = SendPoll {
        channel_id: from.clone(),
        client_id: "client-04".into(),
        text: "when?".into(),
        options: vec!["now".into(), "later".into()],
        ..SendPoll::default()
    };
    mina.ask(Command::SendPoll(poll)).await.unwrap();
    assert_eq!(forward(&mut jun, &to, "client-03", (&from, 3)).await.unwrap_err().code, ErrorCode::BadRequest);
    assert!(noor.events_for(std::time::Duration::from_millis(100)).await.is_empty());
}

#[tokio::test]
async fn a_forwarded_file_is_served_to_its_new_readers_until_the_last_message_that_has_it_is_gone() {
    let app = TestApp::start().await;
    let (from, to) = (app.group(&["mina", "jun"]).await, app.group(&["jun", "noor"]).await);
    let (mut mina, mut jun, mut noor) = (app.user("mina").await, app.user("jun").await, app.user("noor").await);
    let (hers, theirs) = (Page::of(&app, "mina"), Page::of(&app, "noor"));
    let file = hers.upload("jar.jpg", &telling_jpeg(900, 600)).await.file();
    let send = SendMessage {
        channel_id: from.clone(),
        client_id: "client-01".into(),
        files: vec![file.file_id.clone()],
        ..SendMessage::default()
    };
    mina.ask(Command::Send(send)).await.unwrap();
    assert_eq!(theirs.link(&file.file_id.0).await, None);
    forward(&mut jun, &to, "client-02", (&from, 1)).await.unwrap();
    let copy = noor.message().await.message.files.remove(0);
    assert_ne!(copy.file_id, file.file_id);
    assert_eq!(File { file_id: file.file_id.clone(), ..copy.clone() }, file);
    assert_eq!(theirs.link(&file.file_id.0).await, None, "the first one is still not theirs");
    assert_eq!(hers.link(&copy.file_id.0).await, None, "nor the second hers");
    let link = theirs.link(&copy.file_id.0).await.unwrap();
    let shown = async |part: &str| theirs.get(link[part].as_str().unwrap()).await;
    assert_eq!((shown("path").await.status, shown("path").await.body.len() as u64), (200, file.size));
    assert_eq!(shown("thumbnail").await.status, 200);
    let first = hers.link(&file.file_id.0).await.unwrap();
    mina.ask(Command::Delete(DeleteMessage { channel_id: from.clone(), seq: Seq(1) })).await.unwrap();
    assert_eq!(hers.get(first["path"].as_str().unwrap()).await.status, 404);
    let files = madang_server::files::Files::new(&app.config);
    files.sweep(&*app.store, TimeMs(0)).await.unwrap();
    assert_eq!((shown("path").await.status, shown("thumbnail").await.status), (200, 200));
    jun.ask(Command::Delete(DeleteMessage { channel_id: to.clone(), seq: Seq(1) })).await.unwrap();
    assert_eq!(shown("path").await.status, 404);
    files.sweep(&*app.store, TimeMs(0)).await.unwrap();
    let folder = std::path::Path::new(&app.config.data).join("files/shop").join(&file.file_id.0);
    assert!(!folder.exists(), "its bytes are removed");
}
