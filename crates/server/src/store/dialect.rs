//! Everything that SQLite and MariaDB spell differently. All other SQL of the store runs on both as it is written.

use super::{Result, StoreError};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::time::Duration;

/// Which database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    MariaDb,
}

/// A step of the schema: its number and its statements, which end with `;` at a line's end.
pub(super) type Migration = (i64, &'static str);

impl Dialect {
    pub(super) fn of(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("mysql:") || url.starts_with("mariadb:") {
            Ok(Self::MariaDb)
        } else {
            Err(StoreError::Fault("the database url begins with neither sqlite: nor mysql:".to_owned()))
        }
    }

    pub(super) fn migrations(self) -> &'static [Migration] {
        match self {
            Self::Sqlite => &[
                (1, include_str!("../../migrations/sqlite/0001_conversations.sql")),
                (2, include_str!("../../migrations/sqlite/0002_extra.sql")),
                (3, include_str!("../../migrations/sqlite/0003_mentions.sql")),
                (4, include_str!("../../migrations/sqlite/0004_reactions.sql")),
                (6, include_str!("../../migrations/sqlite/0006_files.sql")),
                (9, include_str!("../../migrations/sqlite/0009_pins.sql")),
                (10, include_str!("../../migrations/sqlite/0010_search.sql")),
                (11, include_str!("../../migrations/sqlite/0011_moderation.sql")),
                (12, include_str!("../../migrations/sqlite/0012_polls.sql")),
                (13, include_str!("../../migrations/sqlite/0013_scheduled.sql")),
                (14, include_str!("../../migrations/sqlite/0014_directory.sql")),
                (15, include_str!("../../migrations/sqlite/0015_threads.sql")),
                (16, include_str!("../../migrations/sqlite/0016_previews.sql")),
                (17, include_str!("../../migrations/sqlite/0017_preference.sql")),
                (18, include_str!("../../migrations/sqlite/0018_unread.sql")),
                (19, include_str!("../../migrations/sqlite/0019_forward.sql")),
                (20, include_str!("../../migrations/sqlite/0020_admin.sql")),
                (21, include_str!("../../migrations/sqlite/0021_shadow.sql")),
            ],
            Self::MariaDb => &[
                (1, include_str!("../../migrations/mariadb/0001_conversations.sql")),
                (2, include_str!("../../migrations/mariadb/0002_extra.sql")),
                (3, include_str!("../../migrations/mariadb/0003_mentions.sql")),
                (4, include_str!("../../migrations/mariadb/0004_reactions.sql")),
                (6, include_str!("../../migrations/mariadb/0006_files.sql")),
                (9, include_str!("../../migrations/mariadb/0009_pins.sql")),
                (10, include_str!("../../migrations/mariadb/0010_search.sql")),
                (11, include_str!("../../migrations/mariadb/0011_moderation.sql")),
                (12, include_str!("../../migrations/mariadb/0012_polls.sql")),
                (13, include_str!("../../migrations/mariadb/0013_scheduled.sql")),
                (14, include_str!("../../migrations/mariadb/0014_directory.sql")),
                (15, include_str!("../../migrations/mariadb/0015_threads.sql")),
                (16, include_str!("../../migrations/mariadb/0016_previews.sql")),
                (17, include_str!("../../migrations/mariadb/0017_preference.sql")),
                (18, include_str!("../../migrations/mariadb/0018_unread.sql")),
                (19, include_str!("../../migrations/mariadb/0019_forward.sql")),
                (20, include_str!("../../migrations/mariadb/0020_admin.sql")),
                (21, include_str!("../../migrations/mariadb/0021_shadow.sql")),
            ],
        }
    }

    /// The table that tells the schema's version, made before any migration.
    pub(super) fn create_meta(self) -> &'static str {
        match self {
            Self::Sqlite => "CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
            Self::MariaDb => {
                "CREATE TABLE IF NOT EXISTS meta (name VARCHAR(64) NOT NULL PRIMARY KEY, value TEXT NOT NULL) \
                 ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin"
            }
        }
    }

    /// Lets one node migrate at a time. SQLite's write lock does that already.
    pub(super) fn lock_migration(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::MariaDb => Some("SELECT GET_LOCK(CONCAT('madang-', DATABASE()), 60)"),
        }
    }

    pub(super) fn unlock_migration(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::MariaDb => Some("DO RELEASE_LOCK(CONCAT('madang-', DATABASE()))"),
        }
    }

    /// Run once on every connection that writes.
    pub(super) fn prepare_writer(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA busy_timeout = 5000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                // 16 MiB of log between checkpoints: each costs two syncs of its own and stalls the writer.
                "PRAGMA wal_autocheckpoint = 4000",
                "PRAGMA journal_size_limit = 67108864",
                "PRAGMA cache_size = -32000",
                // A statement of many rows keeps the pages it changes, should it fail midway: not in a file.
                "PRAGMA temp_store = MEMORY",
            ],
            // What is read after a lock is then what others committed before it. 10.11 waits 50 s for a lock by default.
            Self::MariaDb => {
                &["SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET SESSION innodb_lock_wait_timeout = 4"]
            }
        }
    }

    /// Run once on every connection that reads.
    pub(super) fn prepare_reader(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["PRAGMA busy_timeout = 5000", "PRAGMA query_only = ON", "PRAGMA cache_size = -8000"],
            Self::MariaDb => &["SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"],
        }
    }

    pub(super) fn readers(self) -> u32 {
        match self {
            Self::Sqlite => 4,
            Self::MariaDb => 16,
        }
    }

    /// SQLite takes the one write lock at once (a later upgrade could fail without waiting), and tells a number that is
    /// another when another connection wrote since.
    pub(super) fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE; PRAGMA data_version",
            Self::MariaDb => "START TRANSACTION",
        }
    }

    /// A select whose rows nobody else may change until the commit. SQLite has one writer anyway.
    pub(super) fn locking(self, select: impl Into<String>) -> SqlStr {
        let mut select = select.into();
        if self == Self::MariaDb {
            select.push_str(" FOR UPDATE");
        }
        AssertSqlSafe(select).into_sql_str()
    }

    /// Selects the rows of `table` whose `keys` are one of `count` bound pairs, each found by its index: SQLite scans the
    /// whole table for `(a, b) IN …`, and MariaDB would compare a join's values by another collation. `table` can name
    /// its index (see [`Self::indexed`]).
    pub(super) fn by_pairs(self, columns: &str, table: &str, keys: (&str, &str), count: usize) -> String {
        let (list, (first, second)) = (vec!["(?,?)"; count].join(","), keys);
        match self {
            Self::Sqlite => format!(
                "WITH wanted (a, b) AS (VALUES {list}) SELECT {columns} FROM wanted \
                 CROSS JOIN {table} ON {first} = wanted.a AND {second} = wanted.b"
            ),
            Self::MariaDb => format!("SELECT {columns} FROM {table} WHERE ({first}, {second}) IN ({list})"),
        }
    }

    /// A table whose rows are to be found by this index and no other. Without statistics SQLite takes the first column of
    /// a primary key for nearly unique, and would read a whole channel for one client id.
    pub(super) fn indexed(self, table: &str, index: &str) -> String {
        match self {
            Self::Sqlite => format!("{table} INDEXED BY {index}"),
            Self::MariaDb => format!("{table} FORCE INDEX ({index})"),
        }
    }

    /// A join whose left side is read first, whatever the planner believes.
    pub(super) fn join_in_order(self) -> &'static str {
        match self {
            Self::Sqlite => "CROSS JOIN",
            Self::MariaDb => "STRAIGHT_JOIN",
        }
    }

    /// Inserts `count` documents of the search index: statements, and whether each takes a document's channel and seq, and
    /// its words. The id is first in all.
    pub(super) fn insert_documents(self, count: usize) -> Vec<(String, bool, bool)> {
        let rows = |row: &str| vec![row; count].join(",");
        match self {
            Self::Sqlite => vec![
                (format!("INSERT INTO search_message (id, channel_key, seq) VALUES {}", rows("(?,?,?)")), true, false),
                (format!("INSERT INTO search_words (rowid, words) VALUES {}", rows("(?,?)")), false, true),
            ],
            Self::MariaDb => {
                let into = "INSERT INTO search_message (id, channel_key, seq, words) VALUES";
                vec![(format!("{into} {}", rows("(?,?,?,?)")), true, true)]
            }
        }
    }

    /// Deletes the document of a bound id.
    pub(super) fn delete_document(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["DELETE FROM search_words WHERE rowid = ?", "DELETE FROM search_message WHERE id = ?"],
            Self::MariaDb => &["DELETE FROM search_message WHERE id = ?"],
        }
    }

    /// Asks the index for documents that hold all of these tokens, each whole or as a beginning.
    pub(super) fn all_of<'a>(self, tokens: impl Iterator<Item = (&'a str, bool)>) -> String {
        let (lead, between) = match self {
            Self::Sqlite => ("", " AND "),
            Self::MariaDb => ("+", " "),
        };
        tokens
            .map(|(token, begins)| [lead, token, if begins { "*" } else { "" }].concat())
            .collect::<Vec<_>>()
            .join(between)
    }

    /// Asks for documents by words, newest first, with their messages, where the reader may see the channel. Binds the
    /// reader, the words, the least id and the one above the highest, the application, how many. Gives `columns` of `message m`,
    /// `channel c` and the reader's `member r` behind the document's id, the channel's key and its id.
    pub(super) fn search(self, columns: &str) -> String {
        let (from, matches) = match self {
            Self::Sqlite => {
                ("search_words w CROSS JOIN search_message s ON s.id = w.rowid CROSS JOIN", "w.search_words MATCH ?")
            }
            Self::MariaDb => ("search_message s STRAIGHT_JOIN", "MATCH (s.words) AGAINST (? IN BOOLEAN MODE)"),
        };
        let id = if self == Self::Sqlite { "w.rowid" } else { "s.id" };
        format!(
            "SELECT s.id, c.id, c.channel_id, {columns} FROM {from} channel c ON c.id = s.channel_key \
             JOIN message m ON m.channel_key = s.channel_key AND m.seq = s.seq JOIN app_user u ON u.id = m.user_key \
             LEFT JOIN member r ON r.channel_key = COALESCE(c.parent_key, c.id) AND r.user_key = ? \
             WHERE {matches} AND {id} >= ? AND {id} < ? AND c.app_id = ? AND (c.kind IN ('open', 'open_thread') OR r.state = 'joined') \
             ORDER BY {id} DESC LIMIT ?"
        )
    }

    /// Asks the database whether its own structures are whole; it answers `ok`.
    pub(super) fn integrity_check(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("PRAGMA integrity_check"),
            Self::MariaDb => None,
        }
    }

    /// How long a batch may hang. A SQLite batch is never cut: its thread would go on unseen.
    pub(super) fn batch_timeout(self) -> Option<Duration> {
        match self {
            Self::Sqlite => None,
            Self::MariaDb => Some(Duration::from_secs(5)),
        }
    }
}
