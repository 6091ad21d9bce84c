//! A person's or a channel's round picture; initials on a calm tone while there is none.

use leptos::prelude::*;

/// Decorative: the name stands beside it.
#[component]
pub fn Avatar(
    /// Gives the initials.
    name: String,
    /// Gives the tone: the same for the same person.
    id: String,
    #[prop(optional_no_strip)] picture: Option<String>,
    /// Whether the dot of somebody present is shown.
    #[prop(optional, into)]
    online: Signal<bool>,
) -> impl IntoView {
    let broken = RwSignal::new(false);
    let picture = picture.filter(|url| url.starts_with("https://"));
    let image = move || {
        let url = picture.clone().filter(|_| !broken.get())?;
        Some(view! {
            <img class={"madang-avatar__picture"} src={url} alt="" loading="lazy" referrerpolicy="no-referrer"
                on:error=move |_| broken.set(true) />
        })
    };
    view! {
        <span class={"madang-avatar"} part="avatar" aria-hidden="true" data-tone={tone(&id)}>
            {initials(&name)}
            {image}
            {move || online.get().then(|| view! { <span class={"madang-avatar__presence"}></span> })}
        </span>
    }
}

/// One of eight.
fn tone(id: &str) -> &'static str {
    let sum = id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    ["0", "1", "2", "3", "4", "5", "6", "7"].get(((sum >> 3) % 8) as usize).copied().unwrap_or("0")
}

/// The first letters of the first two words; one syllable of a name in Hangul or Han.
fn initials(name: &str) -> String {
    let firsts: Vec<char> =
        name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric())).collect();
    match firsts.as_slice() {
        [] => "·".to_owned(),
        [one, ..] if *one >= '\u{1100}' => one.to_string(),
        [one] => one.to_uppercase().collect(),
        [one, .., last] => one.to_uppercase().chain(last.to_uppercase()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("ada"), "A");
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
