//! What is asked of the store: pages, searches, polls and scheduled messages.

use crate::shadow::Reader;
use madang_protocol::*;

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
    pub reader: Reader<'a>,
    pub seq: Seq,
    /// Who chose this one only.
    pub option: Option<u32>,
    pub after: Option<&'a str>,
    pub limit: u32,
}

/// A command about one's own scheduled messages.
#[derive(Debug, Clone)]
pub struct ScheduledFor<T> {
    pub app_id: AppId,
    pub user_id: UserId,
    pub body: T,
}

/// What changes of a scheduled message.
#[derive(Debug, Clone)]
pub struct ScheduledChange {
    pub client_id: ClientId,
    /// As typed, with whom it names.
    pub text: Option<(String, Vec<Mention>)>,
    pub send_at: Option<TimeMs>,
}

/// A scheduled message whose time has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    pub app_id: AppId,
    pub user_id: UserId,
    pub scheduled: Scheduled,
}

/// Which page of history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    Newest,
    Before(Seq),
    After(Seq),
    Around(Seq),
}

/// What is searched for; the words may be none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sought<'a> {
    /// This channel only; otherwise all that the reader may read.
    pub channel_id: Option<&'a ChannelId>,
    pub query: &'a str,
    pub author: Option<&'a UserId>,
    pub since: Option<TimeMs>,
    pub until: Option<TimeMs>,
    pub has_file: bool,
    pub after: Option<&'a str>,
    pub limit: u32,
}
