//! Slow mode: when each user wrote last, of the channels that are in it.

use super::NewMessage;
use super::known::padded;
use super::rows::{Columns, Outcome, sql};
use super::writer::Tx;
use madang_protocol::TimeMs;
use sqlx::AssertSqlSafe;

/// Learns when the authors of these messages wrote last, where it matters.
pub(super) async fn learn_posts(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<()> {
    let slow = |message: &&&NewMessage| {
        tx.known.access(message).is_some_and(|access| access.slow_mode_seconds.is_some() && !access.is_operator())
    };
    let wanted: Vec<(i64, i64)> = messages
        .iter()
        .filter(slow)
        .filter_map(|message| tx.known.home_keys(message))
        .filter(|keys| !tx.known.posts.contains_key(keys))
        .collect();
    for keys in &wanted {
        tx.known.posts.insert(*keys, None);
    }
    for part in padded(wanted) {
        let (columns, keys) = ("channel_key, user_key, posted_at", ("channel_key", "user_key"));
        let mut query = sql(AssertSqlSafe(tx.dialect.by_pairs(columns, "last_post", keys, part.len())));
        for (channel_key, user_key) in part {
            query = query.bind(channel_key).bind(user_key);
        }
        for row in query.fetch_all(&mut tx.connection).await? {
            let mut columns = Columns::of(&row);
            let keys = (columns.int()?, columns.int()?);
            let posted_at = TimeMs(columns.number()?);
            tx.known.posts.insert(keys, Some(posted_at));
        }
    }
    Ok(())
}

/// Notes who wrote now; those of channels that are not slow are passed over.
pub(super) async fn note_posts(tx: &mut Tx, written: impl Iterator<Item = (i64, i64)>) -> Outcome<()> {
    let mut slow: Vec<(i64, i64)> = written.filter(|keys| tx.known.posts.contains_key(keys)).collect();
    slow.sort_unstable();
    slow.dedup();
    for (channel_key, user_key) in slow {
        sql("DELETE FROM last_post WHERE channel_key = ? AND user_key = ?")
            .bind(channel_key)
            .bind(user_key)
            .execute(&mut tx.connection)
            .await?;
        sql("INSERT INTO last_post (channel_key, user_key, posted_at) VALUES (?, ?, ?)")
            .bind(channel_key)
            .bind(user_key)
            .bind(tx.now)
            .execute(&mut tx.connection)
            .await?;
    }
    Ok(())
}
