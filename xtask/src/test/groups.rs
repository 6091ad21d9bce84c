//! The groups of tests, in the order in which they run.

use super::runner::Keeper;
use crate::{dist, sh, size, tools};
use anyhow::Result;
use std::process::Command;

/// A kind of test.
pub struct Group {
    pub name: &'static str,
    pub what: &'static str,
    pub run: fn(&mut Keeper) -> Result<()>,
}

/// Cheapest first.
pub const GROUPS: &[Group] = &[
    Group { name: "format", what: "cargo fmt", run: format },
    Group { name: "clippy", what: "clippy without a warning, natively and for WebAssembly", run: clippy },
    Group { name: "www", what: "tsc over the loader", run: www },
    Group { name: "dist", what: "everything that ships can be built", run: build },
    Group {
        name: "native",
        what: "cargo test: protocol, store contract, server, widget model, tidy, schedules",
        run: native,
    },
    Group { name: "size", what: "download budgets", run: sizes },
    Group { name: "e2e", what: "real browsers against a real server", run: e2e },
];

fn format(_: &mut Keeper) -> Result<()> {
    sh::step("cargo fmt --check", sh::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(_: &mut Keeper) -> Result<()> {
    let deny = ["--", "-D", "warnings"];
    let mut native = sh::cargo();
    native.args(["clippy", "--quiet", "--workspace", "--all-targets"]).args(deny);
    sh::step("clippy, natively", &mut native)?;
    tools::wasm_target()?;
    let mut wasm = sh::cargo();
    wasm.args(["clippy", "--quiet", "--package", "madang", "--lib", "--bins"]);
    wasm.args(["--target", "wasm32-unknown-unknown", "--target-dir", "target/widget"]).args(deny);
    sh::step("clippy, for WebAssembly", &mut wasm)
}

fn www(_: &mut Keeper) -> Result<()> {
    tools::npm()?;
    let mut tsc = sh::command(tools::bin("tsc"));
    sh::step("tsc", tsc.args(["--noEmit", "--project", "www/tsconfig.json"]))
}

fn build(_: &mut Keeper) -> Result<()> {
    dist::run().map(|_| ())
}

/// Every test of the workspace, with a server that holds the widget's files as the one that ships does.
fn tests() -> Command {
    let mut tests = sh::cargo();
    tests.args(["test", "--workspace", "--features", "madang-server/embedded"]);
    tests
}

fn native(keeper: &mut Keeper) -> Result<()> {
    tools::mariadb()?;
    keeper.run("cargo test", tests().arg("--no-fail-fast"), &["test result:"])
}

fn sizes(keeper: &mut Keeper) -> Result<()> {
    let table = size::run(&dist::run()?)?;
    keeper.note(&table);
    Ok(())
}

fn e2e(keeper: &mut Keeper) -> Result<()> {
    let chromium = tools::chromium()?;
    dist::run()?;
    // The server of the native tests: no other is built.
    sh::step("the server", tests().args(["--quiet", "--no-run"]))?;
    let binary = sh::root().join("target/debug/madang");
    let mut node = sh::command("node");
    node.arg("tests/e2e/run.mjs").env("CHROMIUM", chromium).env("MADANG_BIN", binary);
    keeper.run("node tests/e2e/run.mjs", &mut node, &["ℹ tests", "ℹ pass", "ℹ fail", "ℹ skipped", "e2e:"])
}
