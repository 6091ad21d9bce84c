//! Changing a message that exists: edit and delete. Each is one rev; what changes nothing writes nothing.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, Columns, signed, sql};
use super::sql::SqlStore;
use super::users::find_user;
use super::writer::Tx;
use super::{Commit, Result, StoreError};
use crate::policy::{Access, Action, authorize};
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::AssertSqlSafe;

pub(super) enum Change {
    Edit(String),
    Delete,
}

struct ChangeMessage {
    app_id: AppId,
    channel_id: ChannelId,
    user_id: UserId,
    seq: Seq,
    change: Change,
}

#[async_trait]
impl Write for ChangeMessage {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut row = tx.lock_channel(&self.app_id, &self.channel_id).await?;
        let actor = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?;
        let member = match &actor {
            Some(actor) => tx.find_member(row.key, actor.key).await?.map(|(member, _)| (member.role, member.state)),
            None => None,
        };
        let access = Some(Access { kind: row.channel.kind, public: row.channel.public, member });
        authorize(Action::Read, access)?;
        let text = format!(
            "SELECT {} FROM message m JOIN app_user u ON u.id = m.user_key WHERE m.channel_key = ? AND m.seq = ?",
            rows::MESSAGE
        );
        let query = sql(AssertSqlSafe(text)).bind(row.key).bind(signed(self.seq.0));
        let found = query.fetch_optional(&mut tx.connection).await?.ok_or(StoreError::NotFound)?;
        let (mut message, user) = rows::message(&mut Columns::of(&found))?;
        let own = message.user_id == self.user_id;
        let unchanged = match &self.change {
            Change::Edit(_) if !own => return Err(StoreError::Forbidden.into()),
            Change::Edit(_) if message.deleted => return Err(StoreError::NotFound.into()),
            Change::Edit(text) => {
                authorize(Action::ChangeOwn, access)?;
                *text == message.text
            }
            Change::Delete => {
                authorize(if own { Action::ChangeOwn } else { Action::DeleteAny }, access)?;
                message.deleted
            }
        };
        let channel_id = self.channel_id.clone();
        if unchanged {
            return Ok(MessageEvent { channel_id, rev: message.rev, message, user });
        }
        row.channel.rev.0 += 1;
        message.rev = row.channel.rev;
        match &self.change {
            Change::Edit(text) => {
                message.text.clone_from(text);
                message.edited_at = Some(TimeMs(tx.now.cast_unsigned()));
            }
            Change::Delete => {
                message.text.clear();
                message.deleted = true;
            }
        }
        sql("UPDATE message SET rev = ?, body = ?, edited_at = ?, is_deleted = ? WHERE channel_key = ? AND seq = ?")
            .bind(signed(message.rev.0))
            .bind(message.text.as_str())
            .bind(message.edited_at.map(|at| signed(at.0)))
            .bind(i64::from(message.deleted))
            .bind(row.key)
            .bind(signed(self.seq.0))
            .execute(&mut tx.connection)
            .await?;
        tx.save_channel(&row).await?;
        let event = MessageEvent { channel_id: channel_id.clone(), rev: message.rev, message, user };
        tx.commits.push(Commit {
            app_id: self.app_id.clone(),
            channel_id,
            rev: event.rev,
            event: Event::MessageChanged(event.clone()),
            joined: Vec::new(),
            left: Vec::new(),
        });
        Ok(event)
    }
}

impl SqlStore {
    pub(super) async fn change_message(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        user_id: &UserId,
        seq: Seq,
        change: Change,
    ) -> Result<MessageEvent> {
        let (app_id, channel_id, user_id) = (app_id.clone(), channel_id.clone(), user_id.clone());
        self.queue.write(ChangeMessage { app_id, channel_id, user_id, seq, change }).await
    }
}
