//! A thread: under its root how many replied and who last, and beside the channel (over it, where that is narrow) what they
//! said. Its messages and its composer are those of a conversation.

use super::{
    Ui,
    channel_list::row::title,
    conversation::conversation,
    kit::{
        El, Glyph, Local, avatar, button,
        dom::{find, key},
        el, icon,
    },
    message::{Place, gestures::Gestures, message_row},
};
use crate::{
    store::{
        Action, Change, Key,
        view::{self, MessageView},
    },
    strings,
};
use madang_protocol::{ChannelId, Seq, Thread};

/// The thread on screen.
pub fn thread(ui: &Ui, thread_id: ChannelId) -> El {
    let (store, label) = (ui.store, ui.words.text(strings::THREAD__TITLE));
    let pane = el("section", "madang-thread").attr("aria-label", &label).child(bar(ui, &thread_id));
    pane.child(conversation(ui, thread_id)).on("keydown", move |event| {
        if key(&event) == "Escape" && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            store.dispatch(Action::ThreadClosed);
        }
    })
}

/// Its head: back, whose channel it is of, and whether one follows it.
pub fn bar(ui: &Ui, thread_id: &ChannelId) -> El {
    let (store, words) = (ui.store, ui.words);
    let back = |class: &str, glyph, label| {
        let back = button(class).attr("aria-label", &words.text(label)).child(icon(glyph));
        back.on("click", move |_| store.dispatch(Action::ThreadClosed))
    };
    let heading = el("div", "madang-panel__heading");
    heading.append(&el("h2", "madang-panel__title").text(&words.text(strings::THREAD__TITLE)));
    let home_id = thread_id.home();
    let place = el("div", "madang-panel__subtitle").sync(move |place| {
        store.watch(Change::Channel(home_id.clone()));
        place.0.set_text_content(Some(&store.read(|model| title(words, model, &home_id))));
    });
    let id = thread_id.clone();
    let follow = el("div", "madang-thread__follow").draw(move |host| {
        let following = store
            .get(Change::Channel(id.clone()), |model| Some(model.channels.by_id.get(&id)?.thread.as_ref()?.following));
        let Some(following) = following else { return };
        let label = if following { strings::THREAD__UNFOLLOW__LABEL } else { strings::THREAD__FOLLOW__LABEL };
        let id = id.clone();
        let press = button("madang-text-button").text(&words.text(label));
        host.append(&press.on("click", move |_| store.dispatch(Action::FollowPressed(id.clone()))));
    });
    el("div", "madang-thread__bar")
        .child(back("madang-icon-button madang-panel__back", Glyph::Back, strings::PANEL__BACK__LABEL))
        .child(heading.child(place))
        .child(follow)
        .child(back("madang-icon-button madang-thread__close", Glyph::Close, strings::THREAD__CLOSE__LABEL))
}

/// The message that is answered, above the replies. What is done to it is done in its channel.
pub fn root(ui: &Ui, thread_id: &ChannelId) -> Option<El> {
    let (channel_id, seq) = thread_id.root()?;
    let (ui, store, id) = (ui.clone(), ui.store, thread_id.clone());
    let host = el("div", "madang-thread__root");
    let gestures = Gestures::new(&ui, channel_id.clone(), &host);
    let (clicks, keys, hover, focus, menu) =
        (gestures.clone(), gestures.clone(), gestures.clone(), gestures.clone(), gestures);
    let known = move || {
        store.watch(Change::Threads);
        store.watch(Change::Channel(id.clone()));
        let key = store.read(|model| model.message(&id.home(), &Key::Seq(seq)).map(|message| model.key(message)));
        key.map(|key| match key {
            Key::Own(client_id) => client_id.0,
            Key::Seq(_) => String::new(),
        })
    };
    let drawn = host.choice(known, move |own| {
        let key = if own.is_empty() { Key::Seq(seq) } else { Key::Own(own.into()) };
        message_row(&ui, channel_id.clone(), key, Local::new(Place { first: true, last: true, arrived: false }))
    });
    let drawn = drawn
        .on("click", move |event| {
            event.stop_propagation();
            clicks.click(&event);
        })
        .on("contextmenu", move |event| {
            event.stop_propagation();
            menu.context_menu(&event);
        })
        .on("pointerover", move |event| {
            event.stop_propagation();
            hover.reveal(&event);
        })
        .on("focusin", move |event| {
            event.stop_propagation();
            focus.reveal(&event);
        })
        .on("keydown", move |event| {
            // Arrows walk on into the replies.
            if !["ArrowUp", "ArrowDown", "Home", "End", "Escape"].contains(&key(&event).as_str()) {
                event.stop_propagation();
                keys.key(&event);
            }
        });
    Some(drawn)
}

