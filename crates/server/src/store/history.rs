//! Pages of messages. `seq` has no holes, so a page is a span of numbers.

use super::channels::find_channel;
use super::members::joined;
use super::quote;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::{Range, Result, StoreError};
use crate::shadow::Reader;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// Cursors are given of channels with at most so many members.
pub(super) const MOST_CURSORS: u32 = 100;

/// First and last seq of a page, in a channel whose newest is `top`. Empty when first > last.
fn span(range: Range, top: u64, limit: u64) -> (u64, u64) {
    let last = match range {
        Range::Newest => top,
        Range::Before(seq) => top.min(seq.0.saturating_sub(1)),
        Range::After(seq) => return (seq.0.saturating_add(1), top.min(seq.0.saturating_add(limit))),
        Range::Around(seq) => top.min(seq.0.saturating_sub(limit / 2).max(1).saturating_add(limit - 1)),
    };
    (last.saturating_add(1).saturating_sub(limit).max(1), last)
}

/// The messages of a span, oldest first, and their authors into `users`.
pub(super) async fn messages(
    connection: &mut AnyConnection,
    channel_key: i64,
    reader: Reader<'_>,
    (first, last): (u64, u64),
    users: &mut BTreeMap<UserId, User>,
) -> Outcome<Vec<Message>> {
    if first > last {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT {} FROM message m JOIN app_user u ON u.id = m.user_key \
         WHERE m.channel_key = ? AND m.seq BETWEEN ? AND ? ORDER BY m.seq",
        rows::MESSAGE
    );
    let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(signed(first)).bind(signed(last));
    let mut messages = Vec::new();
    for row in query.fetch_all(&mut *connection).await? {
        let (message, user) = rows::message(&mut Columns::of(&row), reader)?;
        rows::meet(users, user);
        messages.push(message);
    }
    quote::complete(connection, channel_key, reader, messages.iter_mut()).await?;
    Ok(messages)
}

/// The newest messages: the first page of all who come new.
pub(super) async fn newest(
    connection: &mut AnyConnection,
    row: &ChannelRow,
    reader: Reader<'_>,
    limit: u64,
    users: &mut BTreeMap<UserId, User>,
) -> Outcome<Vec<Message>> {
    messages(connection, row.key, reader, span(Range::Newest, row.channel.seq.0, limit), users).await
}

impl SqlStore {
    pub(super) async fn read_history(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        reader: Reader<'_>,
        (range, limit): (Range, u32),
    ) -> Result<HistoryPage> {
        let limit = u64::from(limit.clamp(1, 100));
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let top = row.channel.seq.0;
        let (first, last) = span(range, top, limit);
        let mut users = BTreeMap::new();
        let messages = messages(&mut tx, row.key, reader, (first, last), &mut users).await?;
        let mut cursors = Vec::new();
        for (member, user) in joined(&mut tx, &row, MOST_CURSORS).await? {
            cursors.push(rows::cursor(&member));
            users.insert(user.user_id.clone(), user);
        }
        super::reactions::name(&mut tx, app_id, &messages, &mut users).await?;
        tx.commit().await?;
        Ok(HistoryPage {
            channel_id: channel_id.clone(),
            epoch: self.epoch.clone(),
            rev: row.channel.rev,
            messages,
            users: users.into_values().collect(),
            has_before: first > 1 && top > 0,
            has_after: last < top,
            cursors,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_span_of_the_numbers_that_exist() {
        assert_eq!(span(Range::Newest, 120, 50), (71, 120));
        assert_eq!(span(Range::Newest, 20, 50), (1, 20));
        assert_eq!(span(Range::Before(Seq(71)), 120, 50), (21, 70));
        assert_eq!(span(Range::Before(Seq(21)), 120, 50), (1, 20));
        assert_eq!(span(Range::Before(Seq(900)), 120, 50), (71, 120));
        assert_eq!(span(Range::After(Seq(100)), 120, 50), (101, 120));
        assert_eq!(span(Range::After(Seq(10)), 120, 50), (11, 60));
        assert_eq!(span(Range::Around(Seq(60)), 120, 50), (35, 84));
        assert_eq!(span(Range::Around(Seq(3)), 120, 50), (1, 50));
        assert_eq!(span(Range::Around(Seq(119)), 120, 50), (71, 120));
    }

    #[test]
    fn an_empty_page_has_its_first_after_its_last() {
        assert_eq!(span(Range::Newest, 0, 50), (1, 0));
        assert_eq!(span(Range::Before(Seq(1)), 120, 50), (1, 0));
        assert_eq!(span(Range::Before(Seq(0)), 120, 50), (1, 0));
        assert_eq!(span(Range::After(Seq(120)), 120, 50), (121, 120));
        assert_eq!(span(Range::After(Seq(u64::MAX)), 120, 50), (u64::MAX, 120));
    }
}
