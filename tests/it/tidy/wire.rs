//! The protocol's page, the golden files and the types tell the same.

use super::tree::{assert_none, root};
use madang_protocol::{CloseCode, Command, ErrorCode, Event};

#[test]
fn the_protocol_page_names_every_kind_and_every_code() {
    let page = std::fs::read_to_string(root().join("docs/PROTOCOL.md")).unwrap();
    let kinds = Command::KINDS.iter().chain(Event::KINDS).map(|kind| format!("`{kind}`"));
    let errors = ErrorCode::ALL.iter().map(|code| format!("`{}`", code.as_str()));
    let closes = CloseCode::ALL.iter().map(|code| code.code().to_string());
    let missing = kinds.chain(errors).chain(closes).filter(|name| !page.contains(name.as_str()));
    assert_none(missing.map(|name| format!("docs/PROTOCOL.md does not name {name}")).collect());
}

#[test]
fn every_kind_of_frame_has_its_golden_file_and_every_golden_file_its_kind() {
    let mut faults = Vec::new();
    for (folder, kinds) in [("command", Command::KINDS), ("event", Event::KINDS)] {
        let path = root().join("crates/protocol/golden").join(folder);
        let mut files: Vec<String> = std::fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().trim_end_matches(".json").to_owned())
            .collect();
        for kind in kinds {
            let held = files.len();
            files.retain(|file| file != kind);
            if files.len() == held {
                faults.push(format!("{folder} {kind} has no golden file"));
            }
        }
        faults.extend(files.iter().map(|file| format!("{folder}/{file}.json is of no kind")));
    }
    assert_none(faults);
}
