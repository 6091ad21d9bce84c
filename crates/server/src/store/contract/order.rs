//! One order without holes, whatever comes at once.

use super::*;
use futures_util::future::join_all;

pub async fn sequences_have_no_holes_and_all_see_one_order(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    let sends = (0..300).map(|n| {
        let user = ["ann", "bob", "cho"][n % 3];
        fixture.store.append(fixture.message(&id, user, &format!("client-{n:04}"), &n.to_string()))
    });
    let acks: Vec<Ack> = join_all(sends).await.into_iter().collect::<Result<_>>().unwrap();
    let mut seqs: Vec<u64> = acks.iter().map(|ack| ack.seq.0).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=300).collect::<Vec<u64>>());
    assert!(acks.iter().all(|ack| ack.rev.0 == ack.seq.0 + 1));
    let (mut seen, mut after) = (Vec::new(), 0);
    loop {
        let page = fixture.page(&id, Range::After(Seq(after)), 100).await;
        seen.extend(page.messages.iter().map(|message| (message.seq.0, message.client_id.0.clone())));
        after += 100;
        if !page.has_after {
            break;
        }
    }
    let mut told: Vec<(u64, String)> = acks.into_iter().map(|ack| (ack.seq.0, ack.client_id.0)).collect();
    told.sort();
    assert_eq!(seen, told);
}

pub async fn one_hundred_senders_at_once_share_the_numbers(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    let senders = (0..100).map(|sender| {
        let (store, message) = (fixture.store.clone(), fixture.message(&id, "ann", "", ""));
        tokio::spawn(async move {
            for n in 0..5 {
                let client_id = ClientId(format!("client-{sender}-{n}"));
                let ack = store.append(NewMessage { client_id, ..message.clone() }).await.unwrap();
                assert!(!ack.duplicate);
            }
        })
    });
    for done in join_all(senders).await {
        done.unwrap();
    }
    assert_eq!(fixture.rev(&id).await, 501);
    let report = fixture.store.check().await.unwrap();
    assert_eq!((report.channels, report.messages, report.faults), (1, 500, Vec::new()));
}

pub async fn duplicates_within_one_batch_are_one_message(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.told();
    let sends: Vec<_> = ["same", "same", "other", "same"]
        .map(|text| fixture.store.append(fixture.message(&id, "ann", "client-01", text)))
        .into();
    let outcomes = join_all(sends).await;
    let first = outcomes[0].clone().unwrap();
    assert_eq!((first.seq, first.duplicate), (Seq(1), false));
    assert_eq!(outcomes[1], Ok(Ack { duplicate: true, ..first.clone() }));
    assert_eq!(outcomes[2], Err(StoreError::IdempotencyConflict));
    assert_eq!(outcomes[3], Ok(Ack { duplicate: true, ..first }));
    assert_eq!(fixture.told().len(), 1);
    let mut acks = join_all((0..100).map(|_| fixture.store.append(fixture.message(&id, "bob", "client-02", "once"))))
        .await
        .into_iter()
        .collect::<Result<Vec<Ack>>>()
        .unwrap();
    assert_eq!(acks.iter().filter(|ack| !ack.duplicate).count(), 1);
    acks.dedup_by_key(|ack| (ack.seq, ack.rev, ack.created_at));
    assert_eq!(acks.len(), 1);
    assert_eq!(fixture.page(&id, Range::Newest, 50).await.messages.len(), 2);
}

pub async fn calls_are_written_in_their_order(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let mut waiting = Vec::new();
    for n in 1..=50_u64 {
        // Enqueued by the call, long before anybody awaits it.
        waiting.push(fixture.store.append(fixture.message(&id, "ann", &format!("client-{n:02}"), &n.to_string())));
    }
    waiting.reverse();
    let acks = join_all(waiting).await;
    assert_eq!(acks[0].clone().unwrap().seq, Seq(50));
    assert_eq!(acks[49].clone().unwrap().seq, Seq(1));
    let page = fixture.page(&id, Range::Newest, 50).await;
    let wanted: Vec<String> = (1..=50).map(|n| n.to_string()).collect();
    assert_eq!(texts(&page.messages), wanted);
}

