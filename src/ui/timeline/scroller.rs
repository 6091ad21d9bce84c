//! The timeline's scroller in the DOM: applies what [`super::scroll`] computes. It measures, keeps the anchor, follows
//! the bottom, asks for pages, and tells what was seen.

use super::scroll::{self, Block, PAGE_AHEAD, Pill, View};
use crate::{
    store::{
        Action, Change, Load, Store, Timeline,
        view::{self, Row},
    },
    ui::kit::{
        El, Local,
        dom::{find, find_all, next_frame, pixels, set_style},
        effect,
    },
};
use madang_protocol::{ChannelId, ClientId, Seq};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use web_sys::Element;

/// A mounted block: its first message and its rows. Copies share the rows.
#[derive(Clone)]
pub struct Page {
    pub from: Seq,
    pub rows: Local<Vec<Row>>,
}

/// One timeline's scroller; copies are the same one.
#[derive(Clone)]
pub struct Scroller(Rc<State>);

struct State {
    store: Store,
    channel_id: ChannelId,
    node: Element,
    above: Element,
    below: Element,
    pages: RefCell<Vec<Page>>,
    mounted: Local<Vec<String>>,
    pill: Local<Pill>,
    blocks: RefCell<Vec<Block>>,
    /// The view follows the bottom.
    following: Cell<bool>,
    /// The unread divider is to be brought on screen with the first layout.
    seeking: Cell<bool>,
    /// As it was when we last looked.
    before: Cell<View>,
    /// When the user's hand was last on it, by the page's clock.
    hand_at: Cell<f64>,
    anchor: RefCell<Option<(Element, f64)>>,
    /// Newest message that was laid out, to count what arrives.
    last: Cell<Seq>,
    arrived: Cell<u32>,
    own: RefCell<Option<ClientId>>,
    seen: Cell<Seq>,
    framed: Cell<bool>,
}

