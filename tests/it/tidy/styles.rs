//! Style sheets: one place for colours, and nothing that only fits left-to-right.

use super::tree::{Source, assert_none, root, sources};

fn sheets() -> Vec<Source> {
    sources().into_iter().filter(|source| source.path.starts_with("style/") && source.has_extension(&["css"])).collect()
}

/// Numbered `property: value` pairs, comments removed.
fn declarations(source: &Source) -> Vec<(usize, String, String)> {
    let mut text = source.text.clone();
    while let Some(begin) = text.find("/*") {
        let end = text[begin..].find("*/").map_or(text.len(), |end| begin + end + 2);
        let blank: String = text[begin..end].chars().filter(|letter| *letter == '\n').collect();
        text.replace_range(begin..end, &blank);
    }
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for part in line.split(['{', ';', '}']) {
            if let Some((property, value)) = part.split_once(':') {
                found.push((index + 1, property.trim().to_owned(), value.trim().to_owned()));
            }
        }
    }
    found
}

#[test]
fn raw_colours_stand_in_the_tokens_only() {
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
    let words =
        ["white", "black", "red", "green", "blue", "gray", "grey", "orange", "yellow", "purple", "pink", "silver"];
    let mut faults = Vec::new();
    for sheet in sheets().iter().filter(|sheet| sheet.path != "style/tokens.css") {
        for (number, property, value) in declarations(sheet) {
            let hex = value.match_indices('#').any(|(at, _)| {
                let digits = value[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
                matches!(digits, 3 | 4 | 6 | 8)
            });
            let function = functions.iter().any(|function| {
                value
                    .match_indices(function)
                    .any(|(at, _)| !value[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '-'))
            });
            let mut parts =
                value.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_');
            let word = !property.starts_with("grid") && parts.any(|part| words.contains(&part));
            if hex || function || word {
                faults.push(format!("{}:{number} {property}: {value}", sheet.path));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn layout_follows_the_writing_direction() {
    let mut faults = Vec::new();
    for sheet in sheets() {
        for (number, property, value) in declarations(&sheet) {
            let sided =
                property.split('-').any(|part| part == "left" || part == "right") && !property.starts_with("--");
            let aligned =
                ["text-align", "float", "clear"].contains(&property.as_str()) && (value == "left" || value == "right");
            let rounded = property == "border-radius" && !mirrored(&value);
            if sided || aligned || rounded {
                faults.push(format!("{}:{number} {property}: {value}", sheet.path));
            }
        }
    }
    assert_none(faults);
}

/// Whether the corners look the same from both sides.
fn mirrored(radius: &str) -> bool {
    let corners: Vec<&str> = radius.split_whitespace().filter(|part| *part != "!important").collect();
    match corners[..] {
        _ if radius.contains(['(', '/']) => true,
        [one, two] => one == two,
        [one, two, three] => one == two && two == three,
        [one, two, three, four] => one == two && three == four,
        _ => true,
    }
}

#[test]
fn a_radius_is_mirrored_when_left_and_right_corners_are_equal() {
    assert!(mirrored("18px"));
    assert!(mirrored("20px 20px 0 0"));
    assert!(!mirrored("18px 18px 6px 18px"));
    assert!(!mirrored("18px 6px"));
}

#[test]
fn the_sheet_imports_every_component_and_nothing_that_is_gone() {
    let sheet = sources().into_iter().find(|source| source.path == "style/madang.css").unwrap();
    let mut imported: Vec<String> = sheet
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("@import \""))
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let mut present: Vec<String> = sheets().iter().map(|sheet| sheet.path["style/".len()..].to_owned()).collect();
    present.retain(|path| path == "tokens.css" || path == "base.css" || path.starts_with("ui/"));
    imported.sort();
    present.sort();
    assert_eq!(imported, present);
}

/// Trunk joins no sheets: its page links each one that the widget's sheet imports, or a story is shown without its style.
#[test]
fn the_playground_has_the_whole_sheet() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let (sheet, page) = (read("style/madang.css"), read("index.html"));
    let named = |text: &str, before: &str| -> Vec<String> {
        text.lines().filter_map(|line| Some(line.split_once(before)?.1.split_once('"')?.0.to_owned())).collect()
    };
    let mut whole = named(&sheet, "@import \"");
    whole.push("playground.css".to_owned());
    assert_eq!(named(&page, "rel=\"css\" href=\"style/"), whole);
}
