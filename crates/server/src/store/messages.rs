//! Edit and delete.

use super::extra::Extra;
use super::fault::Fail;
use super::jobs::Write;
use super::mentions::has_mentions;
use super::sql::SqlStore;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::{Action, authorize};
use async_trait::async_trait;
use madang_protocol::*;

pub(super) enum Change {
    Edit { text: String, extra: Box<Extra> },
    Delete,
}

struct ChangeMessage {
    app_id: AppId,
    channel_id: ChannelId,
    user_id: UserId,
    seq: Seq,
    change: Change,
}

#[async_trait]
impl Write for ChangeMessage {
    type Output = MessageEvent;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<MessageEvent, Fail> {
        let mut revision = tx.revise(&self.app_id, &self.channel_id, &self.user_id, self.seq).await?;
        let message = &mut revision.message;
        let own = message.user_id == self.user_id;
        match &self.change {
            Change::Edit { .. } if !own => return Err(StoreError::Forbidden.into()),
            // Who voted for the one question did not vote for another.
            Change::Edit { .. } if message.poll.is_some() => return Err(StoreError::Forbidden.into()),
            Change::Edit { .. } if message.deleted => return Err(StoreError::NotFound.into()),
            Change::Edit { text, extra } => {
                authorize(Action::ChangeOwn, revision.access)?;
                let mut ranges = extra.ranges.clone();
                let mut keys = Vec::new();
                if has_mentions(&ranges)
                    && let Some(access) = revision.access
                {
                    let named = tx.named(&self.app_id, &revision.row, access, (text, &ranges), &[]).await?;
                    (ranges, keys) = (named.ranges, named.keys);
                }
                if (text, &ranges, &extra.source) != (&message.text, &message.ranges, &message.source) {
                    let calls = |ranges: &[TextRange]| ranges.iter().any(|range| range.style == TextStyle::MentionHere);
                    let stay = calls(&ranges) && calls(&message.ranges);
                    tx.replace_mentions(revision.row.key, self.seq, keys, stay).await?;
                    tx.follow_link(&self.app_id, message, &ranges).await?;
                    message.text.clone_from(text);
                    message.ranges = ranges;
                    message.source.clone_from(&extra.source);
                    message.edited_at = Some(TimeMs(tx.now.cast_unsigned()));
                }
            }
            Change::Delete => {
                authorize(if own { Action::DeleteOwn } else { Action::DeleteAny }, revision.access)?;
                if !message.deleted {
                    tx.replace_mentions(revision.row.key, self.seq, Vec::new(), false).await?;
                    if !message.files.is_empty() || message.preview.is_some() {
                        tx.delete_files(revision.row.key, self.seq).await?;
                    }
                    if message.pinned {
                        super::pins::clear(tx, revision.row.key, self.seq).await?;
                    }
                    if message.poll.is_some() {
                        super::polls::clear(tx, revision.row.key, self.seq).await?;
                    }
                    message.text.clear();
                    message.deleted = true;
                    *message = Extra::default().onto(std::mem::take(message));
                    super::reactions::clear(tx, revision.row.key, self.seq).await?;
                }
            }
        }
        tx.finish(&self.app_id, revision).await
    }
}

impl SqlStore {
    pub(super) async fn change_message(
        &self,
        app_id: &AppId,
        channel_id: &ChannelId,
        user_id: &UserId,
        seq: Seq,
        change: Change,
    ) -> Result<MessageEvent> {
        let (app_id, channel_id, user_id) = (app_id.clone(), channel_id.clone(), user_id.clone());
        self.queue.write(ChangeMessage { app_id, channel_id, user_id, seq, change }).await
    }
}
