//! What operators and the Platform API decide about a channel and the people in it. Each decision is one rev; what changes
//! nothing writes nothing. All of it holds the channel's row, so that no send passes a decision that was made before it.

use super::fault::Fail;
use super::jobs::Write;
use super::members::tell;
use super::rows::{self, ChannelRow, Columns, signed, sql};
use super::users::{UserRow, find_user};
use super::writer::Tx;
use super::{Commit, StoreError};
use crate::policy::{Access, Action, Standing, authorize};
use async_trait::async_trait;
use madang_protocol::*;

/// What is decided about one user in a channel. Times are in seconds from now; `None`: until it is lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Role(Role),
    Mute(Option<u64>),
    Unmute,
    ShadowMute(Option<u64>),
    ShadowUnmute,
    Ban(Option<u64>),
    Unban,
    Kick,
}

/// What changes of a channel; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChannelChange {
    pub name: Option<String>,
    /// Empty: none.
    pub cover_url: Option<String>,
    pub public: Option<bool>,
    pub frozen: Option<bool>,
    /// 0: off.
    pub slow_mode_seconds: Option<u32>,
}

/// `actor` is `None` for the Platform API, which may act on operators too.
pub(super) struct Moderate {
    pub(super) app_id: AppId,
    pub(super) channel_id: ChannelId,
    pub(super) actor: Option<UserId>,
    pub(super) user_id: UserId,
    pub(super) measure: Measure,
}

pub(super) struct ChangeChannel {
    pub(super) app_id: AppId,
    pub(super) channel_id: ChannelId,
    pub(super) actor: Option<UserId>,
    pub(super) change: ChannelChange,
}

impl Tx {
    /// The locked channel, if the actor may operate it.
    pub(super) async fn lock_operated(
        &mut self,
        app_id: &AppId,
        channel_id: &ChannelId,
        actor: Option<&UserId>,
    ) -> Result<ChannelRow, Fail> {
        let row = self.lock_channel(app_id, channel_id).await?;
        if let Some(actor) = actor {
            let actor = find_user(&mut self.connection, app_id, actor).await?.ok_or(StoreError::NotFound)?;
            let member = self.find_member(row.home.0, actor.key).await?.map(|(member, _)| Standing::of(&member));
            let now = TimeMs(self.now.cast_unsigned());
            authorize(Action::Operate, Some(Access::of(&row.channel, member, now)))?;
        }
        Ok(row)
    }

    async fn operators(&mut self, row: &ChannelRow) -> Result<i64, Fail> {
        let text = "SELECT COUNT(*) FROM member WHERE channel_key = ? AND role = 'operator' AND state = ?";
        let state = if row.channel.kind == ChannelKind::Open { MemberState::Left } else { MemberState::Joined };
        let query = sql(text).bind(row.key).bind(rows::state_name(state));
        Ok(Columns::of(&query.fetch_one(&mut self.connection).await?).int()?)
    }
}

impl Moderate {
    /// The member as decided, from the member as known; the same when nothing changes.
    fn decide(&self, row: &ChannelRow, member: &Member, now: TimeMs) -> Result<Member, StoreError> {
        let open = row.channel.kind == ChannelKind::Open;
        let joined = member.state == MemberState::Joined;
        let inside = joined || (open && member.state == MemberState::Left);
        let operator = inside && member.role == Role::Operator;
        let until = |seconds: Option<u64>| match seconds {
            Some(seconds) => TimeMs(now.0.saturating_add(seconds.saturating_mul(1_000))),
            None => TimeMs::NEVER,
        };
        let mut next = member.clone();
        match self.measure {
            Measure::Role(_) | Measure::Mute(_) if !inside => return Err(StoreError::NotFound),
            Measure::Kick if open => return Err(StoreError::Forbidden),
            Measure::Kick if !joined => return Err(StoreError::NotFound),
            Measure::Role(role) => {
                if role == Role::Operator {
                    next.muted_until = None;
                }
                next.role = role;
            }
            Measure::Mute(seconds) => next.muted_until = Some(until(seconds)),
            Measure::Unmute => next.muted_until = None,
            Measure::ShadowMute(_) | Measure::ShadowUnmute => {}
            Measure::Ban(seconds) => {
                (next.state, next.role) = (MemberState::Banned, Role::Member);
                next.banned_until = Some(until(seconds));
            }
            Measure::Unban if member.state == MemberState::Banned => {
                (next.state, next.banned_until) = (MemberState::Left, None);
            }
            Measure::Unban => {}
            Measure::Kick => (next.state, next.role) = (MemberState::Left, Role::Member),
        }
        let own = self.actor.as_ref() == Some(&self.user_id);
        // Operators are equals: one names another, and steps down alone.
        let above = operator && !(own && matches!(self.measure, Measure::Role(_)));
        if self.actor.is_some() && next != *member && above {
            return Err(StoreError::Forbidden);
        }
        if operator && matches!(self.measure, Measure::Mute(_)) {
            next.role = Role::Member;
        }
        Ok(next)
    }

