//! The timeline's scroller in the DOM: applies what [`super::scroll`] computes. It measures, keeps the anchor, follows
//! the bottom, asks for pages, and tells what was seen.

mod state;

use super::scroll::{self, Pill};
use crate::{
    store::{Action, Change, Store, Timeline, view::Row},
    ui::kit::{
        El, Local,
        dom::{focusable, focused, later, next_frame},
        effect,
    },
};
use madang_protocol::{ChannelId, Seq};
use state::{HAND_MS, State, Target, now_ms, offset, size};
use std::{cell::Cell, rc::Rc};
use web_sys::Element;

/// A view that did not move for so long rests.
const REST_MS: i32 = 100;
/// How long a sought message stands out.
const SOUGHT_MS: i32 = 1_800;

/// A mounted block: its first message and its rows. Copies share the rows.
#[derive(Clone)]
pub struct Page {
    pub from: Seq,
    pub rows: Local<Vec<Row>>,
}

/// One timeline's scroller; copies are the same one.
#[derive(Clone)]
pub struct Scroller(Rc<State>);

impl Scroller {
    /// Of the scrolling element, with the spacers in it.
    pub fn new(store: Store, channel_id: ChannelId, node: &El, above: &El, below: &El) -> Self {
        Self(Rc::new(State::new(store, channel_id, node, above, below)))
    }

    /// The keys of what is mounted.
    pub fn mounted(&self) -> Local<Vec<String>> {
        self.0.mounted.clone()
    }

    /// The mounted block of this key.
    pub fn page(&self, key: &str) -> Option<Page> {
        let from = key.parse().ok().map(Seq)?;
        self.0.pages.borrow().iter().find(|page| page.from == from).cloned()
    }

    pub fn pill(&self) -> Local<Pill> {
        self.0.pill.clone()
    }

    /// [`Self::recut`] before the next frame.
    fn recut_soon(&self) {
        self.once(|state| &state.changed, Self::recut);
    }

    /// Does it in the next frame, while the timeline is there; once, however often it is asked for meanwhile.
    fn once(&self, due: fn(&State) -> &Cell<bool>, run: fn(&Self)) {
        if due(&self.0).replace(true) {
            return;
        }
        let this = self.clone();
        next_frame(Box::new(move || {
            due(&this.0).set(false);
            if this.0.node.is_connected() {
                run(&this);
            }
        }));
    }

    /// The messages changed: cut them anew, and give each mounted block its rows. Blocks that stay as they were hear
    /// nothing.
    pub fn recut(&self) {
        let state = &*self.0;
        let (blocks, own) = state.store.read(|model| {
            // Own messages wait for their number even where nothing of the channel was ever heard.
            let empty = Timeline::default();
            let timeline = model.timelines.get(&state.channel_id).unwrap_or(&empty);
            let mut own = model.outbox.iter().filter(|pending| pending.channel_id == state.channel_id);
            (state.cut(timeline, own.clone().next().is_none()), own.next_back().map(|own| own.client_id.clone()))
        });
        *state.blocks.borrow_mut() = blocks;
        if own.is_some() && *state.own.borrow() != own {
            state.follow();
        }
        *state.own.borrow_mut() = own;
        let sought = state.sought();
        if let Some(seq) = sought {
            state.seeking.set(Target::Message(seq));
            state.following.set(false);
        }
        state.count_arrived();
        self.mount(true);
        let pages = state.pages.borrow().clone();
        for page in pages {
            let rows = state.rows(page.from);
            page.rows.set(rows);
        }
        if sought.is_some() {
            // Where no block changes its height, nothing else would tell.
            let this = self.clone();
            next_frame(Box::new(move || this.settle()));
        }
    }

    /// Mounts the blocks on screen, and to `widen` that some near it; sizes the spacers.
    fn mount(&self, widen: bool) {
        let state = &*self.0;
        let heights: Vec<f64> = state.blocks.borrow().iter().map(|block| block.height).collect();
        let view = state.view();
        let top = match (state.following.get(), state.seeking.get() != Target::Nothing) {
            (true, _) => heights.iter().sum::<f64>() - view.view,
            (false, true) => state.target_offset(&heights),
            (false, false) => state.anchored(&heights).unwrap_or_else(|| view.top - state.head()),
        };
        let blocks = state.blocks.borrow();
        let now = state.pages.borrow().clone();
        let mut places = now.iter().filter_map(|page| scroll::place(&blocks, page.from));
        let first = places.next();
        let held = first.map_or(0..0, |first| first..places.next_back().unwrap_or(first) + 1);
        let mounted = scroll::mounted(&heights, top, view.view, held, widen);
        let wanted: Vec<Seq> = blocks.get(mounted.range).unwrap_or_default().iter().map(|block| block.from).collect();
        drop(blocks);
        size(&state.above, mounted.above);
        size(&state.below, mounted.below);
        if now.iter().map(|page| page.from).eq(wanted.iter().copied()) {
            return;
        }
        let page = |from: Seq| {
            let kept = now.iter().find(|page| page.from == from).cloned();
            kept.unwrap_or_else(|| Page { from, rows: Local::new(state.rows(from)) })
        };
        let keys = wanted.iter().map(|from| from.0.to_string()).collect();
        *state.pages.borrow_mut() = wanted.into_iter().map(page).collect();
        state.mounted.set(keys);
    }

