//! Joining and leaving: each is one rev of the channel. A member who left stays as a row, so that `sync` can tell.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::{UserRow, find_user, places};
use super::writer::Tx;
use super::{Commit, Result, StoreError};
use crate::policy::Standing;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

pub(super) struct AddMembers {
    pub(super) app_id: AppId,
    pub(super) channel_id: ChannelId,
    pub(super) actor: Option<UserId>,
    pub(super) user_ids: Vec<UserId>,
    /// Of joined members, after it.
    pub(super) limit: u32,
}

pub(super) struct RemoveMember {
    pub(super) app_id: AppId,
    pub(super) channel_id: ChannelId,
    pub(super) user_id: UserId,
}

/// Makes the user a member, unless joined already.
pub(super) async fn join(
    tx: &mut Tx,
    app_id: &AppId,
    row: &mut ChannelRow,
    user: &UserRow,
) -> std::result::Result<(), Fail> {
    let known = tx.find_member(row.home.0, user.key).await?.map(|(member, _)| member);
    if known.as_ref().is_some_and(|member| member.state == MemberState::Joined) {
        return Ok(());
    }
    row.channel.rev.0 += 1;
    row.channel.member_count += 1;
    let (joined_at, rev) = (TimeMs(tx.now.cast_unsigned()), row.channel.rev);
    let statement = if known.is_some() {
        "UPDATE member SET role = 'member', state = 'joined', banned_until = NULL, joined_at = ?, rev = ? \
         WHERE channel_key = ? AND user_key = ?"
    } else {
        "INSERT INTO member (joined_at, rev, channel_key, user_key, role, state, read_seq, delivered_seq) \
         VALUES (?, ?, ?, ?, 'member', 'joined', 0, 0)"
    };
    sql(statement).bind(tx.now).bind(signed(rev.0)).bind(row.key).bind(user.key).execute(&mut tx.connection).await?;
    tx.save_channel(row).await?;
    // Whoever left and comes back is muted for as long as before.
    let Member { read_seq, delivered_seq, muted_until, .. } = known.unwrap_or_default();
    let user_id = user.user.user_id.clone();
    let member =
        Member { user_id: user_id.clone(), joined_at, read_seq, delivered_seq, muted_until, rev, ..Member::default() };
    tell(tx, app_id, row, member, user.user.clone(), vec![user_id], Vec::new());
    Ok(())
}

pub(super) fn tell(
    tx: &mut Tx,
    app_id: &AppId,
    row: &ChannelRow,
    member: Member,
    user: User,
    joined: Vec<UserId>,
    left: Vec<UserId>,
) {
    let (channel_id, rev) = (row.channel.channel_id.clone(), row.channel.rev);
    let member_count = row.channel.member_count;
    let event = Event::MemberChanged(MemberChanged { channel_id: channel_id.clone(), rev, member, user, member_count });
    tx.commits.push(Commit {
        app_id: app_id.clone(),
        channel_id,
        rev,
        event,
        joined,
        left,
        apart: Vec::new(),
        told: Vec::new(),
    });
}

#[async_trait]
impl Write for AddMembers {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let mut row = tx.lock_channel(&self.app_id, &self.channel_id).await?;
        if row.channel.kind != ChannelKind::Group {
            return Err(StoreError::Forbidden.into());
        }
        let mut fresh: Vec<UserRow> = Vec::new();
        for user_id in &self.user_ids {
            let user = find_user(&mut tx.connection, &self.app_id, user_id).await?.ok_or(StoreError::NotFound)?;
            if fresh.iter().any(|other| other.key == user.key) {
                continue;
            }
            match tx.find_member(row.home.0, user.key).await? {
                Some((member, _)) if member.state == MemberState::Joined => {}
                Some((member, _)) if Standing::of(&member).is_banned(TimeMs(tx.now.cast_unsigned())) => {
                    return Err(StoreError::Banned.into());
                }
                // The one group of exactly these members stays that.
                None if row.channel.distinct => return Err(StoreError::Forbidden.into()),
                _ => fresh.push(user),
            }
        }
        let after = row.channel.member_count.saturating_add(u32::try_from(fresh.len()).unwrap_or(u32::MAX));
        if !fresh.is_empty() && after > self.limit {
            return Err(StoreError::GroupFull.into());
        }
        for user in &fresh {
            join(tx, &self.app_id, &mut row, user).await?;
        }
        let Some(actor) = self.actor.as_ref().filter(|_| !fresh.is_empty() && row.tells_members()) else {
            return Ok(());
        };
        let actor = find_user(&mut tx.connection, &self.app_id, actor).await?.ok_or(StoreError::NotFound)?;
        let user_ids: Vec<UserId> = fresh.into_iter().map(|user| user.user.user_id).collect();
        let admin = match user_ids == [actor.user.user_id.clone()] {
            true => Admin { what: Happening::Joined, ..Admin::default() },
            false => Admin { what: Happening::Added, user_ids, ..Admin::default() },
        };
        Ok(tx.tell_admin(&self.app_id, &mut row, &actor, admin).await?)
    }
}

