//! Searching over the wire: what is found, how much may be asked, and that nothing is lost between writing and searching.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::store::Store;
use madang_server::store::sql::{SqlStore, sqlite_url};
use madang_server::testing::{Client, TestApp};
use sqlx::{Connection, Executor, Row};
use std::path::Path;
use std::time::Duration;

fn search(query: &str) -> Search {
    Search { query: query.into(), ..Search::default() }
}

async fn page(client: &mut Client, search: Search) -> SearchPage {
    match client.ask(Command::Search(search)).await {
        Ok(Event::SearchPage(page)) => page,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_was_acked_is_found_at_once_with_its_places_and_channel() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    mina.say(&group, "client-0001", "**달항아리**는 내일 와요").await;
    mina.say(&"courtyard".into(), "client-0002", "항아리 있어요?").await;
    let found = page(&mut jun, search("항아리")).await;
    let hits: Vec<_> = found.hits.iter().map(|hit| (&hit.channel_id, hit.message.text.as_str(), &hit.found)).collect();
    assert_eq!(hits[0], (&"courtyard".into(), "항아리 있어요?", &vec![(0, 3)]));
    assert_eq!(hits[1], (&group, "달항아리는 내일 와요", &vec![(1, 4)]));
    assert_eq!((hits.len(), found.channels.len(), found.users.len(), found.next), (2, 2, 1, None));
    let one = page(&mut jun, Search { channel_id: Some(group.clone()), limit: Some(1), ..search("와요") }).await;
    assert_eq!((one.hits.len(), one.channels.len()), (1, 0));
    // Whoever only reads searches the open channels.
    assert_eq!(page(&mut app.anonymous().await, search("항아리")).await.hits.len(), 1);
    let located = jun.ask(Command::Locate(Locate { channel_id: group.clone(), at: TimeMs(0) })).await;
    let Ok(Event::Located(located)) = located else { panic!("{located:?}") };
    assert_eq!((located.seq, located.created_at), (Some(Seq(1)), Some(found.hits[1].message.created_at)));
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_a_bad_request() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let bad = [
        Search::default(),
        search("   "),
        search(&"가".repeat(201)),
        search("a\u{0}b"),
        Search { limit: Some(0), ..search("a") },
        Search { limit: Some(101), ..search("a") },
        Search { since: Some(TimeMs(9)), until: Some(TimeMs(9)), ..search("a") },
        Search { after: Some("x".repeat(513)), ..search("a") },
        Search { user_id: Some("".into()), ..search("a") },
        Search { channel_id: Some("a b".into()), ..search("a") },
    ];
    for search in bad {
        let refused = mina.ask(Command::Search(search.clone())).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::BadRequest, "{search:?}");
    }
    // What is odd and allowed finds nothing.
    for query in ["AND OR NOT", "\" OR 1=1 --", "*", "zc1", "+za -zb (", "NEAR(a b)"] {
        assert_eq!(page(&mut mina, search(query)).await.hits, [], "{query}");
    }
    assert_eq!(page(&mut mina, Search { after: Some("not ours".into()), ..search("a") }).await.hits, []);
}

#[tokio::test]
async fn too_many_searches_wait() {
    let app = TestApp::start().await;
    let (mut first, mut second) = (app.user("mina").await, app.user("mina").await);
    for n in 0..20 {
        page(if n % 2 == 0 { &mut first } else { &mut second }, search("a")).await;
    }
    let mut refused = first.ask(Command::Search(search("a"))).await;
    for _ in 0..20 {
        if refused.is_err() {
            break;
        }
        refused = first.ask(Command::Search(search("a"))).await;
    }
    assert_eq!(refused.unwrap_err().code, ErrorCode::RateLimited);
    page(&mut app.user("jun").await, search("a")).await;
}

/// One number from the file.
async fn number(path: &Path, query: &'static str) -> i64 {
    let mut connection = sqlx::AnyConnection::connect(&sqlite_url(path)).await.unwrap();
    connection.fetch_one(query).await.unwrap().get(0)
}

const BEHIND: &str = "SELECT SUM(seq - indexed_seq) FROM channel";

#[tokio::test]
async fn the_index_follows_by_itself_and_takes_in_what_an_earlier_version_or_a_crash_left() {
    let mut app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    let courtyard = ChannelId::from("courtyard");
    for n in 0..5 {
        mina.say(&courtyard, &format!("client-{n:04}"), "old words").await;
    }
    let path = Path::new(&app.config.data).join("madang.db");
    let followed = async || {
        for _ in 0..100 {
            if number(&path, BEHIND).await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        panic!("the index stays behind");
    };
    followed().await;
    app.stop().await;
    // As a version without an index left it.
    let mut connection = sqlx::AnyConnection::connect(&sqlite_url(&path)).await.unwrap();
    for statement in [
        "DELETE FROM search_message",
        "INSERT INTO search_words (search_words) VALUES ('delete-all')",
        "UPDATE channel SET indexed_seq = 0",
    ] {
        connection.execute(statement).await.unwrap();
    }
    connection.close().await.unwrap();
    app.run().await;
    followed().await;
    assert_eq!(number(&path, "SELECT COUNT(*) FROM search_message").await, 5);
    assert_eq!(page(&mut app.user("jun").await, search("words")).await.hits.len(), 5);
}

/// The statements that made the data of the last version before this one.
fn schema_before(version: u32) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let number = |path: &Path| path.file_name().unwrap().to_str().unwrap()[..4].parse::<u32>().unwrap();
    files.retain(|path| number(path) < version);
    let mut statements = vec!["CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)".to_owned()];
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        statements.extend(text.split(";\n").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned));
    }
    statements.push(format!("INSERT INTO meta (name, value) VALUES ('schema', '{}')", number(files.last().unwrap())));
    statements
}

#[tokio::test]
async fn data_of_the_version_before_the_index_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite_url(&folder.path().join("madang.db"));
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    for statement in schema_before(10) {
        connection.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    }
    for statement in [
        "INSERT INTO app VALUES ('shop', 'Shop', '[]', '{}', 1)",
        "INSERT INTO app_user (id, app_id, user_id, nickname, is_visitor, created_at) VALUES (1, 'shop', 'ann', 'Ann', 0, 1)",
        "INSERT INTO channel (id, app_id, channel_id, kind, name, is_public, member_count, created_at, active_at, seq, rev) \
         VALUES (1, 'shop', 'lobby', 'open', '', 0, 0, 1, 1, 1, 1)",
        "INSERT INTO message (channel_key, seq, rev, first_rev, user_key, client_id, fingerprint, body, created_at, is_deleted) \
         VALUES (1, 1, 1, 1, 1, 'client-0001', 1, '옛날 마당에서', 1, 0)",
    ] {
        connection.execute(statement).await.unwrap();
    }
    connection.close().await.unwrap();
    let (sink, _commits) = tokio::sync::mpsc::unbounded_channel();
    let store = SqlStore::open(&url, sink).await.unwrap();
    let sought = madang_server::store::Sought { query: "마당", limit: 20, ..Default::default() };
    let found = store.search(&"shop".into(), None, sought).await.unwrap();
    assert_eq!((found.hits.len(), found.hits[0].found.as_slice()), (1, [(3, 5)].as_slice()));
}
