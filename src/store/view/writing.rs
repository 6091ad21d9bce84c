//! Whether one may write in a channel, and what one may decide there.

use super::*;

/// Why one may not write now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Until then (server clock); [`TimeMs::NEVER`]: until somebody lifts it.
    Muted(TimeMs),
    /// Only operators write.
    Frozen,
    /// The next message may be sent in so many milliseconds, never 0.
    Slow(u64),
}

/// What the server's clock shows.
pub fn server_time(model: &Model, now: TimeMs) -> TimeMs {
    TimeMs(now.0.saturating_add_signed(model.session.clock_offset_ms))
}

/// Whether the user decides in this channel. Nobody does in a 1:1.
pub fn operates(model: &Model, channel_id: &ChannelId) -> bool {
    let Some(view) = model.channels.by_id.get(channel_id) else { return false };
    let inside = |me: &&Member| me.state == MemberState::Joined || view.channel.kind == ChannelKind::Open;
    let me = view.me.as_ref().filter(inside);
    !view.channel.distinct && me.is_some_and(|me| me.role == Role::Operator)
}

/// The channel's view, also for its threads: what is decided and wished of it holds in them.
pub fn of_home<'a>(model: &'a Model, channel_id: &ChannelId) -> Option<&'a ChannelView> {
    let views = &model.channels.by_id;
    views.get(&channel_id.home()).or_else(|| views.get(channel_id))
}

/// The pause between two own messages, when there is one.
pub fn pause_ms(model: &Model, channel_id: &ChannelId) -> Option<u64> {
    let view = of_home(model, channel_id)?;
    let seconds = view.channel.slow_mode_seconds.filter(|_| !operates(model, channel_id))?;
    Some(u64::from(seconds) * 1_000)
}

/// Why the user may not write in this channel, at this time of the device.
pub fn hindrance(model: &Model, channel_id: &ChannelId, now: TimeMs) -> Option<Hindrance> {
    let view = of_home(model, channel_id)?;
    let muted = view.me.as_ref().and_then(|me| me.muted_until).filter(|until| *until > server_time(model, now));
    if let Some(until) = muted {
        return Some(Hindrance::Muted(until));
    }
    if view.channel.frozen && !operates(model, channel_id) {
        return Some(Hindrance::Frozen);
    }
    pause_ms(model, channel_id)?;
    let left_ms = model.timelines.get(&channel_id.home())?.slow.write_at.0.saturating_sub(now.0);
    (left_ms > 0).then_some(Hindrance::Slow(left_ms))
}
