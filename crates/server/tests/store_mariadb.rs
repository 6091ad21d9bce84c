//! The store's contract on a live MariaDB, and what only a database of its own can do: several nodes, and dying alone.

#![allow(clippy::unwrap_used)]

#[path = "../src/store/contract.rs"]
mod contract;
#[path = "mariadb/server.rs"]
mod server;

use contract::Fixture;
use futures_util::future::join_all;
use madang_server::store::sql::SqlStore;
use madang_server::store::*;
use server::MariaDb;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::unbounded_channel;

macro_rules! run_all {
    ($($module:ident: $case:ident,)*) => {
        async fn every_case(server: &MariaDb) {
            $(
                println!(concat!(stringify!($module), ": ", stringify!($case)));
                let url = server.database(stringify!($case));
                contract::$module::$case(Fixture::open(&url).await).await;
            )*
        }
    };
}
contract::every_case!(run_all);

/// One server for all: starting it takes longer than most cases.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_keeps_the_contract_with_several_nodes_and_after_being_killed() {
    let mut server = MariaDb::start();
    every_case(&server).await;
    two_nodes_give_one_sequence_and_one_row_a_client_id(&server).await;
    migrations_of_several_nodes_at_once_agree(&server).await;
    a_newer_schema_is_refused(&server).await;
    a_killed_database_is_unavailable_then_back(&mut server).await;
}

async fn two_nodes_give_one_sequence_and_one_row_a_client_id(server: &MariaDb) {
    let url = server.database("two_nodes");
    let fixture = Fixture::open(&url).await;
    let (sink, _commits) = unbounded_channel();
    let other = SqlStore::open(&url, sink).await.unwrap();
    assert_eq!(other.epoch(), fixture.store.epoch());
    let id = fixture.group("ann", &["bob"]).await;
    // Every message is sent to both nodes at once, as by a client that reconnected elsewhere.
    let mut acks = Vec::new();
    for round in 0..10 {
        let sends = (0..20).flat_map(|n| {
            let message = fixture.message(&id, "ann", &format!("client-{round:02}-{n:02}"), "x");
            [fixture.store.append(message.clone()), other.append(message)]
        });
        acks.extend(join_all(sends).await.into_iter().map(|ack| ack.unwrap()));
    }
    let fresh = acks.iter().filter(|ack| !ack.duplicate).count();
    assert_eq!((acks.len(), fresh, fixture.rev(&id).await), (400, 200, 201));
    for pair in acks.chunks(2) {
        assert_eq!((pair[0].seq, pair[0].rev), (pair[1].seq, pair[1].rev));
    }
    let report = fixture.store.check().await;
    assert_eq!(report, Ok(CheckReport { channels: 1, messages: 200, faults: Vec::new() }));
}

async fn migrations_of_several_nodes_at_once_agree(server: &MariaDb) {
    let url = server.database("many_nodes");
    let opened = join_all((0..6).map(|_| async {
        let (sink, _commits) = unbounded_channel();
        SqlStore::open(&url, sink).await.unwrap().epoch()
    }));
    let mut epochs = opened.await;
    epochs.dedup();
    assert_eq!(epochs.len(), 1);
}

async fn a_newer_schema_is_refused(server: &MariaDb) {
    let url = server.database("newer");
    Fixture::open(&url).await.store.close().await;
    server.change("newer", "UPDATE meta SET value = '999' WHERE name = 'schema'");
    let (sink, _commits) = unbounded_channel();
    let refused = SqlStore::open(&url, sink).await.err().unwrap();
    let StoreError::Fault(reason) = refused else { panic!("{refused}") };
    assert!(reason.starts_with("the data has schema version 999, this binary knows up to "), "{reason}");
}

async fn a_killed_database_is_unavailable_then_back(server: &mut MariaDb) {
    let fixture = Fixture::open(&server.database("killed")).await;
    let id = fixture.group("ann", &["bob"]).await;
    let first = fixture.send(&id, "ann", "client-01", "before").await.unwrap();
    server.kill();
    let begin = Instant::now();
    let refused = fixture.send(&id, "ann", "client-02", "meanwhile").await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(matches!(fixture.store.ready().await, Err(StoreError::Unavailable(_))));
    assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
    server.restart();
    let begin = Instant::now();
    let ack = loop {
        match fixture.send(&id, "ann", "client-02", "meanwhile").await {
            Ok(ack) => break ack,
            Err(StoreError::Unavailable(_)) if begin.elapsed() < Duration::from_secs(5) => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!((first.seq.0, ack.seq.0, ack.duplicate), (1, 2, false));
    assert_eq!(fixture.store.ready().await, Ok(()));
    assert_eq!(contract::texts(&fixture.page(&id, Range::Newest, 50).await.messages), ["before", "meanwhile"]);
}
