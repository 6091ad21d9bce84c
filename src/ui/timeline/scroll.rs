//! The timeline's geometry: which blocks of messages are mounted, how tall the spacers are, where the view stays.
//!
//! Pure: heights and offsets in, numbers out. A block is a run of [`BLOCK`] messages that starts at a fixed
//! sequence number, so neither older pages nor new messages ever move a message from one block to another.

use madang_protocol::Seq;
use std::ops::Range;

/// Messages of a full block. Few, for a block is mounted whole, and a frame has room for some twenty rows.
pub const BLOCK: u64 = 6;
/// Mounted above and below the view at once, pixels.
pub const MARGIN: f64 = 60.0;
/// Mounted above and below the view when there is time, pixels.
pub const OVERSCAN: f64 = 900.0;
/// Within this distance of the end the view counts as "at the bottom", pixels.
pub const NEAR: f64 = 32.0;
/// Within this distance of a held end the next page is asked for, pixels.
pub const PAGE_AHEAD: f64 = 1200.0;
/// Height of a message that was never measured, pixels.
const ROW: f64 = 64.0;

/// Where the blocks start, for messages `first..=last`, given where they started before. `settled` is false while own
/// messages wait for their number: the last block then grows on, so that they need not move.
pub fn partition(starts: &[Seq], first: Seq, last: Seq, settled: bool) -> Vec<Seq> {
    let mut kept: Vec<u64> = starts.iter().map(|seq| seq.0).filter(|seq| *seq <= last.0).collect();
    while kept.get(1).is_some_and(|second| *second <= first.0) {
        kept.remove(0);
    }
    if kept.last().is_some_and(|tail| first.0 >= tail + BLOCK * 2) {
        kept.clear();
    }
    let mut all: Vec<u64> = Vec::new();
    match kept.first() {
        None => all.push(first.0),
        Some(head) => {
            let mut head = *head;
            while head > first.0 {
                head = head.saturating_sub(BLOCK).max(first.0);
                all.insert(0, head);
            }
        }
    }
    all.extend(kept);
    let room = if settled { BLOCK } else { BLOCK * 2 };
    while let Some(tail) = all.last().copied().filter(|tail| last.0 >= tail + room) {
        all.push(tail + BLOCK);
    }
    all.into_iter().map(Seq).collect()
}

/// One block as the geometry sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    pub from: Seq,
    /// Messages in it.
    pub messages: u64,
    /// As it was measured last, or estimated when it was cut: an estimate that changed later would move the spacers
    /// under the reader's eyes.
    pub height: f64,
    pub measured: bool,
}

/// Which block begins there.
pub fn place(blocks: &[Block], from: Seq) -> Option<usize> {
    blocks.binary_search_by_key(&from, |block| block.from).ok()
}

/// The height of a message in a block that was never mounted: what was measured teaches what was not.
pub fn row_height(blocks: &[Block]) -> f64 {
    let measured = blocks.iter().filter(|block| block.measured);
    let (sum, messages) = measured.fold((0.0, 0), |(sum, all), block| (sum + block.height, all + block.messages));
    if messages > 0 { sum / messages as f64 } else { ROW }
}

/// Which blocks are mounted, and what stands for the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Mounted {
    pub range: Range<usize>,
    /// Height of all above, pixels.
    pub above: f64,
    /// Height of all below, pixels.
    pub below: f64,
}

/// The blocks within so many pixels of the view `top..top + view`; never none when there are blocks.
pub fn within(heights: &[f64], top: f64, view: f64, margin: f64) -> Range<usize> {
    let (from, to) = (top - margin, top + view + margin);
    let (mut start, mut end) = (heights.len().saturating_sub(1), 0);
    let mut offset = 0.0;
    for (at, height) in heights.iter().enumerate() {
        if offset + height > from && offset < to {
            start = start.min(at);
            end = end.max(at + 1);
        }
        offset += height;
    }
    start..end.max((start + 1).min(heights.len()))
}

/// What to mount in this frame, when `now` is mounted: what is on screen, however much that is; or else, to `widen` it,
/// one block more towards all that is to be mounted.
pub fn mounted(heights: &[f64], top: f64, view: f64, now: Range<usize>, widen: bool) -> Mounted {
    let (needed, wanted) = (within(heights, top, view, MARGIN), within(heights, top, view, OVERSCAN));
    let (mut start, mut end) = (now.start.max(wanted.start), now.end.min(wanted.end));
    if start > needed.end || end < needed.start || start >= end {
        (start, end) = (needed.start, needed.end);
    } else if start > needed.start || end < needed.end {
        (start, end) = (start.min(needed.start), end.max(needed.end));
    } else if widen && start > wanted.start && (end == wanted.end || needed.start - start <= end - needed.end) {
        start -= 1;
    } else if widen && end < wanted.end {
        end += 1;
    }
    let sum = |range: &[f64]| range.iter().sum::<f64>();
    let above = sum(heights.get(..start).unwrap_or_default());
    let below = sum(heights.get(end..).unwrap_or_default());
    Mounted { range: start..end, above, below }
}

