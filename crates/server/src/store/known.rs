//! What the writer knows of channels, authors and memberships, so that a batch need not ask for them again.
//!
//! Right by construction: MariaDB's is forgotten with every batch (other nodes write); SQLite's when any connection but
//! the writer's changed the file (`PRAGMA data_version`), when a job changed what is known, and with every rollback.

use super::NewMessage;
use super::rows::{self, ChannelRow, Columns, Outcome, sql};
use super::writer::Tx;
use crate::policy::{Access, Standing};
use madang_protocol::*;
use sqlx::{AssertSqlSafe, Executor};
use std::collections::HashMap;

/// Channels, people or memberships; beyond it all is forgotten.
const MOST: usize = 20_000;
/// Values bound by one look-up at most.
const MOST_PAIRS: usize = 128;

/// An author.
pub(super) struct Person {
    pub(super) key: i64,
    pub(super) user: User,
}

#[derive(Default)]
pub(super) struct Known {
    channels: HashMap<String, ChannelRow>,
    people: HashMap<String, Person>,
    /// By channel key and user key; `None`: it was asked for, and nothing is known of them there.
    members: HashMap<(i64, i64), Option<Standing>>,
    /// The last message of who writes in a channel in slow mode, by channel key and user key.
    pub(super) posts: HashMap<(i64, i64), Option<TimeMs>>,
    /// The time of the transaction.
    now: TimeMs,
    /// `PRAGMA data_version` when it was read; MariaDB tells nothing of the kind.
    version: Option<i64>,
}

fn name(app_id: &AppId, id: &str) -> String {
    [app_id.as_str(), "/", id].concat()
}

/// The parts that pairs are asked for in. Each is filled to a power of two by repeating its last pair, so that few
/// statements are prepared and found again.
pub(super) fn padded<T: Copy + Ord>(mut pairs: Vec<T>) -> Vec<Vec<T>> {
    pairs.sort_unstable();
    pairs.dedup();
    let fill = |part: &[T]| {
        let mut part = part.to_vec();
        if let Some(last) = part.last().copied() {
            part.resize(part.len().next_power_of_two(), last);
        }
        part
    };
    pairs.chunks(MOST_PAIRS).map(fill).collect()
}

impl Known {
    pub(super) fn forget(&mut self) {
        self.channels.clear();
        self.people.clear();
        self.members.clear();
        self.posts.clear();
    }

    /// Begins the transaction: what another connection may have changed is forgotten.
    pub(super) async fn begin(tx: &mut Tx) -> Outcome<()> {
        // All rows: the first statement has none, and asking for one row would end there.
        let rows = tx.connection.fetch_all(tx.dialect.begin_write()).await?;
        let version = rows.first().map(|row| Columns::of(row).int()).transpose()?;
        let known = &mut tx.known;
        let full = known.channels.len().max(known.people.len()).max(known.members.len()).max(known.posts.len()) > MOST;
        if full || version.is_none() || version != known.version {
            known.forget();
        }
        known.version = version;
        known.now = TimeMs(tx.now.cast_unsigned());
        Ok(())
    }

    pub(super) fn channel(&mut self, message: &NewMessage) -> Option<&mut ChannelRow> {
        self.channels.get_mut(&name(&message.app_id, message.channel_id.as_str()))
    }

    pub(super) fn person(&self, message: &NewMessage) -> Option<&Person> {
        self.people.get(&name(&message.app_id, message.user_id.as_str()))
    }

    /// The keys of a message's channel and author.
    pub(super) fn keys(&self, message: &NewMessage) -> Option<(i64, i64)> {
        let row = self.channels.get(&name(&message.app_id, message.channel_id.as_str()))?;
        Some((row.key, self.person(message)?.key))
    }

    /// The keys of the channel that is asked who its author is, and of the author.
    pub(super) fn home_keys(&self, message: &NewMessage) -> Option<(i64, i64)> {
        let row = self.channels.get(&name(&message.app_id, message.channel_id.as_str()))?;
        Some((row.home.0, self.person(message)?.key))
    }

    pub(super) fn access(&self, message: &NewMessage) -> Option<Access> {
        let row = self.channels.get(&name(&message.app_id, message.channel_id.as_str()))?;
        let keys = (row.home.0, self.person(message)?.key);
        let member = self.members.get(&keys).copied().flatten();
        let posted_at = self.posts.get(&keys).copied().flatten();
        Some(Access { posted_at, ..Access::of(&row.channel, member, self.now) })
    }

