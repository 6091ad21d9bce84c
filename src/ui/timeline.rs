//! The conversation's messages: blocks of rows, of which only those near the view are in the DOM.

pub mod block;
pub mod scroll;
pub mod scroller;

use super::{
    Ui,
    kit::{El, Glyph, Observer, button, el, icon, room::tell},
    message::gestures::Gestures,
    thread::root,
};
use crate::{
    store::{Action, Change, Load, Timeline},
    strings,
};
use block::block;
use madang_protocol::ChannelId;
use scroll::Pill;
use scroller::{Scroller, listen};

/// All of one channel's held messages. Drawn when there is at least one.
pub fn timeline(ui: &Ui, channel_id: ChannelId) -> El {
    let (above, below) = (el("div", "madang-timeline__spacer"), el("div", "madang-timeline__spacer"));
    let node = el("div", "madang-timeline").attr("part", "timeline").attr("tabindex", "0");
    let node = node.attr("role", "log").attr("aria-live", "off");
    let node = node.attr("aria-label", &ui.words.text(strings::TIMELINE__LOG__LABEL));
    let scroller = Scroller::new(ui.store, channel_id.clone(), &node, &above, &below);
    let (measured, log) = (scroller.clone(), node.0.clone());
    let observer = Observer::new(move |resized| {
        if resized.contains(&log) {
            tell(&log);
        }
        measured.measured(&resized);
    });
    observer.observe(&node.0);
    let observed = observer.clone();
    listen(&scroller, ui.store, channel_id.clone());

    let (mounted, pages) = (scroller.mounted(), scroller.clone());
    let (drawn, id) = (ui.clone(), channel_id.clone());
    let blocks = el("div", "madang-timeline__blocks").list(
        move || mounted.get(),
        move |key| match pages.page(key) {
            Some(page) => block(&drawn, id.clone(), page, &observer),
            None => el("div", "madang-block"),
        },
    );
    let log = el("div", "madang-timeline__log");
    // Grows with what is not mounted as well: a page that came above moves what is on screen, though no block changes.
    observed.observe(&log.0);
    let log =
        log.maybe(root(ui, &channel_id)).child(head(ui, channel_id.clone())).child(above).child(blocks).child(below);
    let gestures = Gestures::new(ui, channel_id, &node);
    let (keys, clicks, scrolled) = (gestures.clone(), gestures.clone(), scroller.clone());
    let (hover, focus) = (gestures.clone(), gestures.clone());
    let (wheel, finger, pointer) = (scroller.clone(), scroller.clone(), scroller.clone());
    let node = node
        .child(log)
        .on("scroll", move |_| scrolled.scrolled())
        .on("wheel", move |_| wheel.touched())
        .on("touchmove", move |_| finger.touched())
        .on("pointerdown", move |_| pointer.touched())
        .on("keydown", move |event| keys.key(&event))
        .on("click", move |event| clicks.click(&event))
        .on("pointerover", move |event| hover.reveal(&event))
        .on("focusin", move |event| focus.reveal(&event))
        .on("contextmenu", move |event| gestures.context_menu(&event));
    el("div", "madang-conversation").child(node).child(pill(ui, scroller))
}

/// What stands above the first held message.
fn head(ui: &Ui, channel_id: ChannelId) -> El {
    let (store, words) = (ui.store, ui.words);
    el("div", "madang-timeline__edge").attr("dir", "auto").draw(move |edge| {
        let (before, older) = store.get(Change::Channel(channel_id.clone()), |model| {
            let timeline = model.timelines.get(&channel_id);
            // Where nothing was heard yet, nobody knows where it begins.
            let unheard = |timeline: &&Timeline| timeline.load != Load::Ready && timeline.messages.is_empty();
            let heard = timeline.filter(|timeline| !unheard(timeline));
            heard.map_or((true, Load::No), |timeline| (timeline.has_before, timeline.older))
        });
        match (before, older) {
            (false, _) if channel_id.root().is_some() => {}
            (false, _) => edge.0.set_text_content(Some(&words.text(strings::TIMELINE__START__TEXT))),
            (true, Load::Failed(_)) => {
                let retry = channel_id.clone();
                edge.append(&el("span", "").text(&words.text(strings::ERROR__PAGE__TEXT)));
                let again = button("madang-text-button").text(&words.text(strings::ERROR__RETRY__ACTION));
                edge.append(&again.on("click", move |_| store.dispatch(Action::OlderReached(retry.clone()))));
            }
            (true, _) => edge.append(&el("span", "madang-spinner")),
        }
    })
}

/// The way down.
fn pill(ui: &Ui, scroller: Scroller) -> El {
    let (words, state) = (ui.words, scroller.pill());
    let shown = state.clone();
    let key = move || match shown.get() {
        Pill::Hidden => None,
        Pill::Latest => Some(String::new()),
        Pill::New(count) => Some(count.to_string()),
    };
    el("div", "madang-timeline__float").choice(key, move |_| {
        let (text, new) = match state.peek() {
            Pill::New(count) => (words.count(strings::TIMELINE__NEW, count), true),
            _ => (words.text(strings::TIMELINE__LATEST__LABEL), false),
        };
        let pill = button("madang-pill").child(icon(Glyph::Down)).child(el("span", "").text(&text));
        pill.set("data-new", new.then_some(""));
        let scroller = scroller.clone();
        pill.on("click", move |_| scroller.to_latest())
    })
}
