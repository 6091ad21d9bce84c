//! Whether one may write: a composer that is closed opens again by itself when its time comes.

use super::*;
use crate::store::{model::Slow, view::Hindrance};

/// Browsers know no longer time.
const LONGEST_MS: u64 = 24 * 60 * 60 * 1_000;
const SECOND_MS: u64 = 1_000;

impl Machine<'_> {
    /// Something changed that may open or close the composer on screen.
    pub(super) fn writing_checked(&mut self) {
        let Some(channel_id) = self.model.panel.channel.clone() else { return };
        let after_ms = match view::hindrance(self.model, &channel_id, self.now) {
            // Counts down by the second.
            Some(Hindrance::Slow(left_ms)) => (left_ms - 1) % SECOND_MS + 1,
            Some(Hindrance::Muted(until)) => {
                until.0.saturating_sub(view::server_time(self.model, self.now).0).clamp(1, LONGEST_MS)
            }
            Some(Hindrance::Frozen) | None => 0,
        };
        if after_ms > 0 {
            self.set_timer(Timer::Writing, after_ms);
        }
        for channel_id in self.on_screen() {
            self.out.change(Change::Writing(channel_id));
        }
    }

    /// An own message of a channel in slow mode is on its way: the next one has to wait.
    pub(super) fn slowed(&mut self, channel_id: &ChannelId) {
        let Some(pause_ms) = view::pause_ms(self.model, channel_id) else { return };
        let write_at = TimeMs(self.now.0.saturating_add(pause_ms));
        if let Some(timeline) = self.model.timelines.get_mut(&channel_id.home()) {
            timeline.slow.write_at = timeline.slow.write_at.max(write_at);
        }
        self.writing_checked();
    }

    /// The server asks to wait before the next message of this channel; what was refused goes first. Gives whether it is a
    /// channel that was opened here: only these wait alone.
    pub(super) fn slow_refused(&mut self, channel_id: &ChannelId, after_ms: u64) -> bool {
        let pause_ms = view::pause_ms(self.model, channel_id).unwrap_or(0);
        let send_at = TimeMs(self.now.0.saturating_add(after_ms));
        let Some(timeline) = self.model.timelines.get_mut(&channel_id.home()) else { return false };
        timeline.slow = Slow { send_at, write_at: TimeMs(send_at.0.saturating_add(pause_ms)) };
        self.writing_checked();
        true
    }
}
