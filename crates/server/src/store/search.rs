//! Searching: the index proposes, newest first; the words themselves decide ([`words`]), and so does the table of rights.

mod index;
mod words;

pub(super) use index::{Behind, Indexing, start};

use super::channels::{find_channel, view};
use super::quote;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::find_user;
use super::{Result, Sought, StoreError};
use crate::policy::{Action, authorize};
use crate::shadow::Reader;
use index::{FILE_TOKEN, IndexMessages, MOST_CHANNELS, app_token, author_token, channel_token, first_id};
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};
use words::{Query, Token};

/// Rows that are looked at together, and for one page at most.
const PART: usize = 60;
const MOST_LOOKED_AT: usize = 600;
/// Steps in which an index that is behind is brought up to date before an answer.
const CATCH_UP: usize = 12;

/// A row that the index proposes.
struct Proposed {
    id: i64,
    channel_key: i64,
    channel_id: ChannelId,
    operator: bool,
    message: Message,
    author: User,
}

/// One question to the index.
struct Question {
    words: String,
    reader: i64,
    reader_id: Option<UserId>,
    /// Whom the reader does not want to hear of.
    blocked: Vec<UserId>,
    app_id: AppId,
    statement: String,
}

impl Question {
    /// The next rows below `before`, down to `least`.
    async fn ask(
        &self,
        connection: &mut AnyConnection,
        least: i64,
        before: i64,
    ) -> Outcome<(Vec<Proposed>, Option<i64>)> {
        let query = sql(AssertSqlSafe(self.statement.clone())).bind(self.reader).bind(self.words.as_str());
        let query = query.bind(least).bind(before).bind(self.app_id.as_str()).bind(i64::try_from(PART).unwrap_or(60));
        let (mut proposed, mut last) = (Vec::new(), None);
        let found = query.fetch_all(connection).await?;
        for row in &found {
            let mut columns = Columns::of(row);
            let (id, channel_key, channel_id) = (columns.int()?, columns.int()?, ChannelId(columns.text()?));
            let access = rows::access(&mut columns, super::sql::now_ms())?;
            let (message, author) = rows::message(&mut columns, Reader::of(&access, self.reader_id.as_ref()))?;
            last = Some(id);
            let hidden =
                message.deleted || message.hollow || message.admin.is_some() || self.blocked.contains(&message.user_id);
            if authorize(Action::Read, Some(access)).is_ok() && !hidden {
                proposed.push(Proposed {
                    id,
                    channel_key,
                    channel_id,
                    operator: access.is_operator(),
                    message,
                    author,
                });
            }
        }
        Ok((proposed, last.filter(|_| found.len() == PART)))
    }
}

