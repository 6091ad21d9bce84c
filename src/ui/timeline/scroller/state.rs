//! What the scroller knows, and the questions it asks of DOM and model.

use super::Page;
use crate::{
    store::{
        Action, Load, Store, Timeline,
        view::{self, Row},
    },
    ui::{
        kit::{
            El, Local,
            dom::{find, find_all, pixels, set_style},
        },
        timeline::scroll::{self, Block, PAGE_AHEAD, Pill, View},
    },
};
use madang_protocol::{ChannelId, ClientId, Seq};
use std::cell::{Cell, RefCell};
use web_sys::Element;

/// What is to be brought on screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Target {
    #[default]
    Nothing,
    /// The unread divider.
    Unread,
    Message(Seq),
}

/// What the scroller knows.
pub struct State {
    pub store: Store,
    pub channel_id: ChannelId,
    pub node: Element,
    pub above: Element,
    pub below: Element,
    pub pages: RefCell<Vec<Page>>,
    pub mounted: Local<Vec<String>>,
    pub pill: Local<Pill>,
    pub blocks: RefCell<Vec<Block>>,
    /// The view follows the bottom.
    pub following: Cell<bool>,
    /// What is to be brought on screen with the next layout.
    pub seeking: Cell<Target>,
    /// As it was when we last looked.
    pub before: Cell<View>,
    /// Where the view's top was when a scroll was heard last, pixels.
    pub heard_at: Cell<f64>,
    /// When the user's hand was last on it, by the page's clock.
    pub hand_at: Cell<f64>,
    pub anchor: RefCell<Option<(Element, f64)>>,
    /// Newest message that was laid out, to count what arrives.
    pub last: Cell<Seq>,
    pub arrived: Cell<u32>,
    pub own: RefCell<Option<ClientId>>,
    pub seen: Cell<Seq>,
    pub framed: Cell<bool>,
    /// More is to be mounted: once the view rests, in the next frame.
    pub widening: Cell<bool>,
    /// When the view was scrolled last, by the page's clock.
    pub moved_at: Cell<f64>,
    /// Messages changed, and the next frame shows it.
    pub changed: Cell<bool>,
}

impl State {
    pub fn new(store: Store, channel_id: ChannelId, node: &El, above: &El, below: &El) -> Self {
        let seeking = store.read(|model| match model.timelines.get(&channel_id) {
            Some(Timeline { sought: Some(seq), .. }) => Target::Message(*seq),
            Some(Timeline { unread_from: Some(_), .. }) => Target::Unread,
            _ => Target::Nothing,
        });
        Self {
            store,
            channel_id,
            node: node.0.clone(),
            above: above.0.clone(),
            below: below.0.clone(),
            pages: RefCell::default(),
            mounted: Local::new(Vec::new()),
            pill: Local::new(Pill::Hidden),
            blocks: RefCell::default(),
            following: Cell::new(seeking == Target::Nothing),
            seeking: Cell::new(seeking),
            before: Cell::default(),
            heard_at: Cell::new(0.0),
            hand_at: Cell::new(f64::NEG_INFINITY),
            anchor: RefCell::default(),
            last: Cell::new(Seq(u64::MAX)),
            arrived: Cell::new(0),
            own: RefCell::default(),
            seen: Cell::new(Seq(0)),
            framed: Cell::new(false),
            widening: Cell::new(false),
            moved_at: Cell::new(f64::NEG_INFINITY),
            changed: Cell::new(false),
        }
    }

