//! Threads: replies to one message, beside its channel. A thread is a log like a channel's, named after the channel and its
//! root (`<channel_id>.<seq>`): whatever names a channel to read, write or follow names a thread as well. It begins with its
//! first reply; before that it is empty. Who belongs to the channel, what is decided there and its slow mode hold in it.

use crate::{ChannelId, ChannelView, Message, Seq, TimeMs, User, UserId};
use serde::{Deserialize, Serialize};

/// Faces that a message shows of its thread.
pub const REPLIERS: usize = 3;

impl ChannelId {
    /// The thread of a message of this channel.
    pub fn thread(&self, root: Seq) -> Self {
        Self([self.as_str(), ".", &root.0.to_string()].concat())
    }

    /// The channel that this is, or whose thread it is.
    pub fn home(&self) -> Self {
        self.root().map_or_else(|| self.clone(), |(channel_id, _)| channel_id)
    }

    /// The channel and the message whose thread this is; `None` of a channel.
    pub fn root(&self) -> Option<(Self, Seq)> {
        let (channel_id, seq) = self.as_str().split_once('.')?;
        let root = Seq(seq.parse().ok()?);
        // One thread, one name.
        let channel_id = Self::from(channel_id);
        (root.0 > 0 && channel_id.thread(root) == *self).then_some((channel_id, root))
    }
}

/// How the thread of a message stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// Deleted ones excepted.
    pub replies: u32,
    /// The newest reply.
    pub seq: Seq,
    pub at: TimeMs,
    /// Who replied last, the newest first, at most three.
    pub user_ids: Vec<UserId>,
    /// Profile of who just replied, when a reply was the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
}

/// What a thread's view has that a channel's has not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ThreadView {
    /// The message that is answered; deleted ones keep their thread.
    pub root: Message,
    /// Whether the user hears of new replies: who wrote the root, replied, or was named, unless they do not want to.
    pub following: bool,
}

/// `follow_thread`: hear of new replies in a thread, or not; answered by `done`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FollowThread {
    pub channel_id: ChannelId,
    pub on: bool,
}

/// `list_threads`: those that the user follows and may read, unread ones first, then by the newest reply.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListThreads {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 30 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Answer to `list_threads`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadList {
    pub threads: Vec<ChannelView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Pushed to who follows a thread, when somebody else replied in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadReplied {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub user_id: UserId,
}
