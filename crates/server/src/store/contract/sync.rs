//! What changed since a revision.

use super::*;

pub async fn what_changed_comes_in_its_current_state(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop) = (&fixture.store, &fixture.app);
    fixture.fill(&id, 4).await;
    let since = fixture.rev(&id).await;
    assert_eq!(since, 5);
    store.edit(shop, &id, &"ann".into(), Seq(2), "edited once", Extra::default()).await.unwrap();
    store.delete(shop, &id, &"ann".into(), Seq(3)).await.unwrap();
    fixture.send(&id, "bob", "client-01", "new").await.unwrap();
    store.edit(shop, &id, &"ann".into(), Seq(2), "edited twice", Extra::default()).await.unwrap();
    let page = fixture.sync(&id, since).await;
    let changes: Vec<_> = page.messages.iter().map(|m| (m.rev.0, m.seq.0, m.text.as_str(), m.deleted)).collect();
    assert_eq!(changes, [(7, 3, "", true), (8, 5, "new", false), (9, 2, "edited twice", false)]);
    assert_eq!(
        (page.rev, page.more, page.reset, page.channel.rev, page.channel.seq),
        (Rev(9), false, false, Rev(9), Seq(5))
    );
    assert_eq!(page.users.iter().map(|user| user.user_id.as_str()).collect::<Vec<_>>(), ["ann", "bob"]);
    assert_eq!((page.members.len(), page.cursors.len()), (0, 2));
}

pub async fn members_who_came_and_went_are_told(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.store.add_members(&fixture.app, &id, None, &["cho".into()], 100).await.unwrap();
    fixture.store.remove_member(&fixture.app, &id, &"bob".into()).await.unwrap();
    let page = fixture.sync(&id, 1).await;
    let members: Vec<_> = page.members.iter().map(|m| (m.user_id.as_str(), m.state, m.rev.0)).collect();
    assert_eq!(members, [("cho", MemberState::Joined, 2), ("bob", MemberState::Left, 3)]);
    assert_eq!(page.cursors.iter().map(|cursor| cursor.user_id.as_str()).collect::<Vec<_>>(), ["ann", "cho"]);
    assert_eq!(fixture.sync(&id, 0).await.members.len(), 3);
}

pub async fn nothing_new_is_an_empty_page(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 3).await;
    let page = fixture.sync(&id, 4).await;
    assert_eq!(
        (page.rev, page.more, page.reset, page.messages.len(), page.members.len()),
        (Rev(4), false, false, 0, 0)
    );
}

pub async fn pages_hold_300_changes(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 700).await;
    fixture.store.add_members(&fixture.app, &id, None, &["cho".into()], 100).await.unwrap();
    let (mut since, mut sizes, mut seqs, mut members) = (1, Vec::new(), Vec::new(), 0);
    loop {
        let page = fixture.sync(&id, since).await;
        assert!(!page.reset);
        sizes.push(page.messages.len() + page.members.len());
        seqs.extend(page.messages.iter().map(|message| message.seq.0));
        members += page.members.len();
        since = page.rev.0;
        if !page.more {
            break;
        }
    }
    assert_eq!((sizes, since, members), (vec![300, 300, 101], 702, 1));
    assert_eq!(seqs, (1..=700).collect::<Vec<u64>>());
}

pub async fn long_texts_make_shorter_pages(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let long = "x".repeat(300_000);
    for n in 0..5 {
        fixture.send(&id, "ann", &format!("client-{n:02}"), &long).await.unwrap();
    }
    let page = fixture.sync(&id, 1).await;
    assert_eq!((page.messages.len(), page.rev, page.more), (3, Rev(4), true));
    let page = fixture.sync(&id, 4).await;
    assert_eq!((page.messages.len(), page.rev, page.more), (2, Rev(6), false));
}

pub async fn more_than_1000_changes_reset(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 1_001).await;
    let page = fixture.sync(&id, 2).await;
    assert_eq!((page.reset, page.more, page.messages.len()), (false, true, 300));
    let page = fixture.sync(&id, 1).await;
    assert_eq!((page.reset, page.more, page.has_before, page.rev), (true, false, true, Rev(1_002)));
    let seqs: Vec<u64> = page.messages.iter().map(|message| message.seq.0).collect();
    assert_eq!(seqs, (952..=1_001).collect::<Vec<u64>>());
    assert_eq!(page.members.len(), 2);
}

pub async fn another_epoch_or_a_position_beyond_resets(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 3).await;
    let other = fixture.store.sync(&fixture.app, &id, Reader::ALL, &"another".into(), Rev(4)).await.unwrap();
    assert_eq!((other.reset, other.has_before, other.rev, other.messages.len()), (true, false, Rev(4), 3));
    assert_eq!(other.epoch, fixture.store.epoch());
    assert!(fixture.sync(&id, 5).await.reset);
    assert!(fixture.sync(&id, u64::MAX).await.reset);
}

pub async fn unknown_channels_are_not_found(fixture: Fixture) {
    let page = fixture.store.sync(&fixture.app, &"none".into(), Reader::ALL, &fixture.store.epoch(), Rev(0)).await;
    assert_eq!(page, Err(StoreError::NotFound));
}
