//! `embed.js` and the frame page: the two files with names that stay, which know the names of all others.

use super::{assets::Assets, esbuild};
use crate::sh;
use anyhow::{Context, Result};

/// The content-hashed files, relative to the server's root.
pub struct Names {
    pub glue: String,
    pub wasm: String,
    pub css: String,
}

/// Writes the loader, and the page that stands in where a site's policy forbids WebAssembly.
pub fn write(assets: &mut Assets, names: &Names) -> Result<()> {
    let www = sh::root().join("www");
    let json = serde_json::json!({ "glue": names.glue, "wasm": names.wasm, "css": names.css }).to_string();
    let defines = [("__MADANG_ASSETS__", json)];
    assets.named("embed.js", &esbuild::script(&www.join("embed.js"), &defines)?)?;
    let mut page = std::fs::read_to_string(www.join("frame.html")).context("www/frame.html")?;
    let script = www.join("frame.js");
    if script.is_file() {
        let name = assets.hashed("assets/frame", "js", &esbuild::script(&script, &defines)?)?;
        page = page.replace("frame.js", &format!("/{name}"));
    }
    assets.named("frame.html", page.as_bytes())
}
