//! Messages that need a look at another one, or at the clock, before they are written: replies, what is forwarded, polls
//! that close, and what is said in a thread.
//! Everything else is an append.

use super::append::{unwritten, write_appends};
use super::fault::Fail;
use super::jobs::Write;
use super::quote::quote;
use super::writer::Tx;
use super::{NewMessage, StoreError};
use crate::shadow::Reader;
use async_trait::async_trait;
use madang_protocol::{Ack, TimeMs};

pub(super) struct Compose(pub(super) NewMessage);

impl NewMessage {
    /// Whether it is more than an append.
    pub(super) fn is_composed(&self) -> bool {
        self.reply_to.is_some()
            || self.forward.is_some()
            || self.closes_at().is_some()
            || self.channel_id.root().is_some()
    }

    fn closes_at(&self) -> Option<TimeMs> {
        self.extra.poll.as_ref()?.closes_at
    }
}

#[async_trait]
impl Write for Compose {
    type Output = Ack;
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> Result<Ack, Fail> {
        let mut message = self.0.clone();
        let root = message.channel_id.root();
        if root.is_some() {
            tx.begin_for(&message).await?;
        }
        // A repeat gets the first answer, whatever became of the other message since.
        if let Some(channel_key) = unwritten(tx, &message).await? {
            if let Some(seq) = message.reply_to {
                let reader = Reader { user_id: Some(&message.user_id), operator: false };
                let quoted = quote(&mut tx.connection, channel_key, reader, seq).await?.filter(|quote| !quote.deleted);
                message.extra.reply_to = Some(quoted.ok_or(StoreError::ReplyGone)?);
            }
            if let Some(origin) = message.forward.clone() {
                message.files = tx.forward_files(&message, &origin).await?;
            }
            if message.closes_at().is_some_and(|at| at.0 <= tx.now.cast_unsigned()) {
                return Err(StoreError::Unfit("closes_at: is over").into());
            }
            if let Some(root) = root {
                return tx.reply(&mut message, root).await;
            }
        }
        let mut outcomes = write_appends(tx, &[&message]).await?;
        outcomes.pop().unwrap_or(Err(StoreError::NotFound)).map_err(Fail::from)
    }
}
