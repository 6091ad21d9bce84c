//! What is found by what. A text is read letter by letter, without case, width and accents; words are found by their
//! beginning, and scripts that do not part words (Korean, Chinese, Japanese, Thai, …) anywhere.
//!
//! The index holds tokens: a word, or in those scripts each letter with the next. They are plain ASCII of at least three
//! letters, so that both databases keep them as they are. An index that knows no order of tokens finds a little too much:
//! [`Query::found`] looks at the text itself, and is the only judge.

use std::collections::BTreeSet;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// Letters of a word that the index keeps: MariaDB keeps tokens of 84 characters.
const LONGEST: usize = 20;
/// Words of a question; what stands behind them is not looked for.
const MOST_TERMS: usize = 10;
/// Places that are told of one text.
const MOST_PLACES: usize = 50;

/// A letter as it is compared, and the UTF-16 units of the text that it was made from.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Letter {
    sign: char,
    start: u32,
    end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of a word that has spaces around it.
    Word,
    /// Of a script without spaces, or a picture.
    Dense,
    Gap,
}

fn kind(sign: char) -> Kind {
    match sign {
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{1f000}'..='\u{3ffff}' => Kind::Dense,
        _ if sign.is_alphanumeric() || is_combining_mark(sign) => Kind::Word,
        _ => Kind::Gap,
    }
}

/// Accents, vowel signs that are mostly left out, and what only joins or selects shapes.
fn is_silent(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let mut start = 0;
    for written in text.chars() {
        let end = start + u32::try_from(written.len_utf16()).unwrap_or(1);
        let mut take = |sign: char| {
            let before = letters.last_mut();
            if is_silent(sign) {
                // An accent belongs to what it stands on.
                if let Some(before) = before.filter(|_| is_combining_mark(sign)) {
                    before.end = end;
                }
                return;
            }
            // Syllables that are written in parts, and voiced kana: one letter.
            if let Some(before) = before
                && let Some(whole) = compose(before.sign, sign)
            {
                (before.sign, before.end) = (whole, end);
                return;
            }
            for sign in sign.to_lowercase().filter(|sign| !is_silent(*sign)) {
                let sign = if sign == 'ς' { 'σ' } else { sign };
                letters.push(Letter { sign, start, end });
            }
        };
        if written.is_ascii() {
            take(written);
        } else {
            decompose_compatible(written, take);
        }
        start = end;
    }
    letters
}

/// The runs of one kind, gaps left out.
fn runs(letters: &[Letter]) -> impl Iterator<Item = (Kind, &[Letter])> {
    let runs = letters.chunk_by(|a, b| kind(a.sign) == kind(b.sign));
    runs.filter_map(|run| run.first().map(|letter| (kind(letter.sign), run))).filter(|(kind, _)| *kind != Kind::Gap)
}

/// A letter in plain letters and digits, always as many for one that is none itself.
fn push(token: &mut String, sign: char) {
    if sign.is_ascii_alphanumeric() {
        return token.push(sign);
    }
    let number = u32::from(sign);
    for place in [36 * 36 * 36, 36 * 36, 36, 1] {
        token.extend(char::from_digit(number / place % 36, 36));
    }
}

/// `lead`, and these letters behind it.
fn token<'a>(lead: &str, letters: impl IntoIterator<Item = &'a Letter>) -> String {
    let mut token = lead.to_owned();
    letters.into_iter().for_each(|letter| push(&mut token, letter.sign));
    token
}

const WORD: &str = "zw";
const PAIR: &str = "zg";

/// The tokens of a text, into `tokens`.
pub(super) fn read(text: &str, tokens: &mut BTreeSet<String>) {
    for (kind, run) in runs(&letters(text)) {
        if kind == Kind::Word {
            tokens.insert(token(WORD, run.iter().take(LONGEST)));
        } else {
            tokens.extend((0..run.len()).map(|at| token(PAIR, run.iter().skip(at).take(2))));
        }
    }
}

/// A token that is looked for, whole or as a beginning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) begins: bool,
}

impl Token {
    pub(super) fn whole(text: impl Into<String>) -> Self {
        Self { text: text.into(), begins: false }
    }
}

/// What is looked for.
pub(super) struct Query {
    terms: Vec<Vec<Letter>>,
}

