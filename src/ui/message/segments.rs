//! A text and its ranges as a walk over a tree: text, in and out. Pure; says as well where a long text folds, and whether
//! a text is nothing but a few emoji.

use madang_protocol::{TextRange, TextStyle};

/// One step of the walk. Every `Open` has its `Close`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step<'a> {
    Text(&'a str),
    Open(&'a TextRange),
    Close,
}

/// Lines and letters up to which a text is shown whole.
const WHOLE: (usize, usize) = (12, 700);
/// Lines and letters that a folded text shows: what is hidden is worth a button.
const FOLDED: (usize, usize) = (9, 560);

/// The walk. Blocks (code, quotes) stand on lines of their own: the line break before and after each is left out. Ranges
/// that do not nest are passed over; those that end beyond the text end with it.
pub fn steps<'a>(text: &'a str, ranges: &'a [TextRange]) -> Vec<Step<'a>> {
    let (mut steps, mut open) = (Vec::new(), Vec::<&TextRange>::new());
    let (mut from, mut unit, mut next) = (0, 0, ranges.iter().peekable());
    let places = text.char_indices().map(|(at, letter)| (at, letter.len_utf16()));
    for (at, width) in places.chain([(text.len(), 1)]) {
        while let Some(last) = open.last().copied().filter(|last| last.end <= unit) {
            push(&mut steps, text.get(from..at));
            steps.push(Step::Close);
            open.pop();
            let breaks = is_block(last) && text.get(at..).is_some_and(|rest| rest.starts_with('\n'));
            from = at + usize::from(breaks);
        }
        while let Some(range) = next.next_if(|range| range.start <= unit) {
            if range.end <= unit || open.last().is_some_and(|last| last.end < range.end) || at == text.len() {
                continue;
            }
            let before = text.get(from..at).unwrap_or_default();
            push(&mut steps, Some(if is_block(range) { before.strip_suffix('\n').unwrap_or(before) } else { before }));
            steps.push(Step::Open(range));
            open.push(range);
            from = at;
        }
        unit += if width == 2 { 2 } else { 1 };
    }
    push(&mut steps, text.get(from..));
    steps.extend(open.iter().map(|_| Step::Close));
    steps
}

fn push<'a>(steps: &mut Vec<Step<'a>>, text: Option<&'a str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        steps.push(Step::Text(text));
    }
}

fn is_block(range: &TextRange) -> bool {
    matches!(range.style, TextStyle::CodeBlock | TextStyle::Quote)
}

/// How much of a long text is shown while it is folded, in bytes.
pub fn fold(text: &str) -> Option<usize> {
    let line = |count: usize| text.match_indices('\n').nth(count).map(|(at, _)| at);
    let letter = |count: usize| text.char_indices().nth(count).map(|(at, _)| at);
    line(WHOLE.0 - 1).or_else(|| letter(WHOLE.1))?;
    let cut = line(FOLDED.0).unwrap_or(usize::MAX).min(letter(FOLDED.1).unwrap_or(usize::MAX));
    // Rather between words than within one.
    let (head, rest) = text.split_at_checked(cut)?;
    let blank = head.rfind([' ', '\n']).filter(|at| at + 40 > cut && !rest.starts_with([' ', '\n']));
    Some(blank.unwrap_or(cut))
}

/// Whether a text is one to three emoji and nothing else.
pub fn is_large(text: &str) -> bool {
    let mut count = 0;
    let mut joined = false;
    let mut flag = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            '\u{200d}' => joined = count > 0,
            // Of an emoji: its presentation, its tone, the flag of a region.
            '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' if count > 0 => {}
            // Two letters make a flag.
            '\u{1f1e6}'..='\u{1f1ff}' if flag => flag = false,
            _ if is_emoji(letter) || (next == Some('\u{fe0f}') && (letter > '\u{a8}' || letter.is_ascii_digit())) => {
                flag = matches!(letter, '\u{1f1e6}'..='\u{1f1ff}');
                count += usize::from(!joined);
                joined = false;
            }
            _ => return false,
        }
    }
    (1..=3).contains(&count) && !flag
}

