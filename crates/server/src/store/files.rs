//! Files: from the announcement over the upload to the message that carries them, and their end. A file belongs to a
//! message belongs to a channel, or is its cover ([`super::covers`]); until then it belongs to its uploader alone. Its bytes are kept by [`crate::files`].

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::{find_user, places};
use super::writer::Tx;
use super::{NewMessage, Result, StoreError};
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// Uploads of one user that no message carries yet.
pub const MOST_UNSENT: u64 = 30;
/// Their bytes together.
pub const MOST_UNSENT_BYTES: u64 = 300_000_000;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    Uploading,
    /// Complete, and of no message yet.
    Ready,
    Sent,
    /// The picture of its channel.
    Cover,
    /// Its message is gone, or it was given up; its bytes are still to be removed.
    Deleted,
}

/// A file as the store knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFile {
    pub app_id: AppId,
    pub user_id: UserId,
    pub state: FileState,
    /// As announced while it is uploading, then as the server found it.
    pub file: File,
    /// Bytes that are to come.
    pub size: u64,
    /// Bytes that came.
    pub received: u64,
    /// Of a sent file, or a cover.
    pub channel_id: Option<ChannelId>,
    /// Its message was written under a shadow mute.
    pub shadow: bool,
    /// Whose bytes it has: its own, or those of the file that it was forwarded from.
    pub stored_as: FileId,
}

const FILE: &str = "f.app_id, f.state, f.details, f.size, f.received, u.user_id, c.channel_id, COALESCE(m.is_shadow, 0), \
     COALESCE(f.stored_as, f.file_id) FROM file f \
     JOIN app_user u ON u.id = f.user_key LEFT JOIN channel c ON c.id = f.channel_key \
     LEFT JOIN message m ON m.channel_key = f.channel_key AND m.seq = f.seq";

fn read(columns: &mut Columns<'_>) -> Outcome<StoredFile> {
    Ok(StoredFile {
        app_id: AppId(columns.text()?),
        state: match columns.text()?.as_str() {
            "uploading" => FileState::Uploading,
            "ready" => FileState::Ready,
            "sent" => FileState::Sent,
            "cover" => FileState::Cover,
            _ => FileState::Deleted,
        },
        file: details(&columns.text()?)?,
        size: columns.number()?,
        received: columns.number()?,
        user_id: UserId(columns.text()?),
        channel_id: columns.optional_text()?.map(ChannelId),
        shadow: columns.flag()?,
        stored_as: FileId(columns.text()?),
    })
}

pub(super) fn details(text: &str) -> Outcome<File> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}

pub(super) fn written(file: &File) -> Outcome<String> {
    serde_json::to_string(file).map_err(|error| sqlx::Error::Encode(error.into()))
}

struct CreateFile {
    app_id: AppId,
    user_id: UserId,
    file: File,
}

#[async_trait]
impl Write for CreateFile {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let user = find_user(&mut tx.connection, &self.app_id, &self.user_id).await?.ok_or(StoreError::NotFound)?;
        let unsent = sql("SELECT size FROM file WHERE user_key = ? AND state IN ('uploading', 'ready')").bind(user.key);
        let mut bytes = self.file.size;
        let rows = unsent.fetch_all(&mut tx.connection).await?;
        for row in &rows {
            bytes = bytes.saturating_add(Columns::of(row).number()?);
        }
        if rows.len() as u64 >= MOST_UNSENT || bytes > MOST_UNSENT_BYTES {
            return Err(StoreError::TooManyUploads.into());
        }
        sql("INSERT INTO file (app_id, file_id, user_key, state, details, size, received, touched_at) \
             VALUES (?, ?, ?, 'uploading', ?, ?, 0, ?)")
        .bind(self.app_id.as_str())
        .bind(self.file.file_id.as_str())
        .bind(user.key)
        .bind(written(&self.file)?)
        .bind(signed(self.file.size))
        .bind(tx.now)
        .execute(&mut tx.connection)
        .await?;
        Ok(())
    }
}

enum Step {
    /// From this many bytes to that many.
    Advance(u64, u64),
    Finish(File),
    /// The uploader gives it up; a sent one stays.
    Drop,
    /// Its bytes are gone: so is the row.
    Forget,
}

struct ChangeFile {
    app_id: AppId,
    file_id: FileId,
    step: Step,
}

