//! Names of files: shown to people and written to their disks, so that nothing in them may deceive either.

/// Most characters of a name.
const MOST: usize = 150;

/// The name without path, control characters, signs that turn the text's direction, and what no disk takes.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().filter(|char| {
        !char.is_control()
            && !matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    let safe: String = kept.map(|char| if "<>:\"|?*".contains(char) { '_' } else { char }).collect();
    let safe = safe.trim_matches(|char: char| char == '.' || char.is_whitespace());
    let (stem, ending) = split(safe);
    let room = MOST.saturating_sub(ending.chars().count());
    let name: String = stem.chars().take(room).collect::<String>() + ending;
    if name.is_empty() { "file".to_owned() } else { name }
}

/// Stem, and ending with its dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 12 => name.split_at(at),
        _ => (name, ""),
    }
}

/// The ending of a name, in small letters and without its dot.
pub fn ending_of(name: &str) -> String {
    split(name).1.trim_start_matches('.').to_ascii_lowercase()
}

/// The name with one of these endings: its own when it fits, else the first takes a picture's place or is added.
pub fn ending(name: &str, endings: &[&str]) -> String {
    let own = ending_of(name);
    let Some(first) = endings.first().filter(|_| !endings.contains(&own.as_str())) else { return name.to_owned() };
    let pictures = ["png", "jpg", "jpeg", "jfif", "gif", "webp"];
    let stem = if pictures.contains(&own.as_str()) && pictures.contains(first) { split(name).0 } else { name };
    clean(&format!("{stem}.{first}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_control_characters_and_turned_text_are_gone() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\mina\\jar.png", "jar.png"),
            ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
            ("a\0b\r\n.txt", "ab.txt"),
            ("..", "file"),
            ("", "file"),
            (" .hidden ", "hidden"),
            ("a:b|c?.txt", "a_b_c_.txt"),
            ("달항아리 사진.jpg", "달항아리 사진.jpg"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
        assert_eq!(clean(&format!("{}.jpeg", "가".repeat(300))), format!("{}.jpeg", "가".repeat(145)));
    }

    #[test]
    fn a_name_ends_as_its_type_does() {
        assert_eq!(ending("jar.PNG", &["png"]), "jar.PNG");
        assert_eq!(ending("jar.webp", &["jpg", "jpeg"]), "jar.jpg");
        assert_eq!(ending("jar", &["pdf"]), "jar.pdf");
        assert_eq!(ending("jar.png", &["pdf"]), "jar.png.pdf");
        assert_eq!(ending("notes.md", &[]), "notes.md");
    }
}
