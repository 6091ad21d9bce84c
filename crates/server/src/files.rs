//! The bytes of files: parts while they are uploaded, then the file as it is served, and an image's thumbnail.
//!
//! What is kept of them in the database is [`crate::store`]'s affair. Objects lie under `APPLICATION/FILE/`; a row exists
//! before its first object and outlives its last, so that nothing is ever orphaned.

pub mod animation;
pub mod image;
pub mod kind;
pub mod link;
pub mod name;
pub mod storage;

use crate::clock;
use crate::config::Config;
use crate::error::{ChatError, Result};
use crate::store::{Store, StoreError, StoredFile};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use image::Still;
use madang_protocol::{AppId, File, FileId, FileKind, TimeMs};
use object_store::path::Path;
use object_store::{GetOptions, GetResult, ObjectStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, OnceCell, Semaphore};

/// Largest part of an upload.
pub const PART_BYTES: usize = 1_048_576;
/// Uploads and unsent files are given up after a day without a touch.
const ABANDONED_MS: u64 = 24 * 60 * 60 * 1_000;
const SWEEP: Duration = Duration::from_secs(300);

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    Original,
    Thumbnail,
}

/// See the module.
pub struct Files {
    objects: std::result::Result<Arc<dyn ObjectStore>, String>,
    /// Million pixels that may be decoded at a time.
    decoding: Arc<Semaphore>,
    key: OnceCell<String>,
    /// A message with files was deleted.
    died: Notify,
}

/// Read, checked and written anew.
struct Finished {
    file: File,
    original: Bytes,
    thumbnail: Option<Bytes>,
}

fn unavailable(error: object_store::Error) -> ChatError {
    ChatError::Store(match error {
        object_store::Error::NotFound { .. } => StoreError::NotFound,
        error => StoreError::Unavailable(error.to_string()),
    })
}

fn folder(app_id: &AppId, file_id: &FileId) -> Path {
    Path::from_iter([app_id.as_str(), file_id.as_str()])
}

fn part(app_id: &AppId, file_id: &FileId, offset: u64) -> Path {
    folder(app_id, file_id).child(format!("part-{offset:012}"))
}

fn object(app_id: &AppId, file_id: &FileId, variant: Variant) -> Path {
    folder(app_id, file_id).child(match variant {
        Variant::Original => "original",
        Variant::Thumbnail => "thumbnail",
    })
}

impl Files {
    pub fn new(config: &Config) -> Self {
        Self {
            objects: storage::open(config),
            decoding: Arc::new(Semaphore::new(image::MOST_MEGAPIXELS as usize)),
            key: OnceCell::new(),
            died: Notify::new(),
        }
    }

    fn objects(&self) -> Result<&dyn ObjectStore> {
        match &self.objects {
            Ok(objects) => Ok(objects.as_ref()),
            Err(reason) => Err(StoreError::Unavailable(reason.clone()).into()),
        }
    }

    /// The text that links are signed with.
    pub async fn key(&self, store: &dyn Store) -> Result<&str> {
        Ok(self.key.get_or_try_init(|| store.link_key()).await?)
    }

    /// Keeps a part of an upload.
    pub async fn keep_part(&self, app_id: &AppId, file_id: &FileId, offset: u64, bytes: Bytes) -> Result<()> {
        self.objects()?.put(&part(app_id, file_id, offset), bytes.into()).await.map_err(unavailable)?;
        Ok(())
    }