    async fn write(
        &self,
        tx: &mut Tx,
        row: &ChannelRow,
        user: &UserRow,
        member: &Member,
        known: bool,
    ) -> Result<(), Fail> {
        let statement = if known {
            "UPDATE member SET role = ?, state = ?, muted_until = ?, banned_until = ?, rev = ? \
             WHERE channel_key = ? AND user_key = ?"
        } else {
            "INSERT INTO member (role, state, muted_until, banned_until, rev, channel_key, user_key, joined_at, read_seq, \
             delivered_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)"
        };
        let query = sql(statement)
            .bind(rows::role_name(member.role))
            .bind(rows::state_name(member.state))
            .bind(member.muted_until.map(|at| signed(at.0)))
            .bind(member.banned_until.map(|at| signed(at.0)))
            .bind(signed(member.rev.0))
            .bind(row.key)
            .bind(user.key);
        let query = if known { query } else { query.bind(tx.now) };
        query.execute(&mut tx.connection).await?;
        Ok(())
    }
}

#[async_trait]
impl Write for Moderate {
    type Output = ();

    async fn run(&self, tx: &mut Tx) -> Result<(), Fail> {
        let mut row = tx.lock_operated(&self.app_id, &self.channel_id, self.actor.as_ref()).await?;
        if row.channel.distinct {
            return Err(StoreError::Forbidden.into());
        }
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let found = tx.find_member(row.home.0, user.key).await?.map(|(member, _)| member);
        let (now, known) = (TimeMs(tx.now.cast_unsigned()), found.is_some());
        if let Some(until) = self.measure.shadow(now) {
            return self.shadow(tx, &row, &user, found.as_ref(), until).await;
        }
        let mut member = found.unwrap_or_else(|| Member {
            user_id: self.user_id.clone(),
            state: MemberState::Left,
            joined_at: now,
            ..Member::default()
        });
        if member.state == MemberState::Banned && !Standing::of(&member).is_banned(now) {
            (member.state, member.banned_until) = (MemberState::Left, None);
        }
        let mut next = self.decide(&row, &member, now)?;
        if next == member {
            return Ok(());
        }
        let steps_down = member.role == Role::Operator && next.role == Role::Member;
        if steps_down && self.actor.is_some() && tx.operators(&row).await? < 2 {
            return Err(StoreError::Forbidden.into());
        }
        let tells = row.tells_members();
        row.channel.rev.0 += 1;
        next.rev = row.channel.rev;
        let open = row.channel.kind == ChannelKind::Open;
        let was_joined = member.state == MemberState::Joined;
        if was_joined && next.state != MemberState::Joined {
            row.channel.member_count = row.channel.member_count.saturating_sub(1);
        }
        let gone = (was_joined || open) && next.state != member.state && next.state != MemberState::Joined;
        let left =
            if gone && !(open && next.state == MemberState::Left) { vec![self.user_id.clone()] } else { Vec::new() };
        self.write(tx, &row, &user, &next, known).await?;
        if next.role == Role::Operator {
            self.shadow(tx, &row, &user, Some(&next), None).await?;
        }
        let removed = tells && was_joined && !left.is_empty();
        tx.save_channel(&row).await?;
        tell(tx, &self.app_id, &row, next, user.user, Vec::new(), left);
        if let Some(actor) = self.actor.as_ref().filter(|_| removed) {
            let actor = find_user(&mut tx.connection, &self.app_id, actor).await?.ok_or(StoreError::NotFound)?;
            let user_ids = vec![self.user_id.clone()];
            let admin = Admin { what: Happening::Removed, user_ids, ..Admin::default() };
            tx.tell_admin(&self.app_id, &mut row, &actor, admin).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Write for ChangeChannel {
    type Output = Channel;

    async fn run(&self, tx: &mut Tx) -> Result<Channel, Fail> {
        let mut row = tx.lock_operated(&self.app_id, &self.channel_id, self.actor.as_ref()).await?;
        let mut next = row.channel.clone();
        let ChannelChange { name, cover_url, public, frozen, slow_mode_seconds } = &self.change;
        if let Some(name) = name {
            next.name.clone_from(name);
        }
        if let Some(url) = cover_url {
            next.cover_url = Some(url.clone()).filter(|url| !url.is_empty());
        }
        if let Some(public) = public {
            if next.kind == ChannelKind::Open || next.distinct {
                return Err(StoreError::Forbidden.into());
            }
            next.public = *public;
        }
        next.frozen = frozen.unwrap_or(next.frozen);
        if let Some(seconds) = *slow_mode_seconds {
            next.slow_mode_seconds = Some(seconds).filter(|seconds| *seconds > 0);
        }
        if next == row.channel {
            return Ok(next);
        }
        if next.cover_url != row.channel.cover_url {
            let actor = match &self.actor {
                Some(actor) => find_user(&mut tx.connection, &self.app_id, actor).await?.map(|user| user.key),
                None => None,
            };
            tx.take_cover(&self.app_id, next.cover_url.as_deref(), actor, row.key).await?;
            tx.drop_cover(&self.app_id, row.channel.cover_url.as_deref(), row.key).await?;
        }
        next.rev.0 += 1;
        sql("UPDATE channel SET name = ?, cover_url = ?, is_public = ?, is_frozen = ?, slow_mode_seconds = ? WHERE id = ?")
            .bind(next.name.as_str())
            .bind(next.cover_url.as_deref())
            .bind(i64::from(next.public))
            .bind(i64::from(next.frozen))
            .bind(i64::from(next.slow_mode_seconds.unwrap_or(0)))
            .bind(row.key)
            .execute(&mut tx.connection)
            .await?;
        let before = std::mem::replace(&mut row.channel, next.clone());
        tx.save_channel(&row).await?;
        let (epoch, rev, channel_id) = (tx.epoch.clone(), next.rev, next.channel_id.clone());
        tx.commits.push(Commit {
            app_id: self.app_id.clone(),
            channel_id,
            rev,
            event: Event::ChannelChanged(ChannelChanged { epoch, rev, channel: next.clone() }),
            joined: Vec::new(),
            left: Vec::new(),
            apart: Vec::new(),
            told: Vec::new(),
        });
        let told = happened(&before, &next);
        if let Some(actor) = self.actor.as_ref().filter(|_| !told.is_empty() && row.tells_changes()) {
            let actor = find_user(&mut tx.connection, &self.app_id, actor).await?.ok_or(StoreError::NotFound)?;
            for admin in told {
                tx.tell_admin(&self.app_id, &mut row, &actor, admin).await?;
            }
        }
        Ok(row.channel)
    }
}

/// What is told of a change, in this order.
fn happened(before: &Channel, after: &Channel) -> Vec<Admin> {
    let plain = |what| Admin { what, ..Admin::default() };
    let mut told = Vec::new();
    if before.name != after.name {
        told.push(Admin { name: Some(after.name.clone()), ..plain(Happening::Named) });
    }
    if before.cover_url != after.cover_url {
        told.push(plain(Happening::Cover));
    }
    if before.frozen != after.frozen {
        told.push(plain(if after.frozen { Happening::Frozen } else { Happening::Opened }));
    }
    if before.slow_mode_seconds != after.slow_mode_seconds {
        told.push(Admin { seconds: after.slow_mode_seconds, ..plain(Happening::SlowMode) });
    }
    told
}
