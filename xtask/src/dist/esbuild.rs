//! esbuild from the npm lock file: bundles and minifies JavaScript and CSS.

use crate::{sh, tools};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

fn esbuild() -> Command {
    let mut command = sh::command(tools::bin("esbuild"));
    command.args(["--bundle", "--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    command.args(["--target=es2022,chrome111,firefox114,safari16.4"]);
    command
}

/// An ES module with all that it imports.
pub fn module(entry: &Path) -> Result<Vec<u8>> {
    run(esbuild().arg("--format=esm").arg(entry))
}

/// A classic script with all that it imports; `defines` replace free names by JSON values.
pub fn script(entry: &Path, defines: &[(&str, String)]) -> Result<Vec<u8>> {
    let mut command = esbuild();
    command.args(["--format=iife", "--loader:.css=text", "--loader:.svg=text"]);
    command.args(defines.iter().map(|(name, json)| format!("--define:{name}={json}")));
    run(command.arg(entry))
}

/// A style sheet with all that it imports.
pub fn style(entry: &Path) -> Result<Vec<u8>> {
    run(esbuild().args(["--loader:.svg=dataurl"]).arg(entry))
}

fn run(command: &mut Command) -> Result<Vec<u8>> {
    Ok(sh::output(command).context("esbuild")?.into_bytes())
}
