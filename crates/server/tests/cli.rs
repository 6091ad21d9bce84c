//! The binary, as an operator uses it: every command of docs/OPERATIONS.md, beside a running server too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn madang(data: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_madang")).args(arguments).arg("--data").arg(data).output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

fn succeeds(data: &Path, arguments: &[&str]) -> String {
    let (success, text) = madang(data, arguments);
    assert!(success, "{arguments:?}: {text}");
    text
}

#[test]
fn an_operator_makes_an_application_keys_tokens_and_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let create = ["app", "create", "Shop", "--id", "shop", "--origin", "https://shop.example"];
    let more = ["--open-channel", "courtyard=Courtyard", "--limits", r#"{"send_burst":50}"#, "--json"];
    let created = succeeds(data, &[&create[..], &more[..]].concat());
    let created: Value = serde_json::from_str(&created).unwrap();
    assert_eq!(created["app_id"], "shop");
    assert!(created["secret"].as_str().unwrap().starts_with("shop."));
    assert_eq!(succeeds(data, &["app", "list"]), "shop\tShop\thttps://shop.example\n");
    assert!(!madang(data, &create).0, "the id is taken");
    assert!(!madang(data, &["app", "origins", "shop", "https://shop.example/path"]).0);
    succeeds(data, &["app", "origins", "shop", "https://a.example", "https://b.example"]);
    assert_eq!(succeeds(data, &["app", "origins", "shop"]), "https://a.example\nhttps://b.example\n");
    assert_eq!(succeeds(data, &["token", "mina", "--app", "shop", "--name", "Mina"]).matches('.').count(), 2);
    assert!(!madang(data, &["token", "v_mina"]).0, "a visitor's id is never signed");
    assert!(succeeds(data, &["app", "rotate-key", "shop", "--grace-seconds", "3600"]).contains("secret  shop."));
    assert_eq!(succeeds(data, &["check"]), "1 channels, 0 messages, 0 faults\n");
    succeeds(data, &["migrate"]);
    let copy = data.join("today.db");
    succeeds(data, &["backup", copy.to_str().unwrap()]);
    assert!(copy.metadata().unwrap().len() > 0);
    assert!(succeeds(data, &["config"]).contains("# Environment: MADANG_LISTEN\nlisten = \"127.0.0.1:8080\"\n"));
}

#[test]
fn serve_on_an_empty_folder_prints_the_script_tag_and_ends_soon_after_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_madang"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let tag = lines.find(|line| line.as_ref().unwrap().contains("<script ")).unwrap().unwrap();
    assert!(tag.contains("/embed.js\" data-app-id=\"app_"), "{tag}");
    assert!(succeeds(folder.path(), &["app", "list"]).starts_with("app_"), "beside the running server");
    let at = Instant::now();
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    assert!(server.wait().unwrap().success());
    assert!(at.elapsed() < Duration::from_secs(15));
}