#[async_trait]
impl Write for RemoveMember {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let mut row = tx.lock_channel(&self.app_id, &self.channel_id).await?;
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let Some((mut member, profile)) = tx.find_member(row.home.0, user.key).await? else {
            return Err(StoreError::NotFound.into());
        };
        if member.state == MemberState::Left {
            return Err(StoreError::NotFound.into());
        }
        let tells = row.tells_members() && member.state == MemberState::Joined;
        row.channel.rev.0 += 1;
        row.channel.member_count = row.channel.member_count.saturating_sub(1);
        (member.state, member.rev) = (MemberState::Left, row.channel.rev);
        sql("UPDATE member SET state = 'left', rev = ? WHERE channel_key = ? AND user_key = ?")
            .bind(signed(member.rev.0))
            .bind(row.key)
            .bind(user.key)
            .execute(&mut tx.connection)
            .await?;
        tx.save_channel(&row).await?;
        let left = vec![member.user_id.clone()];
        tell(tx, &self.app_id, &row, member, profile, Vec::new(), left);
        if tells {
            let admin = Admin { what: Happening::Left, ..Admin::default() };
            tx.tell_admin(&self.app_id, &mut row, &user, admin).await?;
        }
        Ok(())
    }
}

/// Joined members by join time, when there are at most `most` of them; otherwise none.
pub(super) async fn joined(
    connection: &mut AnyConnection,
    row: &ChannelRow,
    most: u32,
) -> Outcome<Vec<(Member, User)>> {
    if row.channel.member_count == 0 || row.channel.member_count > most {
        return Ok(Vec::new());
    }
    page(connection, row.key, (0, 0), i64::from(most)).await.map(|rows| rows.into_iter().map(|(_, row)| row).collect())
}

/// Which members a list holds, when not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed<'a> {
    /// These, whatever they are here, for operators; of them the joined ones, for others.
    Named {
        user_ids: &'a [UserId],
        operator: bool,
    },
    Only(MemberFilter),
    /// Who has read the message.
    Read(Seq),
}

impl Listed<'_> {
    /// The place, of those that have one, is filled with the time, or the message's number.
    fn condition(self) -> String {
        let filter = match self {
            Self::Only(filter) => filter,
            Self::Read(_) => return "m.read_seq >= ? AND m.state = 'joined'".to_owned(),
            Self::Named { user_ids, operator } => {
                let seen = if operator { "m.rev >= 0" } else { "m.state = 'joined'" };
                return format!("{seen} AND u.user_id IN ({})", places(user_ids.len()));
            }
        };
        let condition = match filter {
            MemberFilter::Operators => {
                "m.role = 'operator' AND m.state <> 'banned' AND (c.kind = 'open' OR m.state = 'joined')"
            }
            MemberFilter::Muted => "m.muted_until > ? AND m.state <> 'banned'",
            MemberFilter::Banned => "m.state = 'banned' AND m.banned_until > ?",
            MemberFilter::ShadowMuted => "m.shadow_until > ? AND m.state <> 'banned'",
            // Nobody: only the hub knows who is there.
            MemberFilter::Present => "m.user_key < 0 AND m.user_key > ?",
        };
        condition.to_owned()
    }

    /// Whether shadow mutes are told.
    fn tells_shadow(self) -> bool {
        matches!(self, Self::Only(MemberFilter::ShadowMuted) | Self::Named { operator: true, .. })
    }
}

