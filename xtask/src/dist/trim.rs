//! What the linker could not leave out, taken out of the linked module before it is bound: the messages of panics,
//! classes that nobody constructs, and then everything that only they used.

mod links;
mod panics;
mod places;
mod streams;
mod sweep;

use anyhow::{Context, Result};
use links::Links;
use walrus::Module;

/// What the linker is asked for: where the module refers to what. [`sweep`] goes by it.
pub const LINKER: &str = "-Clink-arg=--emit-relocs";

/// To be raised when the passes change: what was finished by others is made anew.
pub const VERSION: &str = "trim 1";

/// Gives the module without them.
pub fn trim(linked: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(linked).context("the linked module")?;
    let links = Links::read(linked, &module)?;
    streams::unexport(&mut module)?;
    panics::silence(&mut module);
    places::forget(&mut module);
    sweep::sweep(&mut module, &links)?;
    for section in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(section);
    }
    Ok(module.emit_wasm())
}
