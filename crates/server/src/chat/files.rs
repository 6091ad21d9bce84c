//! Uploads over HTTP: announced, brought in parts, completed; and links for those who may see a file.

use super::{Chat, limited, validate};
use crate::apps::App;
use crate::clock;
use crate::error::{ChatError, Result};
use crate::files::{PART_BYTES, Variant, kind, link, name};
use crate::limits::Rate;
use crate::policy::{self, Access, Action};
use crate::shadow::Reader;
use crate::store::{FileState, StoreError, StoredFile, cover_file};
use bytes::Bytes;
use madang_protocol::*;
use std::sync::Arc;

/// Uploads that may be begun at once.
const UPLOAD_BURST: f64 = 10.0;
/// Most files that one request asks links for.
const MOST_LINKS: usize = 100;

/// Who asks by HTTP.
pub struct Asker {
    pub app: Arc<App>,
    /// Absent: anonymous, who reads open channels.
    pub user_id: Option<UserId>,
}

/// An upload as its sender announces it.
#[derive(serde::Deserialize)]
pub struct Announcement {
    pub name: String,
    pub size: u64,
    /// As the sender's device says; decides only between two names of one container.
    #[serde(default)]
    pub mime: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub duration_ms: Option<u32>,
    /// Of a voice message.
    pub waveform: Option<String>,
}

/// How far an upload is.
#[derive(serde::Serialize)]
pub struct Progress {
    pub file_id: FileId,
    pub offset: u64,
    pub size: u64,
}

/// Where a file is for the next minutes.
#[derive(Debug, serde::Serialize)]
pub struct Link {
    pub file_id: FileId,
    /// To be put behind the server's address.
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<String>,
}

/// What a part found.
pub enum Taken {
    /// It was kept; so many bytes are there now.
    Kept(u64),
    /// It does not begin where the last one ended, which was here.
    Elsewhere(u64),
}

impl Asker {
    fn user(&self) -> Result<&UserId> {
        self.user_id.as_ref().ok_or(ChatError::Unauthorized("say who you are first"))
    }
}

fn is_waveform(digits: &str) -> bool {
    let digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    (1..=WAVEFORM).contains(&digits.len()) && digits.bytes().all(digit)
}

const NOT_FOUND: ChatError = ChatError::Store(StoreError::NotFound);

impl Chat {
    pub async fn announce_upload(&self, asker: &Asker, announced: Announcement) -> Result<Progress> {
        let user_id = asker.user()?;
        let (app_id, limits) = (asker.app.id(), &asker.app.application.limits);
        if announced.size > u64::from(limits.file_bytes) {
            return Err(ChatError::FileTooLarge { limit: limits.file_bytes });
        }
        if announced.size == 0 {
            return Err(ChatError::FileRefused("the file is empty"));
        }
        let rate = Rate { per_second: f64::from(limits.uploads_per_second.max(1)), burst: UPLOAD_BURST };
        limited(self.uploads.take((app_id.clone(), user_id.clone()), rate))?;
        let random = crate::store::sql::random_hex()?;
        let mime = announced.mime.chars().filter(char::is_ascii_graphic).take(100).collect();
        let file = File {
            file_id: FileId(random),
            name: name::clean(&announced.name),
            size: announced.size,
            mime,
            width: announced.width.filter(|side| (1..=16_384).contains(side)),
            height: announced.height.filter(|side| (1..=16_384).contains(side)),
            duration_ms: announced.duration_ms,
            waveform: announced.waveform.filter(|digits| is_waveform(digits)),
            ..File::default()
        };
        let progress = Progress { file_id: file.file_id.clone(), offset: 0, size: file.size };
        self.store.create_file(app_id, user_id, file).await?;
        Ok(progress)
    }

    /// An upload of the asker's own that is not sent yet.
    async fn own_upload(&self, asker: &Asker, file_id: &FileId) -> Result<StoredFile> {
        let user_id = asker.user()?;
        let stored = self.stored(asker.app.id(), file_id).await?;
        let unsent = matches!(stored.state, FileState::Uploading | FileState::Ready);
        if unsent && stored.user_id == *user_id { Ok(stored) } else { Err(NOT_FOUND) }
    }

    async fn stored(&self, app_id: &AppId, file_id: &FileId) -> Result<StoredFile> {
        if !is_file_id(file_id) {
            return Err(NOT_FOUND);
        }
        self.store.file(app_id, file_id).await?.ok_or(NOT_FOUND)
    }

    pub async fn upload_progress(&self, asker: &Asker, file_id: &FileId) -> Result<Progress> {
        let stored = self.own_upload(asker, file_id).await?;
        Ok(Progress { file_id: file_id.clone(), offset: stored.received, size: stored.size })
    }

    pub async fn take_part(&self, asker: &Asker, file_id: &FileId, offset: u64, bytes: Bytes) -> Result<Taken> {
        let stored = self.own_upload(asker, file_id).await?;
        if bytes.is_empty() || bytes.len() > PART_BYTES {
            return Err(ChatError::bad("a part has 1 to 1,048,576 bytes"));
        }
        if stored.state != FileState::Uploading || stored.received != offset {
            return Ok(Taken::Elsewhere(stored.received));
        }
        let end = offset + bytes.len() as u64;
        if end > stored.size {
            return Err(ChatError::bad("more bytes than were announced"));
        }
        self.files.keep_part(asker.app.id(), file_id, offset, bytes).await?;
        if self.store.advance_file(asker.app.id(), file_id, offset, end).await? {
            return Ok(Taken::Kept(end));
        }
        // Another request was faster.
        Ok(Taken::Elsewhere(self.own_upload(asker, file_id).await?.received))
    }

