//! Who is named in a message: which mentions hold, and the rows from which unread ones are counted.
//!
//! A mention holds when it names somebody of the channel by the present nickname; `@channel` and `@here` when the author may
//! call all. What does not hold is text. Only groups have rows: without a read cursor nothing is unread.

use super::people::KNOWN_MESSAGES;
use super::rows::{ChannelRow, Columns, Outcome, signed, sql};
use super::users::places;
use super::writer::Tx;
use crate::policy::{Access, Action, authorize};
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

/// The key that stands for every member.
const EVERYBODY: i64 = 0;
/// To more connected people than this `@here` is `@channel`: one row instead of thousands.
const MOST_HERE: usize = 500;
/// Unread mentions are counted so far.
const MOST_UNREAD: i64 = 100;

/// What holds of the mentions of a text.
pub(super) struct Named {
    /// All ranges of the text, less those that do not hold.
    pub(super) ranges: Vec<TextRange>,
    /// Keys of those who are named.
    pub(super) keys: Vec<i64>,
}

/// Whether there is something to look at.
pub(super) fn has_mentions(ranges: &[TextRange]) -> bool {
    let named = |style| matches!(style, TextStyle::Mention | TextStyle::MentionChannel | TextStyle::MentionHere);
    ranges.iter().any(|range| named(range.style))
}

impl Tx {
    /// Keeps what holds. `here` are the users whom `@here` means.
    pub(super) async fn named(
        &mut self,
        app_id: &AppId,
        row: &ChannelRow,
        access: Access,
        (text, ranges): (&str, &[TextRange]),
        here: &[UserId],
    ) -> Outcome<Named> {
        let mentioned: Vec<&UserId> = ranges.iter().filter_map(|range| range.user_id.as_ref()).collect();
        let known = self.known_by_id(app_id, row, &mentioned).await?;
        let may_call_all = authorize(Action::MentionAll, Some(access)).is_ok();
        let mut named = Named { ranges: Vec::new(), keys: Vec::new() };
        for range in ranges {
            let holds = match range.style {
                TextStyle::Mention => {
                    let words = range.of(text).and_then(|words| words.strip_prefix('@'));
                    let is = |(_, id, name): &&(i64, String, String)| {
                        range.user_id.as_ref().is_some_and(|user| user.as_str() == id)
                            && (name.is_empty() || Some(name.as_str()) == words)
                    };
                    let found = known.iter().find(is).map(|(key, ..)| *key);
                    named.keys.extend(found);
                    found.is_some()
                }
                TextStyle::MentionChannel => {
                    named.keys.extend(may_call_all.then_some(EVERYBODY));
                    may_call_all
                }
                TextStyle::MentionHere if may_call_all && here.len() > MOST_HERE => {
                    named.keys.push(EVERYBODY);
                    true
                }
                TextStyle::MentionHere => {
                    if may_call_all {
                        let here: Vec<&UserId> = here.iter().collect();
                        named.keys.extend(self.known_by_id(app_id, row, &here).await?.into_iter().map(|(key, ..)| key));
                    }
                    may_call_all
                }
                _ => true,
            };
            if holds {
                named.ranges.push(range.clone());
            }
        }
        // In a thread whoever is named follows it from now on.
        if row.channel.kind == ChannelKind::Open && row.home.0 == row.key {
            named.keys.clear();
        }
        named.keys.sort_unstable();
        named.keys.dedup();
        Ok(named)
    }

