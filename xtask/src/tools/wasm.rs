//! The WASM target. wasm-bindgen itself is linked into xtask, so that it cannot differ from Cargo.lock.

use crate::sh;
use anyhow::{Context, Result};
use std::path::Path;

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
