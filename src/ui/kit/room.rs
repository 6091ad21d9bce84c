//! How wide an element is, for CSS to ask: `data-room="380 520"` names the widths that it has room for, `--room` is its
//! width.
//!
//! A size container would say the same, but browsers style what is inside of one within layout, and all of it: that was
//! four fifths of the time that a message took to arrive.

use super::{
    dom::{pixels, set_style},
    el::El,
    observer::Observer,
};
use web_sys::Element;

/// The widths at which something looks different, pixels.
const ROOMS: [(i32, &str); 3] = [(380, "380"), (520, "520"), (720, "720")];

/// Keeps it told for as long as the current reactive owner lives.
pub fn room(element: &El) {
    Observer::new(|elements| elements.iter().for_each(tell)).observe(&element.0);
}

/// Now.
pub fn tell(element: &Element) {
    let width = element.client_width();
    let rooms: Vec<&str> = ROOMS.iter().filter(|(room, _)| width >= *room).map(|(_, name)| *name).collect();
    El(element.clone()).set("data-room", Some(&rooms.join(" ")));
    set_style(element, "--room", &pixels(f64::from(width)));
}
