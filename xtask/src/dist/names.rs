//! Short names between the module and its JavaScript: wasm-opt renames imports and exports, this renames the glue's side.
//! Their long names carry hashes, which no compression shrinks: 5 KB of what a page fetches.

use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// The pass of wasm-opt that renames, and prints what it renamed as JSON.
pub const PASS: &str = "--minify-imports-and-exports-and-modules";

/// Rewrites wasm-bindgen's glue by what the pass printed.
pub fn shorten(glue: &Path, printed: &str) -> Result<()> {
    let map: Value = serde_json::from_str(printed).context("wasm-opt's list of new names")?;
    let text = std::fs::read_to_string(glue)?;
    std::fs::write(glue, renamed(&text, &map))?;
    Ok(())
}

fn renamed(glue: &str, map: &Value) -> String {
    let list = |name: &str| map[name].as_array().cloned().unwrap_or_default();
    let mut text: String = glue.split_inclusive('\n').map(|line| import(line, &list("imports"))).collect();
    for export in list("exports") {
        if let (Some(long), Some(short)) = (export[0].as_str(), export[1].as_str()) {
            text = member(&text, &format!("wasm.{long}"), &format!("wasm.{short}"));
        }
    }
    for import in list("imports") {
        // All of them come from the one module that wasm-bindgen names after the glue.
        if let Some(module) = import[0].as_str() {
            text = text.replace(&format!("\"{module}\": import"), "\"a\": import");
        }
    }
    text
}

/// `    __wbg_now_0123: function() {` by its new name.
fn import(line: &str, imports: &[Value]) -> String {
    let trimmed = line.trim_start();
    let Some((name, rest)) = trimmed.split_once(':') else { return line.to_owned() };
    let known = imports.iter().find(|import| import[1].as_str() == Some(name));
    match known.and_then(|import| import[2].as_str()) {
        Some(short) => format!("{short}:{rest}"),
        None => line.to_owned(),
    }
}

/// Replaces a member that is not the beginning of a longer one.
fn member(text: &str, long: &str, short: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(long) {
        let (before, after) = (&rest[..at], &rest[at + long.len()..]);
        let whole = !after.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$');
        out.push_str(before);
        out.push_str(if whole { short } else { long });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_exports_and_the_module_get_their_short_names() {
        let map = serde_json::json!({
            "imports": [["./madang_bg.js", "__wbg_now_01", "$a"]],
            "exports": [["mount", "b"], ["memory", "c"]],
        });
        let glue = "    __wbg_now_01: function() {\n  wasm.mount(1); wasm.mount_all(); wasm.memory.buffer\n  \"./madang_bg.js\": import0,\n";
        let short = "$a: function() {\n  wasm.b(1); wasm.mount_all(); wasm.c.buffer\n  \"a\": import0,\n";
        assert_eq!(renamed(glue, &map), short);
    }
}
