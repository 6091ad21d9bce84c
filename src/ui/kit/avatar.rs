//! A person's or a channel's round picture; initials on a calm tone while there is none.

use super::el::{El, el};

/// Decorative: the name stands beside it. `id` gives the tone: the same for the same person. `online` shows the dot.
pub fn avatar(name: &str, id: &str, picture: Option<&str>, online: bool) -> El {
    let avatar =
        el("span", "madang-avatar").attr("part", "avatar").attr("aria-hidden", "true").attr("data-tone", tone(id));
    let avatar = avatar.text(&initials(name));
    let picture = picture.filter(|url| url.starts_with("https://")).map(|url| {
        let image = el("img", "madang-avatar__picture").attr("alt", "").attr("loading", "lazy");
        let gone = image.clone();
        // What cannot be shown leaves the initials.
        image.attr("referrerpolicy", "no-referrer").on("error", move |_| gone.0.remove()).attr("src", url)
    });
    avatar.maybe(picture).maybe(online.then(|| el("span", "madang-avatar__presence")))
}

/// One of eight.
fn tone(id: &str) -> &'static str {
    let sum = id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    ["0", "1", "2", "3", "4", "5", "6", "7"].get(((sum >> 3) % 8) as usize).copied().unwrap_or("0")
}

/// The first letters of the first and the last word, which CSS sets in capitals; one syllable of a name in Hangul or Han.
fn initials(name: &str) -> String {
    let mut firsts = name.split(' ').filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let Some(first) = firsts.next() else { return "·".to_owned() };
    let last = firsts.next_back().filter(|_| first < '\u{1100}');
    [Some(first), last].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("ada"), "a");
        assert_eq!(initials("Jean-Luc van der Berg"), "JB");
        assert_eq!(initials("김민지"), "김");
        assert_eq!(initials("  "), "·");
    }

    #[test]
    fn a_person_keeps_their_tone() {
        assert_eq!(tone("ada"), tone("ada"));
        assert_ne!(tone("ada"), tone("grace"));
    }
}
