//! The widget's module in two: what the first view runs, and the rest, which arrives right after it.
//!
//! `deferred.txt` lists functions that no first view ran when it was recorded (`cargo xtask profile`). They, and what only
//! they call, move to the second module. In the first one a door stands for each that the first can reach: it calls through
//! a table of doors, which the second module fills when it arrives; a door that is empty still first asks the loader for
//! it (www/loader/rest.js). So the list decides only when a function arrives, never whether it works.

mod choose;
mod first;
mod names;
mod profile;
mod rest;

use anyhow::{Context, Result, ensure};
use std::collections::HashSet;
use std::path::Path;
use walrus::{ExportItem, ImportKind, Module};

pub use profile::{cold, instrument};

/// To be raised when the cut changes: what was finished by others is made anew.
pub const VERSION: &str = "split 2";
/// The functions that can wait, by their readable names.
pub const LIST: &str = "xtask/src/dist/split/deferred.txt";

/// A module with nothing in it.
pub const NOTHING: &[u8] = b"\0asm\x01\0\0\0";

/// The module from which the first one takes the way to the loader, and the name of the way in it.
const LOADER: &str = "b";
/// The module from which the second one takes all: the first.
const FIRST: &str = "a";

/// The two modules.
pub struct Halves {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
}

/// The module with functions named as people read them, and as the list has them.
pub fn with_sorted_names(bound: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(bound)?;
    for function in module.funcs.iter_mut() {
        function.name = function.name.as_deref().map(names::sorted);
    }
    Ok(module.emit_wasm())
}

/// Cuts a module whose functions have their readable names.
pub fn split(whole: &[u8], listed: &HashSet<&str>) -> Result<Halves> {
    let (mut first, mut rest) = (Module::from_buffer(whole)?, Module::from_buffer(whole)?);
    let cut = choose::cut(&first, listed)?;
    let mut names = names::Short::unlike(first.exports.iter().map(|export| export.name.as_str()));
    first::doors(&mut first, &cut)?;
    rest::keep_only(&mut rest, &cut)?;
    // What the second module needs it finds under a short name with the first.
    let needed: Vec<_> = rest.imports.iter().map(|import| (import.id(), import.kind.clone())).collect();
    for (id, kind) in needed {
        let item = match kind {
            ImportKind::Function(id) => first.funcs.iter().nth(id.index()).map(|found| found.id().into()),
            ImportKind::Global(id) => first.globals.iter().nth(id.index()).map(|found| found.id().into()),
            ImportKind::Memory(id) => first.memories.iter().nth(id.index()).map(|found| found.id().into()),
            ImportKind::Table(id) => first.tables.iter().nth(id.index()).map(|found| found.id().into()),
            ImportKind::Tag(_) => None,
        };
        let item: ExportItem = item.context("the second module needs what the first has not")?;
        let import = rest.imports.get_mut(id);
        FIRST.clone_into(&mut import.module);
        import.name = names.next();
        first.exports.add(&import.name, item);
    }
    walrus::passes::gc::run(&mut first);
    Ok(Halves { first: first.emit_wasm(), rest: rest.emit_wasm() })
}

/// Gives the glue the way to the loader, which `boot.js` sets: `later.now`.
pub fn open_glue(glue: &Path) -> Result<()> {
    let text = std::fs::read_to_string(glue)?;
    let imports = format!("\"{FIRST}\": import0,");
    ensure!(text.matches(&imports).count() == 1, "the glue's imports are not where they were");
    let text = text.replace(&imports, &format!("{imports} \"{LOADER}\": later,"));
    let later = format!("export const later = {{ {LOADER}: () => later.now(), url: import.meta.url }};\n");
    Ok(std::fs::write(glue, later + &text)?)
}

#[cfg(test)]
mod tests;
