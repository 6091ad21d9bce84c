//! HTTP: the accept loop, and what is served besides the socket.

pub mod files;
pub mod frame;
pub mod health;
pub mod moderation;
pub mod platform;
pub mod previews;
pub mod serve;
pub mod widget;