    /// The user (or we) scrolled.
    pub fn scrolled(&self) {
        let state = &*self.0;
        let view = state.view();
        let now = now_ms();
        state.moved_at.set(now);
        let by_hand = now - state.hand_at.get() < HAND_MS;
        let before = state.before.get();
        state.following.set(scroll::follows(state.following.get(), before, view, by_hand));
        if (view.content - before.content).abs() >= 1.0 {
            // What grew above since then was not measured yet: it must not pass for a scroll.
            state.keep();
        }
        let view = state.view();
        state.before.set(view);
        state.remember();
        // Whoever passes whole screens has left what lies around this one before it is there.
        let passed = (view.top - state.heard_at.replace(view.top)).abs();
        self.mount(passed < view.view / 2.0);
        self.widen();
        match state.following.get() && view.below() > scroll::NEAR {
            true => self.settle(),
            false => state.look(),
        }
    }

    /// A wheel, a finger or the scroll bar: what moves now is the user's.
    pub fn touched(&self) {
        self.0.hand_at.set(now_ms());
    }

    /// Mounted blocks or the view have another height now (before the frame is painted).
    pub fn measured(&self, resized: &[Element]) {
        for element in resized {
            let from = element.get_attribute("data-from").and_then(|from| from.parse().ok()).map(Seq);
            let height = element.get_bounding_client_rect().height();
            // Nothing is as tall as that in a panel that is not shown; a block may be, whose only row begins before it.
            let shown = height > 0.0 || element.is_connected() && element.child_element_count() == 0;
            let mut blocks = self.0.blocks.borrow_mut();
            if let Some(block) = blocks.iter_mut().find(|block| Some(block.from) == from && shown) {
                (block.height, block.measured) = (height, true);
            }
        }
        self.settle();
    }

    /// After measuring: put the view where it belongs, still before the frame is painted.
    pub fn settle(&self) {
        let state = &*self.0;
        let node = &state.node;
        if let Some((target, distance)) = state.target() {
            let view = state.view();
            let top = view.top + offset(node, &target) - distance;
            node.set_scroll_top(top as i32);
            if let Target::Message(_) = state.seeking.replace(Target::Nothing) {
                self.point_at(target);
            }
            let now = state.view();
            state.following.set(now.below() <= scroll::NEAR);
            state.before.set(now);
            state.remember();
        }
        state.keep();
        state.before.set(state.view());
        state.remember();
        self.once(
            |state| &state.framed,
            |this| {
                // What was measured may be lower than it was taken for.
                this.mount(false);
                this.0.look();
            },
        );
        self.widen();
    }

    /// Mounts more once the view rests; in a frame, so that what it moves is made up for before anybody sees it.
    fn widen(&self) {
        if self.0.widening.replace(true) {
            return;
        }
        let this = self.clone();
        later(
            REST_MS,
            Box::new(move || {
                this.0.widening.set(false);
                if !this.0.node.is_connected() {
                    return;
                }
                match now_ms() - this.0.moved_at.get() < f64::from(REST_MS) {
                    true => this.widen(),
                    false => this.once(|state| &state.widening, |this| this.mount(true)),
                }
            }),
        );
    }

    /// Shows for a moment which message was sought. Whoever came from within the timeline goes on from there.
    fn point_at(&self, row: Element) {
        let state = &*self.0;
        if focused(&state.node).is_some_and(|now| state.node.contains(Some(&now)) && now != state.node) {
            focusable(&row);
        }
        // The name is valid.
        let _ = row.set_attribute("data-sought", "");
        later(SOUGHT_MS, Box::new(move || drop(row.remove_attribute("data-sought"))));
        state.store.dispatch(Action::MessageFound(state.channel_id.clone()));
    }

    /// To the newest messages.
    pub fn to_latest(&self) {
        let state = &*self.0;
        let newer =
            state.store.read(|model| model.timelines.get(&state.channel_id).is_some_and(|timeline| timeline.has_after));
        if newer {
            state.store.dispatch(Action::LatestPressed(state.channel_id.clone()));
        }
        state.follow();
        self.mount(true);
        self.settle();
    }

    /// The user's attention changed: what is on screen may now be seen.
    pub fn look(&self) {
        self.0.look();
    }
}

/// Repaints the timeline when rows or attention change: once a frame, however many messages come.
pub fn listen(scroller: &Scroller, store: Store, channel_id: ChannelId) {
    let (cut, drawn) = (scroller.clone(), Cell::new(false));
    effect(move || {
        store.watch(Change::Rows(channel_id.clone()));
        store.watch(Change::Channel(channel_id.clone()));
        match drawn.replace(true) {
            true => cut.recut_soon(),
            false => cut.recut(),
        }
    });
    let look = scroller.clone();
    effect(move || {
        store.watch(Change::Panel);
        look.look();
    });
}
