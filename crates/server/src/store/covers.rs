//! The picture of a channel. One of ours is the path of a file (`/files/FILE_ID`): an operator's own upload. It is the
//! channel's from the transaction on that writes it there, and gone when another one takes its place.

use super::StoreError;
use super::fault::Fail;
use super::rows::sql;
use super::writer::Tx;
use madang_protocol::{AppId, FileId};

/// The file that an address names, if it is one of ours.
pub fn cover_file(url: &str) -> Option<FileId> {
    let name = url.strip_prefix("/files/")?;
    let plain = name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    plain.then(|| name.into())
}

impl Tx {
    /// The channel takes its picture: `NotFound` unless it is a complete upload of this user that nothing has yet.
    pub(super) async fn take_cover(
        &mut self,
        app_id: &AppId,
        url: Option<&str>,
        user_key: Option<i64>,
        channel_key: i64,
    ) -> Result<(), Fail> {
        let Some(file_id) = url.and_then(cover_file) else { return Ok(()) };
        let taken = sql("UPDATE file SET state = 'cover', channel_key = ? \
             WHERE app_id = ? AND file_id = ? AND state = 'ready' AND user_key = ?")
        .bind(channel_key)
        .bind(app_id.as_str())
        .bind(file_id.as_str())
        .bind(user_key.ok_or(StoreError::NotFound)?)
        .execute(&mut self.connection)
        .await?;
        if taken.rows_affected() == 1 { Ok(()) } else { Err(StoreError::NotFound.into()) }
    }

    /// The channel has another picture now.
    pub(super) async fn drop_cover(&mut self, app_id: &AppId, url: Option<&str>, channel_key: i64) -> Result<(), Fail> {
        let Some(file_id) = url.and_then(cover_file) else { return Ok(()) };
        sql("UPDATE file SET state = 'deleted' WHERE app_id = ? AND file_id = ? AND state = 'cover' AND channel_key = ?")
            .bind(app_id.as_str())
            .bind(file_id.as_str())
            .bind(channel_key)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }
}