pub async fn a_refused_write_among_others_harms_nobody(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop) = (&fixture.store, &fixture.app);
    let (ann, cho, nobody) = (UserId::from("ann"), UserId::from("cho"), [UserId::from("nobody")]);
    let none = ChannelId::from("none");
    let (one, refused, edit, add, two, gone) = tokio::join!(
        store.append(fixture.message(&id, "ann", "client-01", "one")),
        store.append(fixture.message(&id, "cho", "client-02", "refused")),
        store.edit(shop, &id, &cho, Seq(1), "x", Extra::default()),
        store.add_members(shop, &id, None, &nobody, 100),
        store.append(fixture.message(&id, "bob", "client-03", "two")),
        store.move_cursor(shop, &none, &ann, Some(Seq(1)), None),
    );
    assert_eq!((one.unwrap().seq, two.unwrap().seq), (Seq(1), Seq(2)));
    assert_eq!((refused.err(), edit.err()), (Some(StoreError::NotFound), Some(StoreError::NotFound)));
    assert_eq!((add.err(), gone.err()), (Some(StoreError::NotFound), Some(StoreError::NotFound)));
    assert_eq!(texts(&fixture.page(&id, Range::Newest, 50).await.messages), ["one", "two"]);
}

pub async fn what_the_writer_knows_is_never_older_than_the_data(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, bob) = (&fixture.store, &fixture.app, UserId::from("bob"));
    assert_eq!(fixture.send(&id, "bob", "client-01", "one").await.unwrap().rev, Rev(2));
    store.edit(shop, &id, &bob, Seq(1), "edited", Extra::default()).await.unwrap();
    assert_eq!(fixture.send(&id, "bob", "client-02", "two").await.unwrap().rev, Rev(4));
    // Leaving and writing wait in one batch: what comes after the leaving is refused.
    let leave = store.remove_member(shop, &id, &bob);
    let (left, late) = tokio::join!(leave, async { fixture.send(&id, "bob", "client-03", "late").await });
    assert_eq!((left, late), (Ok(()), Err(StoreError::NotFound)));
    store.add_members(shop, &id, None, std::slice::from_ref(&bob), 100).await.unwrap();
    store.upsert_user(shop, &bob, Some("Robert".to_owned()), None).await.unwrap();
    assert_eq!(fixture.send(&id, "bob", "client-04", "back").await.unwrap().rev, Rev(8));
    let page = fixture.page(&id, Range::Newest, 1).await;
    assert_eq!(page.users.iter().find(|user| user.user_id == bob).unwrap().nickname, "Robert");
}

pub async fn commits_are_told_in_the_order_of_revs(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (fixture.store.clone(), fixture.app.clone(), UserId::from("ann"));
    fixture.fill(&id, 20).await;
    let changes = (1..=20).map(|seq| store.edit(&shop, &id, &ann, Seq(seq), "edited", Extra::default()));
    let sends = (0..20).map(|n| store.append(fixture.message(&id, "bob", &format!("client-{n:02}"), "x")));
    let cho = [UserId::from("cho")];
    tokio::join!(join_all(changes), join_all(sends), store.add_members(&shop, &id, None, &cho, 100)).2.unwrap();
    let revs: Vec<u64> = fixture.told().iter().map(|commit| commit.rev.0).collect();
    assert_eq!(revs, (1..=62).collect::<Vec<u64>>());
}

pub async fn after_close_nothing_is_written(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let before = fixture.store.append(fixture.message(&id, "ann", "client-01", "before"));
    fixture.store.close().await;
    assert_eq!(before.await.unwrap().seq, Seq(1));
    let after = fixture.send(&id, "ann", "client-02", "after").await;
    assert!(matches!(after, Err(StoreError::Unavailable(_))), "{after:?}");
    fixture.store.close().await;
}