impl Scroller {
    /// Of the scrolling element, with the spacers in it.
    pub fn new(store: Store, channel_id: ChannelId, node: &El, above: &El, below: &El) -> Self {
        let unread = store.read(|model| model.timelines.get(&channel_id).and_then(|timeline| timeline.unread_from));
        Self(Rc::new(State {
            store,
            channel_id,
            node: node.0.clone(),
            above: above.0.clone(),
            below: below.0.clone(),
            pages: RefCell::default(),
            mounted: Local::new(Vec::new()),
            pill: Local::new(Pill::Hidden),
            blocks: RefCell::default(),
            following: Cell::new(unread.is_none()),
            seeking: Cell::new(unread.is_some()),
            before: Cell::default(),
            hand_at: Cell::new(f64::NEG_INFINITY),
            anchor: RefCell::default(),
            last: Cell::new(Seq(u64::MAX)),
            arrived: Cell::new(0),
            own: RefCell::default(),
            seen: Cell::new(Seq(0)),
            framed: Cell::new(false),
        }))
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

    /// The messages changed: cut them anew, and give each mounted block its rows. Blocks that stay as they were hear
    /// nothing.
    pub fn recut(&self) {
        let state = &*self.0;
        let cut = state.store.read(|model| {
            let timeline = model.timelines.get(&state.channel_id)?;
            let mut own = model.outbox.iter().filter(|pending| pending.channel_id == state.channel_id);
            Some((state.cut(timeline, own.clone().next().is_none()), own.next_back().map(|own| own.client_id.clone())))
        });
        let Some((blocks, own)) = cut else { return };
        *state.blocks.borrow_mut() = blocks;
        if own.is_some() && *state.own.borrow() != own {
            state.follow();
        }
        *state.own.borrow_mut() = own;
        state.count_arrived();
        self.mount();
        let pages = state.pages.borrow().clone();
        for page in pages {
            let rows = state.rows(page.from);
            page.rows.set(rows);
        }
    }

    /// Mounts the blocks near the view and sizes the spacers.
    fn mount(&self) {
        let state = &*self.0;
        let heights: Vec<f64> = state.blocks.borrow().iter().map(|block| block.height).collect();
        let view = state.view();
        let top = match (state.following.get(), state.seeking.get()) {
            (true, _) => heights.iter().sum::<f64>() - view.view,
            (false, true) => state.unread_offset(&heights),
            (false, false) => state.anchored(&heights).unwrap_or_else(|| view.top - state.head()),
        };
        let mounted = scroll::mounted(&heights, top, view.view);
        let blocks = state.blocks.borrow();
        let wanted: Vec<Seq> = blocks.get(mounted.range).unwrap_or_default().iter().map(|block| block.from).collect();
        drop(blocks);
        size(&state.above, mounted.above);
        size(&state.below, mounted.below);
        let now = state.pages.borrow().clone();
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
        let by_hand = now_ms() - state.hand_at.get() < HAND_MS;
        state.following.set(scroll::follows(state.following.get(), state.before.get(), view, by_hand));
        state.before.set(view);
        state.remember();
        self.mount();
        match state.following.get() && view.below() > scroll::NEAR {
            true => self.settle(),
            false => state.look(),
        }
    }

    /// A wheel, a finger or the scroll bar: what moves now is the user's.
    pub fn touched(&self) {
        self.0.hand_at.set(now_ms());
    }

    /// Some mounted block has another height now (before the frame is painted).
    pub fn measured(&self, block: &Element, height: f64) {
        let from = block.get_attribute("data-from").and_then(|from| from.parse().ok()).map(Seq);
        let mut blocks = self.0.blocks.borrow_mut();
        if let Some(block) = blocks.iter_mut().find(|block| Some(block.from) == from && height > 0.0) {
            (block.height, block.measured) = (height, true);
        }
    }

    /// After measuring: put the view where it belongs, still before the frame is painted.
    pub fn settle(&self) {
        let state = &*self.0;
        let node = &state.node;
        if state.seeking.replace(false)
            && let Some(divider) = find(node, ".madang-unread")
        {
            let view = state.view();
            let top = view.top + offset(node, &divider) - view.view / 4.0;
            node.set_scroll_top(top as i32);
            let now = state.view();
            state.following.set(now.below() <= scroll::NEAR);
            state.before.set(now);
            state.remember();
        }
        let anchor = state
            .anchor
            .borrow()
            .as_ref()
            .filter(|(row, _)| row.is_connected())
            .map(|(row, before)| (*before, offset(node, row)));
        if let Some(top) = scroll::settle(state.following.get(), anchor, state.view()) {
            node.set_scroll_top(top.round() as i32);
        }
        state.before.set(state.view());
        state.remember();
        if !state.framed.replace(true) {
            let this = self.clone();
            next_frame(Box::new(move || {
                this.0.framed.set(false);
                if this.0.node.is_connected() {
                    this.mount();
                    this.0.look();
                }
            }));
        }
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
        self.mount();
        self.settle();
    }

    /// The user's attention changed: what is on screen may now be seen.
    pub fn look(&self) {
        self.0.look();
    }
}

impl State {
    fn cut(&self, timeline: &Timeline, settled: bool) -> Vec<Block> {
        let old = self.blocks.borrow();
        let first = timeline.messages.first().map_or(Seq(0), |message| message.seq);
        let last = timeline.messages.last().map_or(Seq(0), |message| message.seq);
        let starts: Vec<Seq> = old.iter().map(|block| block.from).collect();
        let starts = scroll::partition(&starts, first, last, settled);
        let at = |seq: Seq| timeline.messages.partition_point(|message| message.seq < seq) as u64;
        let end = timeline.messages.len() as u64;
        let row = scroll::row_height(&old);
        let block = |(index, from): (usize, &Seq)| {
            let messages = starts.get(index + 1).map_or(end, |next| at(*next)) - at(*from);
            match old.iter().find(|block| block.from == *from) {
                Some(known) if known.measured || known.messages == messages => Block { messages, ..*known },
                _ => Block { from: *from, messages, height: messages as f64 * row, measured: false },
            }
        };
        starts.iter().enumerate().map(block).collect()
    }

    fn rows(&self, from: Seq) -> Vec<Row> {
        let blocks = self.blocks.borrow();
        let next = blocks.iter().map(|block| block.from).find(|start| *start > from);
        self.store.read(|model| view::rows_between(model, &self.channel_id, from, next))
    }

    fn follow(&self) {
        self.following.set(true);
        self.seeking.set(false);
        self.arrived.set(0);
    }

    fn count_arrived(&self) {
        let (before, (last, new)) = (
            self.last.get(),
            self.store.read(|model| {
                let Some(timeline) = model.timelines.get(&self.channel_id) else { return (Seq(0), 0) };
                let new = timeline.messages.iter().rev().take_while(|message| message.seq > self.last.get());
                let new = new.filter(|message| model.me() != Some(&message.user_id)).count();
                (timeline.messages.last().map_or(Seq(0), |message| message.seq), new as u32)
            }),
        );
        self.last.set(last);
        if before != Seq(u64::MAX) && !self.following.get() {
            self.arrived.set(self.arrived.get() + new);
        }
        self.show_pill();
    }

