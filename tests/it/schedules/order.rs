//! What can befall a client, and what it tells of itself.

use super::threads::InThread;
use madang::store::{Action, Pending};
use madang_protocol::*;
use tokio::sync::oneshot;

/// What befalls the client.
#[derive(Debug)]
pub enum Order {
    Act(Action),
    /// Changes one of its own messages: the `pick`th of those it holds.
    Edit {
        pick: u64,
        text: String,
    },
    Delete {
        pick: u64,
    },
    /// What is sent next answers the `pick`th message it holds.
    Reply {
        pick: u64,
    },
    /// Something about the thread of the `pick`th message it holds.
    Thread {
        pick: u64,
        what: InThread,
    },
    /// Puts one of a few emojis under any of the messages that it holds, or takes it away.
    React {
        pick: u64,
        emoji: u64,
    },
    /// Pins one of the messages that it holds, or takes its pin away, as a part of plain JavaScript does.
    Pin {
        pick: u64,
        on: bool,
    },
    /// Asks something of everybody.
    Poll {
        client_id: ClientId,
        multiple: bool,
    },
    /// Votes in one of the polls that it holds: a bit for each of three options.
    Vote {
        pick: u64,
        bits: u64,
    },
    /// Decides about the guest, or about the channel, as a part of plain JavaScript does; only an operator may.
    Decide(Decision),
    /// The connection dies.
    Cut(Cut),
    /// The next events that nobody asked for are lost on a live connection, as a server that overflows would lose them.
    Lose(u64),
    /// The page is loaded anew: only what was kept remains.
    Reload,
    Report(oneshot::Sender<Report>),
}

/// What operators decide of the guest, who is nobody's device: it holds up no message of others.
#[derive(Debug, Clone)]
pub enum Decision {
    Invite,
    Kick,
    Mute,
    Unmute,
    Ban,
    Unban,
    Rename(String),
    /// Of a device: what it writes is its own and the operator's.
    ShadowMute,
    ShadowUnmute,
}

/// How a connection dies.
#[derive(Debug, Clone, Copy)]
pub enum Cut {
    Closed,
    /// A reset: what waits in either direction is lost.
    Reset,
    /// In the middle of a frame of ours.
    MidFrame,
    /// Nothing is read any more, so that acks are lost, for so many milliseconds; then a reset.
    Deaf(u64),
}

/// What it knows.
#[derive(Debug, Clone)]
pub struct Report {
    pub user: String,
    pub waiting: usize,
    /// What waits, for who reads of a failure.
    pub outbox: Vec<Pending>,
    pub idle: bool,
    pub position: Rev,
    pub messages: Vec<Message>,
    /// The channel's name, and how many are in it.
    pub channel: Option<(String, u32)>,
    pub has_before: bool,
    /// The open thread, how far it is in it, and what it holds of it.
    pub thread: Option<(ChannelId, Rev, Vec<Message>)>,
    /// Client ids as they were confirmed to the page, with their place.
    pub confirmed: Vec<(ClientId, Seq)>,
    /// What was refused, because it answered what was deleted, and then sent again: out of its order.
    pub retried: Vec<ClientId>,
}
