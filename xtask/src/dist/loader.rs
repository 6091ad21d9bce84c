//! `embed.js` and the frame page: the two files with names that stay, which know the names of all others.

use super::{assets::Assets, esbuild};
use crate::sh;
use anyhow::{Context, Result};
use serde_json::json;

/// The content-hashed files, relative to the server's root.
pub struct Names {
    pub glue: String,
    pub wasm: String,
    pub css: String,
}

/// Writes the loader in its two stages, and the page that stands in where a site's policy forbids WebAssembly. Gives
/// the name of the second stage.
pub fn write(assets: &mut Assets, names: &Names) -> Result<String> {
    let www = sh::root().join("www");
    let boot = assets.hashed("assets/boot", "js", &esbuild::module(&www.join("loader/boot.js"))?)?;
    let files = json!({ "boot": boot, "glue": names.glue, "wasm": names.wasm, "css": names.css });
    let defines = json!({ "__MADANG_ASSETS__": files.to_string() }).to_string();
    assets.named("embed.js", &esbuild::script(&www.join("embed.js"), &defines)?)?;
    let page = std::fs::read_to_string(www.join("frame.html")).context("www/frame.html")?;
    let script = assets.hashed("assets/frame", "js", &esbuild::script(&www.join("frame.js"), &defines)?)?;
    assets.named("frame.html", page.replace("frame.js", &format!("/{script}")).as_bytes())?;
    Ok(boot)
}
