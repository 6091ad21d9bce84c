//! Channels as the list and the header show them.

use super::*;

/// Unread messages of all channels, as far as the user wants to be told, and threads with something unread.
pub fn total_unread(model: &Model) -> u32 {
    let channels = model.channels.by_id.values().filter(|view| view.thread.is_none());
    let told = |id: &&ChannelId| of_home(model, id).is_none_or(|view| preference(view).notify != Notify::None);
    let threads = u32::try_from(model.unread_threads.iter().filter(told).count()).unwrap_or(u32::MAX);
    channels.map(told_unread).fold(threads, u32::saturating_add)
}

/// Followed threads with something unread.
pub fn unread_threads(model: &Model) -> u32 {
    u32::try_from(model.unread_threads.len()).unwrap_or(u32::MAX)
}

/// Whether the thread of this message has something new for the user.
pub fn is_unread(model: &Model, channel_id: &ChannelId, root: Option<Seq>) -> bool {
    root.is_some_and(|root| model.unread_threads.contains(&channel_id.thread(root)))
}

/// What stands in the list, in its order.
#[derive(Debug, Clone, PartialEq)]
pub enum ChannelRow {
    Channel(ChannelId),
    /// Shows and hides those that were put away, which stand below it.
    Archive,
}

/// The rows of the list.
pub fn channel_rows(model: &Model) -> Vec<ChannelRow> {
    let archived = |id: &&ChannelId| model.channels.by_id.get(id).is_some_and(is_archived);
    let order = model.channels.order.iter();
    let mut rows: Vec<ChannelRow> =
        order.clone().filter(|id| !archived(id)).cloned().map(ChannelRow::Channel).collect();
    if rows.len() < model.channels.order.len() {
        rows.push(ChannelRow::Archive);
        if model.panel.archive {
            rows.extend(order.filter(archived).cloned().map(ChannelRow::Channel));
        }
    }
    rows
}

/// What a channel is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Title {
    Name(String),
    /// The other members of an unnamed group.
    Members(Vec<User>),
    /// Not known yet.
    Unknown,
}

/// What a channel is called.
pub fn channel_title(model: &Model, channel_id: &ChannelId) -> Title {
    let Some(view) = model.channels.by_id.get(channel_id) else { return Title::Unknown };
    if !view.channel.name.is_empty() {
        return Title::Name(view.channel.name.clone());
    }
    match view.some_members.is_empty() {
        true => Title::Unknown,
        false => Title::Members(view.some_members.iter().map(|id| user(model, id)).collect()),
    }
}

/// The other person of a 1:1 channel.
pub fn partner(model: &Model, channel_id: &ChannelId) -> Option<UserId> {
    let view = model.channels.by_id.get(channel_id)?;
    match (view.channel.kind, view.channel.member_count, view.some_members.as_slice()) {
        (ChannelKind::Group, 2, [partner]) => Some(partner.clone()),
        _ => None,
    }
}

/// Whether several may have read what one writes. Of a 1:1 the ticks tell it, and of an open channel nobody.
pub fn is_group(model: &Model, channel_id: &ChannelId) -> bool {
    let view = model.channels.by_id.get(channel_id);
    view.is_some_and(|view| {
        view.channel.kind == ChannelKind::Group && view.channel.member_count > 2 && view.thread.is_none()
    })
}

/// The second line of a channel's row: who wrote what last. Of a pending own message as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub author: Option<User>,
    pub own: bool,
    pub text: String,
    /// The first file's name; empty: a voice message.
    pub file: Option<String>,
    pub deleted: bool,
    pub at: TimeMs,
}

fn called(file: &File) -> String {
    if file.waveform.is_some() { String::new() } else { file.name.clone() }
}

/// The newest message of a channel in short.
pub fn preview(model: &Model, channel_id: &ChannelId) -> Option<Preview> {
    if let Some(pending) = model.outbox.iter().rev().find(|pending| pending.channel_id == *channel_id) {
        return Some(Preview {
            author: None,
            own: true,
            text: pending.text.clone(),
            file: pending.files.first().map(|held| called(&held.file)),
            deleted: false,
            at: pending.created_at,
        });
    }
    let message = model.channels.by_id.get(channel_id)?.last_message.as_ref();
    let message = message.filter(|message| !model.blocked.contains(&message.user_id))?;
    // Only what the page's backend says has words of its own.
    if message.admin.is_some() && message.text.is_empty() {
        return None;
    }
    Some(Preview {
        author: message.is_said().then(|| user(model, &message.user_id)),
        own: message.is_said() && model.me() == Some(&message.user_id),
        text: message.text.clone(),
        file: message.files.first().map(called),
        deleted: message.deleted,
        at: message.created_at,
    })
}

/// Whether a channel has pinned messages, as far as this side heard.
pub fn has_pins(model: &Model, channel_id: &ChannelId) -> bool {
    model.channels.by_id.get(channel_id).is_some_and(|view| view.has_pins)
}

/// Whether the user may pin: operators, and both people of a 1:1.
pub fn may_pin(model: &Model, channel_id: &ChannelId) -> bool {
    let view = model.channels.by_id.get(channel_id);
    view.filter(|view| view.thread.is_none()).is_some_and(|view| {
        let joined = view.me.as_ref().filter(|me| me.state == MemberState::Joined);
        joined.is_some_and(|me| me.role == Role::Operator || view.channel.distinct)
    })
}

/// Unread messages of one channel.
pub fn unread(model: &Model, channel_id: &ChannelId) -> u32 {
    model.channels.by_id.get(channel_id).map_or(0, count)
}

/// Who types in a channel now.
pub fn typists(model: &Model, channel_id: &ChannelId) -> Vec<User> {
    let typists = model.typing.get(channel_id).into_iter().flatten();
    let heard = typists.filter(|typist| !model.blocked.contains(&typist.user_id));
    heard.map(|typist| user(model, &typist.user_id)).collect()
}

/// Whether somebody is connected; `None` when unknown.
pub fn presence<'a>(model: &'a Model, user_id: &UserId) -> Option<&'a UserPresence> {
    model.presence.get(user_id)
}

/// The text in a channel's composer.
pub fn draft(model: &Model, channel_id: &ChannelId) -> String {
    model.drafts.get(channel_id).cloned().unwrap_or_default()
}
