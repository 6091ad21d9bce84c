//! What is exported and nobody calls: Leptos links wasm-streams, whose classes JavaScript could construct; ours does not.

use anyhow::{Context, Result};
use walrus::{Module, RawCustomSection};

/// wasm-bindgen's description of the module: programs, each with its length before it.
const PROGRAMS: &str = "__wasm_bindgen_unstable";
/// The classes of wasm-streams begin so, and their functions.
const CLASS: &str = "IntoUnderlying";

/// Takes the classes out of what the module exports.
pub fn unexport(module: &mut Module) -> Result<()> {
    let functions = CLASS.to_lowercase();
    let unused: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains(&functions)).map(|export| export.id()).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
    let programs = module.customs.remove_raw(PROGRAMS).context("wasm-bindgen's description")?;
    let mut kept = Vec::new();
    let mut rest = &programs.data[..];
    // Two parts each: the version of the format, and the program.
    while let (Some(version), Some(program)) = (part(&mut rest), part(&mut rest)) {
        if !program.windows(CLASS.len()).any(|window| window == CLASS.as_bytes()) {
            kept.extend_from_slice(version);
            kept.extend_from_slice(program);
        }
    }
    module.customs.add(RawCustomSection { name: PROGRAMS.to_owned(), data: kept });
    Ok(())
}

/// A length and as many bytes, together.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(*rest.first_chunk()?) as usize;
    let (part, after) = rest.split_at_checked(4 + length)?;
    *rest = after;
    Some(part)
}
