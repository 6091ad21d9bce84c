//! Pins: in the order of pinning, so many at most, gone with the message.

use super::*;

impl Fixture {
    async fn pin(&self, channel: &ChannelId, user: &str, seq: u64, on: bool) -> Result<MessageEvent> {
        let (app_id, channel_id) = (self.app.clone(), channel.clone());
        self.store.pin(NewPin { app_id, channel_id, user_id: user.into(), seq: Seq(seq), on }).await
    }

    async fn pinned(&self, channel: &ChannelId) -> Vec<u64> {
        let list = self.store.pins(&self.app, channel, Reader::ALL, None, 100).await.unwrap();
        list.pins.iter().map(|pin| pin.message.seq.0).collect()
    }

    async fn has_pins(&self, channel: &ChannelId) -> bool {
        self.store.channel_view(&self.app, channel, Some(&"ann".into())).await.unwrap().unwrap().has_pins
    }
}

pub async fn a_pin_is_told_once_listed_newest_first_and_taken_away(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    for (number, text) in ["one", "two", "three"].iter().enumerate() {
        fixture.send(&id, "bob", &format!("client-{number:02}"), text).await.unwrap();
    }
    assert!(!fixture.has_pins(&id).await);
    fixture.told();
    let first = fixture.pin(&id, "ann", 3, true).await.unwrap();
    assert_eq!((first.rev, first.message.pinned, first.message.text.as_str()), (Rev(5), true, "three"));
    let commits = fixture.told();
    let Event::MessageChanged(told) = &commits[0].event else { panic!("{:?}", commits[0].event) };
    assert_eq!((commits.len(), told), (2, &first));
    // Again: nothing is written, nobody hears, and the answer is the same.
    assert_eq!(fixture.pin(&id, "ann", 3, true).await.unwrap().message, first.message);
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 6));
    fixture.pin(&id, "ann", 1, true).await.unwrap();
    assert_eq!(fixture.pinned(&id).await, [1, 3]);
    let page = fixture.page(&id, Range::Newest, 50).await;
    let pinned = page.messages.iter().filter(|message| message.admin.is_none()).map(|message| message.pinned);
    assert_eq!(pinned.collect::<Vec<_>>(), [true, false, true]);
    let list = fixture.store.pins(&fixture.app, &id, Reader::ALL, None, 1).await.unwrap();
    assert_eq!((list.pins[0].user_id.as_str(), &list.pins[0].message), ("ann", &page.messages[0]));
    assert_eq!(list.users.iter().map(|user| user.nickname.as_str()).collect::<Vec<_>>(), ["ANN", "BOB"]);
    let rest = fixture.store.pins(&fixture.app, &id, Reader::ALL, list.next.as_deref(), 1).await.unwrap();
    assert_eq!((rest.pins[0].message.seq, rest.pins.len(), rest.next), (Seq(3), 1, None));
    assert!(fixture.has_pins(&id).await);
    assert!(!fixture.pin(&id, "ann", 1, false).await.unwrap().message.pinned);
    fixture.told();
    fixture.pin(&id, "ann", 1, false).await.unwrap();
    assert_eq!((fixture.told().len(), fixture.pinned(&id).await), (0, vec![3]));
    // Pinned anew it is the newest.
    fixture.pin(&id, "ann", 1, true).await.unwrap();
    assert_eq!(fixture.pinned(&id).await, [1, 3]);
}

pub async fn operators_pin_and_both_people_of_a_pair(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let open = fixture.open_channel("lobby").await;
    let pair = NewChannel { distinct: true, ..fixture.new_group("ann", &["bob"]) };
    let pair = fixture.store.create_channel(pair).await.unwrap();
    for channel in [&id, &open, &pair] {
        fixture.send(channel, "ann", "client-01", "hello").await.unwrap();
    }
    assert_eq!(fixture.pin(&id, "bob", 1, true).await, Err(StoreError::Forbidden));
    assert_eq!(fixture.pin(&open, "ann", 1, true).await, Err(StoreError::Forbidden));
    for stranger in ["cho", "nobody"] {
        assert_eq!(fixture.pin(&id, stranger, 1, true).await, Err(StoreError::NotFound), "{stranger}");
    }
    assert_eq!(fixture.pin(&id, "ann", 2, true).await, Err(StoreError::NotFound));
    assert!(fixture.pin(&id, "ann", 1, true).await.unwrap().message.pinned);
    assert_eq!(fixture.pin(&id, "bob", 1, false).await, Err(StoreError::Forbidden));
    assert!(fixture.pin(&pair, "bob", 1, true).await.unwrap().message.pinned);
    assert!(!fixture.pin(&pair, "ann", 1, false).await.unwrap().message.pinned);
}

pub async fn a_channel_has_so_many_pins_at_most(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 51).await;
    for seq in 1..=50 {
        fixture.pin(&id, "ann", seq, true).await.unwrap();
    }
    assert!(matches!(fixture.pin(&id, "ann", 51, true).await, Err(StoreError::TooMany(_))));
    fixture.pin(&id, "ann", 50, true).await.unwrap();
    fixture.pin(&id, "ann", 1, false).await.unwrap();
    fixture.pin(&id, "ann", 51, true).await.unwrap();
    let pinned = fixture.pinned(&id).await;
    assert_eq!((pinned.len(), pinned[0], pinned[49]), (50, 51, 2));
}

pub async fn an_edit_keeps_a_pin_and_a_deletion_ends_it(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.pin(&id, "ann", 1, true).await.unwrap();
    let edited = store.edit(shop, &id, &ann, Seq(1), "hello!", Extra::default()).await.unwrap();
    assert!(edited.message.pinned);
    assert_eq!(store.pins(shop, &id, Reader::ALL, None, 100).await.unwrap().pins[0].message.text, "hello!");
    let deleted = store.delete(shop, &id, &ann, Seq(1)).await.unwrap();
    assert!(!deleted.message.pinned && !fixture.has_pins(&id).await);
    assert_eq!(fixture.pin(&id, "ann", 1, true).await, Err(StoreError::NotFound));
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
}