impl SqlStore {
    pub(super) async fn read_search(
        &self,
        app_id: &AppId,
        reader: Option<&UserId>,
        wanted: Sought<'_>,
    ) -> Result<SearchPage> {
        let mut page = SearchPage { hits: Vec::new(), users: Vec::new(), channels: Vec::new(), next: None };
        let mut connection = self.reads.acquire().await?;
        let reader_key = match reader {
            Some(reader) => find_user(&mut connection, app_id, reader).await?.map_or(0, |user| user.key),
            None => 0,
        };
        let channel = match wanted.channel_id {
            Some(id) => Some(find_channel(&mut connection, app_id, id).await?.ok_or(StoreError::NotFound)?),
            None => None,
        };
        let query = Query::parse(wanted.query);
        let mut tokens = BTreeSet::from([Token::whole(match &channel {
            Some(row) => channel_token(row.key),
            None => app_token(app_id.as_str()),
        })]);
        if let Some(author) = wanted.author {
            let Some(author) = find_user(&mut connection, app_id, author).await? else { return Ok(page) };
            tokens.insert(Token::whole(author_token(author.key)));
        }
        if wanted.has_file {
            tokens.insert(Token::whole(FILE_TOKEN.to_owned()));
        }
        if query.is_empty() && !wanted.query.trim().is_empty() {
            return Ok(page);
        }
        tokens.extend(query.wanted());
        drop(connection);
        self.catch_up(app_id, reader_key, channel.as_ref()).await?;

        let words = self.dialect.all_of(tokens.iter().map(|token| (token.text.as_str(), token.begins)));
        let statement = self.dialect.search(&format!(
            "{}, r.role, r.state, r.muted_until, r.banned_until, r.shadow_until, {}",
            rows::CHANNEL,
            rows::MESSAGE
        ));
        let blocked = match reader {
            Some(reader) => self.read_blocked(app_id, reader).await?,
            None => Vec::new(),
        };
        let reader_id = reader.cloned();
        let question = Question { words, reader: reader_key, reader_id, blocked, app_id: app_id.clone(), statement };
        let least = wanted.since.map_or(0, |at| first_id(at.0));
        let until = wanted.until.map_or(i64::MAX, |at| first_id(at.0));
        let mut before = wanted.after.and_then(|text| text.parse::<i64>().ok()).map_or(until, |after| after.min(until));
        let limit = usize::try_from(wanted.limit.clamp(1, 100)).unwrap_or(20);
        let (mut users, mut rooms, mut looked_at, mut last_hit) = (BTreeMap::new(), BTreeMap::new(), 0, before);
        let mut tx = self.snapshot().await?;
        'pages: loop {
            let (proposed, more) = question.ask(&mut tx, least, before).await?;
            for Proposed { id, channel_key, channel_id, operator, mut message, author } in proposed {
                let names = message.files.iter().map(|file| file.name.as_str());
                let Some(found) = query.found(&message.text, names) else { continue };
                if page.hits.len() == limit {
                    page.next = Some(last_hit.to_string());
                    break 'pages;
                }
                last_hit = id;
                message.reactions.clear();
                let reader = Reader { user_id: reader, operator };
                quote::complete(&mut tx, channel_key, reader, std::iter::once(&mut message)).await?;
                rooms.insert(channel_key, channel_id.clone());
                users.insert(author.user_id.clone(), author);
                page.hits.push(Hit { channel_id, message, found });
            }
            let Some(last) = more else { break };
            (before, looked_at) = (last, looked_at + PART);
            if looked_at >= MOST_LOOKED_AT {
                page.next = Some(last.to_string());
                break;
            }
        }
        if channel.is_none() {
            for channel_id in rooms.values() {
                if let Some(row) = find_channel(&mut tx, app_id, channel_id).await? {
                    page.channels.push(view(&mut tx, app_id, row, reader).await?);
                }
            }
        }
        tx.commit().await?;
        page.users = users.into_values().collect();
        Ok(page)
    }

    /// Brings the index of what is searched up to date, as far as that is quick.
    async fn catch_up(&self, app_id: &AppId, reader_key: i64, channel: Option<&ChannelRow>) -> Outcome<()> {
        let query = match channel {
            Some(row) => sql("SELECT id FROM channel WHERE (id = ? OR parent_key = ?) AND seq > indexed_seq LIMIT ?")
                .bind(row.key)
                .bind(row.key)
                .bind(i64::try_from(MOST_CHANNELS).unwrap_or(32)),
            None => sql("SELECT c.id FROM channel c LEFT JOIN member r ON r.channel_key = COALESCE(c.parent_key, c.id) \
                 AND r.user_key = ? \
                 WHERE c.app_id = ? AND c.seq > c.indexed_seq AND (c.kind IN ('open', 'open_thread') OR r.state = 'joined') LIMIT ?")
            .bind(reader_key)
            .bind(app_id.as_str())
            .bind(i64::try_from(MOST_CHANNELS).unwrap_or(32)),
        };
        let rows = query.fetch_all(&self.reads).await?;
        let mut channel_keys = rows.iter().map(|row| Columns::of(row).int()).collect::<Outcome<BTreeSet<i64>>>()?;
        for _ in 0..CATCH_UP {
            if channel_keys.is_empty() {
                break;
            }
            match self.queue.write(IndexMessages { channel_keys }).await {
                Ok(more) => channel_keys = more,
                // Nothing can be written now: what is in the index is found all the same.
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// The first message of this time or later. Numbers have no holes, and grow with time: a few looks find it.
    pub(super) async fn read_locate(&self, app_id: &AppId, channel_id: &ChannelId, at: TimeMs) -> Result<Located> {
        let mut tx = self.snapshot().await?;
        let row = find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let (mut low, mut high) = (1, row.channel.seq.0 + 1);
        let mut created_at = None;
        while low < high {
            let middle = low + (high - low) / 2;
            let query = sql("SELECT created_at FROM message WHERE channel_key = ? AND seq = ?");
            let found = query.bind(row.key).bind(signed(middle)).fetch_one(&mut *tx).await?;
            let time = TimeMs(Columns::of(&found).number()?);
            if time >= at {
                (high, created_at) = (middle, Some(time));
            } else {
                low = middle + 1;
            }
        }
        tx.commit().await?;
        let seq = created_at.map(|_| Seq(high));
        Ok(Located { channel_id: channel_id.clone(), seq, created_at })
    }
}
