//! Files: announced, complete, claimed by a message, gone with it.

use super::*;

fn file(id: &str, size: u64) -> File {
    File { file_id: id.into(), name: "jar.png".to_owned(), size, mime: "image/png".to_owned(), ..File::default() }
}

async fn ready(fixture: &Fixture, user: &str, id: &str) {
    let (store, shop) = (&fixture.store, &fixture.app);
    store.create_file(shop, &user.into(), file(id, 10)).await.unwrap();
    assert!(store.finish_file(shop, file(id, 10)).await.unwrap());
}

fn with_files(fixture: &Fixture, channel: &ChannelId, user: &str, client_id: &str, files: &[&str]) -> NewMessage {
    let files = files.iter().map(|id| FileId::from(*id)).collect();
    NewMessage { files, ..fixture.message(channel, user, client_id, "look") }
}

fn ids(message: &Message) -> Vec<&str> {
    message.files.iter().map(|file| file.file_id.as_str()).collect()
}

async fn state(fixture: &Fixture, id: &str) -> Option<FileState> {
    fixture.store.file(&fixture.app, &id.into()).await.unwrap().map(|stored| stored.state)
}

pub async fn an_upload_goes_from_announced_to_ready_to_sent(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop) = (fixture.store.clone(), fixture.app.clone());
    store.create_file(&shop, &"ann".into(), file("f1", 10)).await.unwrap();
    assert!(store.advance_file(&shop, &"f1".into(), 0, 4).await.unwrap());
    assert!(!store.advance_file(&shop, &"f1".into(), 0, 4).await.unwrap(), "that part was there");
    assert!(store.advance_file(&shop, &"f1".into(), 4, 10).await.unwrap());
    let stored = store.file(&shop, &"f1".into()).await.unwrap().unwrap();
    assert_eq!((stored.state, stored.size, stored.received), (FileState::Uploading, 10, 10));
    assert_eq!((stored.user_id.as_str(), stored.channel_id), ("ann", None));
    let found = File { kind: FileKind::Image, width: Some(2), height: Some(1), ..file("f1", 8) };
    assert!(store.finish_file(&shop, found.clone()).await.unwrap());
    assert!(!store.finish_file(&shop, found.clone()).await.unwrap());
    assert!(!store.advance_file(&shop, &"f1".into(), 10, 11).await.unwrap());
    fixture.told();
    store.append(with_files(&fixture, &id, "ann", "client-01", &["f1"])).await.unwrap();
    let Event::MessageCreated(told) = fixture.told().remove(0).event else { panic!() };
    assert_eq!(told.message.files, std::slice::from_ref(&found));
    assert_eq!(fixture.page(&id, Range::Newest, 50).await.messages[0].files, [found]);
    let stored = store.file(&shop, &"f1".into()).await.unwrap().unwrap();
    assert_eq!((stored.state, stored.channel_id), (FileState::Sent, Some(id)));
    assert_eq!(store.file(&"other".into(), &"f1".into()).await.unwrap(), None);
    assert!(!store.drop_file(&shop, &"f1".into()).await.unwrap(), "a message has it");
    assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn a_message_takes_only_files_of_its_author_that_are_ready_and_free(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    ready(&fixture, "ann", "f1").await;
    ready(&fixture, "ann", "f2").await;
    ready(&fixture, "bob", "f3").await;
    fixture.store.create_file(&fixture.app, &"ann".into(), file("f4", 10)).await.unwrap();
    fixture.told();
    for files in [&["f1", "f3"][..], &["f1", "f4"], &["f1", "none"], &["f1", "f1"]] {
        let refused = fixture.store.append(with_files(&fixture, &id, "ann", "client-01", files)).await;
        assert_eq!(refused, Err(StoreError::NotFound), "{files:?}");
    }
    assert_eq!((fixture.told().len(), state(&fixture, "f1").await), (0, Some(FileState::Ready)));
    // Two of one batch: the second finds it taken.
    let (first, second) = tokio::join!(
        fixture.store.append(with_files(&fixture, &id, "ann", "client-02", &["f2", "f1"])),
        fixture.store.append(with_files(&fixture, &id, "ann", "client-03", &["f1"]))
    );
    assert_eq!((first.unwrap().seq, second), (Seq(1), Err(StoreError::NotFound)));
    assert_eq!(ids(&fixture.page(&id, Range::Newest, 50).await.messages[0]), ["f2", "f1"]);
    // Who may not write claims nothing.
    let refused = fixture.store.append(with_files(&fixture, &"none".into(), "bob", "client-04", &["f3"])).await;
    assert_eq!((refused, state(&fixture, "f3").await), (Err(StoreError::NotFound), Some(FileState::Ready)));
}

