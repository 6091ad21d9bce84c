//! Between bytes, which Rust counts, and UTF-16 code units, which the wire counts.

use madang_protocol::TextRange;

/// Turns ranges that count bytes into ranges that count code units. All bounds are on characters.
pub(super) fn to_utf16(text: &str, ranges: &mut [TextRange]) {
    let mut units = vec![0_u32; text.len() + 1];
    let mut count = 0;
    for (at, letter) in text.char_indices() {
        units[at] = count;
        count += u32::from(letter.len_utf16() == 2) + 1;
    }
    units[text.len()] = count;
    for range in ranges {
        range.start = units[range.start as usize];
        range.end = units[range.end as usize];
    }
}
