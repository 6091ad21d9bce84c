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
        let (event, twin) = self.apply(tx, &self.channel_id, self.seq).await?;
        if let Some((channel_id, seq)) = twin {
            self.apply(tx, &channel_id, seq).await?;
        }
        Ok(event)
    }
}

impl ChangeMessage {
    /// Changes one message; gives the other one that says the same, in the thread or in its channel.
    async fn apply(
        &self,
        tx: &mut Tx,
        channel_id: &ChannelId,
        seq: Seq,
    ) -> std::result::Result<(MessageEvent, Option<(ChannelId, Seq)>), Fail> {
        let mut revision = tx.revise(&self.app_id, channel_id, &self.user_id, seq).await?;
        let home = channel_id.root().map(|(home_id, _)| home_id);
        let twin = match (&revision.message, home) {
            (Message { in_channel: Some(seq), .. }, Some(home_id)) => Some((home_id, *seq)),
            (Message { in_thread: Some(seq), reply_to: Some(root), .. }, _) => {
                Some((channel_id.thread(root.seq), *seq))
            }
            _ => None,
        };
        let mut gone = false;
        let message = &mut revision.message;
        let own = message.user_id == self.user_id;
        match &self.change {
            Change::Edit { .. } if !own => return Err(StoreError::Forbidden.into()),
            // Who voted for the one question did not vote for another.
            Change::Edit { .. } if message.forwarded.is_some() => return Err(StoreError::Forbidden.into()),
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
                    if revision.access.is_some_and(|access| access.is_shadowed()) {
                        // No count has it any longer.
                        gone = !message.shadow;
                        message.shadow = true;
                        if std::mem::take(&mut message.pinned) {
                            super::pins::clear(tx, revision.row.key, seq).await?;
                        }
                    }
                    if message.shadow {
                        keys.clear();
                    }
                    let calls = |ranges: &[TextRange]| ranges.iter().any(|range| range.style == TextStyle::MentionHere);
                    let stay = calls(&ranges) && calls(&message.ranges);
                    tx.replace_mentions(revision.row.key, seq, keys, stay).await?;
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
                    tx.replace_mentions(revision.row.key, seq, Vec::new(), false).await?;
                    if !message.files.is_empty() || message.preview.is_some() {
                        tx.delete_files(revision.row.key, seq).await?;
                    }
                    if message.pinned {
                        super::pins::clear(tx, revision.row.key, seq).await?;
                    }
                    if message.poll.is_some() {
                        super::polls::clear(tx, revision.row.key, seq).await?;
                    }
                    message.text.clear();
                    message.deleted = true;
                    // What was replied to it stays.
                    let thread = message.thread.take();
                    *message = Extra { thread, ..Extra::default() }.onto(std::mem::take(message));
                    gone = true;
                    super::reactions::clear(tx, revision.row.key, seq).await?;
                }
            }
        }
        let event = tx.finish(&self.app_id, revision).await?;
        if gone {
            tx.recount(&self.app_id, channel_id, &self.user_id).await?;
        }
        Ok((event, twin))
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
