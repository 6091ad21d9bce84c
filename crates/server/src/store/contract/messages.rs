//! Writing, changing and repeating messages.

use super::*;

pub async fn a_message_is_acked_with_its_place(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.told();
    let ack = fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    assert_eq!((ack.seq, ack.rev, ack.duplicate), (Seq(1), Rev(2), false));
    assert_eq!((&ack.channel_id, ack.client_id.as_str(), &ack.epoch), (&id, "client-01", &fixture.store.epoch()));
    assert!(ack.created_at.0 > 1_700_000_000_000);
    let commits = fixture.told();
    assert_eq!(commits.len(), 1);
    let Event::MessageCreated(told) = &commits[0].event else { panic!("{:?}", commits[0].event) };
    let message = Message {
        seq: Seq(1),
        rev: Rev(2),
        user_id: "ann".into(),
        client_id: "client-01".into(),
        text: "hello".to_owned(),
        created_at: ack.created_at,
        ..Message::default()
    };
    assert_eq!((&told.message, told.rev, told.user.nickname.as_str()), (&message, Rev(2), "ANN"));
    assert_eq!(fixture.page(&id, Range::Newest, 50).await.messages, [message]);
}

pub async fn a_resend_gets_the_first_answer(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let first = fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.send(&id, "bob", "client-02", "hi").await.unwrap();
    fixture.told();
    let again = fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    assert_eq!(again, Ack { duplicate: true, ..first });
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 3));
}

pub async fn a_client_id_with_another_text_is_a_conflict(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.told();
    let other = fixture.send(&id, "ann", "client-01", "hello!").await;
    assert_eq!(other, Err(StoreError::IdempotencyConflict));
    assert_eq!(fixture.told().len(), 0);
    assert_eq!(texts(&fixture.page(&id, Range::Newest, 50).await.messages), ["hello"]);
}

pub async fn a_client_id_belongs_to_its_author_and_channel(fixture: Fixture) {
    let (id, other) = (fixture.group("ann", &["bob"]).await, fixture.group("ann", &["bob"]).await);
    assert_eq!(fixture.send(&id, "ann", "client-01", "of ann").await.unwrap().seq, Seq(1));
    assert_eq!(fixture.send(&id, "bob", "client-01", "of bob").await.unwrap().seq, Seq(2));
    assert_eq!(fixture.send(&other, "ann", "client-01", "elsewhere").await.unwrap().seq, Seq(1));
    assert_eq!(fixture.send(&id, "ann", "Client-01", "another id").await.unwrap().seq, Seq(3));
}

pub async fn a_resend_after_edit_and_delete_is_still_the_first(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    let first = fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    store.edit(shop, &id, &ann, Seq(1), "changed", Extra::default()).await.unwrap();
    let repeated = Ack { duplicate: true, ..first };
    assert_eq!(fixture.send(&id, "ann", "client-01", "hello").await, Ok(repeated.clone()));
    assert_eq!(fixture.send(&id, "ann", "client-01", "changed").await, Err(StoreError::IdempotencyConflict));
    store.delete(shop, &id, &ann, Seq(1)).await.unwrap();
    assert_eq!(fixture.send(&id, "ann", "client-01", "hello").await, Ok(repeated));
    assert_eq!(texts(&fixture.page(&id, Range::Newest, 50).await.messages), [""]);
}

pub async fn strangers_and_left_members_write_nothing(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let public =
        fixture.store.create_channel(NewChannel { public: true, ..fixture.new_group("ann", &[]) }).await.unwrap();
    fixture.send(&id, "bob", "client-01", "hello").await.unwrap();
    fixture.store.remove_member(&fixture.app, &id, &"bob".into()).await.unwrap();
    fixture.told();
    assert_eq!(fixture.send(&id, "cho", "client-02", "x").await, Err(StoreError::NotFound));
    assert_eq!(fixture.send(&id, "bob", "client-02", "x").await, Err(StoreError::NotFound));
    assert_eq!(fixture.send(&id, "nobody", "client-02", "x").await, Err(StoreError::NotFound));
    assert_eq!(fixture.send(&"none".into(), "ann", "client-02", "x").await, Err(StoreError::NotFound));
    assert_eq!(fixture.send(&public, "cho", "client-02", "x").await, Err(StoreError::Forbidden));
    // Even its own first answer is no business of who left.
    assert_eq!(fixture.send(&id, "bob", "client-01", "hello").await, Err(StoreError::NotFound));
    let (store, shop) = (&fixture.store, &fixture.app);
    assert_eq!(store.edit(shop, &id, &"bob".into(), Seq(1), "x", Extra::default()).await, Err(StoreError::NotFound));
    assert_eq!(store.delete(shop, &id, &"bob".into(), Seq(1)).await, Err(StoreError::NotFound));
    assert_eq!(fixture.told().len(), 0);
}

