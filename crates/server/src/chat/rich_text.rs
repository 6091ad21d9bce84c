//! From what was typed to plain text and ranges: Markdown's inline marks, quotes, fenced code, links and mentions.
//!
//! A chat is no document. Line breaks stay as typed; headings, lists, tables, images and HTML stay characters; a quote ends
//! with its line; what is not closed is not markup. So a text is never rebuilt from a tree: it is what was typed, less the
//! characters that were marks. Lines are sorted here, marks within lines are found by pulldown-cmark ([`inline`]).

mod fence;
mod inline;
mod links;
mod names;
#[cfg(test)]
mod tests;
mod units;

use fence::fence;
use madang_protocol::{Mention, TextRange, TextStyle};
use names::Name;

/// A text of more parts than this is left as it was typed.
const MOST_RANGES: usize = 300;

/// A text as everybody gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct RichText {
    pub text: String,
    pub ranges: Vec<TextRange>,
}

/// A line without its end, and where it begins in what was typed.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    at: usize,
}

/// Reads what was typed. Mentions are taken at their word here; the store looks whether they hold.
///
/// # Errors
/// Says which mention is no part of the text.
pub fn parse(source: &str, mentions: &[Mention]) -> Result<RichText, &'static str> {
    let names = names::names(source, mentions)?;
    let mut lines = Vec::new();
    let mut at = 0;
    for text in source.split('\n') {
        lines.push(Line { text, at });
        at += text.len() + 1;
    }
    let mut rich = RichText { text: String::with_capacity(source.len()), ranges: Vec::new() };
    blocks(&mut rich, &lines, &names, false);
    if rich.ranges.len() > MOST_RANGES || rich.text.trim().is_empty() {
        return Ok(RichText { text: source.to_owned(), ranges: Vec::new() });
    }
    // The wider first; of two alike the one that was put around the other.
    rich.ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    units::to_utf16(&rich.text, &mut rich.ranges);
    Ok(rich)
}

/// Appends the lines, block by block; ranges count bytes until all is done. A quote holds no quote.
fn blocks(rich: &mut RichText, lines: &[Line<'_>], names: &[Name], quoted: bool) {
    let next_line = |rich: &mut RichText, first: bool| {
        if !first {
            rich.text.push('\n');
        }
    };
    // Lines up to `plain` are written; those from there to `at` are no block.
    let (mut plain, mut at) = (0, 0);
    while at < lines.len() {
        let rest = &lines[at..];
        let quotes = if quoted { 0 } else { rest.iter().take_while(|line| line.unquoted().is_some()).count() };
        let fence = fence(rest);
        if quotes == 0 && fence.is_none() {
            at += 1;
            continue;
        }
        if plain < at {
            next_line(rich, plain == 0);
            inline::paragraph(rich, &lines[plain..at], names);
        }
        next_line(rich, at == 0);
        let taken = match fence {
            Some(fence) => fence.write(rich),
            None => quote(rich, &rest[..quotes], names),
        };
        at += taken;
        plain = at;
    }
    if plain < lines.len() {
        next_line(rich, plain == 0);
        inline::paragraph(rich, &lines[plain..], names);
    }
}

/// Lines that begin with `> `, without it.
fn quote(rich: &mut RichText, lines: &[Line<'_>], names: &[Name]) -> usize {
    let inner: Vec<Line<'_>> = lines.iter().filter_map(Line::unquoted).collect();
    let (start, place) = (rich.text.len(), rich.ranges.len());
    blocks(rich, &inner, names, true);
    let range = span(start, rich.text.len(), TextStyle::Quote);
    rich.ranges.insert(place, range);
    lines.len()
}

impl Line<'_> {
    /// What stands behind `> `. Without the blank, `>` begins a face (`>_<`), and an empty quote is nobody's words.
    fn unquoted(&self) -> Option<Self> {
        let text = self.text.strip_prefix("> ")?;
        (!text.trim().is_empty()).then_some(Self { text, at: self.at + 2 })
    }
}

/// A range in bytes.
fn span(start: usize, end: usize, style: TextStyle) -> TextRange {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    TextRange { start: place(start), end: place(end), style, ..TextRange::default() }
}
