//! Building blocks that know nothing of chat.

pub mod avatar;
pub mod dom;
pub mod icon;
pub mod menu;

pub use avatar::Avatar;
pub use icon::{Glyph, Icon};
pub use menu::{Menu, MenuItem};
