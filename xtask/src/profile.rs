//! `profile`: records in a browser which functions run until a conversation is in use; all others can wait.

use crate::{dist, sh, tools};
use anyhow::{Context, Result};
use std::path::Path;

/// Writes the list by which `dist` cuts the module.
pub fn run() -> Result<()> {
    let chromium = tools::chromium()?;
    dist::record(|| {
        sh::step("a server that reads dist/", sh::cargo().args(["build", "--package", "madang-server"]))?;
        let out = sh::root().join("target/xtask/ran.json");
        record(&chromium, &out)?;
        let text = std::fs::read_to_string(&out)?;
        serde_json::from_str(&text).with_context(|| out.display().to_string())
    })?;
    dist::run().map(|_| ())
}

fn record(chromium: &Path, out: &Path) -> Result<()> {
    let mut node = sh::command("node");
    node.args(["--test", "--test-reporter=spec", "tests/e2e/harness/profile.mjs"]).env("MADANG_RAN", out);
    node.env("CHROMIUM", chromium).env("MADANG_BIN", sh::root().join("target/debug/madang"));
    sh::step("a conversation, recorded", &mut node)
}
