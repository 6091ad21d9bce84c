//! How the user keeps a channel.

use super::*;

/// What the user wants of a channel.
pub fn preference(view: &ChannelView) -> Preference {
    view.preference.unwrap_or_default()
}

/// Whether a channel was put away, and nothing has brought it back.
pub fn is_archived(view: &ChannelView) -> bool {
    preference(view).is_archived(view.channel.seq)
}

/// Messages of a channel that are unread; one that was marked counts, whoever wrote it.
pub fn count(view: &ChannelView) -> u32 {
    view.unread_count.max(u32::from(preference(view).unread_from.is_some()))
}

/// How many of its messages count in the total of what is unread.
pub fn told_unread(view: &ChannelView) -> u32 {
    match preference(view).notify {
        Notify::All => count(view),
        Notify::Mentions => view.mention_count,
        Notify::None => 0,
    }
}

/// Whether the user wants to be told of a new message of the channel now.
pub fn rings(model: &Model, view: &ChannelView, mentioned: bool, now: TimeMs) -> bool {
    let wanted = match preference(view).notify {
        Notify::All => true,
        Notify::Mentions => mentioned,
        Notify::None => false,
    };
    wanted && model.undisturbed_until <= server_time(model, now)
}
