//! Finding messages by what they say, and the place of a day in a channel.

use crate::{ChannelId, ChannelView, Message, Seq, TimeMs, User, UserId, user::is_false};
use serde::{Deserialize, Serialize};

/// `search`: messages that hold every word of `query` and fit all that is asked beside it, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Search {
    /// This channel only; otherwise all that the user may read: the own groups and the application's open channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<ChannelId>,
    /// At most 200 characters. A word matches the beginning of a word; in scripts that do not part words (Korean, Chinese,
    /// Japanese, Thai, …) it matches anywhere. Case, width and accents do not matter. `"two words"` stand side by side.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// By this author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Sent at this time or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<TimeMs>,
    /// Sent before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<TimeMs>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_file: bool,
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 20 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A message that was found. It comes without its reactions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub channel_id: ChannelId,
    pub message: Message,
    /// Where the words stand in `message.text`: start and end in UTF-16 code units, in order, apart from each other. Empty
    /// when they stand in the names of its files.
    #[serde(default)]
    pub found: Vec<(u32, u32)>,
}

/// Answer to `search`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchPage {
    pub hits: Vec<Hit>,
    /// The authors.
    pub users: Vec<User>,
    /// The channels of the hits, when none was named in the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelView>,
    /// Give it as `after` for the next page; absent on the last. A page can be short, even empty, and have a next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `locate`: where does a day begin in this channel?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Locate {
    pub channel_id: ChannelId,
    pub at: TimeMs,
}

/// Answer to `locate`: the first message sent at that time or later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Located {
    pub channel_id: ChannelId,
    /// Absent when all messages are older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<TimeMs>,
}
