//! What changed in a channel since a revision: complete and in order, or a reset with the newest page.

use super::channels::find_channel;
use super::history::{MOST_CURSORS, newest};
use super::members::joined;
use super::quote;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::{Result, StoreError};
use crate::shadow::Reader;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// Changes of one page.
const PAGE: usize = 300;
/// Text of one page, bytes; at least one change is given.
const PAGE_BYTES: usize = 1 << 20;
/// Who is further behind gets the newest page instead.
const FARTHEST: u64 = 1_000;
/// Messages of a reset.
const NEWEST: u64 = 50;

enum Change {
    Message(Box<Message>),
    Member(Member),
}

impl Change {
    fn rev(&self) -> Rev {
        match self {
            Self::Message(message) => message.rev,
            Self::Member(member) => member.rev,
        }
    }

    fn message(&mut self) -> Option<&mut Message> {
        match self {
            Self::Message(message) => Some(message),
            Self::Member(_) => None,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Message(message) => {
                let reactions = message.reactions.iter().map(weight).sum::<usize>();
                let polled = message.poll.as_ref().map_or(0, |poll| 100 + 200 * poll.options.len());
                let source = message.source.as_ref().map_or(0, String::len);
                message.text.len()
                    + source
                    + 80 * message.ranges.len()
                    + 400 * message.files.len()
                    + reactions
                    + polled
                    + 300
            }
            Self::Member(_) => 300,
        }
    }
}

/// About how many bytes a reaction is on the wire.
fn weight(reaction: &Reaction) -> usize {
    100 + reaction.user_ids.iter().map(|id| id.as_str().len() + 3).sum::<usize>()
}

/// Up to one more than a page, by rev.
async fn changes(
    connection: &mut AnyConnection,
    channel_key: i64,
    reader: Reader<'_>,
    since: Rev,
) -> Outcome<Vec<(Change, User)>> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut changes = Vec::new();
    let text = format!(
        "SELECT {} FROM message m JOIN app_user u ON u.id = m.user_key \
         WHERE m.channel_key = ? AND m.rev > ? ORDER BY m.rev LIMIT ?",
        rows::MESSAGE
    );
    let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(signed(since.0)).bind(limit);
    for row in query.fetch_all(&mut *connection).await? {
        let (message, user) = rows::message(&mut Columns::of(&row), reader)?;
        changes.push((Change::Message(Box::new(message)), user));
    }
    let messages = changes.iter_mut().filter_map(|(change, _)| change.message());
    quote::complete(connection, channel_key, reader, messages).await?;
    let text = format!(
        "SELECT {} FROM member m JOIN app_user u ON u.id = m.user_key \
         WHERE m.channel_key = ? AND m.rev > ? ORDER BY m.rev, m.user_key LIMIT ?",
        rows::MEMBER
    );
    let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(signed(since.0)).bind(limit);
    for row in query.fetch_all(&mut *connection).await? {
        let (member, user) = rows::member(&mut Columns::of(&row))?;
        changes.push((Change::Member(member), user));
    }
    changes.sort_by_key(|(change, _)| change.rev());
    Ok(changes)
}

/// How many of the changes go into one page. Changes of one rev (a group's first members) are never parted.
fn cut(changes: &[(Change, User)]) -> usize {
    let mut bytes = 0;
    let mut count = 0;
    for (change, _) in changes {
        bytes += change.bytes();
        if count > 0 && (count >= PAGE || bytes > PAGE_BYTES) {
            break;
        }
        count += 1;
    }
    let last = changes.get(count.saturating_sub(1)).map(|(change, _)| change.rev());
    while count < changes.len() && changes.get(count).map(|(change, _)| change.rev()) == last {
        count += 1;
    }
    count
}

impl SqlStore {
    pub(super) async fn read_sync(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        reader: Reader<'_>,
        (epoch, since): (&Epoch, Rev),
    ) -> Result<SyncPage> {
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let behind = row.channel.rev.0.checked_sub(since.0);
        let page = match behind {
            Some(count) if *epoch == self.epoch && count <= FARTHEST => {
                self.page(&mut tx, app_id, row, reader, since).await?
            }
            _ => self.reset(&mut tx, app_id, row, reader).await?,
        };
        tx.commit().await?;
        Ok(page)
    }

    async fn page(
        &self,
        connection: &mut AnyConnection,
        app_id: &AppId,
        row: ChannelRow,
        reader: Reader<'_>,
        since: Rev,
    ) -> Outcome<SyncPage> {
        let mut changes = changes(connection, row.key, reader, since).await?;
        let count = cut(&changes);
        let more = count < changes.len();
        changes.truncate(count);
        let rev = changes.last().filter(|_| more).map_or(row.channel.rev, |(change, _)| change.rev());
        let (mut messages, mut members, mut users) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (change, user) in changes {
            rows::meet(&mut users, user);
            match change {
                Change::Message(message) => messages.push(*message),
                Change::Member(member) => members.push(member),
            }
        }
        super::reactions::name(connection, app_id, &messages, &mut users).await?;
        let cursors =
            joined(connection, &row, MOST_CURSORS).await?.iter().map(|(member, _)| rows::cursor(member)).collect();
        Ok(SyncPage {
            channel_id: row.channel.channel_id.clone(),
            epoch: self.epoch.clone(),
            rev,
            more,
            reset: false,
            has_before: false,
            channel: row.channel,
            messages,
            members,
            users: users.into_values().collect(),
            cursors,
        })
    }

    async fn reset(
        &self,
        connection: &mut AnyConnection,
        app_id: &AppId,
        row: ChannelRow,
        reader: Reader<'_>,
    ) -> Outcome<SyncPage> {
        let mut users = BTreeMap::new();
        let messages = newest(connection, &row, reader, NEWEST, &mut users).await?;
        let (mut members, mut cursors) = (Vec::new(), Vec::new());
        for (member, user) in joined(connection, &row, MOST_CURSORS).await? {
            cursors.push(rows::cursor(&member));
            users.insert(user.user_id.clone(), user);
            members.push(member);
        }
        super::reactions::name(connection, app_id, &messages, &mut users).await?;
        Ok(SyncPage {
            channel_id: row.channel.channel_id.clone(),
            epoch: self.epoch.clone(),
            rev: row.channel.rev,
            more: false,
            reset: true,
            has_before: messages.first().is_some_and(|message| message.seq.0 > 1),
            channel: row.channel,
            messages,
            members,
            users: users.into_values().collect(),
            cursors,
        })
    }
}
