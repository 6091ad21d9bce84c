//! History, and the independence of reads from writes.

use super::*;
use std::time::{Duration, Instant};

fn span(page: &HistoryPage) -> (u64, u64, bool, bool) {
    let (first, last) = (page.messages.first().unwrap(), page.messages.last().unwrap());
    assert_eq!(page.messages.len() as u64, last.seq.0 - first.seq.0 + 1);
    (first.seq.0, last.seq.0, page.has_before, page.has_after)
}

pub async fn pages_go_both_ways(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 120).await;
    let newest = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(span(&newest), (71, 120, true, false));
    assert_eq!((newest.rev, newest.epoch), (Rev(121), fixture.store.epoch()));
    assert_eq!(newest.users.iter().map(|user| user.nickname.as_str()).collect::<Vec<_>>(), ["ANN", "BOB"]);
    assert_eq!(newest.cursors.len(), 2);
    assert_eq!(span(&fixture.page(&id, Range::Before(Seq(71)), 50).await), (21, 70, true, true));
    assert_eq!(span(&fixture.page(&id, Range::Before(Seq(21)), 50).await), (1, 20, false, true));
    assert_eq!(span(&fixture.page(&id, Range::After(Seq(0)), 50).await), (1, 50, false, true));
    assert_eq!(span(&fixture.page(&id, Range::After(Seq(100)), 50).await), (101, 120, true, false));
    assert_eq!(span(&fixture.page(&id, Range::Newest, 1_000).await), (21, 120, true, false));
    assert_eq!(span(&fixture.page(&id, Range::Newest, 0).await), (120, 120, true, false));
}

pub async fn pages_around_a_message(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 120).await;
    assert_eq!(span(&fixture.page(&id, Range::Around(Seq(60)), 50).await), (35, 84, true, true));
    assert_eq!(span(&fixture.page(&id, Range::Around(Seq(3)), 50).await), (1, 50, false, true));
    assert_eq!(span(&fixture.page(&id, Range::Around(Seq(119)), 50).await), (71, 120, true, false));
}

pub async fn an_empty_channel_has_an_empty_page(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    for range in [Range::Newest, Range::Before(Seq(1)), Range::After(Seq(0)), Range::Around(Seq(7))] {
        let page = fixture.page(&id, range, 50).await;
        assert_eq!((page.messages.len(), page.has_before, page.has_after, page.rev), (0, false, false, Rev(1)));
    }
    let none = fixture.store.history(&fixture.app, &"none".into(), Reader::ALL, Range::Newest, 50).await;
    assert_eq!(none, Err(StoreError::NotFound));
}

pub async fn a_page_is_of_one_moment(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    let (store, channel) = (fixture.store.clone(), id.clone());
    let message = fixture.message(&id, "ann", "", "x");
    let writing = tokio::spawn(async move {
        for n in 0..300 {
            let client_id = ClientId(format!("client-{n:04}"));
            store.append(NewMessage { client_id, ..message.clone() }).await.unwrap();
        }
    });
    while !writing.is_finished() {
        let page = fixture.page(&channel, Range::Newest, 100).await;
        // Only messages were written after the channel's first rev.
        assert_eq!(page.messages.last().map_or(0, |message| message.seq.0), page.rev.0 - 1);
        let sync = fixture.sync(&channel, 1).await;
        assert_eq!(sync.messages.len() as u64, sync.rev.0 - 1);
    }
    writing.await.unwrap();
}

pub async fn reads_do_not_wait_for_writes(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    fixture.fill(&id, 100).await;
    let mut waiting = Vec::new();
    for n in 0..5_000 {
        waiting.push(fixture.store.append(fixture.message(&id, "ann", &format!("client-{n:05}"), "x")));
    }
    let begin = Instant::now();
    let page = fixture.page(&id, Range::Newest, 50).await;
    let (took, written) = (begin.elapsed(), page.rev.0);
    assert_eq!(page.messages.len(), 50);
    assert!(written < 5_101 || took < Duration::from_millis(50), "read after all writes: rev {written}, {took:?}");
    for ack in futures_util::future::join_all(waiting).await {
        ack.unwrap();
    }
    assert_eq!(fixture.rev(&id).await, 5_101);
}
