//! The playground for the demo: the page that Trunk serves, with Trunk's links resolved to built files.

use super::{
    assets::Assets,
    esbuild,
    loader::{Names, locales},
    wasm::Finished,
};
use crate::sh;
use anyhow::{Context, Result, bail};
use serde_json::json;

/// Writes dist/playground. Every path in it is relative to /playground/.
pub fn write(assets: &mut Assets, built: &Finished) -> Result<()> {
    let page = std::fs::read_to_string(sh::root().join("index.html")).context("index.html")?;
    let mut out = String::new();
    for line in page.lines() {
        let tag = if line.contains("data-trunk") { resolved(assets, built, line)? } else { line.to_owned() };
        out.push_str(&tag);
        out.push('\n');
    }
    assets.named("playground/index.html", out.as_bytes())
}

/// Writes dist/playground/stories.html: the parts that are plain JavaScript, as they are shipped, in the states of their stories.
pub fn stories(assets: &mut Assets, names: &Names) -> Result<()> {
    let www = sh::root().join("www/stories");
    let defines = json!({
        "__MADANG_LOCALES__": locales(assets)?.to_string(),
        "__MADANG_PARTS__": names.parts.to_string(),
        "__MADANG_ASSETS__": json!({ "css": names.css }).to_string(),
    });
    let script = esbuild::module_with(&www.join("stories.js"), &defines.to_string())?;
    let script = assets.hashed("playground/stories", "js", &script)?;
    let style = esbuild::style(&sh::root().join("style/playground.css"))?;
    let style = assets.hashed("playground/style", "css", &style)?;
    let page = std::fs::read_to_string(www.join("stories.html")).context("www/stories/stories.html")?;
    let page = page.replace("{{style}}", local(&style)).replace("{{script}}", local(&script));
    assets.named("playground/stories.html", page.as_bytes())
}

/// One of Trunk's links as plain HTML.
fn resolved(assets: &mut Assets, built: &Finished, line: &str) -> Result<String> {
    match attribute(line, "rel") {
        Some("rust") => {
            let wasm = assets.hashed("playground/playground", "wasm", &std::fs::read(&built.wasm)?)?;
            let start = sh::root().join("target/xtask/playground/start.js");
            let code = format!(
                "import start from \"./playground.js\";\nstart({{ module_or_path: new URL(\"./{}\", import.meta.url) }});\n",
                local(&wasm),
            );
            sh::write_if_changed(&start, code.as_bytes())?;
            let script = assets.hashed("playground/playground", "js", &esbuild::module(&start)?)?;
            Ok(format!("<script type=\"module\" src=\"./{}\"></script>", local(&script)))
        }
        Some("css") => {
            let href = attribute(line, "href").context("index.html: a css link without href")?;
            let sheet = assets.hashed("playground/style", "css", &esbuild::style(&sh::root().join(href))?)?;
            Ok(format!("<link rel=\"stylesheet\" href=\"./{}\">", local(&sheet)))
        }
        other => bail!("index.html: the build knows no data-trunk link of rel {other:?}"),
    }
}

fn local(name: &str) -> &str {
    name.trim_start_matches("playground/")
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()
}
