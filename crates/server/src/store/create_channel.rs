//! Creating a channel once: a repeat of the client id, and the same set of members when distinct, give the first.

use super::fault::Fail;
use super::jobs::Write;
use super::members::join;
use super::rows::{self, ChannelRow, Columns, signed, sql};
use super::users::{UserRow, find_user};
use super::writer::Tx;
use super::{Commit, NewChannel, StoreError};
use async_trait::async_trait;
use madang_protocol::*;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

pub(super) struct CreateChannel {
    pub(super) channel: NewChannel,
    /// Its id when none was chosen.
    pub(super) fresh_id: ChannelId,
}

const SAME_WISH: &str =
    "c.client_id = ? AND c.creator_key = (SELECT u.id FROM app_user u WHERE u.app_id = ? AND u.user_id = ?)";

/// Names a set of members: the hash of their sorted ids, each preceded by its length.
pub(super) fn distinct_key(members: &[UserRow]) -> String {
    let mut ids: Vec<&str> = members.iter().map(|member| member.user.user_id.as_str()).collect();
    ids.sort_unstable();
    let mut hash = Sha256::new();
    for id in ids {
        hash.update(id.len().to_string().as_bytes());
        hash.update(b":");
        hash.update(id.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl CreateChannel {
    /// The creator first, nobody twice.
    async fn find_members(&self, tx: &mut Tx) -> std::result::Result<Vec<UserRow>, Fail> {
        let mut members: Vec<UserRow> = Vec::new();
        for user_id in self.channel.creator.iter().chain(&self.channel.user_ids) {
            if members.iter().any(|member| member.user.user_id == *user_id) {
                continue;
            }
            let found = find_user(&mut tx.connection, &self.channel.app_id, user_id).await?;
            members.push(found.ok_or(StoreError::NotFound)?);
        }
        Ok(members)
    }

    async fn find(
        &self,
        tx: &mut Tx,
        condition: &str,
        values: &[&str],
    ) -> std::result::Result<Option<ChannelRow>, Fail> {
        let text = format!("SELECT {} FROM channel c WHERE c.app_id = ? AND {condition}", rows::CHANNEL);
        let mut query = sql(tx.dialect.locking(text)).bind(self.channel.app_id.as_str());
        for value in values {
            query = query.bind(*value);
        }
        let row = query.fetch_optional(&mut tx.connection).await?;
        Ok(row.map(|row| rows::channel(&mut Columns::of(&row))).transpose()?)
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        id: &ChannelId,
        members: &[UserRow],
        distinct: Option<&str>,
    ) -> std::result::Result<(), Fail> {
        let new = &self.channel;
        // An open channel has no members: its creator only operates it.
        let group = new.kind == ChannelKind::Group;
        let creator = members.first().filter(|_| new.creator.is_some()).map(|member| member.key);
        sql("INSERT INTO channel (app_id, channel_id, kind, name, cover_url, is_public, distinct_key, creator_key, \
             client_id, member_count, created_at, active_at, seq, rev) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,0,1)")
        .bind(new.app_id.as_str())
        .bind(id.as_str())
        .bind(rows::kind_name(new.kind))
        .bind(new.name.as_str())
        .bind(new.cover_url.as_deref())
        .bind(i64::from(new.public))
        .bind(distinct)
        .bind(creator)
        .bind(new.client_id.as_ref().map(ClientId::as_str))
        .bind(if group { i64::try_from(members.len()).unwrap_or(i64::MAX) } else { 0 })
        .bind(tx.now)
        .bind(tx.now)
        .execute(&mut tx.connection)
        .await?;
        let row = tx.lock_channel(&new.app_id, id).await?;
        tx.take_cover(&new.app_id, new.cover_url.as_deref(), creator, row.key).await?;
        for member in members {
            let role = if Some(member.key) == creator { Role::Operator } else { Role::Member };
            sql("INSERT INTO member (channel_key, user_key, role, state, joined_at, read_seq, delivered_seq, rev) \
                 VALUES (?, ?, ?, ?, ?, 0, 0, ?)")
            .bind(row.key)
            .bind(member.key)
            .bind(rows::role_name(role))
            .bind(rows::state_name(if group { MemberState::Joined } else { MemberState::Left }))
            .bind(tx.now)
            .bind(signed(row.channel.rev.0))
            .execute(&mut tx.connection)
            .await?;
        }
        let (epoch, rev) = (tx.epoch.clone(), row.channel.rev);
        tx.commits.push(Commit {
            app_id: new.app_id.clone(),
            channel_id: id.clone(),
            rev,
            event: Event::ChannelChanged(ChannelChanged { epoch, rev, channel: row.channel }),
            joined: members.iter().filter(|_| group).map(|member| member.user.user_id.clone()).collect(),
            left: Vec::new(),
            apart: Vec::new(),
            told: Vec::new(),
        });
        Ok(())
    }
}

#[async_trait]
impl Write for CreateChannel {
    type Output = ChannelId;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<ChannelId, Fail> {
        let new = &self.channel;
        let app = sql(AssertSqlSafe("SELECT app_id FROM app WHERE app_id = ?")).bind(new.app_id.as_str());
        if app.fetch_optional(&mut tx.connection).await?.is_none() {
            return Err(StoreError::NotFound.into());
        }
        let members = self.find_members(tx).await?;
        if let (Some(creator), Some(client_id)) = (&new.creator, &new.client_id) {
            let values = [client_id.as_str(), new.app_id.as_str(), creator.as_str()];
            if let Some(first) = self.find(tx, SAME_WISH, &values).await? {
                return Ok(first.channel.channel_id);
            }
        }
        let distinct = (new.distinct && !members.is_empty()).then(|| distinct_key(&members));
        if let Some(key) = &distinct
            && let Some(mut first) = self.find(tx, "c.distinct_key = ?", &[key]).await?
        {
            // Whoever asks for it again and had left is back in it. The others stay as they are.
            if let Some(asker) = members.first().filter(|_| new.creator.is_some()) {
                join(tx, &new.app_id, &mut first, asker).await?;
            }
            return Ok(first.channel.channel_id);
        }
        let id = new.channel_id.as_ref().unwrap_or(&self.fresh_id);
        if self.find(tx, "c.channel_id = ?", &[id.as_str()]).await?.is_some() {
            return Err(StoreError::Exists("the channel".to_owned()).into());
        }
        self.insert(tx, id, &members, distinct.as_deref()).await?;
        Ok(id.clone())
    }
}