    /// Puts the parts together, looks at what they hold, and keeps what will be served.
    pub async fn finish(&self, stored: &StoredFile) -> Result<File> {
        let (app_id, file_id) = (&stored.app_id, &stored.file.file_id);
        let bytes = self.assemble(stored).await?;
        let announced = stored.file.clone();
        // One at a time by weight: a picture's pixels are known before they are decoded.
        let weight = image::megapixels(&bytes).ok_or(ChatError::FileRefused("the picture is too large"))?;
        let permit = self.decoding.clone().acquire_many_owned(weight).await;
        let finished = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            finish(bytes, announced)
        });
        let Finished { file, original, thumbnail } =
            finished.await.unwrap_or(Err(ChatError::FileRefused("the file cannot be read")))?;
        let objects = self.objects()?;
        objects.put(&object(app_id, file_id, Variant::Original), original.into()).await.map_err(unavailable)?;
        if let Some(thumbnail) = thumbnail {
            objects.put(&object(app_id, file_id, Variant::Thumbnail), thumbnail.into()).await.map_err(unavailable)?;
        }
        Ok(file)
    }

    /// A small picture of whatever picture the bytes hold.
    pub async fn still(&self, bytes: Bytes) -> Result<Still> {
        let unread = ChatError::FileRefused("the picture cannot be read");
        let kind = kind::of(&bytes, &File::default()).filter(|kind| kind.kind == FileKind::Image);
        let mime = kind.ok_or(unread.clone())?.mime;
        let weight = image::megapixels(&bytes).ok_or(ChatError::FileRefused("the picture is too large"))?;
        let permit = self.decoding.clone().acquire_many_owned(weight).await;
        let drawn = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            image::still(&bytes, mime).map_err(ChatError::FileRefused)
        });
        drawn.await.unwrap_or(Err(unread))
    }

    /// Keeps what is served as it is. Its row is there already.
    pub async fn keep(&self, app_id: &AppId, file_id: &FileId, bytes: Bytes) -> Result<()> {
        self.objects()?.put(&object(app_id, file_id, Variant::Original), bytes.into()).await.map_err(unavailable)?;
        Ok(())
    }

    /// The parts are no longer needed.
    pub async fn forget_parts(&self, app_id: &AppId, file_id: &FileId) {
        if let Err(error) = self.remove(app_id, file_id, "part-").await {
            // They are removed with the file.
            tracing::warn!(%error, "parts of an upload stay");
        }
    }

    async fn assemble(&self, stored: &StoredFile) -> Result<Bytes> {
        let objects = self.objects()?;
        let mut bytes = BytesMut::with_capacity(usize::try_from(stored.size).unwrap_or_default());
        while (bytes.len() as u64) < stored.size {
            let path = part(&stored.app_id, &stored.file.file_id, bytes.len() as u64);
            let next = objects.get(&path).await.map_err(unavailable)?.bytes().await.map_err(unavailable)?;
            if next.is_empty() {
                break;
            }
            bytes.extend_from_slice(&next);
        }
        // Two parts that raced for one place.
        if bytes.len() as u64 != stored.size {
            return Err(ChatError::FileRefused("the parts do not fit together"));
        }
        Ok(bytes.freeze())
    }

    /// Opens what is served.
    pub async fn open(
        &self,
        app_id: &AppId,
        file_id: &FileId,
        variant: Variant,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<GetResult> {
        let options = GetOptions { range: range.map(Into::into), ..GetOptions::default() };
        self.objects()?.get_opts(&object(app_id, file_id, variant), options).await.map_err(unavailable)
    }

    async fn remove(&self, app_id: &AppId, file_id: &FileId, prefix: &str) -> Result<()> {
        let objects = self.objects()?;
        let mut listed = objects.list(Some(&folder(app_id, file_id)));
        let mut paths = Vec::new();
        while let Some(found) = listed.next().await {
            let Some(path) = there(found)?.map(|found| found.location) else { continue };
            if path.filename().is_some_and(|name| name.starts_with(prefix)) {
                paths.push(path);
            }
        }
        for path in paths {
            there(objects.delete(&path).await)?;
        }
        Ok(())
    }

    /// The bytes of a file are to be removed soon.
    pub fn note_dead(&self) {
        self.died.notify_one();
    }

    /// Removes what is dead, and what nobody touched for a day, as long as the server runs.
    pub async fn sweep_for_ever(&self, store: Arc<dyn Store>) {
        loop {
            if let Err(error) = self.sweep(&*store, TimeMs(clock::now().0.saturating_sub(ABANDONED_MS))).await {
                tracing::warn!(%error, "files could not be swept");
            }
            // Whichever comes first; both mean the same.
            let _ = tokio::time::timeout(SWEEP, self.died.notified()).await;
        }
    }

    /// Removes the bytes of dead files, and then their rows.
    ///
    /// # Errors
    /// When storage does not answer; the rest is removed with the next sweep.
    pub async fn sweep(&self, store: &dyn Store, abandoned_before: TimeMs) -> Result<()> {
        loop {
            let dead = store.dead_files(abandoned_before, 100).await?;
            for stored in &dead {
                self.remove(&stored.app_id, &stored.file.file_id, "").await?;
                store.forget_file(&stored.app_id, &stored.file.file_id).await?;
            }
            if dead.is_empty() {
                return Ok(());
            }
        }
    }
}

/// What another sweep has removed meanwhile is no fault.
fn there<T>(found: object_store::Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(unavailable(error)),
    }
}

/// What the bytes are, and the file as it will be served. Takes its time: not for an asynchronous task.
fn finish(bytes: Bytes, announced: File) -> Result<Finished> {
    let kind = kind::of(&bytes, &announced).ok_or(ChatError::FileRefused("files of this type are not taken"))?;
    let told = File { mime: kind.mime.to_owned(), kind: kind.kind, placeholder: None, ..announced };
    if kind.kind != FileKind::Image {
        let (width, height, duration_ms) = match kind.kind {
            FileKind::Video => (told.width, told.height, told.duration_ms),
            FileKind::Audio => (None, None, told.duration_ms),
            FileKind::Image | FileKind::Document => (None, None, None),
        };
        let waveform = told.waveform.clone().filter(|_| kind.kind == FileKind::Audio);
        let name = name::ending(&told.name, kind.endings);
        let file = File { name, size: bytes.len() as u64, width, height, duration_ms, waveform, ..told };
        return Ok(Finished { file, original: bytes, thumbnail: None });
    }
    let drawn = image::rewrite(&bytes, kind.mime).map_err(ChatError::FileRefused)?;
    let file = File {
        name: name::ending(&told.name, kind::endings(drawn.mime)),
        size: drawn.original.len() as u64,
        mime: drawn.mime.to_owned(),
        width: Some(drawn.width),
        height: Some(drawn.height),
        placeholder: Some(drawn.placeholder),
        duration_ms: None,
        waveform: None,
        ..told
    };
    let original = Bytes::from(drawn.original);
    Ok(Finished { file, original, thumbnail: drawn.thumbnail.map(Bytes::from) })
}
