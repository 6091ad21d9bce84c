//! Nicknames as they are searched: without case, width and accents, and Korean letter by letter, so that what an input
//! method shows halfway through a syllable (`기`, `긴` on the way to `김`, `기나`) is a beginning of the whole.

use super::migrate::{set_value, value};
use super::rows::{Columns, Outcome, sql};
use sqlx::AnyConnection;
use unicode_normalization::UnicodeNormalization;

/// Characters of a key: enough to tell people apart by.
const LONGEST: usize = 64;
/// The rule by which the stored keys were made.
const RULE: (&str, &str) = ("nickname_key", "1");
/// Users whose keys are made at a time.
const PART: i64 = 500;

/// The key of a nickname, and of the beginning of one.
pub fn fold(nickname: &str) -> String {
    let letters =
        nickname.nfkd().flat_map(char::to_lowercase).filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
    letters
        .flat_map(|letter| keys(letter).chars().chain(keys(letter).is_empty().then_some(letter)).collect::<Vec<_>>())
        .take(LONGEST)
        .collect()
}

/// The keys of a keyboard that make a Korean letter: finals are typed as initials, double vowels one after the other.
fn keys(letter: char) -> &'static str {
    match letter {
        '\u{11a8}' => "ᄀ",
        '\u{11a9}' => "ᄁ",
        '\u{11aa}' => "ᄀᄉ",
        '\u{11ab}' => "ᄂ",
        '\u{11ac}' => "ᄂᄌ",
        '\u{11ad}' => "ᄂᄒ",
        '\u{11ae}' => "ᄃ",
        '\u{11af}' => "ᄅ",
        '\u{11b0}' => "ᄅᄀ",
        '\u{11b1}' => "ᄅᄆ",
        '\u{11b2}' => "ᄅᄇ",
        '\u{11b3}' => "ᄅᄉ",
        '\u{11b4}' => "ᄅᄐ",
        '\u{11b5}' => "ᄅᄑ",
        '\u{11b6}' => "ᄅᄒ",
        '\u{11b7}' => "ᄆ",
        '\u{11b8}' => "ᄇ",
        '\u{11b9}' => "ᄇᄉ",
        '\u{11ba}' => "ᄉ",
        '\u{11bb}' => "ᄊ",
        '\u{11bc}' => "ᄋ",
        '\u{11bd}' => "ᄌ",
        '\u{11be}' => "ᄎ",
        '\u{11bf}' => "ᄏ",
        '\u{11c0}' => "ᄐ",
        '\u{11c1}' => "ᄑ",
        '\u{11c2}' => "ᄒ",
        '\u{116a}' => "\u{1169}\u{1161}",
        '\u{116b}' => "\u{1169}\u{1162}",
        '\u{116c}' => "\u{1169}\u{1175}",
        '\u{116f}' => "\u{116e}\u{1165}",
        '\u{1170}' => "\u{116e}\u{1166}",
        '\u{1171}' => "\u{116e}\u{1175}",
        '\u{1174}' => "\u{1173}\u{1175}",
        _ => "",
    }
}

/// Makes the keys of users who have none by the present rule. Once for each rule; safe to be cut off and run again.
pub(super) async fn fold_all(connection: &mut AnyConnection) -> super::Result<()> {
    if value(connection, RULE.0).await?.as_deref() == Some(RULE.1) {
        return Ok(());
    }
    let mut after = 0;
    while let Some(last) = fold_part(connection, after).await? {
        after = last;
    }
    set_value(connection, RULE.0, RULE.1).await
}

/// The last user of the part.
async fn fold_part(connection: &mut AnyConnection, after: i64) -> Outcome<Option<i64>> {
    let query = sql("SELECT id, nickname FROM app_user WHERE id > ? ORDER BY id LIMIT ?").bind(after).bind(PART);
    let mut last = None;
    for row in query.fetch_all(&mut *connection).await? {
        let mut columns = Columns::of(&row);
        let (id, nickname) = (columns.int()?, columns.text()?);
        let update = sql("UPDATE app_user SET nickname_key = ? WHERE id = ?").bind(fold(&nickname)).bind(id);
        update.execute(&mut *connection).await?;
        last = Some(id);
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(nickname: &str, typed: &str) -> bool {
        fold(nickname).starts_with(&fold(typed))
    }

    #[test]
    fn every_step_of_typing_a_korean_name_is_a_beginning_of_it() {
        for step in ["ㄱ", "기", "김", "김ㅈ", "김주", "김준", "김준ㅎ", "김준호"] {
            assert!(begins("김준호", step), "{step}");
        }
        for step in ["ㄱ", "고", "과", "곽", "관", "과나"] {
            assert!(begins("과나", step) || step == "곽", "{step}");
        }
        assert!(begins("기나", "긴") && begins("갑시다", "값") && !begins("김준호", "박"));
        assert!(begins("\u{1100}\u{1175}\u{11b7}", "김"));
    }

    #[test]
    fn case_width_and_accents_do_not_matter() {
        assert!(
            begins("Zoë van Dijk", "zoe V") && begins("ＭＩＮＡ", "mi") && begins("ΣΟΦΊΑ", "σο") && begins("Ёлка", "е")
        );
        assert!(begins("がく", "が") && begins("محمد", "مح") && !begins("Mina", "na"));
        assert_eq!(fold(&"가".repeat(80)).chars().count(), 64);
        assert_eq!(fold(""), "");
    }
}
