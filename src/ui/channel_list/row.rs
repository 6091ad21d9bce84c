//! One conversation in the list.

use crate::{
    intl::Words,
    store::{
        Action, Change, Model,
        view::{self, Preview, Title},
    },
    strings,
    ui::{
        Ui,
        kit::{El, Glyph, Local, avatar, button, el, icon},
    },
};
use madang_protocol::{ChannelId, ChannelKind, Notify};

/// A button that opens it. `current` is the row that has, or had last, the focus.
pub fn channel_row(ui: &Ui, channel_id: ChannelId, current: Local<Option<ChannelId>>) -> El {
    let (ui, store) = (ui.clone(), ui.store);
    let (open, focus, id) = (channel_id.clone(), channel_id.clone(), channel_id.0.clone());
    let focused = current.clone();
    let index = channel_id.clone();
    let row = button("madang-channels__row").attr("data-channel-id", &id);
    let row = row
        .on("focus", move |_| focused.set(Some(focus.clone())))
        .on("click", move |_| store.dispatch(Action::ChannelOpened(open.clone())))
        .sync(move |row| {
            let tabbed = match current.get() {
                Some(current) => current == index,
                None => store.read(|model| model.channels.order.first() == Some(&index)),
            };
            row.set("tabindex", Some(if tabbed { "0" } else { "-1" }));
        })
        .draw(move |row| paint(&ui, &channel_id, row));
    el("li", "").attr("role", "listitem").child(row)
}

fn paint(ui: &Ui, channel_id: &ChannelId, row: &El) {
    let words = ui.words;
    ui.store.watch(Change::Channel(channel_id.clone()));
    if let Some(partner) = ui.store.read(|model| view::partner(model, channel_id)) {
        ui.store.watch(Change::Presence(partner));
    }
    let named = ui.store.read(|model| view::unread_mentions(model, channel_id));
    let (title, preview, unread, group, online) = ui.store.read(|model| {
        let view = model.channels.by_id.get(channel_id);
        let group = view.is_some_and(|view| view.channel.kind == ChannelKind::Open || view.channel.member_count > 2);
        let partner = view::partner(model, channel_id);
        let online =
            partner.and_then(|partner| view::presence(model, &partner)).is_some_and(|presence| presence.online);
        let (title, preview) = (title(words, model, channel_id), view::preview(model, channel_id));
        (title, preview, view::unread(model, channel_id), group, online)
    });
    let kept = ui.store.read(|model| model.channels.by_id.get(channel_id).map(view::preference)).unwrap_or_default();
    let pinned = kept.pinned_at.map(|_| (Glyph::Pin, strings::CHANNEL__PINNED__LABEL));
    let (notify, muted) = match kept.notify {
        Notify::All => ("all", None),
        Notify::Mentions => ("mentions", None),
        Notify::None => ("none", Some((Glyph::Mute, strings::CHANNEL__MUTED__LABEL))),
    };
    let marks = pinned.into_iter().chain(muted);
    let time = preview.as_ref().map(|preview| words.when(preview.at)).unwrap_or_default();
    let last = preview.map_or_else(|| words.text(strings::CHANNEL__LAST__NONE), |preview| line(words, preview, group));
    row.set("data-unread", (unread > 0).then_some(""));
    row.append(&face(ui, channel_id, &title, online));
    let name = el("span", "madang-channels__name").child(el("bdi", "").text(&title));
    for (glyph, label) in marks {
        name.append(&icon(glyph));
        name.append(&el("span", "madang-hidden").text(&words.text(label)));
    }
    row.append(&name);
    row.set("data-notify", Some(notify));
    row.append(&el("span", "madang-channels__time").text(&time));
    row.append(&el("span", "madang-channels__last").child(el("bdi", "").text(&last)));
    if unread > 0 {
        let count = [words.number(unread.min(99)).as_str(), if unread > 99 { "+" } else { "" }].concat();
        let shown = el("span", "").attr("aria-hidden", "true").text(&count);
        let said = el("span", "madang-hidden").text(&words.count(strings::CHANNEL__UNREAD, unread));
        let badges = el("span", "madang-channels__badges");
        if named > 0 {
            let shown = el("span", "").attr("aria-hidden", "true").text(&["@", &words.number(named.min(99))].concat());
            let said = el("span", "madang-hidden").text(&words.count(strings::CHANNEL__MENTIONS, named));
            badges.append(&el("span", "madang-channels__mentions madang-badge").child(shown).child(said));
        }
        row.append(&badges.child(el("span", "madang-channels__badge madang-badge").child(shown).child(said)));
    }
}

/// What a channel is called in this language.
pub fn title(words: Words, model: &Model, channel_id: &ChannelId) -> String {
    match view::channel_title(model, channel_id) {
        Title::Name(name) => name,
        Title::Members(users) => users.iter().map(|user| words.name(user)).collect::<Vec<_>>().join(", "),
        Title::Unknown => words.text(strings::CHANNEL__NAME__UNKNOWN),
    }
}

/// A channel's face: its cover, where that is a file of ours too.
pub fn face(ui: &Ui, channel_id: &ChannelId, title: &str, online: bool) -> El {
    // The other person's tone, wherever they are met.
    let (picture, partner) = ui.store.read(|model| (picture(model, channel_id), view::partner(model, channel_id)));
    let id = partner.as_ref().map_or(channel_id.as_str(), |partner| partner.as_str());
    let face = avatar(title, id, picture.as_deref(), online);
    let file_id = picture.as_deref().and_then(|path| path.strip_prefix("/files/"));
    face.maybe(file_id.map(|file_id| {
        let place = el("span", "madang-avatar__picture").attr("data-kind", "cover").attr("data-file-id", file_id);
        ui.files.call("show", &[&place.0]);
        place
    }))
}

/// The cover, or the one other person's picture.
fn picture(model: &Model, channel_id: &ChannelId) -> Option<String> {
    let view = model.channels.by_id.get(channel_id)?;
    view.channel.cover_url.clone().or_else(|| view::user(model, &view::partner(model, channel_id)?).profile_url)
}

fn line(words: Words, preview: Preview, group: bool) -> String {
    let text = match preview.file.filter(|_| preview.text.is_empty()) {
        _ if preview.deleted => words.text(strings::MESSAGE__DELETED__TEXT),
        Some(name) if name.is_empty() => words.text(strings::VOICE__NAME__TEXT),
        Some(name) => name,
        None => preview.text,
    };
    let sentence = match (preview.own, preview.author) {
        (true, _) => words.text(strings::CHANNEL__LAST__OWN),
        (false, Some(author)) if group => words.with(strings::CHANNEL__LAST__OTHER, "name", &words.name(&author)),
        _ => return text,
    };
    strings::fill(&sentence, "text", &text)
}