pub async fn everybody_of_the_application_writes_in_an_open_channel(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    let visitor = fixture.store.create_visitor(&fixture.app, "hash", "o").await.unwrap();
    assert_eq!(fixture.send(&id, "ann", "client-01", "hello").await.unwrap().seq, Seq(1));
    assert_eq!(fixture.send(&id, visitor.user_id.as_str(), "client-02", "hi").await.unwrap().seq, Seq(2));
    assert_eq!(fixture.send(&id, "nobody", "client-03", "x").await, Err(StoreError::NotFound));
}

pub async fn the_author_edits(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "bob", "client-01", "helo").await.unwrap();
    fixture.told();
    let (store, shop) = (fixture.store.clone(), fixture.app.clone());
    assert_eq!(store.edit(&shop, &id, &"ann".into(), Seq(1), "x", Extra::default()).await, Err(StoreError::Forbidden));
    assert_eq!(store.edit(&shop, &id, &"bob".into(), Seq(2), "x", Extra::default()).await, Err(StoreError::NotFound));
    let same = store.edit(&shop, &id, &"bob".into(), Seq(1), "helo", Extra::default()).await.unwrap();
    assert_eq!((same.rev, same.message.edited_at), (Rev(2), None));
    assert_eq!(fixture.told().len(), 0);
    let edited = store.edit(&shop, &id, &"bob".into(), Seq(1), "hello", Extra::default()).await.unwrap();
    assert_eq!((edited.rev, edited.message.rev, edited.message.seq), (Rev(3), Rev(3), Seq(1)));
    assert_eq!((edited.message.text.as_str(), edited.message.edited_at.is_some()), ("hello", true));
    assert_eq!(fixture.page(&id, Range::Newest, 50).await.messages, std::slice::from_ref(&edited.message));
    let commits = fixture.told();
    assert_eq!(commits.len(), 1);
    assert_eq!(commits[0].event, Event::MessageChanged(edited));
}

pub async fn the_author_and_operators_delete(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    fixture.send(&id, "bob", "client-01", "one").await.unwrap();
    fixture.send(&id, "bob", "client-02", "two").await.unwrap();
    let (store, shop) = (fixture.store.clone(), fixture.app.clone());
    assert_eq!(store.delete(&shop, &id, &"cho".into(), Seq(1)).await, Err(StoreError::Forbidden));
    let by_author = store.delete(&shop, &id, &"bob".into(), Seq(1)).await.unwrap();
    assert_eq!((by_author.rev, by_author.message.text.as_str(), by_author.message.deleted), (Rev(4), "", true));
    fixture.told();
    assert_eq!(store.delete(&shop, &id, &"bob".into(), Seq(1)).await, Ok(by_author));
    assert_eq!(fixture.told().len(), 0);
    assert_eq!(
        store.edit(&shop, &id, &"bob".into(), Seq(1), "again", Extra::default()).await,
        Err(StoreError::NotFound)
    );
    let by_operator = store.delete(&shop, &id, &"ann".into(), Seq(2)).await.unwrap();
    assert_eq!((by_operator.rev, by_operator.user.nickname.as_str()), (Rev(5), "BOB"));
    assert_eq!(texts(&fixture.page(&id, Range::Newest, 50).await.messages), ["", ""]);
}

pub async fn any_text_comes_back_as_it_was(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let long = "가나다라".repeat(5_000);
    let texts = [
        "",
        " ",
        "'; DROP TABLE message; --",
        "\u{0}",
        "👩‍👩‍👧‍👦 é e\u{301}",
        "a\r\nb\\n\t%_?",
        "\u{202e}abc",
        long.as_str(),
    ];
    for (index, text) in texts.iter().enumerate() {
        fixture.send(&id, "ann", &format!("client-{index:02}"), text).await.unwrap();
    }
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(super::texts(&page.messages), texts);
}

pub async fn what_a_message_carries_is_kept_follows_an_edit_and_goes_with_it(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (shop, store, ann) = (&fixture.app, &fixture.store, UserId::from("ann"));
    let link = |url: &str| {
        let url = Some(url.to_owned());
        let range = TextRange { start: 0, end: 4, style: TextStyle::Link, url, ..TextRange::default() };
        Extra { ranges: vec![range], source: Some("as typed".to_owned()), ..Extra::default() }
    };
    let message = NewMessage { extra: link("https://a.example"), ..fixture.message(&id, "ann", "client-01", "look") };
    store.append(message).await.unwrap();
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(page.messages[0].ranges, link("https://a.example").ranges);
    let edited = store.edit(shop, &id, &ann, Seq(1), "here", link("https://b.example")).await.unwrap();
    assert_eq!(edited.message.ranges, link("https://b.example").ranges);
    let page = store.sync(shop, &id, Reader::ALL, &store.epoch(), Rev(2)).await.unwrap();
    assert_eq!(page.messages, [edited.message]);
    assert_eq!(store.delete(shop, &id, &ann, Seq(1)).await.unwrap().message.ranges, []);
}
