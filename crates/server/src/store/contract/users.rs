//! Users, visitors, revoking, last seen.

use super::*;

pub async fn a_user_is_made_once_and_changed_field_by_field(fixture: Fixture) {
    let (store, shop, dan) = (&fixture.store, &fixture.app, UserId::from("dan"));
    let mut user = User { user_id: dan.clone(), nickname: String::new(), profile_url: None, visitor: false };
    assert_eq!(store.upsert_user(shop, &dan, None, None).await, Ok(user.clone()));
    user.nickname = "Dan".to_owned();
    assert_eq!(store.upsert_user(shop, &dan, Some("Dan".to_owned()), None).await, Ok(user.clone()));
    user.profile_url = Some("https://x.example/d.png".to_owned());
    assert_eq!(store.upsert_user(shop, &dan, None, user.profile_url.clone()).await, Ok(user.clone()));
    assert_eq!(store.upsert_user(shop, &dan, None, None).await, Ok(user.clone()));
    assert_eq!(store.users(shop, &[dan.clone(), "nobody".into()]).await, Ok(vec![user]));
    assert_eq!(store.users(&"zoo".into(), std::slice::from_ref(&dan)).await, Ok(Vec::new()));
    assert_eq!(store.upsert_user(&"zoo".into(), &dan, None, None).await, Err(StoreError::NotFound));
}

pub async fn ids_are_compared_byte_by_byte(fixture: Fixture) {
    for id in ["Ann", "ann ", "änn", "a\u{308}nn", "ann\u{0}", "한국어", "🐈"] {
        fixture.user(id).await;
    }
    let ids: Vec<UserId> =
        ["ann", "Ann", "ann ", "änn", "a\u{308}nn", "ann\u{0}", "한국어", "🐈"].map(UserId::from).to_vec();
    let mut found: Vec<UserId> =
        fixture.store.users(&fixture.app, &ids).await.unwrap().into_iter().map(|user| user.user_id).collect();
    let mut wanted = ids.clone();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    let only = fixture.store.users(&fixture.app, &["ann ".into()]).await.unwrap();
    assert_eq!(only.iter().map(|user| user.user_id.as_str()).collect::<Vec<_>>(), ["ann "]);
}

pub async fn a_visitor_is_known_by_token_and_origin_only(fixture: Fixture) {
    let (store, shop) = (&fixture.store, &fixture.app);
    let visitor = store.create_visitor(shop, "hash-1", "https://shop.example").await.unwrap();
    assert!(visitor.visitor);
    assert_eq!((visitor.user_id.0.len(), &visitor.user_id.0[..2], visitor.nickname.as_str()), (34, "v_", ""));
    assert_eq!(store.visitor(shop, "hash-1", "https://shop.example").await, Ok(Some(visitor.clone())));
    assert_eq!(store.visitor(shop, "hash-1", "https://evil.example").await, Ok(None));
    assert_eq!(store.visitor(shop, "hash-2", "https://shop.example").await, Ok(None));
    assert_eq!(store.visitor(&"zoo".into(), "hash-1", "https://shop.example").await, Ok(None));
    let other = store.create_visitor(shop, "hash-2", "https://shop.example").await.unwrap();
    assert_ne!(other.user_id, visitor.user_id);
    let named = store.upsert_user(shop, &visitor.user_id, Some("Vi".to_owned()), None).await.unwrap();
    assert_eq!((named.nickname.as_str(), named.visitor), ("Vi", true));
}

pub async fn revoking_remembers_the_time_and_forgets_the_visitor_token(fixture: Fixture) {
    let (store, shop) = (&fixture.store, &fixture.app);
    let visitor = store.create_visitor(shop, "hash", "o").await.unwrap();
    assert_eq!(store.revoked_at(shop, &visitor.user_id).await, Ok(None));
    store.revoke(shop, &visitor.user_id, TimeMs(1_700_000_000_500)).await.unwrap();
    assert_eq!(store.visitor(shop, "hash", "o").await, Ok(None));
    assert_eq!(store.revoked_at(shop, &visitor.user_id).await, Ok(Some(TimeMs(1_700_000_000_500))));
    store.revoke(shop, &visitor.user_id, TimeMs(1_700_000_000_100)).await.unwrap();
    assert_eq!(store.revoked_at(shop, &visitor.user_id).await, Ok(Some(TimeMs(1_700_000_000_500))));
    assert_eq!(store.revoked_at(shop, &"ann".into()).await, Ok(None));
    assert_eq!(store.revoke(shop, &"nobody".into(), TimeMs(1)).await, Err(StoreError::NotFound));
}

pub async fn last_seen_is_kept_for_those_who_were_seen(fixture: Fixture) {
    let (store, shop) = (&fixture.store, &fixture.app);
    store.set_last_seen(shop, &"ann".into(), TimeMs(1_700_000_000_001)).await.unwrap();
    store.set_last_seen(shop, &"ann".into(), TimeMs(1_700_000_000_002)).await.unwrap();
    let seen = store.last_seen(shop, &["ann".into(), "bob".into(), "nobody".into()]).await;
    assert_eq!(seen, Ok(vec![("ann".into(), TimeMs(1_700_000_000_002))]));
}

pub async fn acquainted_are_those_who_share_a_joined_group(fixture: Fixture) {
    let (store, shop) = (&fixture.store, &fixture.app);
    fixture.user("dan").await;
    let first = fixture.group("ann", &["bob"]).await;
    fixture.group("ann", &["bob", "cho"]).await;
    let all: Vec<UserId> = ["bob", "cho", "dan", "nobody"].map(UserId::from).to_vec();
    let mut known = store.acquainted(shop, &"ann".into(), &all).await.unwrap();
    known.sort();
    assert_eq!(known, [UserId::from("bob"), "cho".into()]);
    assert_eq!(store.acquainted(shop, &"dan".into(), &all).await, Ok(Vec::new()));
    store.remove_member(shop, &first, &"bob".into()).await.unwrap();
    assert_eq!(store.acquainted(shop, &"bob".into(), &["ann".into()]).await, Ok(vec!["ann".into()]));
}
