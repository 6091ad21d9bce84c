//! Building blocks that know nothing of chat.

pub mod avatar;
pub mod dom;
pub mod el;
pub mod icon;
pub mod menu;
pub mod observer;
pub mod order;
pub mod room;

pub use avatar::avatar;
pub use el::{El, Local, button, effect, el};
pub use icon::{Glyph, icon};
pub use menu::{Choice, MenuItem, menu};
pub use observer::Observer;
pub use room::room;
