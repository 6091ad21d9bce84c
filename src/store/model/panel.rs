//! What is on screen.

use super::*;

/// What is on screen.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    pub mode: Mode,
    pub open: bool,
    /// Tab visible and window focused (the browser's part of attention).
    pub attended: bool,
    pub channel: Option<ChannelId>,
    /// A thread of it, beside or over it.
    pub thread: Option<ChannelId>,
    /// The next reply is said in the channel as well.
    pub in_channel: bool,
    /// The page chose the one channel: there is no way back to a list.
    pub only_channel: bool,
    pub editing: Option<Editing>,
    /// Whether the list shows what was put away.
    pub archive: bool,
    /// What was said last in passing.
    pub notice: Option<Notice>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// A window that the launcher opens.
    #[default]
    Launcher,
    /// A part of the page.
    Inline,
    /// The whole page.
    Page,
}

/// The message being edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Editing {
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// What was submitted and awaits the answer; asked again after a reconnect.
    pub submitted: Option<String>,
    pub error: Option<ErrorCode>,
}

/// A sentence that is shown for a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    ReactionFailed,
    ReactionsFull,
    /// What a link led to is not there, or not for the user to see.
    LinkGone,
}
