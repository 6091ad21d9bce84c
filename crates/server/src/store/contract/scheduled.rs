//! Scheduled messages: kept for their author, sent once at most, and never lost without a reason.

use super::*;

const HOUR_MS: u64 = 3_600_000;

fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()
}

fn wish(channel: &ChannelId, client_id: &str, send_at: u64) -> Schedule {
    Schedule {
        channel_id: channel.clone(),
        client_id: client_id.into(),
        text: "**later**".into(),
        mentions: vec![],
        send_at: TimeMs(send_at),
    }
}

impl Fixture {
    async fn schedule(&self, user: &str, body: Schedule) -> Result<Scheduled> {
        self.store.schedule(ScheduledFor { app_id: self.app.clone(), user_id: user.into(), body }).await
    }

    async fn waiting(&self, user: &str) -> Vec<Scheduled> {
        self.store.scheduled(&self.app, &user.into(), None, None, 100).await.unwrap().scheduled
    }

    async fn reschedule(
        &self,
        user: &str,
        client_id: &str,
        text: Option<&str>,
        send_at: Option<u64>,
    ) -> Result<Scheduled> {
        let text = text.map(|text| (text.to_owned(), vec![]));
        let body = ScheduledChange { client_id: client_id.into(), text, send_at: send_at.map(TimeMs) };
        self.store.change_scheduled(ScheduledFor { app_id: self.app.clone(), user_id: user.into(), body }).await
    }

    async fn send_now(&self, user: &str, read: &Scheduled) -> Result<Option<Ack>> {
        let message = self.message(&read.channel_id, user, read.client_id.as_str(), &read.text);
        self.store.send_scheduled(message, read.clone()).await
    }
}

pub async fn what_is_scheduled_waits_for_its_author_alone(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.told();
    let at = now() + HOUR_MS;
    let first = fixture.schedule("ann", wish(&id, "client-01", at)).await.unwrap();
    assert_eq!((first.text.as_str(), first.send_at, first.failed), ("**later**", TimeMs(at), None));
    // Again: the first answer. Another body: a conflict.
    assert_eq!(fixture.schedule("ann", wish(&id, "client-01", at)).await.unwrap().send_at, first.send_at);
    let other = fixture.schedule("ann", wish(&id, "client-01", at + 1)).await;
    assert_eq!(other, Err(StoreError::IdempotencyConflict));
    fixture.schedule("bob", wish(&id, "client-01", at)).await.unwrap();
    fixture.schedule("ann", wish(&id, "client-02", at - 1)).await.unwrap();
    let waiting = fixture.waiting("ann").await;
    assert_eq!(waiting.iter().map(|one| one.client_id.as_str()).collect::<Vec<_>>(), ["client-02", "client-01"]);
    assert_eq!((fixture.waiting("bob").await.len(), fixture.waiting("cho").await.len()), (1, 0));
    let page = fixture.store.scheduled(&fixture.app, &"ann".into(), Some(&id), None, 1).await.unwrap();
    let rest = fixture.store.scheduled(&fixture.app, &"ann".into(), Some(&id), page.next.as_deref(), 1).await.unwrap();
    assert_eq!((rest.scheduled, rest.next), (vec![first], None));
    let elsewhere = fixture.store.scheduled(&fixture.app, &"ann".into(), Some(&"none".into()), None, 1).await.unwrap();
    assert_eq!((elsewhere.scheduled, fixture.told().len()), (vec![], 0));
}

pub async fn a_time_is_within_a_year_and_100_wait_at_most(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    for at in [0, now() - 1, now() + 400 * 24 * HOUR_MS] {
        assert!(matches!(fixture.schedule("ann", wish(&id, "client-01", at)).await, Err(StoreError::Unfit(_))), "{at}");
    }
    for number in 0..100 {
        fixture.schedule("ann", wish(&id, &format!("client-{number:03}"), now() + HOUR_MS)).await.unwrap();
    }
    let more = fixture.schedule("ann", wish(&id, "client-100", now() + HOUR_MS)).await;
    assert!(matches!(more, Err(StoreError::TooMany(_))));
    fixture.store.cancel_scheduled(&fixture.app, &"ann".into(), &"client-050".into()).await.unwrap();
    fixture.schedule("ann", wish(&id, "client-100", now() + HOUR_MS)).await.unwrap();
    let again = fixture.store.cancel_scheduled(&fixture.app, &"ann".into(), &"client-050".into()).await;
    assert_eq!(again, Err(StoreError::NotFound));
}

