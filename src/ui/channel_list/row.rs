//! One conversation in the list.

use crate::{
    intl::{Words, use_words},
    store::{
        Action, Change, Model, Store,
        view::{self, Preview, Title},
    },
    strings,
    ui::kit::Avatar,
};
use leptos::prelude::*;
use madang_protocol::{ChannelId, ChannelKind};

/// A button that opens it.
#[component]
pub fn ChannelRow(
    channel_id: ChannelId,
    /// The row that is in the tab order.
    #[prop(into)]
    tabbed: Signal<Option<ChannelId>>,
    /// Set to the row that has the focus.
    current: RwSignal<Option<ChannelId>>,
) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let (id, open, focus, index) = (channel_id.clone(), channel_id.clone(), channel_id.clone(), channel_id.clone());
    let inside = move || {
        store.watch(Change::Channel(channel_id.clone()));
        let (title, preview, unread, picture, group) = store.read(|model| {
            let view = model.channels.by_id.get(&channel_id);
            let group =
                view.is_some_and(|view| view.channel.kind == ChannelKind::Open || view.channel.member_count > 2);
            let picture = picture(model, &channel_id);
            (
                title(words, model, &channel_id),
                view::preview(model, &channel_id),
                view::unread(model, &channel_id),
                picture,
                group,
            )
        });
        let partner = store.read(|model| view::partner(model, &channel_id));
        let online = partner.is_some_and(|partner| {
            store.get(Change::Presence(partner.clone()), |model| {
                view::presence(model, &partner).is_some_and(|presence| presence.online)
            })
        });
        let time = preview.as_ref().map(|preview| words.when(preview.at));
        let last =
            preview.map_or_else(|| words.text(strings::CHANNEL__LAST__NONE), |preview| line(words, preview, group));
        let badge = (unread > 0).then(|| {
            view! {
                <span class={"madang-channels__badge madang-badge"}>
                    <span aria-hidden="true">{words.number(unread.min(99))}{(unread > 99).then_some("+")}</span>
                    <span class={"madang-hidden"}>{words.count(strings::CHANNEL__UNREAD, unread)}</span>
                </span>
            }
        });
        view! {
            <Avatar name=title.clone() id=channel_id.0.clone() picture online />
            <span class={"madang-channels__name"} dir="auto">{title}</span>
            <span class={"madang-channels__time"}>{time}</span>
            <span class={"madang-channels__last"} dir="auto">{last}</span>
            {badge}
        }
    };
    let unread = id.clone();
    view! {
        <li role="listitem">
            <button class={"madang-channels__row"} type="button" data-channel-id={id.0.clone()}
                data-unread={move || store.get(Change::Channel(unread.clone()), |model| view::unread(model, &unread) > 0).then_some("")}
                tabindex={move || if tabbed.get().as_ref() == Some(&index) { "0" } else { "-1" }}
                on:focus=move |_| current.set(Some(focus.clone()))
                on:click=move |_| store.dispatch(Action::ChannelOpened(open.clone()))>
                {inside}
            </button>
        </li>
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

/// The cover, or the one other person's picture.
pub fn picture(model: &Model, channel_id: &ChannelId) -> Option<String> {
    let view = model.channels.by_id.get(channel_id)?;
    view.channel.cover_url.clone().or_else(|| view::user(model, &view::partner(model, channel_id)?).profile_url)
}

fn line(words: Words, preview: Preview, group: bool) -> String {
    let text = if preview.deleted { words.text(strings::MESSAGE__DELETED__TEXT) } else { preview.text };
    let sentence = match (preview.own, preview.author) {
        (true, _) => words.text(strings::CHANNEL__LAST__OWN),
        (false, Some(author)) if group => words.with(strings::CHANNEL__LAST__OTHER, "name", &words.name(&author)),
        _ => return text,
    };
    strings::fill(&sentence, "text", &text)
}
