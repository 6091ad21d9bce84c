//! What one emoji is, by Unicode's emoji sequences (UTS #51): a character, a keycap, a flag, with a skin tone, joined with
//! others. Of the spellings that look alike only the fully qualified one is kept, so that nobody reacts twice with one.

use unicode_properties::{EmojiStatus, UnicodeEmoji};

const MOST_BYTES: usize = 64;
const JOINER: char = '\u{200d}';
/// Asks for the coloured picture of a character that is also text.
const PICTURE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';
const BLACK_FLAG: char = '\u{1f3f4}';
const TAG_END: char = '\u{e007f}';

/// The emoji fully qualified; `None` when the text is anything but exactly one.
pub fn one(text: &str) -> Option<String> {
    if text.is_empty() || text.len() > MOST_BYTES {
        return None;
    }
    let mut rest: Vec<char> = text.chars().rev().collect();
    let mut out = String::with_capacity(text.len() + 6);
    loop {
        element(&mut rest, &mut out)?;
        match rest.pop() {
            None => return (out.len() <= MOST_BYTES).then_some(out),
            Some(JOINER) => out.push(JOINER),
            Some(_) => return None,
        }
    }
}

/// What stands between joiners.
fn element(rest: &mut Vec<char>, out: &mut String) -> Option<()> {
    let first = rest.pop()?;
    out.push(first);
    if is_letter_of_flag(first) {
        out.push(rest.pop().filter(|second| is_letter_of_flag(*second))?);
        return Some(());
    }
    let asked = rest.last() == Some(&PICTURE);
    if asked {
        rest.pop();
    }
    if matches!(first, '0'..='9' | '#' | '*') {
        out.extend([PICTURE, rest.pop().filter(|cap| *cap == KEYCAP)?]);
        return Some(());
    }
    let (picture, bent) = match first.emoji_status() {
        EmojiStatus::EmojiPresentation | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent => (true, false),
        EmojiStatus::EmojiPresentationAndModifierBase => (true, true),
        EmojiStatus::EmojiModifierBase => (false, true),
        EmojiStatus::EmojiOther => (false, false),
        _ => return None,
    };
    if bent
        && !asked
        && let Some(tone) = rest.pop_if(|tone| is_tone(*tone))
    {
        out.push(tone);
    } else if !picture {
        out.push(PICTURE);
    }
    if first == BLACK_FLAG && rest.last().is_some_and(|tag| is_tag(*tag)) {
        while let Some(tag) = rest.pop_if(|tag| is_tag(*tag)) {
            out.push(tag);
        }
        out.push(rest.pop().filter(|end| *end == TAG_END)?);
    }
    Some(())
}

fn is_letter_of_flag(char: char) -> bool {
    matches!(char, '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_tone(char: char) -> bool {
    matches!(char, '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_tag(char: char) -> bool {
    matches!(char, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_sequence_is_one_emoji() {
        let england = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        for emoji in ["👍", "👍🏽", "❤️", "👩‍🚀", "👩🏽‍🚀", "👨‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👨🏿", "🇰🇷", "1️⃣", "#️⃣", "🏳️‍🌈", "🏴‍☠️", "🕵🏽‍♂️", "☝🏽", "⌚", england]
        {
            assert_eq!(one(emoji).as_deref(), Some(emoji), "{emoji}");
        }
    }

    #[test]
    fn spellings_that_look_alike_become_one() {
        assert_eq!(one("\u{2764}").as_deref(), Some("\u{2764}\u{fe0f}"));
        assert_eq!(one("1\u{20e3}").as_deref(), Some("1\u{fe0f}\u{20e3}"));
        assert_eq!(one("👍\u{fe0f}").as_deref(), Some("👍"));
        assert_eq!(one("🕵\u{200d}\u{2642}").as_deref(), Some("🕵\u{fe0f}\u{200d}\u{2642}\u{fe0f}"));
    }

    #[test]
    fn all_else_is_refused() {
        let endless = ["👩"; 10].join("\u{200d}");
        for text in [
            "",
            " ",
            "a",
            "1",
            "#",
            "👍👍",
            "👍a",
            "a👍",
            "👍 ",
            "\u{200d}",
            "👍\u{200d}",
            "\u{200d}👍",
            "\u{fe0f}",
            "🇰",
            "🇰🇷🇰",
            "🇰a",
            "👍🏽🏽",
            "가",
            "\u{20e3}",
            "1\u{fe0f}",
            "🏴\u{e0067}",
            "<b>",
            "☃\u{fe0e}",
            &endless,
        ] {
            assert_eq!(one(text), None, "{text:?}");
        }
    }
}
