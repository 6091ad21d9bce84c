//! Names: those that people read in the list of what can wait, and those between the two modules.

use std::collections::HashSet;

/// Between what a function is sorted by and its readable name.
const MARK: &str = " | ";

/// A function's name within the build: functions of one generic origin stand side by side, since they compress best so.
pub fn sorted(name: &str) -> String {
    let (mut origin, mut depth, mut rest) = (String::new(), 0_usize, name);
    let outer = if name.starts_with('<') { 1 } else { 0 };
    while let Some(letter) = rest.chars().next() {
        rest = hash(rest).unwrap_or_else(|| {
            match letter {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                _ if depth <= outer => origin.push(letter),
                _ => {}
            }
            &rest[letter.len_utf8()..]
        });
    }
    format!("{origin}{MARK}{}", readable(name))
}

/// The readable part of such a name.
pub fn listed(name: &str) -> &str {
    name.split_once(MARK).map_or(name, |(_, readable)| readable)
}

/// A function's name without what changes from build to build, and without the modules in which types stand:
/// `<alloc[1f…]::vec::Vec<madang[53…]::config::Theme>>::push` becomes `<Vec<Theme>>::push`.
fn readable(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        if let Some(after) = hash(rest) {
            rest = after;
            continue;
        }
        let word = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(if word == 0 { letter.len_utf8() } else { word });
        if letter.is_ascii_uppercase() {
            forget_modules(&mut out);
        }
        out.push_str(piece);
        rest = after;
    }
    out
}

/// Takes `some::modules::` from the end.
fn forget_modules(out: &mut String) {
    while let Some(path) = out.strip_suffix("::") {
        let start = path.rfind(|letter| !is_word(letter)).map_or(0, |at| at + 1);
        if !path[start..].starts_with(|letter: char| letter.is_ascii_lowercase()) {
            break;
        }
        out.truncate(start);
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// What follows a crate's hash, `[539630c683cce26b]`.
fn hash(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let (hash, after) = inner.split_at_checked(16)?;
    hash.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(after)?.strip_prefix(']')
}

/// Short names, one after the other.
pub struct Short {
    taken: HashSet<String>,
    last: usize,
}

impl Short {
    /// Others than these.
    pub fn unlike<'a>(taken: impl Iterator<Item = &'a str>) -> Self {
        Self { taken: taken.map(str::to_owned).collect(), last: 0 }
    }

    pub fn next(&mut self) -> String {
        loop {
            let mut name = String::new();
            let mut left = self.last;
            self.last += 1;
            while name.is_empty() || left > 0 {
                name.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[left % 52]));
                left /= 52;
            }
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_changes_and_the_modules_of_types() {
        let cases = [
            ("madang[539630c683cce26b]::ui::composer::attach::get", "madang::ui::composer::attach::get"),
            (
                "<alloc[3ca501edff3f0c7c]::vec::Vec<(madang_protocol[eda0e259bb6bfb12]::id::UserId, u8)>>::insert",
                "<Vec<(UserId, u8)>>::insert",
            ),
            (
                "core[c5930c85a12de822]::ptr::drop_in_place::<&[madang[539630c683cce26b]::a::B; 2usize]>",
                "core::ptr::drop_in_place::<&[B; 2usize]>",
            ),
            ("<madang[539630c683cce26b]::ui::Gestures>::open::{closure#9}", "<Gestures>::open::{closure#9}"),
            (
                "<a::B as c::D<e::f::{closure#0}>>::call_once::{shim:vtable#0}",
                "<B as D<e::f::{closure#0}>>::call_once::{shim:vtable#0}",
            ),
        ];
        for (name, expected) in cases {
            assert_eq!(readable(name), expected);
        }
    }

    #[test]
    fn short_names_are_new_ones() {
        let mut short = Short::unlike(["B", "AB"].into_iter());
        let names: Vec<_> = (0..60).map(|_| short.next()).collect();
        assert_eq!((names[0].as_str(), names[1].as_str(), names[51].as_str()), ("A", "C", "BB"));
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), 60);
    }
}
