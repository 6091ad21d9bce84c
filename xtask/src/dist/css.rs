//! The widget's one style sheet: tokens, then base, then one file a component in the order of their names.

use super::esbuild;
use crate::sh;
use anyhow::Result;
use std::path::PathBuf;

/// The minified sheet.
pub fn bundle() -> Result<Vec<u8>> {
    let entry = sh::root().join("target/xtask/madang.css");
    let imports: String = sources().iter().map(|path| format!("@import {:?};\n", path.display().to_string())).collect();
    sh::write_if_changed(&entry, imports.as_bytes())?;
    esbuild::style(&entry)
}

/// In the order in which they cascade.
fn sources() -> Vec<PathBuf> {
    let style = sh::root().join("style");
    let first = [style.join("tokens.css"), style.join("base.css")];
    let components = sh::files_below(&style.join("ui"));
    first.into_iter().chain(components).filter(|path| path.is_file()).collect()
}
