//! Node and the npm packages of the root lock file: esbuild, wasm-opt, tsc, the browser driver, axe.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// Installs exactly what package-lock.json says, once per content of it.
pub fn npm() -> Result<()> {
    let version = sh::output(sh::command("node").arg("--version")).context("missing: Node 20 or newer (`node`)")?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("missing: Node 20 or newer (found {})", version.trim());
    }
    let root = sh::root();
    let lock = std::fs::read(root.join("package-lock.json")).context("package-lock.json")?;
    let stamp = root.join("node_modules/.madang-lock");
    if std::fs::read(&stamp).is_ok_and(|held| held == lock) {
        return Ok(());
    }
    let mut install = sh::command("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    sh::step("npm packages by package-lock.json", &mut install)
        .context("missing: the npm packages of package-lock.json (is the npm registry reachable?)")?;
    std::fs::write(stamp, lock)?;
    Ok(())
}

/// An executable of an npm package; call [`npm`] before.
pub fn bin(name: &str) -> PathBuf {
    sh::root().join("node_modules/.bin").join(name)
}
