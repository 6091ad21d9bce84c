//! Reactions: emojis that people put under a message, each user each emoji at most once.

use crate::{ChannelId, Seq, User, UserId, user::is_false};
use serde::{Deserialize, Serialize};

/// One emoji under a message, in the order of first use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    /// One emoji as the server writes it (fully qualified), at most 64 bytes.
    pub emoji: String,
    /// How many users.
    pub count: u32,
    /// The first of them, at most [`Reaction::MOST_NAMED`]. `list_reactions` tells all.
    pub user_ids: Vec<UserId>,
    /// Only where `user_ids` does not name everybody, and only in pages (`history_page`, `sync_page`): the reader is
    /// one of them. In events it is absent; [`ReactionMade`] tells then whose state changed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mine: bool,
}

impl Reaction {
    /// Users that a reaction names in the message itself: a message of a large audience stays small.
    pub const MOST_NAMED: usize = 20;

    /// Whether `user_ids` leaves somebody out.
    pub fn is_cut(&self) -> bool {
        self.count as usize > self.user_ids.len()
    }

    /// Whether it is this reader's too.
    pub fn is_of(&self, reader: Option<&UserId>) -> bool {
        self.mine || reader.is_some_and(|reader| self.user_ids.contains(reader))
    }
}

/// `react`: puts an emoji under a message, or takes it away; answered by `message_changed`. Asking for what is so already
/// changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct React {
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// Exactly one emoji.
    pub emoji: String,
    pub on: bool,
}

/// In `message_changed`: whose reaction it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReactionMade {
    pub user: User,
    pub emoji: String,
    pub on: bool,
}

/// `list_reactions`: who reacted to a message, in the order of their reacting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListReactions {
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// This emoji only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// One user's reaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reactor {
    pub user_id: UserId,
    pub emoji: String,
}

/// Answer to `list_reactions`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReactionList {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub reactions: Vec<Reactor>,
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
