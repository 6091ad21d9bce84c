//! What a page says of itself in its head: Open Graph first, then what Twitter reads, then plain HTML. Its letters are read by what
//! the answer, the page's first bytes, or its own `<meta>` say of them, in this order.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::HashMap;

/// Characters that are kept of each.
const TITLE: usize = 200;
const DESCRIPTION: usize = 400;
const SITE: usize = 80;
/// Bytes in which a page must say its letters.
const PRESCAN: usize = 8_192;

/// What a page tells; each may be nothing.
#[derive(Debug, Default, PartialEq)]
pub struct Page {
    pub title: String,
    pub description: String,
    pub site: String,
    /// As written: absolute or not.
    pub image: Option<String>,
}

/// Reads the beginning of a page.
pub fn read(bytes: &[u8], charset: Option<&str>) -> Page {
    let (text, _, _) = encoding(bytes, charset).decode(bytes);
    let told = Told::of(&text);
    let first = |names: &[&str]| names.iter().find_map(|name| told.named.get(*name)).cloned();
    let said = |names: &[&str], most| tidy(&first(names).unwrap_or_default(), most);
    let title = said(&["og:title", "twitter:title"], TITLE);
    Page {
        title: if title.is_empty() { tidy(&told.title, TITLE) } else { title },
        description: said(&["og:description", "twitter:description", "description"], DESCRIPTION),
        site: said(&["og:site_name", "application-name"], SITE),
        image: first(&[
            "og:image:secure_url",
            "og:image",
            "og:image:url",
            "twitter:image",
            "twitter:image:src",
            "image_src",
        ]),
    }
}

fn encoding(bytes: &[u8], charset: Option<&str>) -> &'static Encoding {
    let named = |name: &str| Encoding::for_label(name.trim().as_bytes());
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    charset.and_then(named).unwrap_or_else(|| {
        let start = bytes.get(..PRESCAN).unwrap_or(bytes);
        // Whatever the letters are, those of the markup are ASCII.
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(start);
        let told = Told::of(&text).charset.and_then(|name| named(&name));
        told.unwrap_or(if is_utf8(bytes) { UTF_8 } else { WINDOWS_1252 })
    })
}

/// But for a last letter that was cut off.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).err().is_none_or(|error| error.error_len().is_none())
}

/// What stands in the head.
#[derive(Default)]
struct Told {
    title: String,
    charset: Option<String>,
    /// The first of each name that says anything.
    named: HashMap<String, String>,
}

impl Told {
    fn of(text: &str) -> Self {
        let mut told = Self::default();
        let (mut in_title, mut titled) = (false, false);
        let mut emitter = DefaultEmitter::<()>::default();
        // What stands in scripts and titles is no markup.
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let get =
                        |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
                    match tag.name.as_slice() {
                        b"title" => in_title = !titled,
                        // A picture's title is none of the page's.
                        b"svg" => titled = true,
                        b"meta" => told.meta(get),
                        b"link" if get(b"rel").is_some_and(|rel| rel.eq_ignore_ascii_case("image_src")) => {
                            told.name("image_src", get(b"href"));
                        }
                        _ => {}
                    }
                }
                Token::EndTag(tag) if tag.name.as_slice() == b"title" => {
                    titled |= in_title;
                    in_title = false;
                }
                Token::String(part) if in_title => told.title.push_str(&String::from_utf8_lossy(&part)),
                _ => {}
            }
        }
        told
    }

    fn meta(&mut self, get: impl Fn(&[u8]) -> Option<String>) {
        let content = get(b"content");
        let typed = || {
            let kind = get(b"http-equiv").filter(|kind| kind.eq_ignore_ascii_case("content-type"));
            let content = kind.and(content.clone())?.to_ascii_lowercase();
            content.split_once("charset=").map(|(_, name)| name.trim_matches(['"', '\'', ' ']).to_owned())
        };
        if self.charset.is_none() {
            self.charset = get(b"charset").or_else(typed);
        }
        for name in [get(b"property"), get(b"name")].into_iter().flatten() {
            self.name(&name.to_ascii_lowercase(), content.clone());
        }
    }

    fn name(&mut self, name: &str, content: Option<String>) {
        if let Some(content) = content.filter(|content| !content.trim().is_empty()) {
            self.named.entry(name.to_owned()).or_insert(content);
        }
    }
}

/// One line, without what cannot be seen or turns the text's direction.
pub fn tidy(text: &str, most: usize) -> String {
    let hidden = |char: &char| matches!(char, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let words = text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    let line: String = words.collect::<Vec<_>>().join(" ").chars().filter(|char| !hidden(char)).collect();
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests;