/// The scroller at one moment, pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct View {
    pub top: f64,
    pub view: f64,
    pub content: f64,
}

impl View {
    /// How far the end is below the view.
    pub fn below(&self) -> f64 {
        (self.content - self.top - self.view).max(0.0)
    }
}

/// Whether the view follows the bottom after a scroll. Only the user's own way up leaves it: content that grows below
/// does not, nor does the browser, which cuts the offset while the content is shorter for a moment. So a way up counts
/// when the content is as tall as it was, or when the user's hand is on it.
pub fn follows(followed: bool, before: View, now: View, by_hand: bool) -> bool {
    if now.below() <= NEAR {
        return true;
    }
    let up = now.top < before.top - 1.0 && (by_hand || (now.content - before.content).abs() < 1.0);
    followed && !up
}

/// Where the view's top is among the blocks, while what stands above is still laid out as before: by the block that
/// the anchor is in, and that block's distance from the view's top.
pub fn top_by_anchor(heights: &[f64], block: usize, distance: f64) -> f64 {
    heights.get(..block).unwrap_or_default().iter().sum::<f64>() - distance
}

/// Where to scroll after the layout changed, `None` to stay. An anchor is a row on screen and its distance from the
/// view's top, before and now: what was read does not move. A scroll since then that nobody was told of yet stands, but
/// not the browser's own, which cuts the offset when the content is shorter.
pub fn settle(following: bool, anchor: Option<(f64, f64)>, before: View, now: View) -> Option<f64> {
    let scrolled = if now.below() < 1.0 { 0.0 } else { now.top - before.top };
    let target = match (following, anchor) {
        (true, _) => now.content - now.view,
        (false, Some((was, is))) => now.top + is - (was - scrolled),
        (false, None) => return None,
    };
    // Not `clamp`: its panic brings the printing of floats, 17 KB of WASM.
    let target = target.min(now.content - now.view).max(0.0);
    ((target - now.top).abs() >= 0.5).then_some(target)
}

/// The way down, floating above the composer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pill {
    #[default]
    Hidden,
    /// To the newest messages.
    Latest,
    /// So many came while the view was elsewhere.
    New(u32),
}

