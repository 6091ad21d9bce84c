//! Marks within lines: bold, italic, strike, code, links. pulldown-cmark says where they are; what they stand around is
//! copied from what was typed.

use super::{Line, Name, RichText, links, span};
use links::Bare;
use madang_protocol::{TextRange, TextStyle};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
use std::ops::Range;

/// Before these a backslash means: the sign itself.
const ESCAPED: &[u8] = b"*_~`[>";

/// Appends lines that are no block.
pub(super) fn paragraph(rich: &mut RichText, lines: &[Line<'_>], names: &[Name]) {
    let mut text = String::new();
    let mut named = Vec::new();
    for line in lines {
        if !text.is_empty() || line.at != lines[0].at {
            text.push('\n');
        }
        let within = |name: &&Name| line.at <= name.start && name.end <= line.at + line.text.len();
        let place = |at: usize| at - line.at + text.len();
        named.extend(names.iter().filter(within).map(|name| (place(name.start)..place(name.end), name)));
        text.push_str(line.text);
    }
    let mut bare = links::bare(&text);
    bare.retain(|bare| !named.iter().any(|(place, _)| place.start < bare.end && bare.start < place.end));
    let mut marks = Marks { text: &text, bare: &bare, ..Marks::new(&text) };
    let shown = masked(&text, &named, &bare);
    marks.read(&shown);
    marks.write(rich, named, &bare);
}

/// The text for the parser, as long as it is: in names and addresses nothing is a mark, HTML does not exist, and a sign
/// at the edge of bold Korean does not keep the mark beside it from being one.
fn masked(text: &str, named: &[(Range<usize>, &Name)], bare: &[Bare]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (place, _) in named {
        bytes[place.clone()].fill(b'x');
    }
    for Bare { start, end, .. } in bare {
        if !text[..*start].ends_with("](") && !text[..*start].ends_with('<') {
            bytes[*start..*end].fill(b'x');
        }
    }
    for (at, byte) in bytes.iter_mut().enumerate().filter(|(_, byte)| **byte == b'<') {
        let rest = &text.as_bytes()[at + 1..];
        if !["http://", "https://", "mailto:"].iter().any(|begin| rest.starts_with(begin.as_bytes())) {
            *byte = b';';
        }
    }
    let mut shown = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    if !text.contains("](") {
        open_to_east_asian(&mut shown);
    }
    shown
}

/// CommonMark wants a blank between `**「굵게」**` and a particle; Korean, Japanese and Chinese write none.
fn open_to_east_asian(text: &mut String) {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut masks = Vec::new();
    let letter = |char: char| !char.is_ascii() && char.is_alphanumeric();
    let sign = |char: char| !char.is_alphanumeric() && !char.is_whitespace() && !"*_~`<>[]\\".contains(char);
    let mut at = 0;
    while at < letters.len() {
        let (_, mark) = letters[at];
        let run = letters[at..].iter().take_while(|(_, char)| *char == mark).count();
        if "*~".contains(mark) && at > 0 && at + run < letters.len() {
            let (before, after) = (letters[at - 1], letters[at + run]);
            masks.extend((sign(before.1) && letter(after.1)).then_some(before));
            masks.extend((letter(before.1) && sign(after.1)).then_some(after));
        }
        at += run;
    }
    for (at, char) in masks {
        let letter = match char.len_utf8() {
            1 => "x",
            2 => "é",
            3 => "가",
            _ => "𐐀",
        };
        text.replace_range(at..at + char.len_utf8(), letter);
    }
}

/// What the parser found, in bytes of the text.
struct Marks<'a> {
    text: &'a str,
    bare: &'a [Bare],
    /// Characters that are marks.
    deleted: Vec<Range<usize>>,
    found: Vec<(Range<usize>, TextRange)>,
    /// Inside of code nothing else is.
    code: Vec<Range<usize>>,
    links: Vec<Range<usize>>,
}

/// A mark that was opened.
struct Open<'a> {
    tag: Tag<'a>,
    range: Range<usize>,
    place: usize,
    /// Where its content ends, as far as it was read.
    inner_end: usize,
}