    pub fn cut(&self, timeline: &Timeline, settled: bool) -> Vec<Block> {
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
            match scroll::place(&old, *from).and_then(|at| old.get(at)) {
                Some(known) if known.measured || known.messages == messages => Block { messages, ..*known },
                _ => Block { from: *from, messages, height: messages as f64 * row, measured: false },
            }
        };
        starts.iter().enumerate().map(block).collect()
    }

    pub fn rows(&self, from: Seq) -> Vec<Row> {
        let blocks = self.blocks.borrow();
        let next = blocks.iter().map(|block| block.from).find(|start| *start > from);
        self.store.read(|model| view::rows_between(model, &self.channel_id, from, next))
    }

    pub fn follow(&self) {
        self.following.set(true);
        self.seeking.set(Target::Nothing);
        self.arrived.set(0);
    }

    pub fn count_arrived(&self) {
        let (before, (last, new)) = (
            self.last.get(),
            self.store.read(|model| {
                let Some(timeline) = model.timelines.get(&self.channel_id) else { return (Seq(0), 0) };
                let new = timeline.messages.iter().rev().take_while(|message| message.seq > self.last.get());
                let new = new.filter(|message| message.counts() && model.me() != Some(&message.user_id)).count();
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
    pub fn head(&self) -> f64 {
        offset(&self.node, &self.above) + f64::from(self.node.scroll_top())
    }

    /// The message that is sought, when it is held.
    pub fn sought(&self) -> Option<Seq> {
        self.store.read(|model| {
            let timeline = model.timelines.get(&self.channel_id)?;
            timeline.sought.filter(|seq| timeline.holds(*seq))
        })
    }

    /// Where the block begins that the target is in, among the blocks.
    pub fn target_offset(&self, heights: &[f64]) -> f64 {
        let target = match self.seeking.get() {
            Target::Message(seq) => Some(seq),
            // Its divider stands above it, and may be the last of the block before.
            _ => self.store.read(|model| model.timelines.get(&self.channel_id).and_then(|held| held.unread_from)),
        };
        let blocks = self.blocks.borrow();
        let above =
            blocks.iter().zip(heights).take_while(|(block, _)| target.is_some_and(|target| block.from <= target));
        let above: Vec<f64> = above.map(|(_, height)| *height).collect();
        above.iter().take(above.len().saturating_sub(1)).sum()
    }

    /// The target in the DOM, and how far below the view's top it should stand.
    pub fn target(&self) -> Option<(Element, f64)> {
        let height = self.view().view;
        match self.seeking.get() {
            Target::Nothing => None,
            Target::Unread => Some((find(&self.node, ".madang-unread")?, height / 4.0)),
            Target::Message(seq) => {
                let row = find(&self.node, &["[data-seq=\"", &seq.0.to_string(), "\"]"].concat())?;
                let free = height - row.get_bounding_client_rect().height();
                Some((row, (free / 2.0).max(0.0)))
            }
        }
    }

    pub fn view(&self) -> View {
        View {
            top: f64::from(self.node.scroll_top()),
            view: f64::from(self.node.client_height()),
            content: f64::from(self.node.scroll_height()),
        }
    }

    /// The view's top among the blocks, by the block of the anchor: right even when blocks came above that are not laid
    /// out yet.
    pub fn anchored(&self, heights: &[f64]) -> Option<f64> {
        let anchor = self.anchor.borrow();
        let block = anchor.as_ref().filter(|(row, _)| row.is_connected())?.0.closest("[data-from]").ok()??;
        let from = Seq(block.get_attribute("data-from")?.parse().ok()?);
        let at = scroll::place(&self.blocks.borrow(), from)?;
        Some(scroll::top_by_anchor(heights, at, offset(&self.node, &block)))
    }

    /// Puts the view where it belongs after the layout changed: at the end, or what was read where it was.
    pub fn keep(&self) {
        let anchor = self.anchor.borrow().as_ref().filter(|(row, _)| row.is_connected()).cloned();
        let anchor = anchor.map(|(row, before)| (before, offset(&self.node, &row)));
        if let Some(top) = scroll::settle(self.following.get(), anchor, self.before.get(), self.view()) {
            self.node.set_scroll_top(top.round() as i32);
        }
    }

    /// Takes the first row on screen as the anchor.
    pub fn remember(&self) {
        let node = &self.node;
        let rows = find_all(node, ".madang-message");
        let at = rows.partition_point(|row| offset(node, row) + row.get_bounding_client_rect().height() <= 0.0);
        *self.anchor.borrow_mut() = rows.get(at).map(|row| (row.clone(), offset(node, row)));
    }

    /// Asks for pages, tells what is seen, shows the pill.
    pub fn look(&self) {
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

    pub fn newest_on_screen(&self, node: &Element, height: f64) -> Option<Seq> {
        let rows = find_all(node, ".madang-message[data-seq]");
        let whole =
            |row: &&Element| offset(node, row) + row.get_bounding_client_rect().height().min(height) <= height + 2.0;
        let row = rows.iter().rev().find(whole)?;
        row.get_attribute("data-seq")?.parse().ok().map(Seq)
    }

    pub fn show_pill(&self) {
        let newer =
            self.store.read(|model| model.timelines.get(&self.channel_id).is_some_and(|timeline| timeline.has_after));
        let pill = scroll::pill(self.following.get(), newer, self.arrived.get(), self.view());
        self.pill.set(pill);
    }
}

/// A gesture moves the view for so long after it was heard.
pub const HAND_MS: f64 = 400.0;

pub fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// How far an element's top is below the scroller's.
pub fn offset(node: &Element, element: &Element) -> f64 {
    element.get_bounding_client_rect().top() - node.get_bounding_client_rect().top()
}

pub fn size(spacer: &Element, height: f64) {
    set_style(spacer, "block-size", &pixels(height));
}
