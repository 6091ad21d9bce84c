//! Addresses: bare ones in a text, and which ones may be led to at all.

/// Longest address that is led to.
const LONGEST: usize = 2_048;
/// What an address in a text begins with, and what is put before it.
const BEGINNINGS: [(&str, &str); 4] = [("http://", ""), ("https://", ""), ("www.", "https://"), ("mailto:", "")];

/// A bare address in a text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bare {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) url: String,
}

/// Where a link leads, if it may lead there: http, https, mailto; nothing that hides where.
pub(super) fn led(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    is_allowed(url).then(|| [&scheme.to_ascii_lowercase(), ":", rest].concat())
}

fn is_allowed(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let rest = url.get(scheme.len()..).unwrap_or_default();
    let shaped = match scheme.as_str() {
        "http" | "https" => rest
            .strip_prefix("://")
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric) || rest.starts_with('[')),
        "mailto" => rest.split_once('@').is_some_and(|(name, host)| name.len() > 1 && !host.is_empty()),
        _ => false,
    };
    let clean =
        |letter: char| !letter.is_whitespace() && !letter.is_control() && !"<>\"`\\".contains(letter) && !turns(letter);
    shaped && url.len() <= LONGEST && url.chars().all(clean)
}

/// Whether it turns the direction of what follows, or is not seen.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// All bare addresses, by place.
pub(super) fn bare(text: &str) -> Vec<Bare> {
    let mut found = Vec::new();
    let (mut at, mut before) = (0, None);
    while let Some(letter) = text[at..].chars().next() {
        let begins = before.is_none_or(|before: char| !before.is_ascii_alphanumeric() && !"/.-_@:".contains(before));
        let address = if begins { address(&text[at..]) } else { None };
        let length = match address {
            Some((length, url)) => {
                found.push(Bare { start: at, end: at + length, url });
                length
            }
            None => letter.len_utf8(),
        };
        before = text[at..at + length].chars().next_back();
        at += length;
    }
    found
}

/// The address that a text begins with: its length, and where it leads.
fn address(text: &str) -> Option<(usize, String)> {
    let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let (begin, prefix) = BEGINNINGS.into_iter().find(|(begin, _)| begins(begin))?;
    let mut before = ' ';
    let mut end = text.len();
    for (at, letter) in text.char_indices() {
        let ends = letter.is_whitespace()
            || letter.is_control()
            || "<>\"`\\".contains(letter)
            || (!letter.is_ascii() && !letter.is_alphanumeric())
            // The words of a link end there.
            || text[at..].starts_with("](")
            // A particle joins its word without a blank: «x.com에서». A path of such letters begins after a sign.
            || (is_east_asian(letter) && before.is_ascii_alphanumeric());
        if ends {
            end = at;
            break;
        }
        before = letter;
    }
    let shown = trimmed(&text[..end]);
    let url = [prefix, shown].concat();
    let host = shown.get(begin.len()..)?;
    let named = !prefix.is_empty() && !host.split(['/', '?', '#']).next().is_some_and(|host| host.contains('.'));
    led(&url).filter(|_| !named).map(|url| (shown.len(), url))
}

fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Without what belongs to the sentence: its last signs, and a bracket that was opened before the address.
fn trimmed(mut text: &str) -> &str {
    while let Some(last) = text.chars().next_back() {
        let opened = match last {
            ')' => Some('('),
            ']' => Some('['),
            '}' => Some('{'),
            _ => None,
        };
        let count = |letter: char| text.matches(letter).count();
        let foreign = opened.is_some_and(|opened| count(last) > count(opened));
        if !foreign && !"?!.,:;*_~'|".contains(last) {
            break;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
    text
}
