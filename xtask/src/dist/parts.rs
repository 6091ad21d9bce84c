//! The parts of the widget that are plain JavaScript: modules that are fetched when they are first needed.

use super::{assets::Assets, esbuild};
use crate::sh;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// A part's module and what comes with it, for who weighs them.
pub struct Part {
    pub name: &'static str,
    pub files: Vec<PathBuf>,
}

/// Parts that need nothing but their module: name, and what they are for who weighs them.
const MODULES: &[(&str, &str)] = &[
    ("files", "files"),
    ("viewer", "picture viewer"),
    ("admin", "what happened"),
    ("pins", "pins"),
    ("threads", "threads"),
    ("who", "who reacted"),
    ("search", "search"),
    ("poll", "polls"),
    ("preview", "removing a preview"),
    ("unread", "marking as unread"),
    ("forward", "forwarding"),
    ("schedule", "scheduled messages"),
    ("start", "new conversation"),
    ("details", "channel details"),
    ("notify", "notifications"),
    ("voice", "voice recorder"),
];

/// Writes the parts; gives the loader's list of them by name.
pub fn write(assets: &mut Assets) -> Result<(Value, Vec<Part>)> {
    let (emojis, english) = emojis(assets)?;
    let defines = json!({ "__MADANG_EMOJIS__": emojis.to_string() }).to_string();
    let picker = esbuild::module_with(&sh::root().join("www/picker/picker.js"), &defines)?;
    let picker = assets.hashed("assets/picker", "js", &picker)?;
    let mut parts = vec![Part { name: "emoji picker, with English", files: vec![(&picker).into(), english] }];
    let mut names = Map::from_iter([("picker".to_owned(), picker.into())]);
    for (name, what) in MODULES {
        let file = module(assets, name)?;
        parts.push(Part { name: what, files: vec![(&file).into()] });
        names.insert((*name).to_owned(), file.into());
    }
    Ok((names.into(), parts))
}

/// Emoji data of every language that the widget speaks, by language; and the English file.
fn emojis(assets: &mut Assets) -> Result<(Value, PathBuf)> {
    let (mut names, mut english) = (Map::new(), PathBuf::new());
    let locales = sh::files_below(&sh::root().join("www/locales"));
    let spoken = locales.iter().filter_map(|path| path.file_stem()?.to_str()).map(str::to_owned);
    for language in std::iter::once("en".to_owned()).chain(spoken) {
        let data = sh::output(sh::command("node").arg("xtask/js/emoji.mjs").arg(&language))?;
        if data.is_empty() {
            continue;
        }
        let name = assets.hashed(&format!("assets/emoji-{language}"), "json", data.trim().as_bytes())?;
        if language == "en" {
            english = PathBuf::from(&name);
        }
        let beside = name.strip_prefix("assets/").context("an asset stands elsewhere")?;
        names.insert(language, beside.into());
    }
    Ok((Value::Object(names), english))
}

/// A module that stands in a folder of its own name.
fn module(assets: &mut Assets, name: &str) -> Result<String> {
    let module = esbuild::module(&sh::root().join(format!("www/{name}/{name}.js")))?;
    assets.hashed(&format!("assets/{name}"), "js", &module)
}
