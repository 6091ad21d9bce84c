//! The WASM target, and the wasm-bindgen that fits the library's version in Cargo.lock.

use super::cache;
use crate::sh;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that rustc can compile to WASM.
pub fn wasm_target() -> Result<()> {
    let sysroot = sh::output(sh::command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    sh::step("the Rust target for WebAssembly", sh::command("rustup").args(["target", "add", TARGET]))
        .with_context(|| format!("missing: the Rust target {TARGET} (rustup target add {TARGET})"))
}

/// wasm-bindgen of exactly the version in Cargo.lock: any other refuses the file.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let version = locked("wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    let home = cache()?.join(format!("wasm-bindgen-{version}"));
    let program = home.join("bin/wasm-bindgen");
    if !program.is_file() {
        let mut install = sh::cargo();
        install
            .args(["install", "wasm-bindgen-cli", "--locked", "--quiet", "--version", &version, "--root"])
            .arg(&home);
        sh::step(&format!("wasm-bindgen {version} into the tool cache (a few minutes, once)"), &mut install)
            .with_context(|| format!("missing: wasm-bindgen {version} (cargo install wasm-bindgen-cli failed)"))?;
    }
    Ok(program)
}

/// The version of a package in Cargo.lock.
fn locked(package: &str) -> Option<String> {
    let lock = std::fs::read_to_string(sh::root().join("Cargo.lock")).ok()?;
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    Some(lines.next()?.strip_prefix("version = \"")?.trim_end_matches('"').to_owned())
}
