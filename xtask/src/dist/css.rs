//! The widget's one style sheet: style/madang.css names its parts in the order in which they cascade.

use super::esbuild;
use crate::sh;
use anyhow::Result;

/// The minified sheet.
pub fn bundle() -> Result<Vec<u8>> {
    esbuild::style(&sh::root().join("style/madang.css"))
}