/// How many replied to a message, who last and when: leads to the thread.
pub fn pill(ui: &Ui, channel_id: &ChannelId, seq: Seq, thread: &Thread) -> El {
    let (store, words) = (ui.store, ui.words);
    let pill = button("madang-message__thread").attr("data-act", "thread").attr("data-root", &seq.0.to_string());
    let thread_id = channel_id.thread(seq);
    let unread = store.read(|model| model.unread_threads.contains(&thread_id));
    pill.set("data-unread", unread.then_some(""));
    let faces = el("span", "madang-message__faces");
    for user_id in &thread.user_ids {
        let user = store.read(|model| view::user(model, user_id));
        faces.append(&avatar(&words.name(&user), user_id.as_str(), user.profile_url.as_deref(), false));
    }
    pill.append(&faces);
    pill.append(&el("span", "madang-message__replies").text(&words.count(strings::THREAD__REPLIES, thread.replies)));
    if unread {
        pill.append(&el("span", "madang-hidden").text(&words.text(strings::THREAD__UNREAD__LABEL)));
    }
    pill.child(el("time", "").text(&words.when(thread.at)))
}

/// Under a message what is said in its thread; of a reply that is in both places, where else it is.
pub fn foot(ui: &Ui, channel_id: &ChannelId, message: &MessageView) -> Option<El> {
    if let (Some(seq), Some(thread)) = (message.seq, message.thread.as_ref().filter(|thread| thread.replies > 0)) {
        return Some(pill(ui, channel_id, seq, thread));
    }
    let said = message.in_channel.filter(|_| !message.deleted)?;
    let also = button("madang-message__also").attr("data-act", "elsewhere").attr("data-quoted", &said.0.to_string());
    Some(also.text(&ui.words.text(strings::THREAD__ALSO__TEXT)))
}

/// Whether the reply is said in the channel as well; nothing in a channel.
pub fn also(ui: &Ui, channel_id: &ChannelId) -> Option<El> {
    channel_id.root()?;
    let store = ui.store;
    let tick = el("input", "").attr("type", "checkbox").sync(move |tick| {
        let on = store.get(Change::Panel, |model| model.panel.in_channel);
        // Any object takes a property.
        let _ = js_sys::Reflect::set(&tick.0, &"checked".into(), &on.into());
    });
    let tick = tick.on("change", move |event| {
        let on = event.target().and_then(|tick| js_sys::Reflect::get(&tick, &"checked".into()).ok());
        store.dispatch(Action::InChannelChosen(on.is_some_and(|on| on.is_truthy())));
    });
    let text = el("span", "").text(&ui.words.text(strings::THREAD__ALSO__LABEL));
    let id = channel_id.clone();
    // Files belong to one message.
    let hidden = move || store.get(Change::Attachments(id.clone()), |model| view::carries(model, &id));
    let line = el("label", "madang-thread__also").child(tick).child(text);
    Some(line.sync(move |line| line.set("hidden", hidden().then_some(""))))
}

/// The way to the threads that one follows, with how many have something new.
pub fn threads(ui: &Ui) -> El {
    let (store, words, ui) = (ui.store, ui.words, ui.clone());
    let count = el("span", "madang-badge").attr("aria-hidden", "true");
    let shown = count.clone();
    let open = button("madang-icon-button madang-threads").child(icon(Glyph::Thread)).child(count);
    open.sync(move |open| {
        let unread = store.get(Change::Threads, view::unread_threads);
        shown.set("hidden", (unread == 0).then_some(""));
        shown.0.set_text_content(Some(&words.number(unread.min(99))));
        let label = match unread {
            0 => words.text(strings::THREADS__LABEL),
            _ => words.count(strings::THREADS__UNREAD, unread),
        };
        open.set("aria-label", Some(&label));
    })
    .on("click", move |_| super::parts::show(&ui, "threads", &[]))
}

/// The row of the root in the channel, for the focus to go back to.
pub fn row_of(panel: &web_sys::Element, thread_id: &ChannelId) -> Option<web_sys::Element> {
    let (_, seq) = thread_id.root()?;
    let row = ["[data-channel] .madang-message[data-seq=\"", &seq.0.to_string(), "\"]"].concat();
    find(panel, &row)
}
