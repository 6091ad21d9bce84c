//! Finding a channel, who may do what in it, and how one user sees it.

use super::fault::Fail;
use super::mentions::unread_mentions;
use super::preferences;
use super::quote;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::threads;
use super::users::find_user;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::{Access, Action, Standing, authorize};
use crate::shadow::Reader;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// Unread messages are counted so far.
const MOST_UNREAD: i64 = 100;
/// So far back something said is looked for.
const MOST_UNSAID: u64 = 300;
/// Members named in a view.
const SOME_MEMBERS: i64 = 5;

/// A channel, or a thread of one, which may be without a row yet.
pub(super) async fn find_channel(
    connection: &mut AnyConnection,
    app_id: &AppId,
    channel_id: &ChannelId,
) -> Outcome<Option<ChannelRow>> {
    let Some((home_id, root)) = channel_id.root() else { return find_row(connection, app_id, channel_id).await };
    let Some(home) = find_row(&mut *connection, app_id, &home_id).await? else { return Ok(None) };
    if let Some(mut row) = find_row(&mut *connection, app_id, channel_id).await? {
        row.settle(&home);
        return Ok(Some(row));
    }
    let begins = threads::has_root(connection, home.key, root).await?;
    Ok(begins.then(|| ChannelRow::unbegun(channel_id, &home)))
}

async fn find_row(
    connection: &mut AnyConnection,
    app_id: &AppId,
    channel_id: &ChannelId,
) -> Outcome<Option<ChannelRow>> {
    let text = format!("SELECT {} FROM channel c WHERE c.app_id = ? AND c.channel_id = ?", rows::CHANNEL);
    let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(channel_id.as_str());
    query.fetch_optional(connection).await?.map(|row| rows::channel(&mut Columns::of(&row))).transpose()
}

impl Tx {
    /// The channel, which nobody else changes until the commit; of a thread its channel's row is held first.
    pub(super) async fn lock_channel(
        &mut self,
        app_id: &AppId,
        channel_id: &ChannelId,
    ) -> std::result::Result<ChannelRow, Fail> {
        let Some((home_id, root)) = channel_id.root() else {
            return self.lock_row(app_id, channel_id).await?.ok_or(StoreError::NotFound.into());
        };
        let home = self.lock_row(app_id, &home_id).await?.ok_or(StoreError::NotFound)?;
        if let Some(mut row) = self.lock_row(app_id, channel_id).await? {
            row.settle(&home);
            return Ok(row);
        }
        let begins = threads::has_root(&mut self.connection, home.key, root).await?;
        if begins { Ok(ChannelRow::unbegun(channel_id, &home)) } else { Err(StoreError::NotFound.into()) }
    }

    async fn lock_row(&mut self, app_id: &AppId, channel_id: &ChannelId) -> Outcome<Option<ChannelRow>> {
        let text = format!("SELECT {} FROM channel c WHERE c.app_id = ? AND c.channel_id = ?", rows::CHANNEL);
        let query = sql(self.dialect.locking(text)).bind(app_id.as_str()).bind(channel_id.as_str());
        let row = query.fetch_optional(&mut self.connection).await?;
        row.map(|row| rows::channel(&mut Columns::of(&row))).transpose()
    }

    /// Writes the numbers that the row now has.
    pub(super) async fn save_channel(&mut self, row: &ChannelRow) -> Outcome<()> {
        sql("UPDATE channel SET rev = ?, member_count = ?, active_at = ? WHERE id = ?")
            .bind(signed(row.channel.rev.0))
            .bind(if row.is_thread() { 0 } else { i64::from(row.channel.member_count) })
            .bind(row.active_at)
            .bind(row.key)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// Asks the policy what somebody may do with the row, now.
    pub(super) async fn allow(
        &mut self,
        action: Action,
        row: &ChannelRow,
        user_key: i64,
    ) -> std::result::Result<Access, Fail> {
        let member = self.find_member(row.home.0, user_key).await?.map(|(member, _)| Standing::of(&member));
        Ok(authorize(action, Some(Access::of(&row.channel, member, TimeMs(self.now.cast_unsigned()))))?)
    }

    /// The user's membership, left ones too.
    pub(super) async fn find_member(&mut self, channel_key: i64, user_key: i64) -> Outcome<Option<(Member, User)>> {
        let text = format!(
            "SELECT {} FROM member m JOIN app_user u ON u.id = m.user_key WHERE m.channel_key = ? AND m.user_key = ?",
            rows::MEMBER
        );
        let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(user_key);
        let row = query.fetch_optional(&mut self.connection).await?;
        row.map(|row| rows::member(&mut Columns::of(&row))).transpose()
    }
}

/// Messages of others after the read cursor, up to the cap; without deleted ones, those of whom the user blocks, what
/// happened, and what is written under a shadow mute.
pub(super) async fn unread(
    connection: &mut AnyConnection,
    channel_key: i64,
    user_id: &UserId,
    read_seq: Seq,
) -> Outcome<u32> {
    let row = sql("SELECT COUNT(*) FROM (SELECT m.seq FROM message m JOIN app_user u ON u.id = m.user_key \
         WHERE m.channel_key = ? AND m.seq > ? AND m.is_deleted = 0 AND m.is_admin = 0 AND m.is_shadow = 0 AND u.user_id <> ? \
         AND NOT EXISTS (SELECT 1 FROM user_block b JOIN app_user me ON me.id = b.user_key \
         WHERE b.blocked_key = u.id AND me.app_id = u.app_id AND me.user_id = ?) LIMIT ?) unread")
    .bind(channel_key)
    .bind(signed(read_seq.0))
    .bind(user_id.as_str())
    .bind(user_id.as_str())
    .bind(MOST_UNREAD)
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(Columns::of(&row).int()?).unwrap_or(0))
}

