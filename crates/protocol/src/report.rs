//! Reports to the operators of a channel, and people whom one does not want to hear of.

use crate::{ChannelId, Seq, TimeMs, User, UserId};
use serde::{Deserialize, Serialize};

/// Why something is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportReason {
    Spam,
    Harassment,
    Inappropriate,
    Other,
    /// By a word or domain filter of the application, not by a person.
    Filtered,
}

/// `report`: a message (`seq`), or a user (`user_id`). The same again changes nothing while the first one waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeReport {
    pub channel_id: ChannelId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    pub reason: ReportReason,
    /// At most 500 characters.
    #[serde(default)]
    pub note: String,
}

/// `list_reports`: those of the channel that wait, oldest first; for operators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListReports {
    pub channel_id: ChannelId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1–100, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// `resolve_report`, by an operator: it was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResolveReport {
    pub channel_id: ChannelId,
    pub report_id: u64,
}

/// What somebody reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub report_id: u64,
    pub channel_id: ChannelId,
    /// Absent when the user as such was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// Who is reported.
    pub user_id: UserId,
    /// Who reported; with `filtered` the author.
    pub reporter_id: UserId,
    pub reason: ReportReason,
    #[serde(default)]
    pub note: String,
    /// The message's text when it was reported.
    #[serde(default)]
    pub text: String,
    pub created_at: TimeMs,
}

/// Answer to `list_reports`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportList {
    pub reports: Vec<Report>,
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `block`: hear no more of a user, or again (`on: false`); at most 1,000. The user never knows. Answered by `blocked`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    pub user_id: UserId,
    pub on: bool,
}

/// Everybody whom the user blocks. Answer to `block`, and pushed to the user's other connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blocked {
    pub user_ids: Vec<UserId>,
}