/// Shown as a picture without being asked to.
fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23f3}' | '\u{2614}' | '\u{2615}'
        | '\u{2648}'..='\u{2653}' | '\u{26a1}' | '\u{26bd}' | '\u{26be}' | '\u{26c4}' | '\u{26c5}' | '\u{2705}' | '\u{270a}' | '\u{270b}'
        | '\u{2728}' | '\u{274c}' | '\u{2753}'..='\u{2757}' | '\u{2795}'..='\u{2797}' | '\u{2b50}' | '\u{2b55}')
}

#[cfg(test)]
mod tests {
    use super::{Step::*, *};

    fn range(start: u32, end: u32, style: TextStyle) -> TextRange {
        TextRange { start, end, style, ..TextRange::default() }
    }

    #[test]
    fn ranges_nest_and_count_code_units() {
        let ranges = [range(0, 9, TextStyle::Bold), range(3, 5, TextStyle::Italic), range(9, 11, TextStyle::Code)];
        let [bold, italic, code] = &ranges;
        assert_eq!(
            steps("😀 안녕 a bcd", &ranges),
            [
                Open(bold),
                Text("😀 "),
                Open(italic),
                Text("안녕"),
                Close,
                Text(" a b"),
                Close,
                Open(code),
                Text("cd"),
                Close
            ]
        );
        assert_eq!(steps("plain\ntext", &[]), [Text("plain\ntext")]);
        assert_eq!(steps("", &[]), []);
    }

    #[test]
    fn blocks_take_the_line_breaks_around_them() {
        let ranges = [range(2, 3, TextStyle::Quote), range(4, 5, TextStyle::CodeBlock)];
        let [quote, code] = &ranges;
        assert_eq!(
            steps("a\nb\nc\n\nd", &ranges),
            [Text("a"), Open(quote), Text("b"), Close, Open(code), Text("c"), Close, Text("\nd")]
        );
    }

    #[test]
    fn what_does_not_fit_is_passed_over_and_what_is_cut_is_closed() {
        let ranges = [range(0, 4, TextStyle::Bold), range(2, 6, TextStyle::Italic), range(3, 3, TextStyle::Code)];
        assert_eq!(steps("abcdef", &ranges), [Open(&ranges[0]), Text("abcd"), Close, Text("ef")]);
        assert_eq!(steps("ab", &ranges), [Open(&ranges[0]), Text("ab"), Close]);
        let beyond = [range(9, 12, TextStyle::Bold), range(1, 90, TextStyle::Bold)];
        assert_eq!(steps("ab", &beyond), [Text("ab")]);
    }

    #[test]
    fn a_text_folds_above_twelve_lines_or_seven_hundred_letters() {
        assert_eq!(fold(&"가".repeat(700)), None);
        assert_eq!(fold(&"가".repeat(701)), Some(560 * 3));
        assert_eq!(fold(&"line\n".repeat(11)), None);
        assert_eq!(fold(&"line\n".repeat(12)), Some(10 * 5 - 1));
        assert_eq!(fold(&"word ".repeat(200)), Some(559));
    }

    #[test]
    fn one_to_three_emoji_are_large() {
        for text in ["😀", "👩‍🚀", "👍🏽👍🏽", "🇰🇷", "🏴\u{e0067}\u{e0062}\u{e007f}", "❤️", "1️⃣2️⃣3️⃣", "⭐", "👨‍👩‍👧‍👦😀🇰🇷"]
        {
            assert!(is_large(text), "{text}");
        }
        for text in ["", "1", "123", "a😀", "😀 a", "😀😀😀😀", "→", "가", "©", "🇰", "\u{200d}", "\u{fe0f}"]
        {
            assert!(!is_large(text), "{text:?}");
        }
    }
}
