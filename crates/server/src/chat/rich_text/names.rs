//! Who is named in what was typed: members, as the client says, and `@channel` and `@here`, as anybody may type.

use madang_protocol::{Mention, TextRange, TextStyle, UserId, byte_of};

/// Members named in one message.
const MOST: usize = 50;
/// A nickname's characters, and the `@`.
const LONGEST: usize = 81;

/// A part of what was typed, in bytes, that names somebody.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) style: TextStyle,
    pub(super) user_id: Option<UserId>,
}

impl Name {
    /// The range's fields besides its place.
    pub(super) fn range(&self) -> TextRange {
        TextRange { style: self.style, user_id: self.user_id.clone(), ..TextRange::default() }
    }
}

/// All names, by place.
pub(super) fn names(source: &str, mentions: &[Mention]) -> Result<Vec<Name>, &'static str> {
    if mentions.len() > MOST {
        return Err("mentions: at most 50");
    }
    let mut names = Vec::new();
    for Mention { start, end, user_id } in mentions {
        let place = byte_of(source, *start).zip(byte_of(source, *end));
        let text = place.and_then(|(start, end)| source.get(start..end));
        match (place, text) {
            (Some((start, end)), Some(text)) if is_name(text) => {
                names.push(Name { start, end, style: TextStyle::Mention, user_id: Some(user_id.clone()) });
            }
            _ => return Err("mentions: each is @ and a nickname, in UTF-16 code units of the text"),
        }
    }
    for (word, style) in [("@channel", TextStyle::MentionChannel), ("@here", TextStyle::MentionHere)] {
        for (start, _) in source.match_indices(word) {
            let end = start + word.len();
            let alone = |letter: char| !(letter.is_ascii_alphanumeric() || "_-@.".contains(letter));
            let before =
                source[..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && alone(before));
            let after = source[end..].chars().next().is_none_or(|after| alone(after) || ".@".contains(after));
            let taken = names.iter().any(|name| name.start < end && start < name.end);
            if before && after && !taken {
                names.push(Name { start, end, style, user_id: None });
            }
        }
    }
    names.sort_by_key(|name| name.start);
    match names.windows(2).any(|pair| pair[0].end > pair[1].start) {
        true => Err("mentions: two of them meet"),
        false => Ok(names),
    }
}

fn is_name(text: &str) -> bool {
    text.len() > 1 && text.starts_with('@') && !text.contains('\n') && text.chars().count() <= LONGEST
}
