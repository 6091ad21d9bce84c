//! Applications and keys.

use super::*;

pub async fn an_application_is_kept_as_it_was_made(fixture: Fixture) {
    let store = &fixture.store;
    assert_eq!(store.app(&"shop".into()).await, Ok(Some(app("shop"))));
    assert_eq!(store.app(&"none".into()).await, Ok(None));
    let mut other = app("zoo");
    other.limits.text_chars = 7;
    store.create_app(other.clone(), key("k")).await.unwrap();
    assert_eq!(store.apps().await, Ok(vec![app("shop"), other]));
    assert_eq!(store.epoch().0.len(), 32);
    assert_eq!(store.ready().await, Ok(()));
}

pub async fn a_second_application_of_the_same_id_is_refused(fixture: Fixture) {
    let mut second = app("shop");
    second.name = "Another".to_owned();
    let refused = fixture.store.create_app(second, key("second")).await;
    assert_eq!(refused, Err(StoreError::Exists("the application".to_owned())));
    assert_eq!(fixture.store.apps().await, Ok(vec![app("shop")]));
    assert!(fixture.store.keys(&fixture.app).await.unwrap() == [key("first")]);
}

pub async fn a_rotated_key_ends_the_others(fixture: Fixture) {
    let (store, shop) = (&fixture.store, &fixture.app);
    let mut second = key("second");
    second.algorithm = KeyAlgorithm::Es256;
    second.created_at = TimeMs(1_700_000_000_001);
    store.add_key(shop, second.clone(), Some(TimeMs(1_700_000_100_000))).await.unwrap();
    let mut third = key("third");
    third.created_at = TimeMs(1_700_000_000_002);
    // The first ends earlier than this already, and keeps its time.
    store.add_key(shop, third.clone(), Some(TimeMs(1_700_000_200_000))).await.unwrap();
    let mut first = key("first");
    first.expires_at = Some(TimeMs(1_700_000_100_000));
    second.expires_at = Some(TimeMs(1_700_000_200_000));
    assert!(store.keys(shop).await.unwrap() == [first, second, third.clone()]);
    assert_eq!(store.add_key(shop, third, None).await, Err(StoreError::Exists("the key".to_owned())));
    assert_eq!(store.add_key(&"none".into(), key("k"), None).await, Err(StoreError::NotFound));
    assert!(store.keys(&"none".into()).await.unwrap().is_empty());
}

pub async fn origins_are_replaced(fixture: Fixture) {
    let origins = vec!["https://a.example".to_owned(), "http://localhost:8080".to_owned()];
    fixture.store.set_origins(&fixture.app, origins.clone()).await.unwrap();
    assert_eq!(fixture.store.app(&fixture.app).await.unwrap().unwrap().origins, origins);
    assert_eq!(fixture.store.set_origins(&"none".into(), Vec::new()).await, Err(StoreError::NotFound));
}
