//! The store's contract on SQLite: a real file, a fresh one for each case. And what is special to a file: it survives.

#![allow(clippy::unwrap_used)]

#[path = "../src/store/contract.rs"]
mod contract;

use contract::Fixture;
use madang_protocol::*;
use madang_server::shadow::Reader;
use madang_server::store::sql::{SqlStore, sqlite_url};
use madang_server::store::*;
use sqlx::{Connection, Executor};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::unbounded_channel;

async fn fresh() -> (tempfile::TempDir, Fixture) {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Fixture::open(&sqlite_url(&folder.path().join("madang.db"))).await;
    (folder, fixture)
}

macro_rules! tests {
    ($($module:ident: $case:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            let (_folder, fixture) = fresh().await;
            contract::$module::$case(fixture).await;
        }
    )*};
}
contract::every_case!(tests);

/// A store that nobody listens to.
async fn open(url: &str) -> Result<Arc<SqlStore>> {
    let (sink, _commits) = unbounded_channel();
    SqlStore::open(url, sink).await
}

/// Changes the file behind the store's back.
async fn change(path: &Path, statements: &[&'static str]) {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&sqlite_url(path)).await.unwrap();
    for statement in statements {
        connection.execute(*statement).await.unwrap();
    }
    connection.close().await.unwrap();
}

#[tokio::test]
async fn what_was_acked_is_there_after_reopening_and_the_epoch_is_the_same() {
    let (folder, fixture) = fresh().await;
    let id = fixture.group("ann", &["bob"]).await;
    let ack = fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let epoch = fixture.store.epoch();
    // Not closed: dropped, as by a crash.
    drop(fixture);
    let store = open(&sqlite_url(&folder.path().join("madang.db"))).await.unwrap();
    assert_eq!(store.epoch(), epoch);
    let page = store.history(&"shop".into(), &id, Reader::ALL, Range::Newest, 50).await.unwrap();
    assert_eq!((contract::texts(&page.messages), page.rev), (vec!["hello"], Rev(2)));
    let message = NewMessage {
        app_id: "shop".into(),
        channel_id: id,
        user_id: "ann".into(),
        client_id: "client-01".into(),
        text: "hello".to_owned(),
        ..NewMessage::default()
    };
    assert_eq!(store.append(message).await, Ok(Ack { duplicate: true, ..ack }));
}

#[tokio::test]
async fn a_backup_while_writing_is_whole_and_has_a_new_epoch() {
    let (folder, fixture) = fresh().await;
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 50).await;
    let path = folder.path().join("it's a copy.db");
    let sends = (0..500).map(|n| fixture.store.append(fixture.message(&id, "bob", &format!("client-{n:04}"), "x")));
    let (acks, copied) = tokio::join!(futures_util::future::join_all(sends), fixture.store.backup(&path));
    copied.unwrap();
    assert!(acks.iter().all(Result::is_ok));
    let again = fixture.store.backup(&path).await;
    assert_eq!(again, Err(StoreError::Exists(path.display().to_string())));
    let copy = open(&sqlite_url(&path)).await.unwrap();
    assert_ne!(copy.epoch(), fixture.store.epoch());
    let report = copy.check().await.unwrap();
    assert!(report.messages >= 50 && report.faults.is_empty(), "{report:?}");
    let page = copy.sync(&fixture.app, &id, Reader::ALL, &fixture.store.epoch(), Rev(51)).await.unwrap();
    assert_eq!((page.reset, page.epoch), (true, copy.epoch()));
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let (folder, fixture) = fresh().await;
    fixture.store.close().await;
    let path = folder.path().join("madang.db");
    change(&path, &["CREATE TABLE held AS SELECT * FROM meta", "UPDATE meta SET value = '999' WHERE name = 'schema'"])
        .await;
    let Some(StoreError::Fault(reason)) = open(&sqlite_url(&path)).await.err() else { panic!("it was opened") };
    assert!(reason.starts_with("the data has schema version 999, this binary knows up to "), "{reason}");
    change(&path, &["DELETE FROM meta", "INSERT INTO meta SELECT * FROM held"]).await;
    assert_eq!(open(&sqlite_url(&path)).await.unwrap().apps().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_migration_that_was_cut_off_is_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("madang.db");
    // As a crash leaves it: the version's table is there, the migration's transaction never committed.
    change(&path, &["CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"]).await;
    let fixture = Fixture::open(&sqlite_url(&path)).await;
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn check_tells_what_is_broken() {
    let (folder, fixture) = fresh().await;
    let id = fixture.open_channel("lobby").await;
    fixture.fill(&id, 3).await;
    fixture.store.close().await;
    let path = folder.path().join("madang.db");
    change(&path, &["DELETE FROM message WHERE seq = 2", "UPDATE message SET rev = 99 WHERE seq = 3"]).await;
    let store = open(&sqlite_url(&path)).await.unwrap();
    let faults = store.check().await.unwrap().faults;
    let wanted = [
        "channel lobby: its seq is not the number of its messages (3)",
        "channel lobby: a message has a rev above the channel's (3)",
    ];
    assert_eq!(faults, wanted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_process_holds_the_file_writes_are_unavailable_and_reads_go_on() {
    let (folder, fixture) = fresh().await;
    let id = fixture.group("ann", &["bob"]).await;
    fixture.fill(&id, 3).await;
    let url = sqlite_url(&folder.path().join("madang.db"));
    let mut other = sqlx::AnyConnection::connect(&url).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let begin = Instant::now();
    let refused = fixture.store.append(fixture.message(&id, "bob", "client-01", "late"));
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!((page.messages.len(), begin.elapsed() < Duration::from_secs(2)), (3, true));
    let refused = refused.await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(begin.elapsed() < Duration::from_secs(7), "{:?}", begin.elapsed());
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(fixture.send(&id, "bob", "client-01", "late").await.unwrap().seq, Seq(4));
}

#[tokio::test]
async fn a_value_that_the_database_refuses_fails_alone() {
    let (folder, fixture) = fresh().await;
    let id = fixture.open_channel("lobby").await;
    let trigger = "CREATE TRIGGER refuse BEFORE INSERT ON message WHEN NEW.body = 'poison' \
                   BEGIN SELECT RAISE(ABORT, 'poison'); END";
    change(&folder.path().join("madang.db"), &[trigger]).await;
    let sends = ["one", "poison", "two"]
        .iter()
        .enumerate()
        .map(|(index, text)| fixture.store.append(fixture.message(&id, "ann", &format!("client-{index:02}"), text)));
    let outcomes = futures_util::future::join_all(sends.collect::<Vec<_>>()).await;
    assert_eq!((outcomes[0].clone().unwrap().seq, outcomes[2].clone().unwrap().seq), (Seq(1), Seq(2)));
    assert!(matches!(outcomes[1], Err(StoreError::Fault(_))), "{:?}", outcomes[1]);
    assert_eq!(contract::texts(&fixture.page(&id, Range::Newest, 50).await.messages), ["one", "two"]);
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn two_stores_on_one_file_give_one_sequence() {
    let (folder, fixture) = fresh().await;
    let id = fixture.group("ann", &["bob"]).await;
    let other = open(&sqlite_url(&folder.path().join("madang.db"))).await.unwrap();
    // Each knows the channel from its own last batch, and the other wrote since.
    for n in 0..20_u64 {
        let store = if n % 2 == 0 { &fixture.store } else { &other };
        let ack = store.append(fixture.message(&id, "ann", &format!("client-{n:02}"), "x")).await.unwrap();
        assert_eq!((ack.seq.0, ack.rev.0), (n + 1, n + 2));
    }
    assert_eq!(other.check().await.unwrap().faults, Vec::<String>::new());
}
