//! Forwarding: written once, of what may be seen; files are shared, and live as long as a message that has them.

use super::*;

fn forward(fixture: &Fixture, to: &ChannelId, user: &str, client_id: &str, from: (&ChannelId, u64)) -> NewMessage {
    let extra = Extra { forwarded: Some(Forwarded { nickname: "Ann".to_owned() }), ..Extra::default() };
    let forward = Some(Origin { channel_id: from.0.clone(), seq: Seq(from.1) });
    NewMessage { extra, forward, ..fixture.message(to, user, client_id, "look") }
}

async fn send_file(fixture: &Fixture, channel: &ChannelId, id: &str) {
    let file = File { file_id: id.into(), name: "jar.png".to_owned(), size: 10, ..File::default() };
    fixture.store.create_file(&fixture.app, &"ann".into(), file.clone()).await.unwrap();
    assert!(fixture.store.finish_file(&fixture.app, file).await.unwrap());
    let message = NewMessage { files: vec![id.into()], ..fixture.message(channel, "ann", "client-file", "look") };
    fixture.store.append(message).await.unwrap();
}

async fn dead(fixture: &Fixture) -> Vec<String> {
    let dead = fixture.store.dead_files(TimeMs(0), 10).await.unwrap();
    dead.into_iter().map(|stored| stored.file.file_id.0).collect()
}

pub async fn a_forward_is_written_once_and_only_of_what_is_seen(fixture: Fixture) {
    let from = fixture.group("ann", &["bob"]).await;
    let to = fixture.group("bob", &["cho"]).await;
    let (store, shop) = (&fixture.store, &fixture.app);
    fixture.send(&from, "ann", "client-01", "look").await.unwrap();
    let message = forward(&fixture, &to, "bob", "client-02", (&from, 1));
    let ack = store.append(message.clone()).await.unwrap();
    let page = fixture.page(&to, Range::Newest, 10).await;
    assert_eq!(page.messages[0].forwarded, Some(Forwarded { nickname: "Ann".to_owned() }));
    assert_eq!((page.messages[0].text.as_str(), page.messages[0].user_id.as_str()), ("look", "bob"));
    // A repeat is the same whatever became of the origin; another origin is another message.
    let edited = store.edit(shop, &from, &"ann".into(), Seq(1), "see", Extra::default()).await;
    assert_eq!(edited.unwrap().message.text, "see");
    let again = NewMessage { text: "see".to_owned(), ..message.clone() };
    assert_eq!(store.append(again).await, Ok(Ack { duplicate: true, ..ack.clone() }));
    store.delete(shop, &from, &"ann".into(), Seq(1)).await.unwrap();
    assert_eq!(store.append(message).await, Ok(Ack { duplicate: true, ..ack }));
    let other = forward(&fixture, &to, "bob", "client-02", (&from, 2));
    assert_eq!(store.append(other).await, Err(StoreError::IdempotencyConflict));
    // Deleted, never there, not to be seen, not to be written to.
    fixture.send(&from, "ann", "client-03", "again").await.unwrap();
    for (user, target, seq) in [("bob", &to, 1), ("bob", &to, 9), ("cho", &to, 2), ("ann", &to, 2)] {
        let refused = store.append(forward(&fixture, target, user, "client-04", (&from, seq))).await;
        assert_eq!(refused, Err(StoreError::NotFound), "{user} {seq}");
    }
    // Its text is not the forwarder's to change.
    let edited = store.edit(shop, &to, &"bob".into(), Seq(1), "mine", Extra::default()).await;
    assert_eq!(edited, Err(StoreError::Forbidden));
    assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn a_file_lives_as_long_as_a_message_that_has_it(fixture: Fixture) {
    let from = fixture.group("ann", &["bob"]).await;
    let to = fixture.group("bob", &["cho"]).await;
    let (store, shop, bob) = (&fixture.store, &fixture.app, UserId::from("bob"));
    send_file(&fixture, &from, "f1").await;
    store.append(forward(&fixture, &to, "bob", "client-01", (&from, 1))).await.unwrap();
    // And what was forwarded, once more.
    store.append(forward(&fixture, &to, "bob", "client-02", (&to, 1))).await.unwrap();
    let mut copies = Vec::new();
    for message in fixture.page(&to, Range::Newest, 10).await.messages {
        assert_eq!((message.files.len(), message.files[0].name.as_str()), (1, "jar.png"));
        let id = message.files[0].file_id.clone();
        let stored = store.file(shop, &id).await.unwrap().unwrap();
        assert_eq!((stored.state, stored.channel_id), (FileState::Sent, Some(to.clone())));
        assert_eq!((stored.user_id.as_str(), stored.stored_as.as_str()), ("bob", "f1"));
        copies.push(id);
    }
    assert_ne!(copies[0], copies[1]);
    store.delete(shop, &from, &"ann".into(), Seq(1)).await.unwrap();
    assert_eq!(store.file(shop, &"f1".into()).await.unwrap().unwrap().state, FileState::Deleted);
    assert_eq!(dead(&fixture).await, Vec::<String>::new(), "two messages have its bytes");
    store.delete(shop, &to, &bob, Seq(1)).await.unwrap();
    assert_eq!(dead(&fixture).await, [copies[0].0.clone()]);
    assert!(store.forget_file(shop, &copies[0]).await.unwrap());
    assert_eq!(dead(&fixture).await, Vec::<String>::new());
    store.delete(shop, &to, &bob, Seq(2)).await.unwrap();
    assert!(store.forget_file(shop, &copies[1]).await.unwrap());
    assert_eq!(dead(&fixture).await, ["f1"], "now nobody has them");
}
