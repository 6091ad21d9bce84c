//! Shadow mutes. They have no revision and no event: a change that shows nothing would tell that there is something.

use super::fault::Fail;
use super::moderation::{Measure, Moderate};
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::users::UserRow;
use super::writer::Tx;
use super::{Commit, StoreError};
use crate::shadow::{Reader, seen};
use madang_protocol::*;

/// Operators that are told at once; others find it when they read.
const MOST_OPERATORS: i64 = 100;

impl Measure {
    /// Until when, when it is about a shadow mute.
    pub(super) fn shadow(self, now: TimeMs) -> Option<Option<TimeMs>> {
        match self {
            Self::ShadowMute(None) => Some(Some(TimeMs::NEVER)),
            Self::ShadowMute(Some(seconds)) => Some(Some(TimeMs(now.0.saturating_add(seconds.saturating_mul(1_000))))),
            Self::ShadowUnmute => Some(None),
            _ => None,
        }
    }
}

impl Moderate {
    /// Of whoever is inside and no operator. Who was nobody here yet gets a row of revision 0, which is told to nobody.
    pub(super) async fn shadow(
        &self,
        tx: &mut Tx,
        row: &ChannelRow,
        user: &UserRow,
        known: Option<&Member>,
        until: Option<TimeMs>,
    ) -> Result<(), Fail> {
        let open = row.channel.kind == ChannelKind::Open;
        let state = known.map_or(MemberState::Left, |member| member.state);
        let inside = state == MemberState::Joined || (open && state == MemberState::Left);
        if !inside && until.is_some() {
            return Err(StoreError::NotFound.into());
        }
        if inside && until.is_some() && known.is_some_and(|member| member.role == Role::Operator) {
            return Err(StoreError::Forbidden.into());
        }
        let until = until.map(|at| signed(at.0));
        let query = match known {
            Some(_) => sql("UPDATE member SET shadow_until = ? WHERE channel_key = ? AND user_key = ?")
                .bind(until)
                .bind(row.key)
                .bind(user.key),
            None => sql("INSERT INTO member (shadow_until, channel_key, user_key, role, state, joined_at, read_seq, \
                 delivered_seq, rev) VALUES (?, ?, ?, 'member', 'left', ?, 0, 0, 0)")
            .bind(until)
            .bind(row.key)
            .bind(user.key)
            .bind(tx.now),
        };
        query.execute(&mut tx.connection).await?;
        Ok(())
    }
}

impl Tx {
    /// Who operates the channel.
    async fn operator_ids(&mut self, home_key: i64) -> Outcome<Vec<UserId>> {
        let found = sql("SELECT u.user_id FROM member m JOIN app_user u ON u.id = m.user_key \
             JOIN channel c ON c.id = m.channel_key WHERE m.channel_key = ? AND m.role = 'operator' \
             AND c.distinct_key IS NULL AND (m.state = 'joined' OR (c.kind = 'open' AND m.state = 'left')) LIMIT ?");
        let found = found.bind(home_key).bind(MOST_OPERATORS).fetch_all(&mut self.connection).await?;
        found.iter().map(|row| Columns::of(row).text().map(UserId)).collect()
    }

    /// Parts what is told of a message by who may hear what of it. Its quote comes second: of what is hollow there is none.
    pub(super) async fn part_told(&mut self, keys: (i64, i64), commit: &mut Commit) -> Outcome<()> {
        self.part_forms(keys.1, commit).await?;
        self.part_quotes(keys, commit).await
    }

    /// Of a message written under a shadow mute all get its number, the author and operators the rest.
    async fn part_forms(&mut self, home_key: i64, commit: &mut Commit) -> Outcome<()> {
        let (Event::MessageCreated(told) | Event::MessageChanged(told)) = &mut commit.event else { return Ok(()) };
        if !told.message.shadow {
            return Ok(());
        }
        let whole = told.clone();
        (told.message, told.user) =
            seen(whole.message.clone(), whole.user.clone(), Reader { user_id: None, operator: false });
        told.reaction = None;
        let created = matches!(commit.event, Event::MessageCreated(_));
        let wrap = |event| if created { Event::MessageCreated(event) } else { Event::MessageChanged(event) };
        let author = whole.message.user_id.clone();
        let plain = MessageEvent { message: Message { shadow: false, ..whole.message.clone() }, ..whole.clone() };
        commit.apart.push((vec![author], wrap(plain)));
        commit.apart.push((self.operator_ids(home_key).await?, wrap(whole)));
        Ok(())
    }

    /// Of what such a message said, its author and operators alone hear in a reply to it.
    async fn part_quotes(&mut self, (key, home_key): (i64, i64), commit: &mut Commit) -> Outcome<()> {
        let (Event::MessageCreated(told) | Event::MessageChanged(told)) = &mut commit.event else { return Ok(()) };
        let Some(quote) = told.message.reply_to.clone().filter(|_| !told.message.hollow) else { return Ok(()) };
        let all = Reader { user_id: None, operator: false };
        let shown = super::quote::quote(&mut self.connection, key, all, quote.seq).await?;
        if shown.as_ref() == Some(&quote) {
            return Ok(());
        }
        let whole = told.clone();
        told.message.reply_to = shown;
        let created = matches!(commit.event, Event::MessageCreated(_));
        let mut users = self.operator_ids(home_key).await?;
        users.push(quote.user_id);
        let whole = if created { Event::MessageCreated(whole) } else { Event::MessageChanged(whole) };
        commit.apart.push((users, whole));
        Ok(())
    }

    /// A reply that is hollow for most brings nothing that is unread.
    pub(super) async fn pass_over(&mut self, thread_key: i64, seq: Seq) -> Outcome<()> {
        sql("UPDATE follower SET read_seq = ? WHERE thread_key = ? AND read_seq = ?")
            .bind(signed(seq.0))
            .bind(thread_key)
            .bind(signed(seq.0.saturating_sub(1)))
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// What the person is here, shadow mute and all.
    pub(super) async fn find_standing(
        &mut self,
        home_key: i64,
        user_key: i64,
    ) -> Outcome<Option<crate::policy::Standing>> {
        let text = format!("SELECT {} FROM member m WHERE m.channel_key = ? AND m.user_key = ?", rows::STANDING);
        let query = sql(sqlx::AssertSqlSafe(text)).bind(home_key).bind(user_key);
        let row = query.fetch_optional(&mut self.connection).await?;
        Ok(row.map(|row| rows::standing_if_any(&mut Columns::of(&row))).transpose()?.flatten())
    }
}