    /// Height of what stands above the first block.
    fn head(&self) -> f64 {
        offset(&self.node, &self.above) + f64::from(self.node.scroll_top())
    }

    fn unread_offset(&self, heights: &[f64]) -> f64 {
        let unread =
            self.store.read(|model| model.timelines.get(&self.channel_id).and_then(|timeline| timeline.unread_from));
        let blocks = self.blocks.borrow();
        let above =
            blocks.iter().zip(heights).take_while(|(block, _)| unread.is_some_and(|unread| block.from < unread));
        let above: Vec<f64> = above.map(|(_, height)| *height).collect();
        above.iter().take(above.len().saturating_sub(1)).sum()
    }

    fn view(&self) -> View {
        View {
            top: f64::from(self.node.scroll_top()),
            view: f64::from(self.node.client_height()),
            content: f64::from(self.node.scroll_height()),
        }
    }

    /// The view's top among the blocks, by the block of the anchor: right even when blocks came above that are not laid
    /// out yet.
    fn anchored(&self, heights: &[f64]) -> Option<f64> {
        let anchor = self.anchor.borrow();
        let block = anchor.as_ref().filter(|(row, _)| row.is_connected())?.0.closest("[data-from]").ok()??;
        let from = Seq(block.get_attribute("data-from")?.parse().ok()?);
        let at = self.blocks.borrow().iter().position(|block| block.from == from)?;
        Some(scroll::top_by_anchor(heights, at, offset(&self.node, &block)))
    }

    /// Takes the first row on screen as the anchor.
    fn remember(&self) {
        let node = &self.node;
        let rows = find_all(node, ".madang-message");
        let at = rows.partition_point(|row| offset(node, row) + row.get_bounding_client_rect().height() <= 0.0);
        *self.anchor.borrow_mut() = rows.get(at).map(|row| (row.clone(), offset(node, row)));
    }

    /// Asks for pages, tells what is seen, shows the pill.
    fn look(&self) {
        let view = self.view();
        let (older, newer, attends) = self.store.read(|model| {
            let timeline = model.timelines.get(&self.channel_id);
            let may = |exists: bool, load: Load| exists && matches!(load, Load::No | Load::Ready);
            (
                timeline.is_some_and(|timeline| may(timeline.has_before, timeline.older)),
                timeline.is_some_and(|timeline| may(timeline.has_after, timeline.newer)),
                model.attends(),
            )
        });
        if older && view.top < PAGE_AHEAD {
            self.store.dispatch(Action::OlderReached(self.channel_id.clone()));
        }
        if newer && view.below() < PAGE_AHEAD {
            self.store.dispatch(Action::NewerReached(self.channel_id.clone()));
        }
        if self.following.get() {
            self.arrived.set(0);
        }
        self.show_pill();
        if attends && let Some(seq) = self.newest_on_screen(&self.node, view.view).filter(|seq| *seq > self.seen.get())
        {
            self.seen.set(seq);
            self.store.dispatch(Action::MessageSeen { channel_id: self.channel_id.clone(), seq });
        }
    }

    fn newest_on_screen(&self, node: &Element, height: f64) -> Option<Seq> {
        let rows = find_all(node, ".madang-message[data-seq]");
        let whole =
            |row: &&Element| offset(node, row) + row.get_bounding_client_rect().height().min(height) <= height + 2.0;
        let row = rows.iter().rev().find(whole)?;
        row.get_attribute("data-seq")?.parse().ok().map(Seq)
    }

    fn show_pill(&self) {
        let newer =
            self.store.read(|model| model.timelines.get(&self.channel_id).is_some_and(|timeline| timeline.has_after));
        let pill = scroll::pill(self.following.get(), newer, self.arrived.get(), self.view());
        self.pill.set(pill);
    }
}

/// A gesture moves the view for so long after it was heard.
const HAND_MS: f64 = 400.0;

fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// How far an element's top is below the scroller's.
fn offset(node: &Element, element: &Element) -> f64 {
    element.get_bounding_client_rect().top() - node.get_bounding_client_rect().top()
}

fn size(spacer: &Element, height: f64) {
    set_style(spacer, "block-size", &pixels(height));
}

/// Repaints the timeline when rows or attention change.
pub fn listen(scroller: &Scroller, store: Store, channel_id: ChannelId) {
    let cut = scroller.clone();
    effect(move || {
        store.watch(Change::Rows(channel_id.clone()));
        store.watch(Change::Channel(channel_id.clone()));
        cut.recut();
    });
    let look = scroller.clone();
    effect(move || {
        store.watch(Change::Panel);
        look.look();
    });
}
