//! Words and domains that an application does not want in texts: replaced, refused, or put before the operators.
//!
//! Texts are compared without regard to case, width and compatibility forms (NFKD and lower case, character by character,
//! so that every match is a span of the text as it was sent). One automaton looks for all rules in time that grows with the
//! text only. A word of a script that writes spaces is found as a whole word, others anywhere.

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Rules of one application at most.
pub const MOST_RULES: usize = 1_000;
/// Characters of one rule at most.
pub const RULE_CHARS: usize = 100;

/// What happens to a text that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FilterAction {
    /// Its letters become `*`.
    Replace,
    /// The text is refused.
    Block,
    /// The text is sent, and reported.
    Flag,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub text: String,
    pub action: FilterAction,
}

/// The rules of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filters {
    pub words: Vec<Rule>,
    /// `example.com` stands for its subdomains too.
    pub domains: Vec<Rule>,
}

impl Filters {
    /// # Errors
    /// Says which rule cannot be used.
    pub fn check(&self) -> Result<(), String> {
        if self.words.len() + self.domains.len() > MOST_RULES {
            return Err(format!("filters: at most {MOST_RULES} rules"));
        }
        for rule in self.words.iter().chain(&self.domains) {
            if rule.text.chars().count() > RULE_CHARS || Folded::of(&rule.text).text.trim().is_empty() {
                return Err(format!("filters: a rule has 1-{RULE_CHARS} characters that can be seen"));
            }
        }
        Ok(())
    }
}

/// A text as it may be sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Passed {
    pub text: String,
    /// To be looked at.
    pub flagged: bool,
}

struct Pattern {
    action: FilterAction,
    domain: bool,
    /// Whether its first and last letter end where a word does.
    edges: (bool, bool),
}

/// The rules, ready to be used.
pub struct Filter {
    search: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

/// A text to compare by, and where its characters stood in the text as it was.
struct Folded {
    text: String,
    /// Offsets here and there of each character that stands by itself, and of the end.
    starts: Vec<(usize, usize)>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), starts: Vec::new() };
        for (at, char) in text.char_indices().filter(|(_, char)| !is_invisible(*char)) {
            if canonical_combining_class(char) == 0 {
                folded.starts.push((folded.text.len(), at));
            }
            decompose_compatible(char, |part| folded.text.extend(part.to_lowercase()));
        }
        folded.starts.push((folded.text.len(), text.len()));
        folded
    }

    /// The place in the text of an offset between two of its characters.
    fn place(&self, offset: usize) -> Option<usize> {
        let at = self.starts.binary_search_by_key(&offset, |(folded, _)| *folded).ok()?;
        self.starts.get(at).map(|(_, place)| *place)
    }
}

/// Put between letters to deceive.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A letter of a script that parts words by spaces.
fn is_spaced(char: char) -> bool {
    char.is_alphanumeric() && char < '\u{1100}' && !matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}')
}

impl Filter {
    pub fn new(filters: &Filters) -> Self {
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for (rule, domain) in
            filters.words.iter().map(|rule| (rule, false)).chain(filters.domains.iter().map(|rule| (rule, true)))
        {
            let text = Folded::of(rule.text.trim()).text;
            let edges = (text.chars().next().is_some_and(is_spaced), text.chars().next_back().is_some_and(is_spaced));
            if !text.is_empty() {
                patterns.push(Pattern { action: rule.action, domain, edges });
                texts.push(text);
            }
        }
        // Rules are checked when they are set; what could not be built filters nothing.
        let search = if texts.is_empty() { None } else { AhoCorasick::new(&texts).ok() };
        Self { search, patterns }
    }

    /// The text as it may be sent; `None`: it may not.
    pub fn apply(&self, text: String) -> Option<Passed> {
        let Some(search) = &self.search else { return Some(Passed { text, flagged: false }) };
        let folded = Folded::of(&text);
        let (mut hidden, mut flagged) = (Vec::new(), false);
        for found in search.find_overlapping_iter(&folded.text) {
            let Some(pattern) = self.patterns.get(found.pattern().as_usize()) else { continue };
            let (Some(start), Some(end)) = (folded.place(found.start()), folded.place(found.end())) else { continue };
            if !pattern.stands(&folded.text, found.start(), found.end()) {
                continue;
            }
            match pattern.action {
                FilterAction::Block => return None,
                FilterAction::Flag => flagged = true,
                FilterAction::Replace => hidden.push((start, end)),
            }
        }
        let text = if hidden.is_empty() { text } else { hide(&text, &mut hidden) };
        Some(Passed { text, flagged })
    }
}