/// What a list shows of the channel: what somebody said last, else what happened last.
async fn last_message(
    connection: &mut AnyConnection,
    row: &ChannelRow,
    reader: Reader<'_>,
    users: &mut BTreeMap<UserId, User>,
) -> Outcome<Option<Message>> {
    let Some(found) = quote::message(connection, row.key, reader, row.channel.seq).await? else { return Ok(None) };
    let said = |message: &Message| message.admin.is_none() && !message.hollow && !message.shadow;
    let found = match said(&found.0) {
        true => Some(found),
        false => {
            let text = format!(
                "SELECT {} FROM message m JOIN app_user u ON u.id = m.user_key WHERE m.channel_key = ? AND m.seq > ? \
                 AND (m.is_shadow = 0 OR u.user_id = ?) ORDER BY m.is_admin, m.seq DESC LIMIT 1",
                rows::MESSAGE
            );
            let from = signed(row.channel.seq.0.saturating_sub(MOST_UNSAID));
            let user_id = reader.user_id.map_or("", UserId::as_str);
            let query = sql(AssertSqlSafe(text)).bind(row.key).bind(from).bind(user_id);
            let row = query.fetch_optional(&mut *connection).await?;
            row.map(|row| rows::message(&mut Columns::of(&row), reader)).transpose()?
        }
    };
    let Some((mut message, author)) = found else { return Ok(None) };
    quote::complete(connection, row.key, reader, std::iter::once(&mut message)).await?;
    rows::meet(users, author);
    Ok(Some(message))
}

/// Completes a view of `row`.
pub(super) async fn view(
    connection: &mut AnyConnection,
    app_id: &AppId,
    row: ChannelRow,
    user: Option<&UserId>,
) -> Outcome<ChannelView> {
    let mut users = BTreeMap::new();
    let (mut me, mut some_members, mut unread_count, mut mention_count) = (None, Vec::new(), 0, 0);
    if row.channel.kind == ChannelKind::Group {
        // The user first, then whoever joined first.
        let text = format!(
            "SELECT {} FROM member m JOIN app_user u ON u.id = m.user_key \
             WHERE m.channel_key = ? AND m.state = 'joined' \
             ORDER BY CASE WHEN u.user_id = ? THEN 0 ELSE 1 END, m.joined_at, m.user_key LIMIT ?",
            rows::MEMBER
        );
        let query =
            sql(AssertSqlSafe(text)).bind(row.home.0).bind(user.map_or("", UserId::as_str)).bind(SOME_MEMBERS + 1);
        for found in query.fetch_all(&mut *connection).await? {
            let (member, profile) = rows::member(&mut Columns::of(&found))?;
            if Some(&member.user_id) == user {
                me = Some(member);
            } else if some_members.len() < 5 {
                some_members.push(member.user_id);
            }
            users.insert(profile.user_id.clone(), profile);
        }
    }
    if let (ChannelKind::Open, Some(user)) = (row.channel.kind, user) {
        let text = format!(
            "SELECT {} FROM member m JOIN app_user u ON u.id = m.user_key \
             WHERE m.channel_key = ? AND u.user_id = ? AND m.state <> 'banned' AND m.rev > 0",
            rows::MEMBER
        );
        let query = sql(AssertSqlSafe(text)).bind(row.home.0).bind(user.as_str());
        if let Some(found) = query.fetch_optional(&mut *connection).await? {
            me = Some(rows::member(&mut Columns::of(&found))?.0);
        }
    }
    let operator = me.as_ref().is_some_and(|me| me.role == Role::Operator) && !row.channel.distinct;
    let reader = Reader { user_id: user, operator };
    let last_message = last_message(connection, &row, reader, &mut users).await?;
    let follower = match user {
        Some(user) if row.is_thread() => threads::follower(connection, row.key, user).await?,
        _ => None,
    };
    let read_seq = match (&mut me, follower) {
        (me, Some((_, read_seq))) => {
            if let Some(me) = me {
                (me.read_seq, me.delivered_seq) = (read_seq, read_seq);
            }
            Some(read_seq)
        }
        (Some(me), None) if row.channel.kind == ChannelKind::Group && !row.is_thread() => Some(me.read_seq),
        _ => None,
    };
    let preference = match user {
        Some(user) => preferences::of(connection, user, app_id, row.key).await?,
        None => None,
    };
    let read_seq = match (read_seq, row.channel.kind, &preference) {
        (Some(read_seq), _, Some(preference)) => Some(preference.read(read_seq)),
        // Nobody's cursor is kept in an open channel, but it may be marked.
        (None, ChannelKind::Open, Some(preference)) => Some(preference.read(row.channel.seq)),
        (read_seq, ..) => read_seq,
    };
    if let (Some(read_seq), Some(user)) = (read_seq, user)
        && read_seq < row.channel.seq
    {
        unread_count = unread(connection, row.key, user, read_seq).await?;
        mention_count = unread_mentions(connection, row.key, user, read_seq).await?;
    }
    let thread = match row.channel.channel_id.root() {
        Some((_, seq)) => Some(Box::new(ThreadView {
            root: threads::root(connection, app_id, (row.home.0, seq), reader, &mut users).await?,
            following: follower.is_some_and(|(following, _)| following),
        })),
        None => None,
    };
    let has_pins = super::pins::any(connection, row.key).await?;
    let users = users.into_values().collect();
    let channel = row.channel;
    Ok(ChannelView {
        channel,
        me,
        last_message,
        unread_count,
        mention_count,
        has_pins,
        thread,
        some_members,
        preference,
        users,
    })
}

