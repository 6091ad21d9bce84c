//! Who is named, who may be, and how many unread messages name one.

use super::*;

fn named(start: u32, end: u32, user: &str) -> TextRange {
    TextRange { start, end, style: TextStyle::Mention, user_id: Some(user.into()), ..TextRange::default() }
}

fn call(style: TextStyle, end: u32) -> TextRange {
    TextRange { end, style, ..TextRange::default() }
}

fn naming(
    fixture: &Fixture,
    channel: &ChannelId,
    user: &str,
    client_id: &str,
    text: &str,
    ranges: Vec<TextRange>,
) -> NewMessage {
    let mention = |range: &TextRange| {
        let user_id = range.user_id.clone()?;
        Some(Mention { start: range.start, end: range.end, user_id })
    };
    let mentions = ranges.iter().filter_map(mention).collect();
    let extra = Extra { ranges, ..Extra::default() };
    NewMessage { mentions, extra, ..fixture.message(channel, user, client_id, text) }
}

async fn counts(fixture: &Fixture, channel: &ChannelId, user: &str) -> (u32, u32) {
    let view = fixture.store.channel_view(&fixture.app, channel, Some(&user.into())).await.unwrap().unwrap();
    (view.unread_count, view.mention_count)
}

pub async fn a_mention_holds_when_it_names_a_member_by_the_present_nickname(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let ranges = vec![named(0, 4, "bob"), named(5, 9, "cho"), named(10, 14, "ann"), named(15, 19, "nobody")];
    let message = naming(&fixture, &id, "bob", "client-01", "@BOB @CHO @bob @who", ranges);
    let ack = fixture.store.append(message.clone()).await.unwrap();
    assert_eq!((ack.text, ack.ranges.clone()), (None, vec![named(0, 4, "bob")]));
    assert_eq!(fixture.page(&id, Range::Newest, 1).await.messages[0].ranges, ack.ranges);
    let again = fixture.store.append(message.clone()).await.unwrap();
    assert_eq!((again.duplicate, again.ranges), (true, ack.ranges));
    let other = NewMessage { mentions: message.mentions[..1].to_vec(), ..message };
    assert_eq!(fixture.store.append(other).await, Err(StoreError::IdempotencyConflict));
    let visitor = fixture.store.create_visitor(&fixture.app, "hash", "o").await.unwrap().user_id;
    fixture.store.add_members(&fixture.app, &id, None, std::slice::from_ref(&visitor), 9).await.unwrap();
    let range = named(0, 8, visitor.as_str());
    let ack =
        fixture.store.append(naming(&fixture, &id, "ann", "client-02", "@Visitor", vec![range.clone()])).await.unwrap();
    assert_eq!(ack.ranges, [range], "who has no nickname goes by any name");
}

pub async fn in_an_open_channel_authors_are_known_and_nobody_calls_all(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    fixture.send(&id, "bob", "client-01", "hello").await.unwrap();
    let ranges = vec![
        named(0, 4, "bob"),
        named(5, 9, "cho"),
        TextRange { start: 10, end: 15, style: TextStyle::MentionHere, ..TextRange::default() },
    ];
    let ack = fixture.store.append(naming(&fixture, &id, "ann", "client-02", "@BOB @CHO @here", ranges)).await.unwrap();
    assert_eq!(ack.ranges, [named(0, 4, "bob")]);
    assert_eq!(counts(&fixture, &id, "bob").await, (0, 0));
}

pub async fn unread_mentions_are_of_others_until_they_are_read_or_gone(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    let (store, shop) = (&fixture.store, &fixture.app);
    let send = async |user: &str, client_id: &str, text: &str, ranges: Vec<TextRange>| {
        store.append(naming(&fixture, &id, user, client_id, text, ranges)).await.unwrap()
    };
    send("ann", "client-01", "@BOB", vec![named(0, 4, "bob")]).await;
    send("ann", "client-02", "@channel", vec![call(TextStyle::MentionChannel, 8)]).await;
    let called = send("bob", "client-03", "@channel", vec![call(TextStyle::MentionChannel, 8)]).await;
    assert_eq!(called.ranges, [], "bob is no operator");
    send("bob", "client-04", "@BOB me", vec![named(0, 4, "bob")]).await;
    assert_eq!(counts(&fixture, &id, "ann").await, (2, 0));
    assert_eq!((counts(&fixture, &id, "bob").await, counts(&fixture, &id, "cho").await), ((2, 2), (4, 1)));
    // An edit names others; what is deleted names nobody.
    let extra = Extra { ranges: vec![named(0, 4, "cho"), named(5, 9, "bob")], ..Extra::default() };
    let edited = store.edit(shop, &id, &"ann".into(), Seq(1), "@CHO @bob", extra).await.unwrap();
    assert_eq!(edited.message.ranges, [named(0, 4, "cho")]);
    assert_eq!((counts(&fixture, &id, "bob").await, counts(&fixture, &id, "cho").await), ((2, 1), (4, 2)));
    store.delete(shop, &id, &"ann".into(), Seq(2)).await.unwrap();
    assert_eq!((counts(&fixture, &id, "bob").await, counts(&fixture, &id, "cho").await), ((1, 0), (3, 1)));
    store.move_cursor(shop, &id, &"cho".into(), Some(Seq(1)), None).await.unwrap();
    assert_eq!(counts(&fixture, &id, "cho").await, (2, 0));
}

