//! Changing a message that exists: whatever the change, the message gets the channel's next rev and everybody hears its
//! new state. What changes nothing writes nothing.

use super::extra::Extra;
use super::fault::Fail;
use super::quote;
use super::rows::{ChannelRow, signed, sql};
use super::users::{UserRow, find_user};
use super::writer::Tx;
use super::{Commit, StoreError};
use crate::policy::{Access, Action, Standing, authorize};
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
        let actor = find_user(&mut self.connection, app_id, actor).await?;
        let member = match &actor {
            Some(actor) => self.find_member(row.home.0, actor.key).await?.map(|(member, _)| Standing::of(&member)),
            None => None,
        };
        let access = Some(Access::of(&row.channel, member, TimeMs(self.now.cast_unsigned())));
        authorize(Action::Read, access)?;
        let found = quote::message(&mut self.connection, row.key, seq).await?;
        let (message, author) = found.ok_or(StoreError::NotFound)?;
        Ok(Revision { row, access, actor, before: message.clone(), message, reaction: None, mine: None, author })
    }

    /// Writes the message as it now is and tells everybody; gives what they hear.
    pub(super) async fn finish(&mut self, app_id: &AppId, revision: Revision) -> Result<MessageEvent, Fail> {
        let Revision { mut row, mut message, reaction, mine, author: user, before, .. } = revision;
        let channel_id = row.channel.channel_id.clone();
        if message == before {
            return Ok(told_to(&mine, MessageEvent { channel_id, rev: message.rev, message, user, reaction }));
        }
        row.channel.rev.0 += 1;
        message.rev = row.channel.rev;
        sql("UPDATE message SET rev = ?, body = ?, edited_at = ?, is_deleted = ?, extra = ? WHERE channel_key = ? AND seq = ?")
            .bind(signed(message.rev.0))
            .bind(message.text.as_str())
            .bind(message.edited_at.map(|at| signed(at.0)))
            .bind(i64::from(message.deleted))
            .bind(Extra::of(&message).column()?)
            .bind(row.key)
            .bind(signed(message.seq.0))
            .execute(&mut self.connection)
            .await?;
        self.reindex(app_id, row.key, &before, &message).await?;
        self.save_channel(&row).await?;
        let event = MessageEvent { channel_id: channel_id.clone(), rev: message.rev, message, user, reaction };
        self.commits.push(Commit {
            app_id: app_id.clone(),
            channel_id,
            rev: event.rev,
            event: Event::MessageChanged(event.clone()),
            joined: Vec::new(),
            left: Vec::new(),
            own: mine
                .clone()
                .map(|(user_id, _)| (user_id, Box::new(Event::MessageChanged(told_to(&mine, event.clone()))))),
            told: Vec::new(),
        });
        Ok(told_to(&mine, event))
    }
}

/// The event as the one hears it whose vote it was.
fn told_to(mine: &Option<(UserId, Vec<u32>)>, mut event: MessageEvent) -> MessageEvent {
    if let (Some(poll), Some((_, mine))) = (&mut event.message.poll, mine) {
        poll.mine = Some(mine.clone());
    }
    event
}