impl SqlStore {
    pub(super) async fn read_access(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        user: Option<&UserId>,
    ) -> Result<Option<Access>> {
        let root = channel_id.root();
        let place = root.as_ref().map_or(channel_id, |(home_id, _)| home_id);
        let text = format!(
            "SELECT {}, {} FROM channel c \
             LEFT JOIN app_user u ON u.app_id = c.app_id AND u.user_id = ? \
             LEFT JOIN member m ON m.channel_key = c.id AND m.user_key = u.id \
             WHERE c.app_id = ? AND c.channel_id = ?",
            rows::CHANNEL,
            rows::STANDING
        );
        let query = sql(AssertSqlSafe(text)).bind(user.map(UserId::as_str)).bind(app_id.as_str()).bind(place.as_str());
        let mut connection = self.reads.acquire().await?;
        let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
        let mut access = rows::access(&mut Columns::of(&row), super::sql::now_ms())?;
        if let Some((_, seq)) = root {
            access.thread = true;
            let (key, reader) = (Columns::of(&row).int()?, Reader::of(&access, user));
            if !threads::shows_root(&mut connection, key, seq, reader).await? {
                return Ok(None);
            }
        }
        Ok(Some(access))
    }

    pub(super) async fn read_channel_view(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        user: Option<&UserId>,
    ) -> Result<Option<ChannelView>> {
        let mut tx = self.snapshot().await?;
        let Some(row) = find_channel(&mut tx, app_id, channel_id).await? else { return Ok(None) };
        let view = view(&mut tx, app_id, row, user).await?;
        tx.commit().await?;
        Ok(Some(view))
    }

    pub(super) async fn read_memberships(&self, app_id: &AppId, user: &UserId) -> Result<Vec<(ChannelId, Rev)>> {
        let mut connection = self.reads.acquire().await?;
        let Some(user) = find_user(&mut connection, app_id, user).await? else { return Ok(Vec::new()) };
        let found = sql("SELECT c.channel_id, c.rev FROM member m JOIN channel c ON c.id = m.channel_key \
             WHERE m.user_key = ? AND m.state = 'joined' ORDER BY c.id")
        .bind(user.key)
        .fetch_all(&mut *connection)
        .await?;
        Ok(found.iter().map(|row| position(&mut Columns::of(row))).collect::<Outcome<_>>()?)
    }

    pub(super) async fn read_revs(&self, app_id: &AppId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Rev)>> {
        let mut revs = Vec::new();
        for part in channels.chunks(100) {
            let places = super::users::places(part.len());
            let text = format!("SELECT channel_id, rev FROM channel WHERE app_id = ? AND channel_id IN ({places})");
            let mut query = sql(AssertSqlSafe(text)).bind(app_id.as_str());
            for channel in part {
                query = query.bind(channel.as_str());
            }
            for row in query.fetch_all(&self.reads).await? {
                revs.push(position(&mut Columns::of(&row))?);
            }
        }
        Ok(revs)
    }
}

fn position(columns: &mut Columns<'_>) -> Outcome<(ChannelId, Rev)> {
    Ok((ChannelId(columns.text()?), Rev(columns.number()?)))
}
