//! How far a member has received and read. Cursors only move forward, and never beyond the newest message.

use super::StoreError;
use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, signed, sql};
use super::users::find_user;
use super::writer::Tx;
use crate::policy::{Access, Action, Standing, authorize};
use async_trait::async_trait;
use madang_protocol::*;

pub(super) struct MoveCursor {
    pub(super) app_id: AppId,
    pub(super) channel_id: ChannelId,
    pub(super) user_id: UserId,
    pub(super) read: Option<Seq>,
    pub(super) delivered: Option<Seq>,
}

#[async_trait]
impl Write for MoveCursor {
    type Output = Option<Cursor>;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Option<Cursor>, Fail> {
        let channel = super::channels::find_channel(&mut tx.connection, &self.app_id, &self.channel_id);
        let row = channel.await?.ok_or(StoreError::NotFound)?;
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let found = tx.find_member(row.home.0, user.key).await?.map(|(member, _)| member);
        let now = TimeMs(tx.now.cast_unsigned());
        authorize(Action::Read, Some(Access::of(&row.channel, found.as_ref().map(Standing::of), now)))?;
        if row.is_thread() {
            return Ok(tx.read_thread(&row, (user.key, &self.user_id), self.read).await?);
        }
        // An open channel has no members and no cursors.
        let Some(member) = found.filter(|_| row.channel.kind == ChannelKind::Group) else { return Ok(None) };
        let top = row.channel.seq;
        let read_seq = member.read_seq.max(self.read.unwrap_or_default().min(top));
        let delivered_seq = member.delivered_seq.max(self.delivered.unwrap_or_default().min(top)).max(read_seq);
        if (read_seq, delivered_seq) == (member.read_seq, member.delivered_seq) {
            return Ok(None);
        }
        sql("UPDATE member SET read_seq = ?, delivered_seq = ? WHERE channel_key = ? AND user_key = ? \
             AND read_seq <= ? AND delivered_seq <= ?")
        .bind(signed(read_seq.0))
        .bind(signed(delivered_seq.0))
        .bind(row.key)
        .bind(user.key)
        .bind(signed(read_seq.0))
        .bind(signed(delivered_seq.0))
        .execute(&mut tx.connection)
        .await?;
        Ok(Some(rows::cursor(&Member { read_seq, delivered_seq, ..member })))
    }
}