    /// Looks at what was uploaded. Repeating it is safe; what is refused is gone.
    pub async fn complete_upload(&self, asker: &Asker, file_id: &FileId) -> Result<File> {
        let stored = self.own_upload(asker, file_id).await?;
        if stored.state == FileState::Ready {
            return Ok(stored.file);
        }
        if stored.received != stored.size {
            return Err(ChatError::bad("the upload is not complete"));
        }
        let app_id = asker.app.id();
        let finished = match self.files.finish(&stored).await {
            Err(refused @ ChatError::FileRefused(_)) => {
                self.store.drop_file(app_id, file_id).await?;
                self.files.note_dead();
                return Err(refused);
            }
            finished => finished?,
        };
        if self.store.finish_file(app_id, finished.clone()).await? {
            self.files.forget_parts(app_id, file_id).await;
            return Ok(finished);
        }
        Ok(self.own_upload(asker, file_id).await?.file)
    }

    pub async fn drop_upload(&self, asker: &Asker, file_id: &FileId) -> Result<()> {
        self.own_upload(asker, file_id).await?;
        if self.store.drop_file(asker.app.id(), file_id).await? {
            self.files.note_dead();
        }
        Ok(())
    }

    /// Links to those of the files that the asker may see; the others are left out, whether they exist or not.
    pub async fn link_files(&self, asker: &Asker, file_ids: &[FileId]) -> Result<(Vec<Link>, u64)> {
        if file_ids.len() > MOST_LINKS {
            return Err(ChatError::bad("file_ids: at most 100"));
        }
        let app_id = asker.app.id();
        let until = link::until(clock::now().0 / 1_000);
        let mut links = Vec::new();
        let mut known: Vec<(ChannelId, Action, Option<Access>)> = Vec::new();
        for file_id in file_ids.iter().filter(|file_id| is_file_id(file_id)) {
            let Some(stored) = self.store.file(app_id, file_id).await? else { continue };
            let needed = match stored.state {
                FileState::Sent => Some(Action::Read),
                FileState::Cover => Some(Action::Know),
                FileState::Uploading | FileState::Ready | FileState::Deleted => None,
            };
            let visible = match (&stored.channel_id, needed) {
                (Some(channel_id), Some(action)) => {
                    let access = match known.iter().find(|(known, asked, _)| known == channel_id && *asked == action) {
                        Some((.., access)) => *access,
                        None => {
                            let access = self.access_for(asker, channel_id, action).await?;
                            known.push((channel_id.clone(), action, access));
                            access
                        }
                    };
                    let sees = |access: &Access| Reader::of(access, asker.user_id.as_ref()).sees(&stored.user_id);
                    access.is_some_and(|access| !stored.shadow || sees(&access))
                }
                _ => stored.state == FileState::Ready && asker.user_id.as_ref() == Some(&stored.user_id),
            };
            if visible {
                links.push(self.link(app_id, &stored.file, until).await?);
            }
        }
        Ok((links, until))
    }

    /// A file of ours that is to be a cover: a picture that the user uploaded. Whether it is free, the store judges.
    pub(super) async fn check_cover(&self, app_id: &AppId, user_id: &UserId, url: Option<&str>) -> Result<()> {
        let Some(file_id) = url.and_then(cover_file) else { return Ok(()) };
        let stored = self.stored(app_id, &file_id).await?;
        match stored.state {
            FileState::Cover => Ok(()),
            FileState::Ready if stored.user_id == *user_id => match stored.file.kind {
                FileKind::Image => Ok(()),
                _ => Err(ChatError::FileRefused("a cover is a picture")),
            },
            _ => Err(NOT_FOUND),
        }
    }

    /// What the asker may do in the channel, if that is this.
    async fn access_for(&self, asker: &Asker, channel_id: &ChannelId, action: Action) -> Result<Option<Access>> {
        validate::place(channel_id)?;
        let access = self.store.access(asker.app.id(), channel_id, asker.user_id.as_ref()).await?;
        Ok(policy::authorize(action, access).ok())
    }

    async fn link(&self, app_id: &AppId, file: &File, until: u64) -> Result<Link> {
        let signature = link::sign(self.files.key(&*self.store).await?, app_id, &file.file_id, until);
        let query = format!("app_id={app_id}&until={until}&signature={signature}");
        let path = |variant| format!("/files/{}/{variant}?{query}", file.file_id);
        Ok(Link {
            file_id: file.file_id.clone(),
            path: path("original"),
            thumbnail: kind::has_thumbnail(file).then(|| path("thumbnail")),
        })
    }

    /// The file of a link that still works, unless its message is gone.
    pub async fn follow_link(
        &self,
        app_id: &AppId,
        file_id: &FileId,
        until: u64,
        signature: &str,
    ) -> Result<StoredFile> {
        validate::app_id(app_id).map_err(|_| NOT_FOUND)?;
        let key = self.files.key(&*self.store).await?;
        if !link::is_good(key, app_id, file_id, until, signature, clock::now().0 / 1_000) {
            return Err(NOT_FOUND);
        }
        let stored = self.stored(app_id, file_id).await?;
        match stored.state {
            FileState::Ready | FileState::Sent | FileState::Cover => Ok(stored),
            FileState::Uploading | FileState::Deleted => Err(NOT_FOUND),
        }
    }

    /// The bytes of a file that may be seen.
    pub async fn open_file(
        &self,
        app_id: &AppId,
        file_id: &FileId,
        variant: Variant,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<object_store::GetResult> {
        self.files.open(app_id, file_id, variant, range).await
    }
}

fn is_file_id(file_id: &FileId) -> bool {
    file_id.0.len() == 32 && file_id.0.bytes().all(|byte| byte.is_ascii_hexdigit())
}
