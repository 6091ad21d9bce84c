//! Files: how long, how named, how begun, and what never stays in them.

use super::tree::{assert_none, rust, sources};
use std::process::Command;

const LONGEST: usize = 400;

#[test]
fn no_file_is_longer_than_400_lines() {
    let code = ["rs", "js", "mjs", "ts", "css", "html", "sql"];
    let long = sources().into_iter().filter(|source| source.has_extension(&code));
    let long = long.map(|source| (source.text.lines().count(), source.path)).filter(|(lines, _)| *lines > LONGEST);
    assert_none(long.map(|(lines, path)| format!("{path} has {lines} lines")).collect());
}

#[test]
fn every_rust_file_says_at_its_top_what_it_is_for() {
    let mute = rust().into_iter().filter(|source| {
        let first = source.text.lines().find(|line| !line.starts_with("#!") && !line.trim().is_empty());
        !first.is_some_and(|line| line.starts_with("//! "))
    });
    assert_none(mute.map(|source| format!("{} does not begin with //!", source.path)).collect());
}

#[test]
fn no_module_is_called_mod_rs_or_after_nothing_in_particular() {
    let vague = ["mod.rs", "utils.rs", "util.rs", "helpers.rs", "common.rs", "manager.rs", "misc.rs"];
    let vague = rust().into_iter().filter(|source| vague.contains(&source.path.rsplit('/').next().unwrap()));
    assert_none(vague.map(|source| source.path).collect());
}

#[test]
fn nothing_is_left_for_later_switched_off_or_printed_for_debugging() {
    let anywhere = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];
    let in_rust =
        [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[ig", "nore"), concat!("dbg", "!(")];
    let in_script = [concat!(".sk", "ip("), concat!(".on", "ly("), concat!("debug", "ger;"), concat!("@ts-", "ignore")];
    let mut faults = Vec::new();
    for source in sources() {
        let mut never: Vec<&str> = anywhere.to_vec();
        if source.has_extension(&["rs"]) {
            never.extend(in_rust);
        }
        if source.has_extension(&["js", "mjs", "ts"]) {
            never.extend(in_script);
        }
        for (number, line) in source.lines() {
            let found = never.iter().filter(|word| line.contains(**word));
            faults.extend(found.map(|word| format!("{}:{number} has {word}", source.path)));
        }
    }
    assert_none(faults);
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    let machines = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/home", "/"), concat!("/tmp/", "madang/")];
    let mut faults = Vec::new();
    for source in sources() {
        for (number, line) in source.lines() {
            let found = machines.iter().filter(|path| line.contains(**path));
            faults.extend(found.map(|path| format!("{}:{number} has {path}", source.path)));
        }
    }
    assert_none(faults);
}

/// Leptos itself names regex and url; the linker drops them, which `cargo xtask size` checks in the built module.
#[test]
fn the_widget_depends_on_no_calendar_no_unicode_tables_and_no_regex() {
    let banned = |name: &&str| {
        let families = ["chrono", "time", "jiff", "icu", "tokio", "reqwest", "rand", "regex", "url", "idna"];
        families.iter().any(|family| name.split(['_', '-']).next() == Some(family))
    };
    let own = tree(&["--depth", "1"]);
    assert_none(own.lines().filter(banned).map(|name| format!("the widget depends on {name}")).collect());
    let through_leptos = ["regex", "regex_automata", "regex_syntax", "url", "idna", "idna_adapter"];
    let all = tree(&[]);
    let deep = all.lines().filter(banned).filter(|name| !through_leptos.contains(name) && !name.starts_with("icu_"));
    assert_none(deep.map(|name| format!("something in the widget depends on {name}")).collect());
}

/// Names of the packages that the widget is linked with for browsers.
fn tree(depth: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "madang", "--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--format", "{lib}", "--target", "wasm32-unknown-unknown"])
        .args(depth)
        .current_dir(super::tree::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
