//! What is asked of the store about pins and polls.

use madang_protocol::*;

/// A message to pin, or not to pin any longer.
#[derive(Debug, Clone)]
pub struct NewPin {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub seq: Seq,
    pub on: bool,
}

/// All that a user chooses in a poll.
#[derive(Debug, Clone)]
pub struct NewVote {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub seq: Seq,
    pub options: Vec<u32>,
}

/// A poll to close.
#[derive(Debug, Clone)]
pub struct PollClosing {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub seq: Seq,
}

/// Which page of the people who voted in a poll.
#[derive(Debug, Clone, Copy)]
pub struct Voters<'a> {
    pub seq: Seq,
    /// Who chose this one only.
    pub option: Option<u32>,
    pub after: Option<&'a str>,
    pub limit: u32,
}
