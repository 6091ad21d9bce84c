//! From rows to the wire's types. Column lists and their readers stand side by side: the order is the contract.

use super::AppKey;
use super::KeyAlgorithm;
use super::extra::Extra;
use crate::policy::{Access, Standing};
use crate::shadow::{Reader, seen};
use madang_protocol::*;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row, SqlSafeStr};
use std::collections::BTreeMap;

/// A statement for either database.
pub(super) fn sql<'q>(text: impl SqlSafeStr) -> Query<'q, Any, AnyArguments> {
    sqlx::query::<Any>(text)
}

pub(super) type Outcome<T> = std::result::Result<T, sqlx::Error>;

/// Reads a row's columns in order.
pub(super) struct Columns<'r> {
    row: &'r AnyRow,
    next: usize,
}

impl<'r> Columns<'r> {
    pub(super) fn of(row: &'r AnyRow) -> Self {
        Self { row, next: 0 }
    }

    fn index(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    pub(super) fn text(&mut self) -> Outcome<String> {
        let index = self.index();
        self.row.try_get(index)
    }

    pub(super) fn optional_text(&mut self) -> Outcome<Option<String>> {
        let index = self.index();
        self.row.try_get(index)
    }

    pub(super) fn int(&mut self) -> Outcome<i64> {
        let index = self.index();
        self.row.try_get(index)
    }

    pub(super) fn optional_int(&mut self) -> Outcome<Option<i64>> {
        let index = self.index();
        self.row.try_get(index)
    }

    /// Numbers that count or point in time are never negative here.
    pub(super) fn number(&mut self) -> Outcome<u64> {
        Ok(self.int()?.cast_unsigned())
    }

    pub(super) fn flag(&mut self) -> Outcome<bool> {
        Ok(self.int()? != 0)
    }
}

/// How numbers are given to the database.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn damaged(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("unknown {what}").into())
}

pub(super) const USER: &str = "u.user_id, u.nickname, u.profile_url, u.is_visitor";

pub(super) fn user(columns: &mut Columns<'_>) -> Outcome<User> {
    Ok(User {
        user_id: UserId(columns.text()?),
        nickname: columns.text()?,
        profile_url: columns.optional_text()?,
        visitor: columns.flag()?,
    })
}

/// Of `message m JOIN app_user u`.
pub(super) const MESSAGE: &str = "m.seq, m.rev, m.client_id, m.body, m.created_at, m.edited_at, m.is_deleted, \
     m.extra, m.is_shadow, u.user_id, u.nickname, u.profile_url, u.is_visitor";

/// As this reader sees it.
pub(super) fn message(columns: &mut Columns<'_>, reader: Reader<'_>) -> Outcome<(Message, User)> {
    let (seq, rev, client_id) = (Seq(columns.number()?), Rev(columns.number()?), ClientId(columns.text()?));
    let (text, created_at) = (columns.text()?, TimeMs(columns.number()?));
    let edited_at = columns.optional_int()?.map(|at| TimeMs(at.cast_unsigned()));
    let deleted = columns.flag()?;
    let extra = Extra::read(&columns.text()?)?;
    let shadow = columns.flag()?;
    let user = user(columns)?;
    let user_id = user.user_id.clone();
    let plain =
        Message { seq, rev, user_id, client_id, text, created_at, edited_at, deleted, shadow, ..Message::default() };
    Ok(seen(extra.onto(plain), user, reader))
}

/// Notes an author, unless it is nobody.
pub(super) fn meet(users: &mut BTreeMap<UserId, User>, user: User) {
    if !user.user_id.as_str().is_empty() {
        users.insert(user.user_id.clone(), user);
    }
}

/// Of `member m JOIN app_user u`. Whether somebody is shadow muted is not among them: members are told to everybody.
pub(super) const MEMBER: &str = "m.role, m.state, m.muted_until, m.banned_until, m.joined_at, m.read_seq, \
     m.delivered_seq, m.rev, \
     u.user_id, u.nickname, u.profile_url, u.is_visitor";

pub(super) fn member(columns: &mut Columns<'_>) -> Outcome<(Member, User)> {
    let (role, state) = (role(&columns.text()?)?, state(&columns.text()?)?);
    let (muted_until, banned_until) = (time(columns)?, time(columns)?);
    let (joined_at, read_seq) = (TimeMs(columns.number()?), Seq(columns.number()?));
    let (delivered_seq, rev) = (Seq(columns.number()?), Rev(columns.number()?));
    let user = user(columns)?;
    let user_id = user.user_id.clone();
    let shadow_until = None;
    let member = Member {
        user_id,
        role,
        state,
        joined_at,
        read_seq,
        delivered_seq,
        muted_until,
        banned_until,
        shadow_until,
        rev,
    };
    Ok((member, user))
}

fn time(columns: &mut Columns<'_>) -> Outcome<Option<TimeMs>> {
    Ok(columns.optional_int()?.map(|at| TimeMs(at.cast_unsigned())))
}

