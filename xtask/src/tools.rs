//! What the build and the tests need beyond stable Rust and Node: found, or installed, or named as the missing thing.
//!
//! What is not in the repository lives in a cache keyed by version: `$MADANG_CACHE`, else `~/.cache/madang`.

mod browser;
mod debian;
mod mariadb;
mod node;
mod wasm;

pub use browser::chromium;
pub use mariadb::mariadb;
pub use node::{bin, npm};
pub use wasm::wasm_target;

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The folder for tools that are too large or too slow to install per checkout.
pub fn cache() -> Result<PathBuf> {
    let folder = match std::env::var_os("MADANG_CACHE") {
        Some(folder) => PathBuf::from(folder),
        None => {
            let home = std::env::var_os("HOME").context("missing: a tool cache; set MADANG_CACHE or HOME")?;
            PathBuf::from(home).join(".cache/madang")
        }
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the tool cache {}", folder.display()))?;
    Ok(folder)
}

/// The first of `names` on the PATH or in the folders that only root has on it.
fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/bin".into()]).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}
