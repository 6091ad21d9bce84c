//! Polls: a message that asks a question. Its text is the question; everybody sees at any time how it stands.

use crate::{ChannelId, ClientId, Seq, TimeMs, User, UserId, user::is_false};
use serde::{Deserialize, Serialize};

/// Options of one poll, at most; at least two.
pub const MOST_OPTIONS: usize = 10;
/// Characters of one option.
pub const OPTION_CHARS: usize = 100;

/// What a message asks, and how it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Poll {
    pub options: Vec<PollOption>,
    /// Any number of options may be chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub multiple: bool,
    /// Nobody is told who chose what.
    #[serde(default, skip_serializing_if = "is_false")]
    pub anonymous: bool,
    /// No vote is taken from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<TimeMs>,
    /// When it was closed before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<TimeMs>,
    /// How many people chose something.
    pub voters: u32,
    /// What the reader chose, by place. In pages, and in what the reader's own connections hear of their vote; absent in
    /// what is the same for all: keep what you knew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<Vec<u32>>,
}

impl Poll {
    /// Whether votes are taken no longer.
    pub fn is_closed(&self, now: TimeMs) -> bool {
        self.closed_at.is_some() || self.closes_at.is_some_and(|at| at <= now)
    }
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PollOption {
    pub text: String,
    pub count: u32,
}

/// `send_poll`: sends a message with a poll, as `send` does; answered by `ack`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SendPoll {
    pub channel_id: ChannelId,
    pub client_id: ClientId,
    /// The question, as typed.
    pub text: String,
    /// 2–10 different ones of one line, at most 100 characters each.
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub multiple: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub anonymous: bool,
    /// Within a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<TimeMs>,
}

/// `vote`: all that the user chooses, by place; nothing takes the vote back. Answered by `message_changed`. Choosing what is
/// chosen already changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub options: Vec<u32>,
}

/// `close_poll`: by the author or an operator; answered by `message_changed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClosePoll {
    pub channel_id: ChannelId,
    pub seq: Seq,
}

/// `list_votes`: who chose what, in the order of voting; of an anonymous poll `forbidden`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListVotes {
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// Those who chose this one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What one user chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ballot {
    pub user_id: UserId,
    pub options: Vec<u32>,
}

/// Answer to `list_votes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoteList {
    pub channel_id: ChannelId,
    pub seq: Seq,
    pub votes: Vec<Ballot>,
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