pub async fn a_call_to_who_is_here_is_for_them_whatever_is_edited(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    let (store, shop) = (&fixture.store, &fixture.app);
    let here = vec!["ann".into(), "bob".into(), "nobody".into()];
    let message = naming(&fixture, &id, "ann", "client-01", "@here", vec![call(TextStyle::MentionHere, 5)]);
    store.append(NewMessage { here, ..message }).await.unwrap();
    assert_eq!((counts(&fixture, &id, "bob").await, counts(&fixture, &id, "cho").await), ((1, 1), (1, 0)));
    let extra = || Extra { ranges: vec![call(TextStyle::MentionHere, 5)], ..Extra::default() };
    store.edit(shop, &id, &"ann".into(), Seq(1), "@here now", extra()).await.unwrap();
    assert_eq!((counts(&fixture, &id, "bob").await, counts(&fixture, &id, "cho").await), ((1, 1), (1, 0)));
    store.edit(shop, &id, &"ann".into(), Seq(1), "nothing", Extra::default()).await.unwrap();
    store.edit(shop, &id, &"ann".into(), Seq(1), "@here", extra()).await.unwrap();
    assert_eq!(counts(&fixture, &id, "bob").await, (1, 0));
}

pub async fn people_are_found_by_the_beginning_of_a_nickname_in_any_script(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let names = [
        ("u1", "김준호"),
        ("u2", "김지우"),
        ("u3", "Zoë"),
        ("u4", "zora"),
        ("u5", "محمد"),
        ("u6", "김준호"),
        ("u7", "gone"),
    ];
    for (user, name) in names {
        fixture.store.upsert_user(&fixture.app, &user.into(), Some(name.to_owned()), None).await.unwrap();
        fixture.store.add_members(&fixture.app, &id, None, &[user.into()], 99).await.unwrap();
    }
    fixture.store.remove_member(&fixture.app, &id, &"u7".into()).await.unwrap();
    let (store, shop) = (&fixture.store, &fixture.app);
    let found = async |prefix: &str| {
        let list = store.people(shop, &id, prefix, None, 50).await.unwrap();
        assert_eq!(list.members.len(), list.users.len());
        list.users.into_iter().map(|user| user.user_id.0).collect::<Vec<_>>()
    };
    for prefix in ["ㄱ", "기", "김", "김ㅈ"] {
        assert_eq!(found(prefix).await, ["u1", "u6", "u2"], "{prefix}");
    }
    assert_eq!((found("김주").await, found("긴").await), (vec!["u1".to_owned(), "u6".to_owned()], vec![]));
    assert_eq!((found("ZO").await, found("مح").await), (vec!["u3".to_owned(), "u4".to_owned()], vec!["u5".to_owned()]));
    assert_eq!((found("g").await, found("%").await, found("").await.len()), (vec![], vec![], 8));
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let page = store.people(shop, &id, "김", after.as_deref(), 1).await.unwrap();
        paged.extend(page.users.into_iter().map(|user| user.user_id.0));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, ["u1", "u6", "u2"]);
    // A new name is found by its beginning, and no longer by the old one's.
    store.upsert_user(shop, &"u3".into(), Some("Anders".to_owned()), None).await.unwrap();
    assert_eq!(
        (found("zo").await, found("an").await),
        (vec!["u4".to_owned()], vec!["u3".to_owned(), "ann".to_owned()])
    );
}

pub async fn in_an_open_channel_people_are_the_authors_of_its_newest_messages(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    fixture.send(&id, "cho", "client-00", "long ago").await.unwrap();
    fixture.fill(&id, 1_000).await;
    fixture.send(&id, "bob", "client-01", "hello").await.unwrap();
    let found = fixture.store.people(&fixture.app, &id, "", None, 50).await.unwrap();
    let ids: Vec<&str> = found.users.iter().map(|user| user.user_id.as_str()).collect();
    assert_eq!((ids, found.members.len()), (vec!["ann", "bob"], 0));
    let none = fixture.store.people(&fixture.app, &"none".into(), "", None, 50).await;
    assert_eq!(none, Err(StoreError::NotFound));
}
