//! The store's contract on SQLite: a real file, a fresh one for each case. And what is special to a file: it survives.

#![allow(clippy::unwrap_used)]

#[path = "../src/store/contract.rs"]
mod contract;

use contract::Fixture;
use madang_server::store::sql::sqlite_url;

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
