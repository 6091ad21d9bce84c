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
    /// The second half of the module.
    pub rest: String,
    /// What is fetched when first needed, by name.
    pub parts: serde_json::Value,
}

/// Writes the sentences of each language that is not built in; gives their names by language.
pub fn locales(assets: &mut Assets) -> Result<serde_json::Value> {
    let mut locales = serde_json::Map::new();
    for path in sh::files_below(&sh::root().join("www/locales")) {
        let Some(tag) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let words: serde_json::Value = serde_json::from_slice(&std::fs::read(&path)?).context(tag.to_owned())?;
        let name = assets.hashed(&format!("assets/locale-{tag}"), "json", words.to_string().as_bytes())?;
        locales.insert(tag.to_owned(), name.into());
    }
    Ok(locales.into())
}

/// Writes the loader in its two stages, and the page that stands in where a site's policy forbids WebAssembly. Gives
/// the name of the second stage.
pub fn write(assets: &mut Assets, names: &Names) -> Result<String> {
    let www = sh::root().join("www");
    let defines = json!({
        "__MADANG_LOCALES__": locales(assets)?.to_string(),
        "__MADANG_REST__": json!(names.rest).to_string(),
        "__MADANG_PARTS__": names.parts.to_string(),
    })
    .to_string();
    let boot = esbuild::module_with(&www.join("loader/boot.js"), &defines)?;
    let boot = assets.hashed("assets/boot", "js", &boot)?;
    let files = json!({ "boot": boot, "glue": names.glue, "wasm": names.wasm, "css": names.css });
    let defines = json!({ "__MADANG_ASSETS__": files.to_string() }).to_string();
    assets.named("embed.js", &esbuild::script(&www.join("embed.js"), &defines)?)?;
    let page = std::fs::read_to_string(www.join("frame.html")).context("www/frame.html")?;
    let script = assets.hashed("assets/frame", "js", &esbuild::script(&www.join("frame.js"), &defines)?)?;
    assets.named("frame.html", page.replace("frame.js", &format!("/{script}")).as_bytes())?;
    Ok(boot)
}
