//! What people see: components in the order in which a user meets them.
//!
//! They read the model through the store, dispatch gestures, and never know the client. Classes are private, parts and
//! custom properties public (docs/THEMING.md). No `innerHTML` anywhere: an element without a dynamic attribute would be
//! cloned from a template by the view macro, so every element has its class in braces.

pub mod banner;
pub mod channel_list;
pub mod composer;
pub mod conversation;
pub mod kit;
pub mod live;
pub mod message;
pub mod panel;
pub mod state;
pub mod timeline;
pub mod typing;

pub use panel::Panel;
