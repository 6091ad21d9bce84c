//! What one user wants of a channel, or of all: nobody else sees it, and it changes nothing in the channel.

use crate::{ChannelId, Seq, TimeMs};
use serde::{Deserialize, Serialize};

/// Channels that one user may pin to the top of the list.
pub const MOST_PINNED_CHANNELS: u32 = 50;

/// Of which messages of a channel the user wants to be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    #[default]
    All,
    /// Those that name the user; only they count in the total of what is unread.
    Mentions,
    None,
}

/// How one user keeps a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    pub notify: Notify,
    /// Since when it stands at the top of the list, the newest first; absent: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<TimeMs>,
    /// The newest message when it was put away; a later one brings it back, unless `notify` is `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_seq: Option<Seq>,
    /// This message and what follows count as unread, whatever was read; ends by reading on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_from: Option<Seq>,
}

impl Preference {
    /// Whether the channel is put away, when `seq` is its newest message.
    pub fn is_archived(&self, seq: Seq) -> bool {
        self.archived_seq.is_some_and(|archived| archived >= seq || self.notify == Notify::None)
    }

    /// Up to where the channel counts as read, of which the cursor says `read`.
    pub fn read(&self, read: Seq) -> Seq {
        self.unread_from.map_or(read, |from| read.min(Seq(from.0.saturating_sub(1))))
    }
}

/// `set_preference`: what is absent stays; answered by `preference`, which the user's other connections hear too.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetPreference {
    pub channel_id: ChannelId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Count this message and what follows as unread, though the cursor stays; 0: no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_from: Option<Seq>,
}

/// Answer to `set_preference`, and pushed to the user's other connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreferenceChanged {
    pub channel_id: ChannelId,
    pub preference: Preference,
    /// How much is unread now, when `unread_from` changed; as in the channel's view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_count: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention_count: Option<u32>,
}

/// `do_not_disturb`: nothing is to ring until then (absent: it may again); answered by the same, which the user's other
/// connections hear too. Messages arrive and count as ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoNotDisturb {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<TimeMs>,
}
