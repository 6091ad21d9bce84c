//! Quotes: a reply keeps only the number of the message it answers. What that message says is read when the reply is read,
//! so that nothing edited or deleted lives on in a quote.

use super::rows::{self, Columns, Outcome, signed, sql};
use super::users::places;
use crate::shadow::{Reader, seen_quote};
use madang_protocol::*;
use serde::{Deserialize, Deserializer, Serializer};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// How a quote stands in the extra column: by its number.
pub(super) fn serialize<S: Serializer>(quote: &Option<Box<Quote>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(quote.as_ref().map_or(0, |quote| quote.seq.0))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Quote>>, D::Error> {
    let seq = Seq(u64::deserialize(deserializer)?);
    Ok((seq.0 > 0).then(|| Quote { seq, ..Quote::default() }.into()))
}

/// The messages of these numbers, as quotes show them.
async fn quotes(
    connection: &mut AnyConnection,
    channel_key: i64,
    reader: Reader<'_>,
    seqs: &[Seq],
) -> Outcome<BTreeMap<Seq, Quote>> {
    let mut found = BTreeMap::new();
    for part in seqs.chunks(100) {
        let text = format!(
            "SELECT m.seq, u.user_id, u.nickname, SUBSTR(m.body, 1, {QUOTE_CHARS}), m.is_deleted, m.is_shadow \
             FROM message m JOIN app_user u ON u.id = m.user_key \
             WHERE m.channel_key = ? AND m.is_admin = 0 AND m.seq IN ({})",
            places(part.len())
        );
        let mut query = sql(AssertSqlSafe(text)).bind(channel_key);
        for seq in part {
            query = query.bind(signed(seq.0));
        }
        for row in query.fetch_all(&mut *connection).await? {
            let mut columns = Columns::of(&row);
            let (seq, user_id, nickname) = (Seq(columns.number()?), UserId(columns.text()?), columns.text()?);
            let quote = Quote { seq, user_id, nickname, text: columns.text()?, deleted: columns.flag()? };
            found.insert(quote.seq, seen_quote(quote, columns.flag()?, reader));
        }
    }
    Ok(found)
}

/// One message as it now is, with its author.
pub(super) async fn message(
    connection: &mut AnyConnection,
    channel_key: i64,
    reader: Reader<'_>,
    seq: Seq,
) -> Outcome<Option<(Message, User)>> {
    let text = format!(
        "SELECT {} FROM message m JOIN app_user u ON u.id = m.user_key WHERE m.channel_key = ? AND m.seq = ?",
        rows::MESSAGE
    );
    let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(signed(seq.0));
    let Some(found) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let (mut message, author) = rows::message(&mut Columns::of(&found), reader)?;
    complete(connection, channel_key, reader, std::iter::once(&mut message)).await?;
    Ok(Some((message, author)))
}

/// One message as a quote shows it.
pub(super) async fn quote(
    connection: &mut AnyConnection,
    channel_key: i64,
    reader: Reader<'_>,
    seq: Seq,
) -> Outcome<Option<Box<Quote>>> {
    Ok(quotes(connection, channel_key, reader, &[seq]).await?.remove(&seq).map(Box::new))
}

/// Says in each reply among them what it answers. Costs nothing where nobody answers.
pub(super) async fn complete<'a>(
    connection: &mut AnyConnection,
    channel_key: i64,
    reader: Reader<'_>,
    messages: impl Iterator<Item = &'a mut Message>,
) -> Outcome<()> {
    let mut replies: Vec<&mut Quote> = messages.filter_map(|message| message.reply_to.as_deref_mut()).collect();
    let mut seqs: Vec<Seq> = replies.iter().map(|quote| quote.seq).collect();
    seqs.sort_unstable();
    seqs.dedup();
    let found = quotes(connection, channel_key, reader, &seqs).await?;
    for quote in &mut replies {
        if let Some(known) = found.get(&quote.seq) {
            (*quote).clone_from(known);
        }
    }
    Ok(())
}
