//! Own messages that the server has not confirmed, with their files.

use super::*;

/// An own message on its way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pending {
    pub client_id: ClientId,
    pub channel_id: ChannelId,
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<Quote>,
    /// A reply in a thread that is said in the channel as well.
    pub in_channel: bool,
    /// Whom it names: a resend says the same.
    pub mentions: Vec<Mention>,
    /// Sent when all of them are done.
    pub files: Vec<Attachment>,
    /// This device's clock; strictly ascending within one outbox.
    pub created_at: TimeMs,
    pub state: PendingState,
    /// When it was written to this socket.
    pub sent_at: Option<TimeMs>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PendingState {
    /// Will be sent, and sent again, until confirmed.
    #[default]
    Waiting,
    /// Refused for good; the user may retry or discard.
    Failed(ErrorCode),
}

/// Keeps the outbox within the server's rate.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// When the budget will be full again (device clock).
    pub full_at_ms: u64,
    /// Nothing is sent before this time: the server said so.
    pub blocked_until: TimeMs,
    /// The server refused one for speed: one at a time until one is accepted, so that none overtakes.
    pub careful: bool,
}

/// A file of a message, or of the composer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attachment {
    /// Made here, and while it is not sent the name of its bytes; of a sent file the server's id.
    pub id: ClientId,
    /// As the device says, until the server says it.
    pub file: File,
    pub state: Upload,
}

impl Attachment {
    /// Whether it goes with a message that is sent now: what failed stays behind.
    pub fn goes(&self) -> bool {
        matches!(self.state, Upload::Running(_) | Upload::Done)
    }
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Upload {
    /// Thousandths.
    Running(u32),
    Failed(ErrorCode),
    /// Its bytes were in a page that is gone.
    Lost,
    #[default]
    Done,
}
