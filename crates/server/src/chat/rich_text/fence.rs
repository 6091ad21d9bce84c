//! Code between lines of three backticks or more. One that nobody closes is not code.

use super::{Line, RichText, span};
use madang_protocol::{TextRange, TextStyle};

/// Longest name of a language.
const LANGUAGE: usize = 20;

/// A fenced block at the beginning of some lines.
pub(super) struct Fence<'a> {
    language: Option<&'a str>,
    code: Vec<&'a str>,
    /// How many lines it takes, fences included.
    lines: usize,
}

/// The block that begins with the first line, if one does.
pub(super) fn fence<'a>(lines: &[Line<'a>]) -> Option<Fence<'a>> {
    let first = lines.first()?.text;
    let info = first.trim_start_matches('`');
    let ticks = first.len() - info.len();
    if ticks < 3 || info.contains('`') {
        return None;
    }
    let (mut language, mut code) = (None, Vec::new());
    match info.trim() {
        "" => {}
        word if is_language(word) => language = Some(word),
        // Whoever writes on behind the backticks means code already.
        _ => code.push(info),
    }
    for (at, line) in lines.iter().enumerate().skip(1) {
        let line = line.text;
        let before = line.trim_end().trim_end_matches('`');
        let closes = line.trim_end().len() - before.len() >= ticks && !before.contains("```");
        if !closes {
            code.push(line);
            continue;
        }
        if !before.trim().is_empty() {
            code.push(before);
        }
        let blank = code.iter().all(|line| line.trim().is_empty());
        return (!blank).then_some(Fence { language, code, lines: at + 1 });
    }
    None
}

fn is_language(word: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || "+#._-".contains(letter);
    word.len() <= LANGUAGE && word.starts_with(|first: char| first.is_ascii_alphanumeric()) && word.chars().all(letter)
}

impl Fence<'_> {
    /// Appends the code; gives how many lines it took.
    pub(super) fn write(self, rich: &mut RichText) -> usize {
        let start = rich.text.len();
        rich.text.push_str(&self.code.join("\n"));
        let block = span(start, rich.text.len(), TextStyle::CodeBlock);
        rich.ranges.push(TextRange { language: self.language.map(str::to_owned), ..block });
        self.lines
    }
}