pub async fn a_scheduled_message_is_changed_by_its_author(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let at = now() + HOUR_MS;
    let first = fixture.schedule("ann", wish(&id, "client-01", at)).await.unwrap();
    assert_eq!(fixture.reschedule("bob", "client-01", Some("mine"), None).await, Err(StoreError::NotFound));
    let other = fixture.reschedule("ann", "client-01", Some("even later"), Some(at + 5)).await.unwrap();
    assert_eq!((other.text.as_str(), other.send_at), ("even later", TimeMs(at + 5)));
    assert_eq!(fixture.waiting("ann").await, std::slice::from_ref(&other));
    assert!(matches!(fixture.reschedule("ann", "client-01", None, Some(1)).await, Err(StoreError::Unfit(_))));
    // Whoever read it before does not send what it was.
    assert_eq!(fixture.send_now("ann", &first).await, Ok(None));
    assert_eq!(fixture.page(&id, Range::Newest, 9).await.messages, []);
}

pub async fn it_is_sent_once_whoever_tries_and_however_often(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let read = fixture.schedule("ann", wish(&id, "client-01", now() + 50)).await.unwrap();
    assert_eq!(fixture.store.due(TimeMs(now() - 1_000), 9).await.unwrap(), []);
    let due = fixture.store.due(TimeMs(now() + 1_000), 9).await.unwrap();
    assert_eq!(due, [Due { app_id: fixture.app.clone(), user_id: "ann".into(), scheduled: read.clone() }]);
    let tries = futures_util::future::join_all((0..8).map(|_| fixture.send_now("ann", &read))).await;
    let acks: Vec<Ack> = tries.into_iter().map(|sent| sent.unwrap().unwrap()).collect();
    assert_eq!(acks.iter().filter(|ack| !ack.duplicate).count(), 1);
    assert!(acks.iter().all(|ack| ack.seq == Seq(1)));
    let page = fixture.page(&id, Range::Newest, 9).await;
    assert_eq!((page.messages.len(), page.messages[0].client_id.as_str()), (1, "client-01"));
    assert_eq!((fixture.waiting("ann").await, fixture.store.due(TimeMs(u64::MAX), 9).await.unwrap()), (vec![], vec![]));
    // What was sent is not scheduled again, and what was cancelled is not sent.
    let again = fixture.schedule("ann", wish(&id, "client-01", now() + HOUR_MS)).await;
    assert_eq!(again, Err(StoreError::IdempotencyConflict));
    let read = fixture.schedule("ann", wish(&id, "client-02", now() + HOUR_MS)).await.unwrap();
    fixture.store.cancel_scheduled(&fixture.app, &"ann".into(), &"client-02".into()).await.unwrap();
    assert_eq!(fixture.send_now("ann", &read).await, Err(StoreError::NotFound));
    assert_eq!(fixture.page(&id, Range::Newest, 9).await.messages.len(), 1);
    assert_eq!(fixture.store.check().await.unwrap().faults, [""; 0]);
}

pub async fn who_may_not_write_then_keeps_it_with_the_reason(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (shop, bob, client_id) = (&fixture.app, UserId::from("bob"), ClientId::from("client-01"));
    let read = fixture.schedule("bob", wish(&id, "client-01", now() + 30)).await.unwrap();
    fixture.store.remove_member(shop, &id, &bob).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    assert_eq!(fixture.send_now("bob", &read).await, Err(StoreError::NotFound));
    assert_eq!(fixture.waiting("bob").await, [read]);
    fixture.store.fail_scheduled(shop, &bob, &client_id, ErrorCode::NotFound).await.unwrap();
    assert_eq!(fixture.waiting("bob").await[0].failed, Some(ErrorCode::NotFound));
    assert_eq!(fixture.store.due(TimeMs(u64::MAX), 9).await.unwrap(), []);
    // Changed, it waits again; a failure of the time before does not touch it.
    fixture.reschedule("bob", "client-01", None, Some(now() + HOUR_MS)).await.unwrap();
    fixture.store.fail_scheduled(shop, &bob, &client_id, ErrorCode::NotFound).await.unwrap();
    assert_eq!(fixture.waiting("bob").await[0].failed, None);
    assert_eq!(fixture.store.due(TimeMs(u64::MAX / 4), 9).await.unwrap().len(), 1);
}
