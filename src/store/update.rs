//! One action in, one outcome out: the only place where the model changes.

use super::{Action, Model, Outcome};
use madang_protocol::TimeMs;

/// Applies an action at this time (device clock).
pub fn update(model: &mut Model, now: TimeMs, action: Action) -> Outcome {
    let _ = (model, now, action);
    Outcome::default()
}
