//! What README says that works is what tests prove: `tests/features.txt` names both.

use super::tree::{assert_none, root};
use std::{collections::BTreeSet, fs, path::PathBuf};

const BEGIN: &str = "| | now | not yet |\n|---|---|---|\n";

struct Area {
    name: String,
    works: Vec<String>,
    not_yet: String,
    proofs: Vec<String>,
}

fn areas() -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for line in fs::read_to_string(root().join("tests/features.txt")).unwrap().lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let name = name.to_owned();
            areas.push(Area { name, works: Vec::new(), not_yet: String::new(), proofs: Vec::new() });
            continue;
        }
        let area = areas.last_mut().expect("a feature stands in an area");
        if let Some(text) = line.strip_prefix("not yet: ") {
            text.clone_into(&mut area.not_yet);
            continue;
        }
        let (feature, proofs) = line.rsplit_once(": ").unwrap_or_else(|| panic!("no proof: {line}"));
        area.works.push(feature.to_owned());
        area.proofs.extend(proofs.split_whitespace().map(str::to_owned));
    }
    areas
}

/// Where a proof is.
fn path(proof: &str) -> PathBuf {
    let (kind, name) = proof.split_once('/').unwrap_or_default();
    root().join(match kind {
        "e2e" => format!("tests/e2e/{name}/spec.mjs"),
        "contract" => format!("crates/server/src/store/contract/{name}.rs"),
        "server" => format!("crates/server/{name}.rs"),
        "it" => format!("tests/it/{name}.rs"),
        _ => panic!("a proof is of e2e, contract, server or it: {proof}"),
    })
}

fn table() -> String {
    let row = |area: &Area| format!("| {} | {} | {} |\n", area.name, area.works.join("; "), area.not_yet);
    areas().iter().map(row).collect()
}

#[test]
fn every_feature_has_a_test_and_every_browser_case_proves_a_feature() {
    let areas = areas();
    let named: BTreeSet<&str> = areas.iter().flat_map(|area| area.proofs.iter().map(String::as_str)).collect();
    let mut faults: Vec<String> =
        named.iter().filter(|proof| !path(proof).is_file()).map(|proof| format!("no such test: {proof}")).collect();
    for entry in fs::read_dir(root().join("tests/e2e")).unwrap() {
        let entry = entry.unwrap();
        let proof = format!("e2e/{}", entry.file_name().to_string_lossy());
        if entry.path().join("spec.mjs").is_file() && !named.contains(proof.as_str()) {
            faults.push(format!("{proof} proves nothing that tests/features.txt names"));
        }
    }
    assert_none(faults);
}

#[test]
fn the_readme_has_the_table_of_the_list() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let begin = readme.find(BEGIN).expect("README.md has the table") + BEGIN.len();
    let end = begin + readme[begin..].find("\n\n").unwrap() + 1;
    let table = table();
    if std::env::var_os("MADANG_WRITE_README").is_some() {
        fs::write(path, [&readme[..begin], &table, &readme[end..]].concat()).unwrap();
    } else {
        assert_eq!(readme[begin..end], table, "run cargo xtask features");
    }
}