pub(super) fn cursor(member: &Member) -> Cursor {
    Cursor { user_id: member.user_id.clone(), read_seq: member.read_seq, delivered_seq: member.delivered_seq }
}

/// A channel's row.
#[derive(Debug, Clone)]
pub(super) struct ChannelRow {
    pub(super) key: i64,
    pub(super) active_at: i64,
    /// The key and the newest message of the channel whose members may see it: its own, or those of a thread's channel.
    pub(super) home: (i64, Seq),
    /// Of a thread: what is decided in its channel as well.
    pub(super) channel: Channel,
}

/// Of `channel c`.
pub(super) const CHANNEL: &str = "c.id, c.active_at, c.channel_id, c.kind, c.name, c.cover_url, c.is_public, \
     c.distinct_key, c.is_frozen, c.slow_mode_seconds, c.member_count, c.created_at, c.seq, c.rev";

pub(super) fn channel(columns: &mut Columns<'_>) -> Outcome<ChannelRow> {
    let (key, active_at) = (columns.int()?, columns.int()?);
    let channel = Channel {
        channel_id: ChannelId(columns.text()?),
        kind: kind(&columns.text()?)?,
        name: columns.text()?,
        cover_url: columns.optional_text()?,
        public: columns.flag()?,
        distinct: columns.optional_text()?.is_some(),
        frozen: columns.flag()?,
        slow_mode_seconds: u32::try_from(columns.int()?).ok().filter(|seconds| *seconds > 0),
        member_count: u32::try_from(columns.int()?).unwrap_or(u32::MAX),
        created_at: TimeMs(columns.number()?),
        seq: Seq(columns.number()?),
        rev: Rev(columns.number()?),
    };
    Ok(ChannelRow { key, active_at, home: (key, channel.seq), channel })
}

/// Of `channel c`, for a left join with `member m`.
pub(super) const STANDING: &str = "m.role, m.state, m.muted_until, m.banned_until, m.shadow_until";

/// After the columns of [`CHANNEL`]: those of [`STANDING`], which may all be null.
pub(super) fn access(columns: &mut Columns<'_>, now: i64) -> Outcome<Access> {
    let channel = channel(columns)?.channel;
    let member = standing_if_any(columns)?;
    Ok(Access::of(&channel, member, TimeMs(now.cast_unsigned())))
}

/// The columns of [`STANDING`], which may all be null.
pub(super) fn standing_if_any(columns: &mut Columns<'_>) -> Outcome<Option<Standing>> {
    let (role_name, state_name) = (columns.optional_text()?, columns.optional_text()?);
    let (muted_until, banned_until, shadow_until) = (time(columns)?, time(columns)?, time(columns)?);
    Ok(match (role_name, state_name) {
        (Some(role_name), Some(state_name)) => {
            let (role, state) = (role(&role_name)?, state(&state_name)?);
            Some(Standing { role, state, muted_until, banned_until, shadow_until })
        }
        _ => None,
    })
}

pub(super) const KEY: &str = "key_id, algorithm, material, created_at, expires_at";

pub(super) fn key(columns: &mut Columns<'_>) -> Outcome<AppKey> {
    Ok(AppKey {
        key_id: columns.text()?,
        algorithm: match columns.text()?.as_str() {
            "HS256" => KeyAlgorithm::Hs256,
            "ES256" => KeyAlgorithm::Es256,
            _ => return Err(damaged("key algorithm")),
        },
        material: columns.text()?,
        created_at: TimeMs(columns.number()?),
        expires_at: columns.optional_int()?.map(|at| TimeMs(at.cast_unsigned())),
    })
}

pub(super) fn algorithm_name(algorithm: KeyAlgorithm) -> &'static str {
    match algorithm {
        KeyAlgorithm::Hs256 => "HS256",
        KeyAlgorithm::Es256 => "ES256",
    }
}

pub(super) fn kind_name(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Open => "open",
        ChannelKind::Group => "group",
    }
}

pub(super) fn kind(name: &str) -> Outcome<ChannelKind> {
    match name {
        "open" | "open_thread" => Ok(ChannelKind::Open),
        "group" | "group_thread" => Ok(ChannelKind::Group),
        _ => Err(damaged("channel kind")),
    }
}

pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Operator => "operator",
    }
}

pub(super) fn role(name: &str) -> Outcome<Role> {
    match name {
        "member" => Ok(Role::Member),
        "operator" => Ok(Role::Operator),
        _ => Err(damaged("role")),
    }
}

pub(super) fn state_name(state: MemberState) -> &'static str {
    match state {
        MemberState::Joined => "joined",
        MemberState::Left => "left",
        MemberState::Banned => "banned",
    }
}

pub(super) fn state(name: &str) -> Outcome<MemberState> {
    match name {
        "joined" => Ok(MemberState::Joined),
        "left" => Ok(MemberState::Left),
        "banned" => Ok(MemberState::Banned),
        _ => Err(damaged("member state")),
    }
}
