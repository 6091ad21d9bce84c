//! Places in a text, in UTF-16 code units.

use madang_protocol::{TextRange, byte_of};

fn part(text: &str, start: u32, end: u32) -> Option<&str> {
    TextRange { start, end, ..TextRange::default() }.of(text)
}

#[test]
fn a_place_within_a_character_or_out_of_the_text_is_none() {
    assert_eq!(part("a😀b", 1, 3), Some("😀"));
    assert_eq!((part("a😀b", 1, 2), part("a😀b", 0, 9), part("ab", 2, 1)), (None, None, None));
    assert_eq!((part("a😀b", 3, 4), part("", 0, 0)), (Some("b"), Some("")));
    assert_eq!((byte_of("안녕👩‍🚀", 2), byte_of("안녕👩‍🚀", 7), byte_of("안녕", 3)), (Some(6), Some(17), None));
}
