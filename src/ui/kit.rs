//! Building blocks that know nothing of chat.

pub mod avatar;
pub mod dom;
pub mod el;
pub mod icon;
pub mod menu;

pub use crate::reactive::{Local, effect};
pub use avatar::avatar;
pub use el::{El, button, el};
pub use icon::{Glyph, icon};
pub use menu::{MenuItem, menu};
