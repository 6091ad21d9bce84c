//! Forwarding: whether the message may still be seen where it stands, and its files for a second message. A copy of a file
//! has a row of its own, by whose channel it is served, and no bytes: those stay where they are as long as a row needs them.

use super::fault::Fail;
use super::files::details;
use super::quote;
use super::rows::{Columns, sql};
use super::sql::random_hex;
use super::writer::Tx;
use super::{NewMessage, Origin, StoreError};
use crate::policy::Action;
use crate::shadow::Reader;
use madang_protocol::{File, FileId};

impl Tx {
    /// Files of the forwarder, ready to be carried, that hold what those of the origin hold. What is deleted, or not for
    /// the forwarder to see, is not found.
    pub(super) async fn forward_files(&mut self, message: &NewMessage, origin: &Origin) -> Result<Vec<FileId>, Fail> {
        if message.extra.forwarded.is_none() {
            return Err(StoreError::NotFound.into());
        }
        let found = super::channels::find_channel(&mut self.connection, &message.app_id, &origin.channel_id).await?;
        let row = found.ok_or(StoreError::NotFound)?;
        let (_, user_key) = self.known.keys(message).ok_or(StoreError::NotFound)?;
        self.allow(Action::Read, &row, user_key).await?;
        let reader = Reader { user_id: Some(&message.user_id), operator: false };
        let found = quote::message(&mut self.connection, row.key, reader, origin.seq).await?;
        let (held, _) = found.filter(|(held, _)| !held.deleted && held.is_said()).ok_or(StoreError::NotFound)?;
        let mut files = Vec::with_capacity(held.files.len());
        for file in &held.files {
            files.push(self.copy_file(message, file, user_key).await?);
        }
        Ok(files)
    }

    async fn copy_file(&mut self, message: &NewMessage, file: &File, user_key: i64) -> Result<FileId, Fail> {
        let found = sql("SELECT details, size, COALESCE(stored_as, file_id) FROM file \
             WHERE app_id = ? AND file_id = ? AND state = 'sent'")
        .bind(message.app_id.as_str())
        .bind(file.file_id.as_str())
        .fetch_optional(&mut self.connection)
        .await?;
        let row = found.ok_or(StoreError::NotFound)?;
        let mut columns = Columns::of(&row);
        let (held, size, stored_as) = (details(&columns.text()?)?, columns.int()?, columns.text()?);
        let copy = File { file_id: FileId(random_hex()?), ..held };
        sql("INSERT INTO file (app_id, file_id, user_key, state, details, size, received, touched_at, stored_as) \
             VALUES (?, ?, ?, 'ready', ?, ?, ?, ?, ?)")
        .bind(message.app_id.as_str())
        .bind(copy.file_id.as_str())
        .bind(user_key)
        .bind(super::files::written(&copy)?)
        .bind(size)
        .bind(size)
        .bind(self.now)
        .bind(stored_as)
        .execute(&mut self.connection)
        .await?;
        Ok(copy.file_id)
    }
}