pub async fn a_resend_with_other_files_is_a_conflict(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    ready(&fixture, "ann", "f1").await;
    ready(&fixture, "ann", "f2").await;
    let first = fixture.store.append(with_files(&fixture, &id, "ann", "client-01", &["f1"])).await.unwrap();
    let again = fixture.store.append(with_files(&fixture, &id, "ann", "client-01", &["f1"])).await;
    assert_eq!(again, Ok(Ack { duplicate: true, ..first }));
    for files in [&["f2"][..], &["f1", "f2"], &[]] {
        let other = fixture.store.append(with_files(&fixture, &id, "ann", "client-01", files)).await;
        assert_eq!(other, Err(StoreError::IdempotencyConflict));
    }
    assert_eq!(state(&fixture, "f2").await, Some(FileState::Ready));
}

pub async fn files_go_with_their_message_and_abandoned_ones_with_time(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    ready(&fixture, "ann", "f1").await;
    ready(&fixture, "ann", "f2").await;
    store.append(with_files(&fixture, &id, "ann", "client-01", &["f1"])).await.unwrap();
    let edited = store.edit(shop, &id, &ann, Seq(1), "see", Extra::default()).await.unwrap();
    assert_eq!(ids(&edited.message), ["f1"]);
    assert_eq!(store.dead_files(TimeMs(0), 10).await.unwrap(), []);
    assert_eq!(store.delete(shop, &id, &ann, Seq(1)).await.unwrap().message.files, []);
    let dead = |files: Vec<StoredFile>| files.into_iter().map(|stored| stored.file.file_id.0).collect::<Vec<_>>();
    assert_eq!(dead(store.dead_files(TimeMs(0), 10).await.unwrap()), ["f1"]);
    assert!(!store.forget_file(shop, &"f2".into()).await.unwrap(), "it is not dead");
    assert!(store.forget_file(shop, &"f1".into()).await.unwrap());
    assert_eq!(state(&fixture, "f1").await, None);
    let far = TimeMs(9_000_000_000_000);
    assert_eq!(dead(store.dead_files(far, 10).await.unwrap()), ["f2"]);
    store.create_file(shop, &ann, file("f3", 10)).await.unwrap();
    assert!(store.drop_file(shop, &"f3".into()).await.unwrap());
    assert_eq!(dead(store.dead_files(TimeMs(0), 10).await.unwrap()), ["f2", "f3"]);
    assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn so_many_uploads_of_one_user_may_wait(fixture: Fixture) {
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    for n in 0..MOST_UNSENT {
        store.create_file(shop, &ann, file(&format!("f{n}"), 10)).await.unwrap();
    }
    assert_eq!(store.create_file(shop, &ann, file("more", 10)).await, Err(StoreError::TooManyUploads));
    store.create_file(shop, &"bob".into(), file("of-bob", MOST_UNSENT_BYTES)).await.unwrap();
    assert_eq!(store.create_file(shop, &"bob".into(), file("b", 1)).await, Err(StoreError::TooManyUploads));
    assert_eq!(store.create_file(shop, &"nobody".into(), file("n", 1)).await, Err(StoreError::NotFound));
    assert_eq!(store.link_key().await.unwrap(), store.link_key().await.unwrap());
    assert_eq!(store.link_key().await.unwrap().len(), 64);
}
