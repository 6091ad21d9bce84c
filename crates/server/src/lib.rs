//! The Madang backend as a library: `serve(config, listener, shutdown)` and what it is made of.
//!
//! Reading order: [`store`] (what is remembered), [`policy`] (who may do what), then the chat, the hub and the socket.

pub mod policy;
pub mod store;
