//! The WebSocket: upgrade, one task per connection, frames over a TCP stream.

pub mod connection;
pub mod transport;
pub mod upgrade;
