//! What the views show: pure derivations of the model.

use super::model::*;
use madang_protocol::*;

mod admin;
mod channel;
mod mentions;
mod preferences;
mod reactions;
mod rows;
mod writing;

pub use admin::*;
pub use channel::*;
pub use mentions::*;
pub use preferences::*;
pub use reactions::*;
pub use rows::*;
pub use writing::*;

/// What the slim line above the conversation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Banner {
    /// First connection, slow.
    Connecting,
    /// The line was lost; trying again.
    Reconnecting,
    /// The browser has no network.
    Offline,
    /// The page must give a fresh token.
    SignInNeeded,
    /// The server does not want this client.
    Stopped,
}

/// The banner, when there is something to say.
pub fn banner(model: &Model) -> Option<Banner> {
    match model.session.connection {
        Connection::Idle | Connection::Online => None,
        Connection::Connecting if model.session.welcomed || model.session.attempt > 0 => Some(Banner::Reconnecting),
        Connection::Connecting => Some(Banner::Connecting),
        Connection::Waiting { .. } => Some(Banner::Reconnecting),
        Connection::Offline => Some(Banner::Offline),
        Connection::Stopped { code }
            if code == CloseCode::TokenExpired.code() || code == CloseCode::Unauthorized.code() =>
        {
            Some(Banner::SignInNeeded)
        }
        Connection::Stopped { .. } => Some(Banner::Stopped),
    }
}

/// The connection in one word, for `data-state` and the host.
pub fn connection_name(connection: &Connection) -> &'static str {
    match connection {
        Connection::Idle => "idle",
        Connection::Connecting => "connecting",
        Connection::Online => "online",
        Connection::Waiting { .. } => "waiting",
        Connection::Offline => "offline",
        Connection::Stopped { .. } => "stopped",
    }
}

/// By how many characters a text is too long; `None` when it fits.
pub fn text_over(model: &Model, text: &str) -> Option<u32> {
    let count = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
    count.checked_sub(model.session.limits.text_chars).filter(|over| *over > 0)
}

/// A user's profile, or an empty one of this id.
pub fn user(model: &Model, user_id: &UserId) -> User {
    model.users.get(user_id).cloned().unwrap_or_else(|| User {
        user_id: user_id.clone(),
        nickname: String::new(),
        profile_url: None,
        visitor: false,
    })
}
