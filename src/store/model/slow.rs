//! Slow mode: when the user may write again.

use madang_protocol::TimeMs;

/// One's own turn in a channel in slow mode, by the device's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slow {
    pub write_at: TimeMs,
    /// When what was refused may be sent again.
    pub send_at: TimeMs,
}
