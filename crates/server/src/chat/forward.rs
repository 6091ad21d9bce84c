//! `forward`: a message that one may read, said again elsewhere. It is written as a send is; its files are shared, not copied.

use super::{Chat, Reply, limited, user, validate};
use crate::apps::App;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::limits::Rate;
use crate::policy::Action;
use crate::shadow::Reader;
use crate::store::{NewMessage, Origin, Range, StoreError, extra::Extra};
use madang_protocol::*;

impl Chat {
    pub(super) async fn forward(&self, peer: &Peer, app: &App, body: Forward) -> Reply {
        match self.prepare_forward(peer, app, body).await {
            Ok(message) => Reply::Later(self.store.append(message)),
            Err(error) => Reply::Error(error),
        }
    }

    async fn prepare_forward(&self, peer: &Peer, app: &App, body: Forward) -> Result<NewMessage> {
        let Forward { channel_id, client_id, from_channel_id, from_seq } = body;
        let user_id = user(peer)?.user_id.clone();
        validate::place(&channel_id)?;
        validate::client_id(&client_id)?;
        let (app_id, limits) = (peer.app.id().clone(), Self::limits(peer));
        let rate = Rate::new(limits.sends_per_second, limits.send_burst);
        limited(self.sends.take((app_id.clone(), user_id.clone()), rate))?;
        let held = match self.origin(peer, &from_channel_id, from_seq).await {
            Ok((message, author)) => {
                let kept = |range: &TextRange| {
                    !matches!(range.style, TextStyle::Mention | TextStyle::MentionChannel | TextStyle::MentionHere)
                };
                let ranges = message.ranges.into_iter().filter(kept).collect();
                let read = Self::filtered(message.text, ranges, &app.filter)?;
                let forwarded = Some(message.forwarded.unwrap_or(Forwarded { nickname: author.nickname }));
                (read.text, Extra { forwarded, ..read.extra }, read.flagged)
            }
            // Where it stands is looked at once more when it is written: a repeat gets its first answer all the same.
            Err(ChatError::Store(StoreError::NotFound | StoreError::Forbidden)) => Default::default(),
            Err(error) => return Err(error),
        };
        let (text, extra, flagged) = held;
        let forward = Some(Origin { channel_id: from_channel_id, seq: from_seq });
        Ok(NewMessage {
            app_id,
            channel_id,
            user_id,
            client_id,
            text,
            extra,
            flagged,
            forward,
            ..NewMessage::default()
        })
    }

    /// The message to forward, and its author.
    async fn origin(&self, peer: &Peer, channel_id: &ChannelId, seq: Seq) -> Result<(Message, User)> {
        let access = self.authorize(peer, channel_id, Action::Read).await?;
        // Not even by an operator is told elsewhere what most do not see.
        let reader = Reader { operator: false, ..Reader::of(&access, peer.user_id()) };
        let page = self.store.history(peer.app.id(), channel_id, reader, Range::Around(seq), 1).await?;
        let found =
            page.messages.into_iter().find(|message| message.seq == seq && !message.deleted && message.is_said());
        let message = found.ok_or(StoreError::NotFound)?;
        if message.poll.is_some() {
            return Err(ChatError::bad("forward: a poll is not forwarded"));
        }
        let author = page.users.into_iter().find(|user| user.user_id == message.user_id);
        Ok((message, author.ok_or(StoreError::NotFound)?))
    }
}
