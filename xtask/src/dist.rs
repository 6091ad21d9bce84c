//! `dist`: from sources to the files that a server hands out. The server embeds the folder; nothing else is shipped.
//!
//! `dist/embed.js` and `dist/frame.html` keep their names; everything else under `dist/assets` is named after its
//! content and may be cached for ever. Each file has `.br` and `.gz` siblings.

mod assets;
mod css;
mod esbuild;
mod loader;
mod names;
mod parts;
mod playground;
mod split;
mod trim;
mod wasm;

use crate::{sh, tools};
use anyhow::Result;
use assets::Assets;
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;

/// What was built: what a page fetches, by role.
pub struct Dist {
    /// The widget's module as linked, with its names.
    pub linked: PathBuf,
    /// Fetched with the page.
    pub embed: PathBuf,
    /// Fetched on intent, before an open channel shows its messages.
    pub on_intent: Vec<(&'static str, PathBuf)>,
    /// Fetched after that: the part of the module that no first view runs.
    pub rest: PathBuf,
    /// Fetched when first needed.
    pub parts: Vec<(&'static str, Vec<PathBuf>)>,
    /// The module before it was cut, with its names.
    whole: PathBuf,
}

/// Builds all of dist/.
pub fn run() -> Result<Dist> {
    build(false)
}

/// Builds dist/ with a module that notes what runs, and takes the list of what can wait from the functions that `ran`.
pub fn record(ran: impl FnOnce() -> Result<HashSet<usize>>) -> Result<()> {
    let dist = build(true)?;
    let cold = split::cold(&std::fs::read(dist.whole)?, &ran()?)?;
    sh::say(&format!("{} functions can wait", cold.len()));
    sh::write_if_changed(&sh::root().join(split::LIST), (cold.join("\n") + "\n").as_bytes())
}

fn build(recording: bool) -> Result<Dist> {
    let started = Instant::now();
    tools::wasm_target()?;
    tools::npm()?;

    let built = wasm::build()?;
    let library = wasm::finish(&built.library, "madang", Some(split::LIST))?;
    let playground = wasm::finish(&built.playground, "playground", None)?;

    let mut assets = Assets::new(sh::root().join("dist"));
    let (first, rest) = if recording {
        (split::instrument(&std::fs::read(&library.whole)?)?, split::NOTHING.to_vec())
    } else {
        (std::fs::read(&library.wasm)?, std::fs::read(&library.rest)?)
    };
    let wasm = assets.hashed("assets/madang", "wasm", &first)?;
    let rest = assets.hashed("assets/madang-rest", "wasm", &rest)?;
    let glue = assets.hashed("assets/madang", "js", &esbuild::module(&library.glue)?)?;
    let css = assets.hashed("assets/madang", "css", &css::bundle()?)?;
    let (listed, parts) = parts::write(&mut assets)?;
    let names =
        loader::Names { glue: glue.clone(), wasm: wasm.clone(), css: css.clone(), rest: rest.clone(), parts: listed };
    let boot = loader::write(&mut assets, &names)?;
    playground::write(&mut assets, &playground)?;
    playground::stories(&mut assets, &names)?;
    let folder = assets.finish()?;

    sh::say(&format!("dist/ is ready: {}", sh::seconds(started.elapsed())));
    Ok(Dist {
        linked: built.library,
        embed: folder.join("embed.js"),
        on_intent: vec![
            ("loader, second stage", folder.join(boot)),
            ("CSS", folder.join(css)),
            ("JS", folder.join(glue)),
            ("WASM", folder.join(wasm)),
        ],
        rest: folder.join(rest),
        parts: parts
            .into_iter()
            .map(|part| (part.name, part.files.iter().map(|file| folder.join(file)).collect()))
            .collect(),
        whole: library.whole,
    })
}