async fn page(
    connection: &mut AnyConnection,
    channel_key: i64,
    (joined_at, user_key): (i64, i64),
    limit: i64,
) -> Outcome<Vec<(i64, (Member, User))>> {
    let text = format!(
        "SELECT m.user_key, {} FROM member m JOIN app_user u ON u.id = m.user_key \
         WHERE m.channel_key = ? AND m.state = 'joined' AND (m.joined_at > ? OR (m.joined_at = ? AND m.user_key > ?)) \
         ORDER BY m.joined_at, m.user_key LIMIT ?",
        rows::MEMBER
    );
    let query = sql(AssertSqlSafe(text)).bind(channel_key).bind(joined_at).bind(joined_at).bind(user_key).bind(limit);
    let found = query.fetch_all(connection).await?;
    let read = |row| {
        let mut columns = Columns::of(row);
        Ok((columns.int()?, rows::member(&mut columns)?))
    };
    found.iter().map(read).collect()
}

impl SqlStore {
    pub(super) async fn read_members(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let place = after.and_then(|text| text.split_once('.'));
        let place = place.and_then(|(at, key)| Some((at.parse().ok()?, key.parse().ok()?))).unwrap_or((0, 0));
        let mut tx = self.snapshot().await?;
        let row = super::channels::find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let mut found = page(&mut tx, row.home.0, place, i64::try_from(limit + 1).unwrap_or(101)).await?;
        tx.commit().await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(key, (last, _))| format!("{}.{key}", last.joined_at.0));
        let (members, users) = found.into_iter().map(|(_, row)| row).unzip();
        Ok(MemberList { channel_id: channel_id.clone(), members, users, next, count: None })
    }

    /// What is known of these users in the channel.
    pub(super) async fn read_standings(
        &self,
        app: &AppId,
        channel: &ChannelId,
        users: &[UserId],
    ) -> Result<Vec<Member>> {
        let mut tx = self.snapshot().await?;
        let row = super::channels::find_channel(&mut tx, app, channel).await?.ok_or(StoreError::NotFound)?;
        let mut known = Vec::new();
        for part in users.chunks(100) {
            let text = format!(
                "SELECT {} FROM member m JOIN app_user u ON u.id = m.user_key \
                 WHERE m.channel_key = ? AND u.app_id = ? AND u.user_id IN ({})",
                rows::MEMBER,
                super::users::places(part.len())
            );
            let mut query = sql(AssertSqlSafe(text)).bind(row.home.0).bind(app.as_str());
            for user in part {
                query = query.bind(user.as_str());
            }
            for row in query.fetch_all(&mut *tx).await? {
                known.push(rows::member(&mut Columns::of(&row))?.0);
            }
        }
        tx.commit().await?;
        Ok(known)
    }

    /// By user, so that a page costs the same wherever it begins.
    pub(super) async fn read_filtered_members(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        listed: Listed<'_>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let after: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut tx = self.snapshot().await?;
        let row = super::channels::find_channel(&mut tx, app_id, channel_id).await?.ok_or(StoreError::NotFound)?;
        let text = format!(
            "SELECT m.user_key, m.shadow_until, {} FROM member m JOIN app_user u ON u.id = m.user_key JOIN channel c ON c.id = m.channel_key \
             WHERE m.channel_key = ? AND m.user_key > ? AND {} ORDER BY m.user_key LIMIT ?",
            rows::MEMBER,
            listed.condition()
        );
        let mut query = sql(AssertSqlSafe(text)).bind(row.home.0).bind(after);
        query = match listed {
            Listed::Only(MemberFilter::Operators) => query,
            Listed::Only(_) => query.bind(super::sql::now_ms()),
            Listed::Read(seq) => query.bind(rows::signed(seq.0)),
            Listed::Named { user_ids, .. } => user_ids.iter().fold(query, |query, id| query.bind(id.as_str())),
        };
        let found = query.bind(i64::try_from(limit + 1).unwrap_or(101)).fetch_all(&mut *tx).await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            let (key, shadow) = (columns.int()?, columns.optional_int()?);
            let (mut member, user) = rows::member(&mut columns)?;
            member.shadow_until = shadow.filter(|_| listed.tells_shadow()).map(|at| TimeMs(at.cast_unsigned()));
            Ok((key, (member, user)))
        };
        let mut found: Vec<(i64, (Member, User))> = found.iter().map(read).collect::<Outcome<_>>()?;
        tx.commit().await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(key, _)| key.to_string());
        let (members, users) = found.into_iter().map(|(_, row)| row).unzip();
        Ok(MemberList { channel_id: channel_id.clone(), members, users, next, count: None })
    }
}
