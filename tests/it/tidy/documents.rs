//! What the documents say is there, is there.

use super::tree::{Source, assert_none, root, sources};

fn documents() -> Vec<Source> {
    sources().into_iter().filter(|source| source.has_extension(&["md"])).collect()
}

/// Texts between single backticks, with their lines; code blocks excluded.
fn quoted(source: &Source) -> Vec<(usize, String)> {
    let mut block = false;
    let mut found = Vec::new();
    for (number, line) in source.lines() {
        if line.trim_start().starts_with("```") {
            block = !block;
        } else if !block {
            found.extend(line.split('`').skip(1).step_by(2).map(|text| (number, text.to_owned())));
        }
    }
    found
}

#[test]
fn every_relative_link_leads_somewhere() {
    let mut faults = Vec::new();
    for document in documents() {
        let folder = root().join(&document.path).parent().unwrap().to_path_buf();
        for (number, line) in document.lines() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = target.split('#').next().unwrap();
                if !file.is_empty()
                    && !file.contains("://")
                    && !file.starts_with("mailto:")
                    && !folder.join(file).exists()
                {
                    faults.push(format!("{}:{number} links to {target}", document.path));
                }
            }
        }
    }
    assert_none(faults);
}

#[test]
fn every_path_that_a_document_quotes_exists() {
    let tops = ["src/", "style/", "www/", "crates/", "tests/", "xtask/", "docs/", ".ci/"];
    let mut faults = Vec::new();
    for document in documents() {
        for (number, text) in quoted(&document) {
            let plain = !text.contains(['<', '*', '{', ' ', '…', '$']);
            if plain
                && tops.iter().any(|top| text.starts_with(top))
                && !root().join(text.trim_end_matches('/')).exists()
            {
                faults.push(format!("{}:{number} quotes {text}", document.path));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn every_xtask_verb_that_a_document_names_exists() {
    let known = std::fs::read_to_string(root().join("xtask/src/main.rs")).unwrap().to_lowercase();
    let mut faults = Vec::new();
    for document in documents() {
        for (number, line) in document.lines() {
            for verb in line.split("cargo xtask ").skip(1) {
                let verb: String = verb.chars().take_while(char::is_ascii_lowercase).collect();
                if !verb.is_empty() && !known.contains(&format!("verb::{verb}")) {
                    faults.push(format!("{}:{number} names cargo xtask {verb}", document.path));
                }
            }
        }
    }
    assert_none(faults);
}

#[test]
fn the_readme_names_the_two_licences_that_are_there() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(readme.contains(&format!("({licence})")), "README.md links to {licence}");
        assert!(root().join(licence).is_file());
    }
}
