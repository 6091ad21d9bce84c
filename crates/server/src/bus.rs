//! Between nodes: what happened here is told to every node's hub, this one's included. A hint only: the store is the truth.

pub mod in_process;

use crate::store::Commit;
use madang_protocol::{AppId, CursorMoved, Event, TimeMs, TypingChanged, UserId};

/// What nodes tell each other.
#[derive(Debug, Clone)]
pub enum Signal {
    /// A durable change, in commit order within its channel.
    Committed(Box<Commit>),
    CursorMoved {
        app_id: AppId,
        moved: CursorMoved,
    },
    Typing {
        app_id: AppId,
        changed: TypingChanged,
    },
    /// A user's first connection came, or the last one went.
    Presence {
        app_id: AppId,
        user_id: UserId,
        online: bool,
        at: TimeMs,
    },
    /// What only the user's own connections are told.
    Own {
        app_id: AppId,
        user_id: UserId,
        event: Box<Event>,
    },
    /// End all sockets of this user.
    Revoked {
        app_id: AppId,
        user_id: UserId,
    },
}

/// Carries signals, each node's in the order given.
pub trait Bus: Send + Sync + 'static {
    fn publish(&self, signal: Signal);
}
