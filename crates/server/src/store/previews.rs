//! Previews of links: written into a message after it was sent, gone with its first link, and the switch of an application.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{Columns, Outcome, sql};
use super::sql::SqlStore;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::{Action, authorize};
use crate::preview::first_link;
use async_trait::async_trait;
use madang_protocol::*;

/// What a message's first link leads to.
#[derive(Debug, Clone)]
pub struct NewPreview {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    /// The message's author, who must still see it.
    pub user_id: UserId,
    pub seq: Seq,
    /// Its image is a file that was announced and not sent: it is the message's from now on.
    pub preview: LinkPreview,
}

/// A preview to take away.
#[derive(Debug, Clone)]
pub struct PreviewRemoval {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub seq: Seq,
}

/// Cards under messages.
#[async_trait]
pub trait Previewing {
    /// `NotFound` when the message is gone, its first link is another one by now, or it has a preview or shall have none.
    async fn set_preview(&self, preview: NewPreview) -> Result<MessageEvent>;
    /// Author, or anybody with `DeleteAny`; again changes nothing.
    async fn remove_preview(&self, removal: PreviewRemoval) -> Result<MessageEvent>;
    /// Whether the application has previews at all.
    async fn previews(&self, app: &AppId) -> Result<bool>;
    async fn set_previews(&self, app: &AppId, on: bool) -> Result<()>;
}

#[async_trait]
impl Write for NewPreview {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        let message = &mut revision.message;
        let wanted = !message.deleted && !message.no_preview && message.preview.is_none();
        if !wanted || first_link(&message.ranges) != Some(self.preview.url.as_str()) {
            return Err(StoreError::NotFound.into());
        }
        if let Some(image) = &self.preview.image {
            let files = std::slice::from_ref(image);
            tx.bind_files(&self.app_id, files, (revision.row.key, self.seq)).await?;
        }
        message.preview = Some(self.preview.clone().into());
        tx.finish(&self.app_id, revision).await
    }
}

#[async_trait]
impl Write for PreviewRemoval {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        let message = &mut revision.message;
        let own = message.user_id == self.user_id;
        authorize(if own { Action::DeleteOwn } else { Action::DeleteAny }, revision.access)?;
        if message.preview.is_some() {
            tx.drop_preview(&self.app_id, message).await?;
            message.no_preview = true;
        }
        tx.finish(&self.app_id, revision).await
    }
}

impl Tx {
    async fn drop_preview(&mut self, app_id: &AppId, message: &mut Message) -> Outcome<()> {
        let Some(image) = message.preview.take().and_then(|preview| preview.image) else { return Ok(()) };
        sql("UPDATE file SET state = 'deleted' WHERE app_id = ? AND file_id = ?")
            .bind(app_id.as_str())
            .bind(image.file_id.as_str())
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// The message is about to have other ranges: a preview stays with its link only.
    pub(super) async fn follow_link(
        &mut self,
        app_id: &AppId,
        message: &mut Message,
        ranges: &[TextRange],
    ) -> Outcome<()> {
        if first_link(&message.ranges) != first_link(ranges) {
            message.no_preview = false;
            self.drop_preview(app_id, message).await?;
        }
        Ok(())
    }
}

struct SetPreviews {
    app_id: AppId,
    on: bool,
}

#[async_trait]
impl Write for SetPreviews {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let update = sql("UPDATE app SET previews = ? WHERE app_id = ?");
        update.bind(i64::from(self.on)).bind(self.app_id.as_str()).execute(&mut tx.connection).await?;
        Ok(())
    }
}

#[async_trait]
impl Previewing for SqlStore {
    async fn set_preview(&self, preview: NewPreview) -> Result<MessageEvent> {
        self.queue.write(preview).await
    }

    async fn remove_preview(&self, removal: PreviewRemoval) -> Result<MessageEvent> {
        self.queue.write(removal).await
    }

    async fn previews(&self, app: &AppId) -> Result<bool> {
        let found = sql("SELECT previews FROM app WHERE app_id = ?").bind(app.as_str());
        let row = found.fetch_optional(&self.reads).await?;
        Ok(row.map(|row| Columns::of(&row).flag()).transpose()?.unwrap_or_default())
    }

    async fn set_previews(&self, app: &AppId, on: bool) -> Result<()> {
        self.queue.write(SetPreviews { app_id: app.clone(), on }).await
    }
}
