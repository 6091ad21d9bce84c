//! Previews of links: looked at after the message is sent, and written into it as a change; and `remove_preview`.

use super::{Chat, user};
use crate::apps::App;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use crate::preview::{Found, Wanted};
use crate::store::{Commit, NewPreview, PreviewRemoval, StoreError};
use madang_protocol::*;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Links that are looked at at a time: more than one application gets, though all its pages hang.
const AT_ONCE: usize = 32;
/// Of one user: twenty a minute, ten at once. Of one application: two a second, twenty at once.
const USER_RATE: Rate = Rate { per_second: 1.0 / 3.0, burst: 10.0 };
const APP_RATE: Rate = Rate { per_second: 2.0, burst: 20.0 };

/// Whose links are counted: an application's, or one user's of it.
pub(super) type Pacer = (AppId, Option<UserId>);

impl Chat {
    /// A new message may have a link; what edits bring is told by them.
    pub fn want_preview(&self, commit: &Commit) {
        // Whatever others hear of it, its author's card is looked for.
        let told = commit.apart.first().map_or(&commit.event, |(_, event)| event);
        if let Event::MessageCreated(created) = told {
            self.previews.want(&commit.app_id, created);
        }
    }

    /// Looks at links as long as the server runs; what is looked at then ends with it.
    pub async fn preview_for_ever(self: Arc<Self>) {
        let mut looking = JoinSet::new();
        loop {
            tokio::select! {
                wanted = self.previews.next(), if looking.len() < AT_ONCE => {
                    looking.spawn(self.clone().preview(wanted));
                }
                Some(_) = looking.join_next() => {}
            }
        }
    }

    async fn preview(self: Arc<Self>, wanted: Wanted) {
        match self.try_preview(wanted).await {
            Ok(()) => {}
            // Deleted, edited, or taken away meanwhile: nothing is missing.
            Err(ChatError::Store(StoreError::NotFound)) => {}
            Err(error) => tracing::debug!(%error, "a preview is left out"),
        }
    }

    async fn try_preview(&self, wanted: Wanted) -> Result<()> {
        let Some(app) = self.apps.get(&wanted.app_id).await?.filter(|app| app.previews) else { return Ok(()) };
        let paced = self
            .previewed
            .take((wanted.app_id.clone(), Some(wanted.user_id.clone())), USER_RATE)
            .and_then(|()| self.previewed.take((wanted.app_id.clone(), None), APP_RATE));
        if paced.is_err() {
            return Ok(());
        }
        let Some(found) = self.previews.find(&wanted.url, &self.files).await else { return Ok(()) };
        let Some(preview) = allowed(&app, &wanted.url, &found) else { return Ok(()) };
        let image = self.keep_image(&wanted, &found).await?;
        let Wanted { app_id, channel_id, seq, user_id, .. } = wanted;
        let preview = LinkPreview { image: image.clone(), ..preview };
        let written = self.store.set_preview(NewPreview { app_id: app_id.clone(), channel_id, seq, user_id, preview });
        if let (Err(error), Some(image)) = (written.await, image) {
            if self.store.drop_file(&app_id, &image.file_id).await? {
                self.files.note_dead();
            }
            return Err(error.into());
        }
        Ok(())
    }

    /// The picture as a file of its author's, like an upload that waits for its message.
    async fn keep_image(&self, wanted: &Wanted, found: &Found) -> Result<Option<File>> {
        let Some(image) = &found.image else { return Ok(None) };
        let file = File {
            file_id: FileId(crate::store::sql::random_hex()?),
            name: if image.mime == "image/png" { "preview.png" } else { "preview.jpg" }.to_owned(),
            size: image.bytes.len() as u64,
            mime: image.mime.to_owned(),
            kind: FileKind::Image,
            width: Some(image.width),
            height: Some(image.height),
            placeholder: Some(image.placeholder.clone()),
            ..File::default()
        };
        match self.store.create_file(&wanted.app_id, &wanted.user_id, file.clone()).await {
            // So much of the author's own waits that the card goes without.
            Err(StoreError::TooManyUploads) => return Ok(None),
            created => created?,
        }
        self.files.keep(&wanted.app_id, &file.file_id, image.bytes.clone()).await?;
        Ok(Some(file))
    }

    pub(super) async fn remove_preview(&self, peer: &Peer, body: RemovePreview) -> Result<Event> {
        let RemovePreview { channel_id, seq } = body;
        let user_id = user(peer)?.user_id.clone();
        self.authorize(peer, &channel_id, Action::Read).await?;
        self.pace_changes(peer, &user_id)?;
        let removal = PreviewRemoval { app_id: peer.app.id().clone(), channel_id, user_id, seq };
        let changed = self.store.remove_preview(removal).await?;
        self.files.note_dead();
        Ok(Event::MessageChanged(changed))
    }
}

/// As the application's filters let it be read; `None` when they refuse it.
fn allowed(app: &App, url: &str, found: &Found) -> Option<LinkPreview> {
    let pass = |text: &str| app.filter.apply(text.to_owned()).map(|passed| passed.text);
    Some(LinkPreview {
        url: url.to_owned(),
        site: pass(&found.site)?,
        title: pass(&found.title)?,
        description: pass(&found.description)?,
        image: None,
    })
}
