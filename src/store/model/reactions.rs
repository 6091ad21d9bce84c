//! Reactions on their way, and what is remembered of emojis.

use super::*;

/// A reaction that the user wants there (or gone).
#[derive(Debug, Clone, PartialEq)]
pub struct Reacting {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub emoji: String,
    pub on: bool,
}

impl Reacting {
    /// Whether both are of the same emoji under the same message.
    pub fn is_about(&self, other: &Self) -> bool {
        self.seq == other.seq && self.emoji == other.emoji && self.channel_id == other.channel_id
    }
}

/// What is remembered of the use of emojis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Emojis {
    /// The last one first.
    pub recent: Vec<String>,
    /// 0: none; 1–5: light to dark.
    pub tone: u32,
}

lean! { Emojis { recent, tone } }