#[async_trait]
impl Write for ChangeFile {
    /// Whether it was as far as the step takes for granted.
    type Output = bool;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<bool, Fail> {
        let (app_id, file_id) = (self.app_id.as_str(), self.file_id.as_str());
        let query = match &self.step {
            Step::Advance(from, to) => sql("UPDATE file SET received = ?, touched_at = ? \
                 WHERE app_id = ? AND file_id = ? AND state = 'uploading' AND received = ?")
            .bind(signed(*to))
            .bind(tx.now)
            .bind(app_id)
            .bind(file_id)
            .bind(signed(*from)),
            Step::Finish(file) => sql("UPDATE file SET state = 'ready', details = ?, touched_at = ? \
                 WHERE app_id = ? AND file_id = ? AND state = 'uploading'")
            .bind(written(file)?)
            .bind(tx.now)
            .bind(app_id)
            .bind(file_id),
            Step::Drop => sql("UPDATE file SET state = 'deleted' \
                 WHERE app_id = ? AND file_id = ? AND state IN ('uploading', 'ready')")
            .bind(app_id)
            .bind(file_id),
            Step::Forget => sql("DELETE FROM file WHERE app_id = ? AND file_id = ? AND state = 'deleted'")
                .bind(app_id)
                .bind(file_id),
        };
        Ok(query.execute(&mut tx.connection).await?.rows_affected() > 0)
    }
}

/// Gives up what nobody touched for long.
struct Abandon {
    before: TimeMs,
}

#[async_trait]
impl Write for Abandon {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        sql("UPDATE file SET state = 'deleted' WHERE state IN ('uploading', 'ready') AND touched_at < ?")
            .bind(signed(self.before.0))
            .execute(&mut tx.connection)
            .await?;
        Ok(())
    }
}

/// The key that links are signed with, made when it is first asked for.
struct LinkKey {
    fresh: String,
}

#[async_trait]
impl Write for LinkKey {
    type Output = String;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<String, Fail> {
        let held = sql("SELECT value FROM meta WHERE name = 'file_links'").fetch_optional(&mut tx.connection).await?;
        if let Some(row) = held {
            return Ok(Columns::of(&row).text()?);
        }
        sql("INSERT INTO meta (name, value) VALUES ('file_links', ?)")
            .bind(self.fresh.as_str())
            .execute(&mut tx.connection)
            .await?;
        Ok(self.fresh.clone())
    }
}

/// Files that the messages of a batch want to carry: by application and id, the uploader's key and what is told of them.
pub(super) type Claims = HashMap<(String, String), (i64, File)>;

/// Loads what may be claimed; nobody else claims it until the commit.
pub(super) async fn claimable(tx: &mut Tx, messages: &[&NewMessage]) -> Outcome<Claims> {
    let mut claims = Claims::new();
    for message in messages.iter().filter(|message| !message.files.is_empty()) {
        let select = format!(
            "SELECT file_id, user_key, details FROM file WHERE app_id = ? AND state = 'ready' AND file_id IN ({})",
            places(message.files.len())
        );
        let mut query = sql(tx.dialect.locking(select)).bind(message.app_id.as_str());
        for file_id in &message.files {
            query = query.bind(file_id.as_str());
        }
        for row in query.fetch_all(&mut tx.connection).await? {
            let mut columns = Columns::of(&row);
            let key = (message.app_id.0.clone(), columns.text()?);
            claims.insert(key, (columns.int()?, details(&columns.text()?)?));
        }
    }
    Ok(claims)
}

/// Takes the files of a message, or none of them: each must be its author's, complete, and free.
pub(super) fn claim(claims: &mut Claims, message: &NewMessage, user_key: i64) -> Result<Vec<File>> {
    let key = |file_id: &FileId| (message.app_id.0.clone(), file_id.0.clone());
    let mut files: Vec<File> = Vec::with_capacity(message.files.len());
    for file_id in &message.files {
        let found = claims.get(&key(file_id)).filter(|(owner, _)| *owner == user_key);
        let (_, file) = found.ok_or(StoreError::NotFound)?;
        if files.iter().any(|held| held.file_id == *file_id) {
            return Err(StoreError::NotFound);
        }
        files.push(file.clone());
    }
    for file_id in &message.files {
        claims.remove(&key(file_id));
    }
    Ok(files)
}

