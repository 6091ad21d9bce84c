//! Changing a message that exists: whatever the change, the message gets the channel's next rev and everybody hears its
//! new state. What changes nothing writes nothing.

use super::extra::Extra;
use super::fault::Fail;
use super::quote;
use super::rows::{ChannelRow, signed, sql};
use super::users::{UserRow, find_user};
use super::writer::Tx;
use super::{Commit, StoreError};
use crate::policy::{Access, Action, authorize};
use crate::shadow::{Reader, seen};
use madang_protocol::*;

/// A message about to be changed: its channel is locked, and the actor may read it.
pub(super) struct Revision {
    pub(super) row: ChannelRow,
    pub(super) access: Option<Access>,
    /// Who changes it.
    pub(super) actor: Option<UserRow>,
    /// As it stands; to be changed in place.
    pub(super) message: Message,
    /// What to tell, when a reaction is the change.
    pub(super) reaction: Option<ReactionMade>,
    /// Whose vote is the change, and what they chose.
    pub(super) mine: Option<(UserId, Vec<u32>)>,
    reader_id: UserId,
    author: User,
    before: Message,
}

impl Tx {
    /// Locks the channel and loads the message, if the actor may read it.
    pub(super) async fn revise(
        &mut self,
        app_id: &AppId,
        channel_id: &ChannelId,
        actor: &UserId,
        seq: Seq,
    ) -> Result<Revision, Fail> {
        let row = self.lock_channel(app_id, channel_id).await?;
        let reader_id = actor.clone();
        let actor = find_user(&mut self.connection, app_id, actor).await?;
        let member = match &actor {
            Some(actor) => self.find_standing(row.home.0, actor.key).await?,
            None => None,
        };
        let access = Access::of(&row.channel, member, TimeMs(self.now.cast_unsigned()));
        authorize(Action::Read, Some(access))?;
        let found = quote::message(&mut self.connection, row.key, Reader::ALL, seq).await?;
        let (message, author) = found.ok_or(StoreError::NotFound)?;
        if message.shadow && !Reader::of(&access, Some(&reader_id)).sees(&message.user_id) {
            return Err(StoreError::NotFound.into());
        }
        if message.admin.is_some() {
            return Err(StoreError::Forbidden.into());
        }
        let (access, before) = (Some(access), message.clone());
        Ok(Revision { row, access, actor, before, message, reaction: None, mine: None, reader_id, author })
    }

    /// Writes the message as it now is and tells everybody; gives what they hear.
    pub(super) async fn finish(&mut self, app_id: &AppId, revision: Revision) -> Result<MessageEvent, Fail> {
        let Revision { mut row, access, mut message, reaction, mine, reader_id, author: user, before, .. } = revision;
        let channel_id = row.channel.channel_id.clone();
        let reader = Reader { user_id: Some(&reader_id), operator: access.is_some_and(|access| access.is_operator()) };
        if message == before {
            let event = MessageEvent { channel_id, rev: message.rev, message, user, reaction };
            let mut own = told_to(reader, &mine, event);
            quote::complete(&mut self.connection, row.key, reader, std::iter::once(&mut own.message)).await?;
            return Ok(own);
        }
        row.channel.rev.0 += 1;
        message.rev = row.channel.rev;
        sql("UPDATE message SET rev = ?, body = ?, edited_at = ?, is_deleted = ?, extra = ?, is_shadow = ? \
             WHERE channel_key = ? AND seq = ?")
        .bind(signed(message.rev.0))
        .bind(message.text.as_str())
        .bind(message.edited_at.map(|at| signed(at.0)))
        .bind(i64::from(message.deleted))
        .bind(Extra::of(&message).column()?)
        .bind(i64::from(message.shadow))
        .bind(row.key)
        .bind(signed(message.seq.0))
        .execute(&mut self.connection)
        .await?;
        self.reindex(app_id, row.key, &before, &message).await?;
        self.save_channel(&row).await?;
        let event = MessageEvent { channel_id: channel_id.clone(), rev: message.rev, message, user, reaction };
        let mut own = told_to(reader, &mine, event.clone());
        quote::complete(&mut self.connection, row.key, reader, std::iter::once(&mut own.message)).await?;
        let mut commit = Commit {
            app_id: app_id.clone(),
            channel_id,
            rev: own.rev,
            event: Event::MessageChanged(event),
            joined: Vec::new(),
            left: Vec::new(),
            apart: mine
                .iter()
                .map(|(user_id, _)| (vec![user_id.clone()], Event::MessageChanged(own.clone())))
                .collect(),
            told: Vec::new(),
        };
        self.part_told((row.key, row.home.0), &mut commit).await?;
        self.commits.push(commit);
        Ok(own)
    }
}

/// The event as this reader hears it, with the vote that was theirs.
fn told_to(reader: Reader<'_>, mine: &Option<(UserId, Vec<u32>)>, event: MessageEvent) -> MessageEvent {
    let (message, user) = seen(event.message, event.user, reader);
    let mut event = MessageEvent { message, user, ..event };
    if let (Some(poll), Some((_, mine))) = (&mut event.message.poll, mine) {
        poll.mine = Some(mine.clone());
    }
    event
}
