//! What a field may hold. A refusal names the field, never its content.

use crate::error::{ChatError, Result};
use madang_protocol::*;

fn is_plain(id: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

pub fn app_id(id: &AppId) -> Result<()> {
    if is_plain(id.as_str(), 1, 64) { Ok(()) } else { Err(ChatError::bad("app_id: 1-64 of A-Z a-z 0-9 _ -")) }
}

pub fn channel_id(id: &ChannelId) -> Result<()> {
    if is_plain(id.as_str(), 1, 128) { Ok(()) } else { Err(ChatError::bad("channel_id: 1-128 of A-Z a-z 0-9 _ -")) }
}

/// A channel's or a thread's.
pub fn place(id: &ChannelId) -> Result<()> {
    id.root().map_or_else(|| channel_id(id), |(home_id, _)| channel_id(&home_id))
}

pub fn client_id(id: &ClientId) -> Result<()> {
    if is_plain(id.as_str(), 8, 64) { Ok(()) } else { Err(ChatError::bad("client_id: 8-64 of A-Z a-z 0-9 _ -")) }
}

pub fn user_id(id: &UserId) -> Result<()> {
    let text = id.as_str();
    if (1..=128).contains(&text.len()) && !text.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(ChatError::bad("user_id: 1-128 bytes without control characters"))
    }
}

/// At most `most` ids, each allowed.
pub fn user_ids(ids: &[UserId], most: usize) -> Result<()> {
    if ids.len() > most {
        return Err(ChatError::bad(format!("user_ids: at most {most}")));
    }
    ids.iter().try_for_each(user_id)
}

/// A page's size: 1–100, or the default.
pub fn limit(given: Option<u32>, default: u32) -> Result<u32> {
    match given.unwrap_or(default) {
        limit @ 1..=100 => Ok(limit),
        _ => Err(ChatError::bad("limit: 1-100")),
    }
}

/// The beginning of a nickname: one line, 80 characters.
pub fn prefix(prefix: &str) -> Result<()> {
    if prefix.chars().count() <= 80 && !prefix.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(ChatError::bad("prefix: at most 80 characters, no control characters"))
    }
}

/// What is searched for: one line, 200 characters.
pub fn query(query: &str) -> Result<()> {
    if query.chars().count() <= 200 && !query.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(ChatError::bad("query: at most 200 characters, no control characters"))
    }
}

/// A page's start: an opaque text that we gave.
pub fn after(given: Option<&str>) -> Result<Option<&str>> {
    match given {
        Some(text) if text.len() > 512 || text.chars().any(char::is_control) => Err(ChatError::bad("after: not ours")),
        given => Ok(given),
    }
}

/// The text of a message that carries these files: blank only beside a file.
pub fn message(given: String, files: &[FileId], limits: &Limits) -> Result<String> {
    if files.len() > MOST_FILES {
        return Err(ChatError::bad("files: at most 10"));
    }
    if files.is_empty() || !given.trim().is_empty() { text(given, limits) } else { Ok(String::new()) }
}

/// The text of a message, with line ends as `\n`.
pub fn text(text: String, limits: &Limits) -> Result<String> {
    if text.chars().count() > limits.text_chars as usize {
        return Err(ChatError::TextTooLong { limit: limits.text_chars });
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text };
    if text.chars().all(|char| char.is_whitespace() || is_invisible(char)) {
        return Err(ChatError::bad("text: is blank"));
    }
    if text.chars().any(|char| char.is_control() && char != '\n' && char != '\t') {
        return Err(ChatError::bad("text: holds a control character"));
    }
    Ok(text)
}

fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A channel's name: may be empty, one line, 100 characters.
pub fn channel_name(name: &str) -> Result<()> {
    if name.chars().count() <= 100 && !name.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(ChatError::bad("name: at most 100 characters, no control characters"))
    }
}

/// What only groups have.
pub fn open_channel(public: bool, distinct: bool, user_ids: &[UserId]) -> Result<()> {
    if public || distinct || !user_ids.is_empty() {
        return Err(ChatError::bad("an open channel has no members, and is neither public nor distinct"));
    }
    Ok(())
}

/// A nickname as it may be shown: one line, 80 characters, nothing that turns the text's direction.
pub fn nickname(name: &str) -> String {
    let shown = name
        .chars()
        .filter(|char| !char.is_control() && !matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    shown.collect::<String>().trim().chars().take(80).collect()
}

/// A picture's address, if it may be shown: https, 1,024 bytes.
pub fn picture_url(url: &str) -> Option<String> {
    let plain = url.len() <= 1_024 && !url.chars().any(|char| char.is_control() || char.is_whitespace());
    (plain && url.starts_with("https://") && url.len() > 8).then(|| url.to_owned())
}

/// What a channel may have as its cover: such an address, or the path of a file of ours.
pub fn cover_url(url: &str) -> Result<()> {
    if picture_url(url).is_some() || crate::store::cover_file(url).is_some() {
        Ok(())
    } else {
        Err(ChatError::bad("cover_url: an https address, or /files/ and a file's id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_not_blank_holds_no_control_character_and_has_5000_characters_at_most() {
        let limits = Limits::default();
        for bad in ["", "  \n", "\u{200b}\u{feff}", "a\u{0}b", "a\u{1b}[0m", "a\rb"] {
            assert!(matches!(text(bad.into(), &limits), Err(ChatError::BadRequest(_))), "{bad:?}");
        }
        assert_eq!(text("a\r\n\tb 안녕".into(), &limits), Ok("a\n\tb 안녕".into()));
        assert!(text("가".repeat(5_000), &limits).is_ok());
        assert_eq!(text("가".repeat(5_001), &limits), Err(ChatError::TextTooLong { limit: 5_000 }));
    }

    #[test]
    fn ids_have_their_letters_and_lengths() {
        assert!(channel_id(&"courtyard-1_A".into()).is_ok());
        for bad in ["", "a b", "a/b", "가", &"x".repeat(129)] {
            assert!(channel_id(&bad.into()).is_err(), "{bad:?}");
        }
        assert!(client_id(&"1234567".into()).is_err() && client_id(&"12345678".into()).is_ok());
        assert!(user_id(&"김 민아@example".into()).is_ok() && user_id(&"a\nb".into()).is_err());
    }

    #[test]
    fn a_nickname_loses_what_could_deceive_and_a_picture_is_https() {
        assert_eq!(nickname(" Mi\u{202e}na\n "), "Mina");
        assert_eq!(picture_url("https://a.example/m.png").as_deref(), Some("https://a.example/m.png"));
        assert_eq!((picture_url("http://a.example/m.png"), picture_url("javascript:alert(1)")), (None, None));
    }
}
