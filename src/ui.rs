//! What people see: components in the order in which a user meets them.
//!
//! They read the model through the store, dispatch gestures, and never know the client. Classes are private, parts and
//! custom properties public (docs/THEMING.md). [`Panel`] is the Leptos component; what is in it is built with
//! [`kit::el`] for the sake of size.

pub mod admin;
pub mod banner;
pub mod channel_list;
pub mod composer;
pub mod conversation;
pub mod details;
pub mod files;
pub mod kit;
pub mod live;
pub mod message;
pub mod panel;
pub mod parts;
pub mod picker;
pub mod pins;
pub mod state;
pub mod thread;
pub mod timeline;
pub mod typing;

pub use panel::Panel;

use crate::{
    intl::Words,
    store::{Key, Store},
};
use kit::Local;
use madang_protocol::ChannelId;

/// What every component is given: one pointer, so that a closure that keeps it stays small.
pub type Ui = std::rc::Rc<Given>;

/// The parts of one widget that its components share.
pub struct Given {
    pub store: Store,
    pub words: Words,
    pub live: live::Live,
    pub overlay: panel::overlay::Overlay,
    /// Fetches what is plain JavaScript; absent where the components stand alone.
    pub parts: Option<js_sys::Function>,
    pub picker: picker::Picker,
    /// Long messages that are shown whole.
    pub unfolded: Local<Vec<(ChannelId, Key)>>,
    pub files: crate::files::Files,
}