impl Query {
    /// Words, and what stands between quotation marks as one.
    pub(super) fn parse(text: &str) -> Self {
        let parts = text.split('"').enumerate().flat_map(|(index, part)| {
            let quoted = index % 2 == 1;
            let whole = quoted.then(|| part.trim());
            let words = (!quoted).then(|| part.split_whitespace()).into_iter().flatten();
            whole.into_iter().chain(words)
        });
        let terms = parts.map(letters).filter(|term| runs(term).next().is_some());
        Self { terms: terms.take(MOST_TERMS).collect() }
    }

    /// Whether there is nothing in it that could be found.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What the index is asked for: all of it.
    pub(super) fn wanted(&self) -> BTreeSet<Token> {
        let mut wanted = BTreeSet::new();
        for term in &self.terms {
            let mut runs = runs(term).peekable();
            while let Some((kind, run)) = runs.next() {
                // One letter would be the beginning of nearly everything.
                let begins = runs.peek().is_none() && (2..=LONGEST).contains(&run.len());
                match (kind, run) {
                    (Kind::Word, _) => {
                        wanted.insert(Token { text: token(WORD, run.iter().take(LONGEST)), begins });
                    }
                    (_, [one]) => {
                        wanted.insert(Token { text: token(PAIR, [one]), begins: true });
                    }
                    _ => wanted.extend(run.windows(2).map(|pair| Token { text: token(PAIR, pair), begins: false })),
                }
            }
        }
        wanted
    }