/// What the pill says.
pub fn pill(following: bool, newer_exist: bool, arrived: u32, now: View) -> Pill {
    match (following && !newer_exist, arrived) {
        (true, _) => Pill::Hidden,
        (false, 0) if newer_exist || now.below() > now.view => Pill::Latest,
        (false, 0) => Pill::Hidden,
        (false, arrived) => Pill::New(arrived),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(list: &[u64]) -> Vec<Seq> {
        list.iter().copied().map(Seq).collect()
    }

    #[test]
    fn a_first_page_is_cut_into_blocks_of_six() {
        assert_eq!(partition(&[], Seq(101), Seq(115), true), starts(&[101, 107, 113]));
    }

    #[test]
    fn an_older_page_comes_as_whole_blocks_above() {
        assert_eq!(partition(&starts(&[101, 107]), Seq(91), Seq(110), true), starts(&[91, 95, 101, 107]));
    }

    #[test]
    fn a_full_last_block_is_followed_by_a_new_one() {
        assert_eq!(partition(&starts(&[101]), Seq(101), Seq(106), true), starts(&[101]));
        assert_eq!(partition(&starts(&[101]), Seq(101), Seq(107), true), starts(&[101, 107]));
    }

    #[test]
    fn while_own_messages_wait_the_last_block_grows_on() {
        assert_eq!(partition(&starts(&[101]), Seq(101), Seq(112), false), starts(&[101]));
        assert_eq!(partition(&starts(&[101]), Seq(101), Seq(113), false), starts(&[101, 107]));
    }

    #[test]
    fn another_window_of_the_channel_starts_afresh() {
        assert_eq!(partition(&starts(&[101, 107]), Seq(5), Seq(10), true), starts(&[5]));
        assert_eq!(partition(&starts(&[1, 7]), Seq(900), Seq(905), true), starts(&[900]));
    }

    #[test]
    fn blocks_never_measured_are_estimated_by_those_that_were() {
        let block = |messages, height, measured| Block { from: Seq(1), messages, height, measured };
        assert_eq!(row_height(&[block(50, 9.0, false)]), 64.0);
        assert_eq!(row_height(&[block(50, 9.0, false), block(50, 3000.0, true), block(10, 600.0, true)]), 60.0);
    }

    #[test]
    fn only_blocks_near_the_view_are_mounted() {
        let tall = [2000.0; 200];
        let afresh = |top| mounted(&tall, top, 600.0, 0..0, true);
        assert_eq!(afresh(399_400.0), Mounted { range: 199..200, above: 398_000.0, below: 0.0 });
        assert_eq!(afresh(10_100.0), Mounted { range: 5..6, above: 10_000.0, below: 388_000.0 });
        assert_eq!(afresh(0.0), Mounted { range: 0..1, above: 0.0, below: 398_000.0 });
        assert_eq!(mounted(&[], 0.0, 600.0, 0..0, true), Mounted { range: 0..0, above: 0.0, below: 0.0 });
        assert_eq!(mounted(&[100.0], 9000.0, 600.0, 0..0, true).range, 0..1);
    }

    #[test]
    fn what_is_on_screen_is_mounted_at_once_and_the_rest_block_by_block() {
        let blocks = [400.0; 100];
        let step = |now: Range<usize>| mounted(&blocks, 20_000.0, 600.0, now, true).range;
        assert_eq!(mounted(&blocks, 20_000.0, 600.0, 49..52, false).range, 49..52);
        assert_eq!(mounted(&blocks, 20_000.0, 600.0, 50..52, false).range, 49..52);
        assert_eq!(step(0..0), 49..52);
        assert_eq!([step(49..52), step(48..52), step(48..53), step(47..53)], [48..52, 48..53, 47..53, 47..54]);
        // Nothing more is to be had, and what is too far away goes.
        assert_eq!([step(47..54), step(40..54), step(47..60)], [47..54, 47..54, 47..54]);
        // From far away at once, and however far the view moved.
        assert_eq!([step(0..9), step(90..99), step(44..50)], [49..52, 49..52, 47..52]);
    }

    const VIEW: View = View { top: 1000.0, view: 600.0, content: 2000.0 };

    #[test]
    fn the_bottom_is_followed_until_the_user_scrolls_up() {
        let end = View { top: 1390.0, ..VIEW };
        let grown = View { content: 2300.0, ..end };
        let up = View { top: 1300.0, ..VIEW };
        assert!(follows(false, end, end, false));
        assert!(follows(true, end, grown, false));
        assert!(!follows(true, end, up, false));
        assert!(!follows(false, up, up, false));
    }

    #[test]
    fn an_offset_cut_by_the_browser_is_not_the_user_and_a_hand_is() {
        let end = View { top: 1390.0, ..VIEW };
        let cut = View { top: 900.0, content: 2300.0, ..VIEW };
        assert!(follows(true, end, cut, false));
        assert!(!follows(true, end, cut, true));
    }

    #[test]
    fn what_is_mounted_is_found_by_the_anchor_when_blocks_come_above() {
        assert_eq!(top_by_anchor(&[3000.0, 2000.0, 2000.0], 1, -450.0), 3450.0);
        assert_eq!(top_by_anchor(&[3000.0, 2000.0], 0, 40.0), -40.0);
    }

    #[test]
    fn what_is_read_stays_where_it_is() {
        assert_eq!(settle(false, Some((40.0, 340.0)), VIEW, VIEW), Some(1300.0));
        assert_eq!(settle(false, Some((40.0, 40.2)), VIEW, VIEW), None);
        assert_eq!(settle(false, None, VIEW, VIEW), None);
        assert_eq!(settle(false, Some((900.0, 0.0)), VIEW, VIEW), Some(100.0));
    }

    #[test]
    fn a_scroll_that_was_not_heard_of_yet_stands() {
        let up = View { top: 700.0, ..VIEW };
        assert_eq!(settle(false, Some((40.0, 340.0)), VIEW, up), None);
        assert_eq!(settle(false, Some((40.0, 360.0)), VIEW, up), Some(720.0));
        // The browser's own cut is none.
        let cut = View { top: 900.0, content: 1500.0, ..VIEW };
        assert_eq!(settle(false, Some((40.0, -60.0)), VIEW, cut), Some(800.0));
    }

    #[test]
    fn a_follower_is_put_at_the_end_and_no_further() {
        assert_eq!(settle(true, Some((40.0, 340.0)), VIEW, VIEW), Some(1400.0));
        let short = View { top: 0.0, view: 600.0, content: 300.0 };
        assert_eq!(settle(true, None, short, short), None);
    }

    #[test]
    fn the_pill_tells_of_new_messages_and_of_a_long_way_down() {
        assert_eq!(pill(true, false, 3, VIEW), Pill::Hidden);
        assert_eq!(pill(false, false, 3, VIEW), Pill::New(3));
        assert_eq!(pill(false, false, 0, VIEW), Pill::Hidden);
        assert_eq!(pill(false, false, 0, View { top: 0.0, ..VIEW }), Pill::Latest);
        assert_eq!(pill(true, true, 0, VIEW), Pill::Latest);
    }
}
