//! The wire between the Madang widget and server.
//!
//! One WebSocket carries JSON text frames `{"kind": …, "id": …, "body": {…}}`. A [`Command`] goes from client to
//! server, an [`Event`] from server to client; an event that answers a command repeats its `id`. Read in this order:
//! [`frame`] (the envelope), [`command`] and [`event`] (every kind on one page), then one file per topic.
//!
//! Deliberately absent: internally tagged enums (they double the decoder in the WASM) and any I/O.

pub mod admin;
pub mod channel;
pub mod close;
pub mod command;
pub mod directory;
pub mod error;
pub mod event;
pub mod file;
pub mod forward;
mod frame;
pub mod history;
pub mod id;
pub mod lean;
pub mod limits;
pub mod member;
pub mod message;
pub mod pin;
pub mod poll;
pub mod preference;
pub mod presence;
pub mod preview;
pub mod reaction;
pub mod receipt;
pub mod reply;
pub mod report;
pub mod rich_text;
pub mod scheduled;
pub mod search;
pub mod session;
pub mod thread;
pub mod typing;
pub mod user;

pub use admin::*;
pub use channel::*;
pub use close::CloseCode;
pub use command::Command;
pub use directory::*;
pub use error::*;
pub use event::Event;
pub use file::*;
pub use forward::*;
pub use frame::{Frame, FrameError};
pub use history::*;
pub use id::*;
pub use limits::Limits;
pub use member::*;
pub use message::*;
pub use pin::*;
pub use poll::*;
pub use preference::*;
pub use presence::*;
pub use preview::*;
pub use reaction::*;
pub use receipt::*;
pub use reply::*;
pub use report::*;
pub use rich_text::*;
pub use scheduled::*;
pub use search::*;
pub use session::*;
pub use thread::*;
pub use typing::*;
pub use user::*;

/// The protocol's version. A server answers a `hello` of another major version with `version_unsupported`.
pub const PROTOCOL_VERSION: u32 = 1;