impl Pattern {
    /// Whether what was found is a word, or a domain, of its own.
    fn stands(&self, text: &str, start: usize, end: usize) -> bool {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let mut after = text.get(end..).unwrap_or_default().chars();
        let next = after.next();
        if self.domain {
            let name = |char: char| char.is_alphanumeric() || char == '-';
            let goes_on = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
            return !before.is_some_and(name) && !next.is_some_and(name) && !goes_on;
        }
        let within = (self.edges.0 && before.is_some_and(is_spaced)) || (self.edges.1 && next.is_some_and(is_spaced));
        !within
    }
}

/// Letters become stars, one for each UTF-16 unit, so that positions in the text stay what they were.
fn hide(text: &str, spans: &mut [(usize, usize)]) -> String {
    spans.sort_unstable();
    let (mut out, mut spans) = (String::with_capacity(text.len()), spans.iter().peekable());
    for (at, char) in text.char_indices() {
        while spans.peek().is_some_and(|(_, end)| *end <= at) {
            spans.next();
        }
        match spans.peek() {
            Some((start, _)) if *start <= at && !char.is_whitespace() => {
                (0..char.len_utf16()).for_each(|_| out.push('*'));
            }
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use FilterAction::{Block, Flag, Replace};

    fn filter(words: &[(&str, FilterAction)], domains: &[(&str, FilterAction)]) -> Filter {
        let rules = |given: &[(&str, FilterAction)]| {
            given.iter().map(|(text, action)| Rule { text: (*text).to_owned(), action: *action }).collect()
        };
        Filter::new(&Filters { words: rules(words), domains: rules(domains) })
    }

    fn replaced(filter: &Filter, text: &str) -> String {
        filter.apply(text.to_owned()).unwrap().text
    }

    #[test]
    fn words_are_found_whatever_their_case_width_and_hidden_characters_and_only_as_words() {
        let filter = filter(&[("darn", Replace), ("two words", Replace)], &[]);
        assert_eq!(replaced(&filter, "Darn, DARN and ｄａｒｎ"), "****, **** and ****");
        assert_eq!(replaced(&filter, "da\u{200b}rn it"), "***** it");
        assert_eq!(replaced(&filter, "darning darned"), "darning darned");
        assert_eq!(replaced(&filter, "of two words here"), "of *** ***** here");
        assert_eq!(replaced(&filter, "nothing 😀"), "nothing 😀");
    }

    #[test]
    fn korean_is_found_inside_words_and_not_in_half_a_syllable() {
        let filter = filter(&[("바보", Replace)], &[]);
        assert_eq!(replaced(&filter, "이바보야"), "이**야");
        assert_eq!(replaced(&filter, "바봅니다"), "바봅니다");
        assert_eq!(replaced(&filter, "\u{1107}\u{1161}\u{1107}\u{1169}야"), "****야");
    }

    #[test]
    fn one_rule_that_blocks_is_enough_and_flags_pass() {
        let filter = filter(&[("never", Block), ("perhaps", Flag), ("darn", Replace)], &[]);
        assert_eq!(filter.apply("darn, Never".to_owned()), None);
        assert_eq!(filter.apply("perhaps".to_owned()), Some(Passed { text: "perhaps".to_owned(), flagged: true }));
    }

    #[test]
    fn a_domain_stands_for_its_subdomains_and_not_for_what_only_looks_like_it() {
        let filter = filter(&[], &[("evil.example", Block)]);
        for bad in ["evil.example", "see https://www.EVIL.example/path", "a@evil.example.", "(evil.example)"] {
            assert_eq!(filter.apply(bad.to_owned()), None, "{bad}");
        }
        for good in ["notevil.example", "evil.example.org", "evil.examples", "evil example"] {
            assert!(filter.apply(good.to_owned()).is_some(), "{good}");
        }
    }

    #[test]
    fn positions_of_utf_16_stay_what_they_were() {
        let filter = filter(&[("😀😀", Replace)], &[]);
        assert_eq!(replaced(&filter, "a😀😀b"), "a****b");
    }

    #[test]
    fn rules_that_cannot_be_seen_or_are_too_many_are_refused() {
        let rule = |text: &str| Rule { text: text.to_owned(), action: Block };
        for text in ["", " ", "\u{200b}", &"x".repeat(101)] {
            assert!(Filters { words: vec![rule(text)], domains: vec![] }.check().is_err(), "{text:?}");
        }
        assert!(Filters { words: vec![rule("x"); 1_001], domains: vec![] }.check().is_err());
        assert!(Filters { words: vec![rule("x"); 1_000], domains: vec![] }.check().is_ok());
    }
}