    /// Where the words stand in `text`, when each of them stands there or in one of the names.
    pub(super) fn found<'a>(
        &self,
        text: &str,
        names: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<Vec<(u32, u32)>> {
        let letters_of_text = letters(text);
        let mut places: Vec<(u32, u32)> = Vec::new();
        for term in &self.terms {
            let here = find(&letters_of_text, term);
            if here.is_empty() && !names.clone().any(|name| !find(&letters(name), term).is_empty()) {
                return None;
            }
            places.extend(here);
        }
        places.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::with_capacity(places.len());
        for (start, end) in places {
            match apart.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        apart.truncate(MOST_PLACES);
        Some(apart)
    }
}

/// Where a term stands: words from their beginning, single letters alone.
fn find(letters: &[Letter], term: &[Letter]) -> Vec<(u32, u32)> {
    let word = |letter: Option<&Letter>| letter.is_some_and(|letter| kind(letter.sign) == Kind::Word);
    let starts_word = word(term.first());
    let ends_single = word(term.last()) && !word(term.iter().nth_back(1));
    let mut places = Vec::new();
    for (at, window) in letters.windows(term.len().max(1)).enumerate() {
        let same = window.iter().zip(term).all(|(letter, wanted)| letter.sign == wanted.sign);
        if !same {
            continue;
        }
        let inside = starts_word && word(at.checked_sub(1).and_then(|before| letters.get(before)));
        let goes_on = ends_single && word(letters.get(at + term.len()));
        if let (false, false, Some(first), Some(last)) = (inside, goes_on, window.first(), window.last()) {
            places.push((first.start, last.end));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(query: &str, text: &str) -> Option<Vec<(u32, u32)>> {
        let query = Query::parse(query);
        let found = query.found(text, std::iter::empty());
        // Whatever is found, the index has: all that is asked of it is among the text's tokens.
        if found.is_some() {
            let mut tokens = BTreeSet::new();
            read(text, &mut tokens);
            for Token { text: token, begins } in query.wanted() {
                let held = |held: &String| *held == token || (begins && held.starts_with(&token));
                assert!(tokens.iter().any(held), "{token} of {text}");
            }
        }
        found
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        assert_eq!(places("court", "The courtyard, a Court"), Some(vec![(4, 9), (17, 22)]));
        assert_eq!(places("yard", "The courtyard"), None);
        assert_eq!(places("a", "an apple, a day"), Some(vec![(10, 11)]));
        assert_eq!(places("day apple", "an apple, a day"), Some(vec![(3, 8), (12, 15)]));
        assert_eq!(places("day pear", "an apple, a day"), None);
        assert_eq!(places("\"apple, a\"", "an apple, a day"), Some(vec![(3, 11)]));
        assert_eq!(places("don't foo-ba", "I don't: foo-bar"), Some(vec![(2, 7), (9, 15)]));
        assert_eq!(places("2026-11", "on 2026-11-25"), Some(vec![(3, 10)]));
        assert_eq!((places("foo-b", "foo-bar"), places("c++", "in C++")), (None, Some(vec![(3, 6)])));
    }

    #[test]
    fn korean_chinese_and_japanese_are_found_anywhere() {
        assert_eq!(places("항아리", "달항아리가 왔어요"), Some(vec![(1, 4)]));
        assert_eq!(places("아", "달항아리가 왔어요"), Some(vec![(2, 3)]));
        assert_eq!(places("요", "달항아리가 왔어요"), Some(vec![(8, 9)]));
        assert_eq!(places("리가 왔", "달항아리가 왔어요"), Some(vec![(3, 5), (6, 7)]));
        assert_eq!(places("아가", "달항아리가"), None);
        assert_eq!(places("会議", "明日の会議は三時"), Some(vec![(3, 5)]));
        assert_eq!(places("カーデン", "中庭のガーデン"), None);
        assert_eq!(places("ガーデン", "中庭のｶﾞｰﾃﾞﾝ"), Some(vec![(3, 9)]));
        assert_eq!(places("文件", "請把文件發給我"), Some(vec![(2, 4)]));
        assert_eq!(places("สวัสดี", "บอกสวัสดีครับ"), Some(vec![(3, 9)]));
        assert_eq!(places("👍", "좋아요 😀👍🏽"), Some(vec![(6, 8)]));
    }

    #[test]
    fn case_width_accents_and_writing_in_parts_do_not_matter() {
        assert_eq!(places("cafe", "Ｃａｆé, CAFE\u{301}"), Some(vec![(0, 4), (6, 11)]));
        assert_eq!(places("김준", "\u{1100}\u{1175}\u{11b7}\u{110c}\u{116e}\u{11ab}호"), Some(vec![(0, 6)]));
        assert_eq!(places("мир", "Мира"), Some(vec![(0, 3)]));
        assert_eq!(places("σοφος", "ΣΟΦΌΣ"), Some(vec![(0, 5)]));
        assert_eq!(places("سلام", "قال سَلام"), Some(vec![(4, 9)]));
        assert_eq!(places("हिन्दी", "मेरी हिन्दी"), Some(vec![(5, 11)]));
    }

    #[test]
    fn places_are_in_utf_16_and_apart_from_each_other() {
        assert_eq!(places("tea", "👩‍🚀 tea"), Some(vec![(6, 9)]));
        assert_eq!(places("아리 항아", "항아리"), Some(vec![(0, 3)]));
        assert_eq!(places("x", &"x ".repeat(80)).map(|places| places.len()), Some(50));
    }

    #[test]
    fn what_is_no_word_is_not_looked_for() {
        for text in ["", "  ", "\"\"", "+ - *", "… (){}"] {
            assert!(Query::parse(text).is_empty(), "{text}");
        }
        assert!(!Query::parse("c++").is_empty());
        assert_eq!(Query::parse(&"ab ".repeat(40)).terms.len(), 10);
    }

    #[test]
    fn names_of_files_count_for_the_words_that_the_text_lacks() {
        let names = ["달항아리.jpg", "raid plan.pdf"];
        let found = |query: &str| Query::parse(query).found("see this", names.iter().copied());
        assert_eq!(found("see raid"), Some(vec![(0, 3)]));
        assert_eq!((found("항아"), found("vase")), (Some(vec![]), None));
    }

    #[test]
    fn tokens_are_plain_and_long_enough_for_both_databases() {
        let mut tokens = BTreeSet::new();
        read("Hi, I am 준호: ключ www the 中 👍", &mut tokens);
        read(&"long".repeat(30), &mut tokens);
        read(&"ж".repeat(90), &mut tokens);
        for token in &tokens {
            assert!(
                (3..=84).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_alphanumeric()),
                "{token}"
            );
            assert!(token.bytes().all(|byte| !byte.is_ascii_uppercase()), "{token}");
        }
        assert!(tokens.contains("zwhi") && tokens.contains("zwwww"));
    }
}