impl<'a> Marks<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bare: &[], deleted: Vec::new(), found: Vec::new(), code: Vec::new(), links: Vec::new() }
    }

    fn read(&mut self, shown: &str) {
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut last_end = 0;
        for (event, range) in Parser::new_ext(shown, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
            match event {
                Event::Start(tag) => {
                    let inner_end = range.start;
                    open.push(Open { tag, range, place: self.found.len(), inner_end });
                    continue;
                }
                Event::End(_) => {
                    let Some(closed) = open.pop() else { continue };
                    self.close(closed);
                }
                Event::Code(_) => self.code(shown, range.clone()),
                Event::Text(_) => self.unescape(last_end, range.start),
                _ => {}
            }
            last_end = last_end.max(range.end);
            if let Some(around) = open.last_mut() {
                around.inner_end = around.inner_end.max(range.end);
            }
        }
    }

    fn close(&mut self, Open { tag, range, place, inner_end }: Open<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis(range, place, 1, TextStyle::Italic),
            Tag::Strong => self.emphasis(range, place, 2, TextStyle::Bold),
            // One tilde is a tone of voice: «안녕~».
            Tag::Strikethrough if self.text[range.start..].starts_with("~~") => {
                self.emphasis(range, place, 2, TextStyle::Strike);
            }
            Tag::Link { link_type: LinkType::Inline | LinkType::Autolink, dest_url, .. } => {
                self.link(range, inner_end, place, &dest_url);
            }
            _ => {}
        }
    }

    fn link(&mut self, range: Range<usize>, inner_end: usize, place: usize, dest_url: &str) {
        let inner = range.start + 1..inner_end;
        let has_words = self.text.get(inner.clone()).is_some_and(|text| !text.trim().is_empty());
        let Some(url) = links::led(dest_url).filter(|url| has_words && self.is_honest(&inner, url)) else { return };
        let link = TextRange { url: Some(url), style: TextStyle::Link, ..TextRange::default() };
        self.mark(range.clone(), inner, place, link);
        self.links.push(range);
    }

    /// A link whose words are an address leads to that one.
    fn is_honest(&self, inner: &Range<usize>, url: &str) -> bool {
        let same = |one: &str| one.trim_end_matches('/') == url.trim_end_matches('/');
        self.bare.iter().filter(|bare| inner.start <= bare.start && bare.end <= inner.end).all(|bare| same(&bare.url))
    }

    /// Not within a word of Latin letters or numbers: `2*3*4` is a product, `snake_case` a name.
    fn emphasis(&mut self, range: Range<usize>, place: usize, width: usize, style: TextStyle) {
        let letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        let within =
            letter(self.text[..range.start].chars().next_back()) || letter(self.text[range.end..].chars().next());
        if !within {
            let inner = range.start + width..range.end - width;
            self.mark(range, inner, place, TextRange { style, ..TextRange::default() });
        }
    }

    fn code(&mut self, shown: &str, range: Range<usize>) {
        let ticks = shown[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
        let mut inner = range.start + ticks..range.end - ticks;
        let text = &self.text[inner.clone()];
        if text.trim().is_empty() {
            return self.code.push(range);
        }
        // A blank on both sides sets off what begins with a backtick.
        if text.starts_with(' ') && text.ends_with(' ') {
            inner = inner.start + 1..inner.end - 1;
        }
        let code = TextRange { style: TextStyle::Code, ..TextRange::default() };
        self.mark(range.clone(), inner, self.found.len(), code);
        self.code.push(range);
    }

    /// The characters between two parts of the text that are no part of it: a backslash that made a sign plain.
    fn unescape(&mut self, from: usize, to: usize) {
        let sign = self.text.as_bytes().get(to).is_some_and(|sign| ESCAPED.contains(sign));
        if sign && from < to && self.text[..to].ends_with('\\') && !self.text[..to - 1].ends_with('¯') {
            self.deleted.push(to - 1..to);
        }
    }

    fn mark(&mut self, range: Range<usize>, inner: Range<usize>, place: usize, found: TextRange) {
        self.deleted.push(range.start..inner.start);
        self.deleted.push(inner.end..range.end);
        self.found.insert(place, (inner, found));
    }

    fn write(mut self, rich: &mut RichText, named: Vec<(Range<usize>, &Name)>, bare: &[Bare]) {
        self.deleted.sort_by_key(|part| part.start);
        let meets = |parts: &[Range<usize>], one: &Range<usize>| {
            parts.iter().any(|part| part.start < one.end && one.start < part.end)
        };
        let mut found = std::mem::take(&mut self.found);
        let free = |place: &Range<usize>| !meets(&self.code, place) && !meets(&self.deleted, place);
        found.extend(named.into_iter().filter(|(place, _)| free(place)).map(|(place, name)| (place, name.range())));
        for Bare { start, end, url } in bare {
            let place = *start..*end;
            if free(&place) && !meets(&self.links, &place) {
                found.push((
                    place,
                    TextRange { style: TextStyle::Link, url: Some(url.clone()), ..TextRange::default() },
                ));
            }
        }
        let begin = rich.text.len();
        let mut from = 0;
        for part in &self.deleted {
            rich.text.push_str(&self.text[from..part.start]);
            from = part.end;
        }
        rich.text.push_str(&self.text[from..]);
        let place = |at: usize| {
            let before = self.deleted.iter().take_while(|part| part.start < at);
            begin + at - before.map(|part| part.end.min(at) - part.start).sum::<usize>()
        };
        for (at, range) in found {
            let TextRange { start, end, .. } = span(place(at.start), place(at.end), range.style);
            rich.ranges.push(TextRange { start, end, ..range });
        }
    }
}
