//! Messages that tell what happened: written in the transaction of what they tell of, right behind it. They move nothing in
//! anybody's list, and have no client that could send them again.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{ChannelRow, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::{UserRow, find_user, insert_user};
use super::writer::Tx;
use super::{Commit, Result, StoreError, extra::Extra};
use crate::shadow::nobody;
use async_trait::async_trait;
use madang_protocol::*;

/// Above so many members who comes and who goes is noise.
const FEW_MEMBERS: u32 = 100;

/// What the customer's backend says in a channel.
#[derive(Debug, Clone)]
pub struct NewNote {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    /// The same again gives the first message.
    pub client_id: Option<ClientId>,
    pub text: String,
}

/// Messages of the kind `admin` that nothing else brings about.
#[async_trait]
pub trait Announcing {
    async fn announce(&self, note: NewNote) -> Result<Message>;
}

impl ChannelRow {
    /// Two people who talk with each other know what they did.
    fn is_pair(&self) -> bool {
        self.channel.distinct && self.channel.member_count <= 2
    }

    /// Whether who comes and goes is told.
    pub(super) fn tells_members(&self) -> bool {
        self.channel.kind == ChannelKind::Group && self.channel.member_count <= FEW_MEMBERS && !self.is_pair()
    }

    /// Whether is told what becomes of the channel.
    pub(super) fn tells_changes(&self) -> bool {
        !self.is_pair()
    }
}

impl Tx {
    /// Tells in the channel, whose row is held, what `actor` did.
    pub(super) async fn tell_admin(
        &mut self,
        app_id: &AppId,
        row: &mut ChannelRow,
        actor: &UserRow,
        admin: Admin,
    ) -> Outcome<()> {
        self.write_admin(app_id, row, actor, (admin, "", None)).await.map(|_| ())
    }

    async fn write_admin(
        &mut self,
        app_id: &AppId,
        row: &mut ChannelRow,
        author: &UserRow,
        (admin, text, client_id): (Admin, &str, Option<&ClientId>),
    ) -> Outcome<Message> {
        row.channel.seq.0 += 1;
        row.channel.rev.0 += 1;
        let (channel_id, seq, rev) = (row.channel.channel_id.clone(), row.channel.seq, row.channel.rev);
        // No client's: theirs hold no colon.
        let client_id = client_id.cloned().unwrap_or_else(|| ClientId(format!("admin:{}", seq.0)));
        let message = Message {
            seq,
            rev,
            user_id: author.user.user_id.clone(),
            client_id,
            text: text.to_owned(),
            created_at: TimeMs(self.now.cast_unsigned()),
            admin: Some(admin.into()),
            ..Message::default()
        };
        sql("INSERT INTO message (channel_key, seq, rev, first_rev, user_key, client_id, fingerprint, body, created_at, extra, \
             is_deleted, is_admin) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, 1)")
        .bind(row.key)
        .bind(signed(seq.0))
        .bind(signed(rev.0))
        .bind(signed(rev.0))
        .bind(author.key)
        .bind(message.client_id.as_str())
        .bind(text)
        .bind(self.now)
        .bind(Extra::of(&message).column()?)
        .execute(&mut self.connection)
        .await?;
        sql("UPDATE channel SET seq = ?, rev = ? WHERE id = ?")
            .bind(signed(seq.0))
            .bind(signed(rev.0))
            .bind(row.key)
            .execute(&mut self.connection)
            .await?;
        self.unindexed.insert(row.key);
        let user = author.user.clone();
        let event =
            MessageEvent { channel_id: channel_id.clone(), rev, message: message.clone(), user, reaction: None };
        self.commits.push(Commit {
            app_id: app_id.clone(),
            channel_id,
            rev,
            event: Event::MessageCreated(event),
            joined: Vec::new(),
            left: Vec::new(),
            apart: Vec::new(),
            told: Vec::new(),
        });
        Ok(message)
    }

    /// Whom the Platform API's messages are of.
    async fn nobody(&mut self, app_id: &AppId) -> std::result::Result<UserRow, Fail> {
        let nobody = nobody();
        if let Some(found) = find_user(&mut self.connection, app_id, &nobody.user_id).await? {
            return Ok(found);
        }
        insert_user(self, app_id, &nobody).await?;
        Ok(find_user(&mut self.connection, app_id, &nobody.user_id).await?.ok_or(StoreError::NotFound)?)
    }
}

#[async_trait]
impl Write for NewNote {
    type Output = Message;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<Message, Fail> {
        let mut row = tx.lock_channel(&self.app_id, &self.channel_id).await?;
        let author = tx.nobody(&self.app_id).await?;
        if let Some(client_id) = &self.client_id {
            let first = sql("SELECT seq FROM message WHERE channel_key = ? AND client_id = ? AND user_key = ?");
            let first = first.bind(row.key).bind(client_id.as_str()).bind(author.key);
            if let Some(first) = first.fetch_optional(&mut tx.connection).await? {
                let seq = Seq(Columns::of(&first).number()?);
                let reader = crate::shadow::Reader::ALL;
                let held = super::quote::message(&mut tx.connection, row.key, reader, seq).await?;
                let (message, _) = held.ok_or(StoreError::NotFound)?;
                return if message.text == self.text {
                    Ok(message)
                } else {
                    Err(StoreError::IdempotencyConflict.into())
                };
            }
        }
        let said = (Admin::default(), self.text.as_str(), self.client_id.as_ref());
        Ok(tx.write_admin(&self.app_id, &mut row, &author, said).await?)
    }
}

#[async_trait]
impl Announcing for SqlStore {
    async fn announce(&self, note: NewNote) -> Result<Message> {
        self.queue.write(note).await
    }
}