    /// Learns what is missing for these messages.
    pub(super) async fn learn(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<()> {
        learn_channels(tx, messages).await?;
        learn_people(tx, messages).await?;
        learn_members(tx, messages).await?;
        super::slow_mode::learn_posts(tx, messages).await
    }
}

async fn learn_channels(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<()> {
    let unknown =
        |message: &&&NewMessage| !tx.known.channels.contains_key(&name(&message.app_id, message.channel_id.as_str()));
    let homes: Vec<(AppId, ChannelId)> = messages
        .iter()
        .filter(unknown)
        .filter_map(|message| Some((message.app_id.clone(), message.channel_id.root()?.0)))
        .collect();
    let mut wanted: Vec<_> = homes.iter().map(|(app_id, home_id)| (app_id.as_str(), home_id.as_str())).collect();
    wanted.extend(messages.iter().filter(unknown).map(|m| (m.app_id.as_str(), m.channel_id.as_str())));
    for part in padded(wanted) {
        let (columns, keys) = (format!("c.app_id, {}", rows::CHANNEL), ("c.app_id", "c.channel_id"));
        let text = tx.dialect.by_pairs(&columns, "channel c", keys, part.len());
        let mut query = sql(tx.dialect.locking(text + " ORDER BY c.id"));
        for (app_id, channel_id) in part {
            query = query.bind(app_id).bind(channel_id);
        }
        for row in query.fetch_all(&mut tx.connection).await? {
            let mut columns = Columns::of(&row);
            let app_id = AppId(columns.text()?);
            let row = rows::channel(&mut columns)?;
            tx.known.channels.insert(name(&app_id, row.channel.channel_id.as_str()), row);
        }
    }
    for message in messages {
        let Some((home_id, _)) = message.channel_id.root() else { continue };
        let home = tx.known.channels.get(&name(&message.app_id, home_id.as_str())).cloned();
        if let (Some(home), Some(row)) = (home, tx.known.channel(message)) {
            row.settle(&home);
        }
    }
    Ok(())
}

async fn learn_people(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<()> {
    let unknown = |message: &&&NewMessage| tx.known.person(message).is_none();
    let wanted = messages.iter().filter(unknown).map(|m| (m.app_id.as_str(), m.user_id.as_str())).collect();
    for part in padded(wanted) {
        let (columns, keys) = (format!("u.app_id, u.id, {}", rows::USER), ("u.app_id", "u.user_id"));
        let text = tx.dialect.by_pairs(&columns, "app_user u", keys, part.len());
        let mut query = sql(AssertSqlSafe(text));
        for (app_id, user_id) in part {
            query = query.bind(app_id).bind(user_id);
        }
        for row in query.fetch_all(&mut tx.connection).await? {
            let mut columns = Columns::of(&row);
            let (app_id, key) = (AppId(columns.text()?), columns.int()?);
            let user = rows::user(&mut columns)?;
            tx.known.people.insert(name(&app_id, user.user_id.as_str()), Person { key, user });
        }
    }
    Ok(())
}

async fn learn_members(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<()> {
    let wanted: Vec<(i64, i64)> = messages
        .iter()
        .filter_map(|message| tx.known.home_keys(message))
        .filter(|keys| !tx.known.members.contains_key(keys))
        .collect();
    for keys in &wanted {
        tx.known.members.insert(*keys, None);
    }
    for part in padded(wanted) {
        let columns = format!("m.channel_key, m.user_key, {}", rows::STANDING);
        let keys = ("m.channel_key", "m.user_key");
        let mut query = sql(AssertSqlSafe(tx.dialect.by_pairs(&columns, "member m", keys, part.len())));
        for (channel_key, user_key) in part {
            query = query.bind(channel_key).bind(user_key);
        }
        for row in query.fetch_all(&mut tx.connection).await? {
            let mut columns = Columns::of(&row);
            let keys = (columns.int()?, columns.int()?);
            tx.known.members.insert(keys, rows::standing_if_any(&mut columns)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{dialect::Dialect, migrate::migrate, sql};
    use super::*;

    async fn transaction(tx: &mut Tx, write: Option<&'static str>) -> bool {
        Known::begin(tx).await.unwrap();
        let remembered = !tx.known.members.is_empty();
        if let Some(write) = write {
            tx.connection.execute(write).await.unwrap();
        }
        tx.connection.execute("COMMIT").await.unwrap();
        tx.known.members.insert((1, 1), Some(Standing::default()));
        remembered
    }

    #[tokio::test]
    async fn it_is_kept_over_own_writes_and_forgotten_when_another_connection_wrote() {
        sqlx::any::install_default_drivers();
        let folder = tempfile::tempdir().unwrap();
        let (url, dialect) = (sql::sqlite_url(&folder.path().join("madang.db")), Dialect::Sqlite);
        let mut connection = sql::connect(&url, dialect.prepare_writer()).await.unwrap();
        let epoch = migrate(&mut connection, dialect).await.unwrap();
        let mut tx = Tx {
            connection,
            dialect,
            epoch,
            commits: Vec::new(),
            known: Known::default(),
            unindexed: Default::default(),
            now: 0,
        };
        let write = "INSERT INTO meta (name, value) VALUES ('a', 'b')";
        assert!(!transaction(&mut tx, Some(write)).await);
        assert!(transaction(&mut tx, None).await);
        let mut other = sql::connect(&url, dialect.prepare_writer()).await.unwrap();
        other.execute("DELETE FROM meta WHERE name = 'a'").await.unwrap();
        assert!(!transaction(&mut tx, None).await);
        assert!(transaction(&mut tx, Some(write)).await);
    }
}
