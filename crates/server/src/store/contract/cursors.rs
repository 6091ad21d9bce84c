//! Delivered and read; unread counts; and that the data keeps its promises.

use super::*;

async fn mark(fixture: &Fixture, channel: &ChannelId, read: Option<u64>, delivered: Option<u64>) -> Option<(u64, u64)> {
    let (read, delivered) = (read.map(Seq), delivered.map(Seq));
    let moved = fixture.store.move_cursor(&fixture.app, channel, &"bob".into(), read, delivered).await.unwrap();
    moved.map(|cursor| {
        assert_eq!(cursor.user_id.as_str(), "bob");
        (cursor.read_seq.0, cursor.delivered_seq.0)
    })
}

pub async fn cursors_only_move_forward(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 10).await;
    fixture.told();
    assert_eq!(mark(&fixture, &id, Some(3), Some(5)).await, Some((3, 5)));
    assert_eq!(mark(&fixture, &id, Some(2), Some(4)).await, None);
    assert_eq!(mark(&fixture, &id, Some(3), None).await, None);
    assert_eq!(mark(&fixture, &id, None, None).await, None);
    assert_eq!(mark(&fixture, &id, Some(4), Some(1)).await, Some((4, 5)));
    assert_eq!(mark(&fixture, &id, None, Some(10)).await, Some((4, 10)));
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 11));
    let page = fixture.page(&id, Range::Newest, 1).await;
    let cursors: Vec<_> = page.cursors.iter().map(|c| (c.user_id.as_str(), c.read_seq.0, c.delivered_seq.0)).collect();
    assert_eq!(cursors, [("ann", 0, 0), ("bob", 4, 10)]);
}

pub async fn cursors_never_pass_the_newest_message(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    assert_eq!(mark(&fixture, &id, Some(9), Some(9)).await, None);
    fixture.fill(&id, 2).await;
    assert_eq!(mark(&fixture, &id, Some(u64::MAX), None).await, Some((2, 2)));
}

pub async fn reading_is_also_delivery(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 5).await;
    assert_eq!(mark(&fixture, &id, None, Some(2)).await, Some((0, 2)));
    assert_eq!(mark(&fixture, &id, Some(4), None).await, Some((4, 4)));
}

pub async fn strangers_have_no_cursor(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let lobby = fixture.open_channel("lobby").await;
    fixture.fill(&id, 2).await;
    fixture.fill(&lobby, 2).await;
    let (store, shop, cho) = (&fixture.store, &fixture.app, UserId::from("cho"));
    assert_eq!(store.move_cursor(shop, &id, &cho, Some(Seq(1)), None).await, Err(StoreError::NotFound));
    assert_eq!(store.move_cursor(shop, &lobby, &cho, Some(Seq(1)), None).await, Ok(None));
    store.remove_member(shop, &id, &"bob".into()).await.unwrap();
    assert_eq!(store.move_cursor(shop, &id, &"bob".into(), Some(Seq(1)), None).await, Err(StoreError::NotFound));
}

pub async fn unread_counts_others_only_to_100(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 5).await;
    fixture.send(&id, "bob", "client-01", "own").await.unwrap();
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(5)).await.unwrap();
    mark(&fixture, &id, Some(1), None).await;
    let bob = UserId::from("bob");
    let view = fixture.store.channel_view(&fixture.app, &id, Some(&bob)).await.unwrap().unwrap();
    assert_eq!(view.unread_count, 3);
    let sends = (0..200).map(|n| fixture.store.append(fixture.message(&id, "ann", &format!("more-{n:04}"), "x")));
    futures_util::future::join_all(sends).await;
    let list = fixture.store.channel_list(&fixture.app, Some(&bob), None, 30).await.unwrap();
    assert_eq!(list.channels[0].unread_count, 100);
}

pub async fn check_finds_nothing_wrong(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let lobby = fixture.open_channel("lobby").await;
    fixture.fill(&id, 30).await;
    fixture.fill(&lobby, 10).await;
    mark(&fixture, &id, Some(7), Some(9)).await;
    fixture.store.edit(&fixture.app, &id, &"ann".into(), Seq(3), "edited", Extra::default()).await.unwrap();
    fixture.store.remove_member(&fixture.app, &id, &"bob".into()).await.unwrap();
    let report = fixture.store.check().await;
    assert_eq!(report, Ok(CheckReport { channels: 2, messages: 41, faults: Vec::new() }));
}

pub async fn who_has_read_a_message_is_listed(fixture: Fixture) {
    let group = fixture.group("ann", &["bob", "cho"]).await;
    for number in 1..=3 {
        fixture.send(&group, "ann", &format!("client-0{number}"), "hello").await.unwrap();
    }
    let (store, app) = (&fixture.store, &fixture.app);
    for (user, seq) in [("bob", 2), ("cho", 3)] {
        store.move_cursor(app, &group, &user.into(), Some(Seq(seq)), None).await.unwrap();
    }
    let read = async |seq: u64, after: Option<&str>, limit: u32| {
        let list = store.filtered_members(app, &group, Listed::Read(Seq(seq)), after, limit).await.unwrap();
        let others = list.members.into_iter().map(|member| member.user_id.0).filter(|id| id != "ann");
        (others.collect::<Vec<_>>(), list.next)
    };
    assert_eq!(read(2, None, 50).await.0, ["bob", "cho"]);
    assert_eq!(read(3, None, 50).await.0, ["cho"]);
    let (mut seen, mut next) = read(1, None, 1).await;
    while let Some(after) = next {
        let page = read(1, Some(&after), 1).await;
        seen.extend(page.0);
        next = page.1;
    }
    assert_eq!(seen, ["bob", "cho"]);
    store.remove_member(app, &group, &"cho".into()).await.unwrap();
    assert_eq!(read(3, None, 50).await.0, [""; 0]);
}