impl Tx {
    /// The files belong to this message from now on.
    pub(super) async fn bind_files(&mut self, app_id: &AppId, files: &[File], place: (i64, Seq)) -> Outcome<()> {
        for file in files {
            sql("UPDATE file SET state = 'sent', channel_key = ?, seq = ? WHERE app_id = ? AND file_id = ?")
                .bind(place.0)
                .bind(signed(place.1.0))
                .bind(app_id.as_str())
                .bind(file.file_id.as_str())
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }

    /// The message is gone, and its files with it.
    pub(super) async fn delete_files(&mut self, channel_key: i64, seq: Seq) -> Outcome<()> {
        sql("UPDATE file SET state = 'deleted' WHERE channel_key = ? AND seq = ?")
            .bind(channel_key)
            .bind(signed(seq.0))
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }
}

impl SqlStore {
    async fn step(&self, app_id: &AppId, file_id: &FileId, step: Step) -> Result<bool> {
        self.queue.write(ChangeFile { app_id: app_id.clone(), file_id: file_id.clone(), step }).await
    }
}

/// Uploads, and what becomes of their bytes.
#[async_trait]
pub trait Uploads {
    /// Announces an upload; refuses with `TooManyUploads` beyond [`MOST_UNSENT`] and [`MOST_UNSENT_BYTES`] of one user.
    async fn create_file(&self, app: &AppId, user: &UserId, file: File) -> Result<()>;
    async fn file(&self, app: &AppId, file: &FileId) -> Result<Option<StoredFile>>;
    /// So many bytes are there now; false when there were not `from` before.
    async fn advance_file(&self, app: &AppId, file: &FileId, from: u64, to: u64) -> Result<bool>;
    /// The upload is complete, and this is what it holds; false when it was not uploading.
    async fn finish_file(&self, app: &AppId, file: File) -> Result<bool>;
    /// Gives an upload up; false when there is none, or a message has it.
    async fn drop_file(&self, app: &AppId, file: &FileId) -> Result<bool>;
    /// Files whose bytes are to be removed: of deleted messages, given up, or untouched since `abandoned_before`; not while
    /// a forwarded one has the same bytes.
    async fn dead_files(&self, abandoned_before: TimeMs, limit: u32) -> Result<Vec<StoredFile>>;
    /// The bytes of a dead file are gone.
    async fn forget_file(&self, app: &AppId, file: &FileId) -> Result<bool>;
    /// The random text that links to files are signed with, the same for all nodes.
    async fn link_key(&self) -> Result<String>;
}

#[async_trait]
impl Uploads for SqlStore {
    async fn create_file(&self, app_id: &AppId, user_id: &UserId, file: File) -> Result<()> {
        self.queue.write(CreateFile { app_id: app_id.clone(), user_id: user_id.clone(), file }).await
    }

    async fn advance_file(&self, app_id: &AppId, file_id: &FileId, from: u64, to: u64) -> Result<bool> {
        self.step(app_id, file_id, Step::Advance(from, to)).await
    }

    async fn finish_file(&self, app_id: &AppId, file: File) -> Result<bool> {
        self.step(app_id, &file.file_id.clone(), Step::Finish(file)).await
    }

    async fn drop_file(&self, app_id: &AppId, file_id: &FileId) -> Result<bool> {
        self.step(app_id, file_id, Step::Drop).await
    }

    async fn forget_file(&self, app_id: &AppId, file_id: &FileId) -> Result<bool> {
        self.step(app_id, file_id, Step::Forget).await
    }

    async fn file(&self, app_id: &AppId, file_id: &FileId) -> Result<Option<StoredFile>> {
        let text = format!("SELECT {FILE} WHERE f.app_id = ? AND f.file_id = ?");
        let query = sql(AssertSqlSafe(text)).bind(app_id.as_str()).bind(file_id.as_str());
        let row = query.fetch_optional(&self.reads).await?;
        Ok(row.map(|row| read(&mut Columns::of(&row))).transpose()?)
    }

    async fn dead_files(&self, abandoned_before: TimeMs, limit: u32) -> Result<Vec<StoredFile>> {
        self.queue.write(Abandon { before: abandoned_before }).await?;
        let text = format!(
            "SELECT {FILE} WHERE f.state = 'deleted' AND NOT EXISTS (SELECT 1 FROM file o \
             WHERE o.app_id = f.app_id AND o.stored_as = f.file_id) ORDER BY f.id LIMIT ?"
        );
        let rows = sql(AssertSqlSafe(text)).bind(i64::from(limit)).fetch_all(&self.reads).await?;
        Ok(rows.iter().map(|row| read(&mut Columns::of(row))).collect::<Outcome<_>>()?)
    }

    async fn link_key(&self) -> Result<String> {
        let held = sql("SELECT value FROM meta WHERE name = 'file_links'").fetch_optional(&self.reads).await?;
        match held {
            Some(row) => Ok(Columns::of(&row).text()?),
            None => {
                let fresh = [super::sql::random_hex()?, super::sql::random_hex()?].concat();
                self.queue.write(LinkKey { fresh }).await
            }
        }
    }
}
