//! esbuild from the npm lock file: bundles and minifies JavaScript and CSS.

use crate::sh;
use anyhow::{Context, Result};
use std::path::Path;

/// An ES module with all that it imports.
pub fn module(entry: &Path) -> Result<Vec<u8>> {
    module_with(entry, "{}")
}

/// The same, with `defines` as in [`script`].
pub fn module_with(entry: &Path, defines: &str) -> Result<Vec<u8>> {
    bundle("esm", entry, defines)
}

/// A classic script with all that it imports; `defines` (JSON) replaces free names by JSON values.
pub fn script(entry: &Path, defines: &str) -> Result<Vec<u8>> {
    bundle("iife", entry, defines)
}

/// A style sheet with all that it imports.
pub fn style(entry: &Path) -> Result<Vec<u8>> {
    bundle("css", entry, "{}")
}

fn bundle(format: &str, entry: &Path, defines: &str) -> Result<Vec<u8>> {
    let mut node = sh::command("node");
    node.arg("xtask/js/bundle.mjs").arg(format).arg(entry).arg(defines);
    let bundled = sh::output(&mut node).with_context(|| format!("esbuild of {}", entry.display()))?;
    Ok(bundled.into_bytes())
}