    /// Key, id and nickname of those of `users` who belong to the channel.
    async fn known_by_id(
        &mut self,
        app_id: &AppId,
        row: &ChannelRow,
        users: &[&UserId],
    ) -> Outcome<Vec<(i64, String, String)>> {
        let mut known = Vec::new();
        for part in users.chunks(100) {
            let belongs = match row.channel.kind {
                ChannelKind::Group => {
                    "SELECT 1 FROM member m WHERE m.channel_key = ? AND m.user_key = u.id AND m.state = 'joined'"
                }
                ChannelKind::Open => {
                    "SELECT 1 FROM message m WHERE m.channel_key = ? AND m.user_key = u.id AND m.seq > ? AND m.is_shadow = 0"
                }
            };
            let places = places(part.len());
            let text = format!(
                "SELECT u.id, u.user_id, u.nickname FROM app_user u \
                 WHERE u.app_id = ? AND u.user_id IN ({places}) AND EXISTS ({belongs})"
            );
            let mut query = sql(AssertSqlSafe(text)).bind(app_id.as_str());
            for user in part {
                query = query.bind(user.as_str());
            }
            query = query.bind(row.home.0);
            if row.channel.kind == ChannelKind::Open {
                query = query.bind(signed(row.home.1.0.saturating_sub(KNOWN_MESSAGES)));
            }
            for found in query.fetch_all(&mut self.connection).await? {
                let mut columns = Columns::of(&found);
                known.push((columns.int()?, columns.text()?, columns.text()?));
            }
        }
        Ok(known)
    }

    /// Writes the rows of a message that has none.
    pub(super) async fn insert_mentions(&mut self, channel_key: i64, seq: Seq, keys: &[i64]) -> Outcome<()> {
        for part in keys.chunks(100) {
            let rows = vec!["(?,?,?)"; part.len()].join(",");
            let text = format!("INSERT INTO mention (channel_key, seq, user_key) VALUES {rows}");
            let mut query = sql(AssertSqlSafe(text));
            for key in part {
                query = query.bind(channel_key).bind(signed(seq.0)).bind(*key);
            }
            query.execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Replaces the rows of a message. With `stay` those whom it named before are named still: an edit calls nobody anew
    /// by `@here`, and forgets nobody whom it called.
    pub(super) async fn replace_mentions(
        &mut self,
        channel_key: i64,
        seq: Seq,
        mut keys: Vec<i64>,
        stay: bool,
    ) -> Outcome<()> {
        let place = |text: &'static str| sql(text).bind(channel_key).bind(signed(seq.0));
        let held = place("SELECT user_key FROM mention WHERE channel_key = ? AND seq = ?")
            .fetch_all(&mut self.connection)
            .await?;
        if stay {
            for row in &held {
                keys.push(Columns::of(row).int()?);
            }
        }
        if !held.is_empty() {
            place("DELETE FROM mention WHERE channel_key = ? AND seq = ?").execute(&mut self.connection).await?;
        }
        keys.sort_unstable();
        keys.dedup();
        self.insert_mentions(channel_key, seq, &keys).await
    }
}

/// Messages of others after the read cursor that name the user, up to the cap.
pub(super) async fn unread_mentions(
    connection: &mut AnyConnection,
    channel_key: i64,
    user_id: &UserId,
    read_seq: Seq,
) -> Outcome<u32> {
    let row = sql("SELECT COUNT(*) FROM (SELECT DISTINCT n.seq FROM mention n \
         JOIN message m ON m.channel_key = n.channel_key AND m.seq = n.seq \
         JOIN app_user author ON author.id = m.user_key LEFT JOIN app_user u ON u.id = n.user_key \
         WHERE n.channel_key = ? AND n.seq > ? AND (n.user_key = 0 OR u.user_id = ?) \
         AND m.is_deleted = 0 AND m.is_shadow = 0 AND author.user_id <> ? \
         AND NOT EXISTS (SELECT 1 FROM user_block b JOIN app_user me ON me.id = b.user_key \
         WHERE b.blocked_key = author.id AND me.app_id = author.app_id AND me.user_id = ?) LIMIT ?) named")
    .bind(channel_key)
    .bind(signed(read_seq.0))
    .bind(user_id.as_str())
    .bind(user_id.as_str())
    .bind(user_id.as_str())
    .bind(MOST_UNREAD)
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(Columns::of(&row).int()?).unwrap_or(0))
}
