//! What the linker cannot leave out, taken out of the linked module before it is bound.
//!
//! - **The messages of panics.** A panic of the widget ends in a trap, with nobody to read a message: no hook is set. So
//!   a call of the panic machinery becomes the trap itself, and so does a call of each function that does nothing
//!   but prepare such a call. What only they used, the optimiser drops.
//! - **What nobody calls.** Leptos links wasm-streams, whose classes JavaScript could construct; ours does not.

use anyhow::{Context, Result};
use std::collections::HashSet;
use walrus::ir::{Instr, InstrLocId, InstrSeqId, Unreachable};
use walrus::{FunctionId, FunctionKind, LocalFunction, Module, RawCustomSection};

/// The functions that a panic and a failed allocation end in, as their names are mangled: they never return.
const ENDS: &[&str] = &["17rust_begin_unwind", "18handle_alloc_error"];
/// wasm-bindgen's description of the module: programs, each with its length before it.
const PROGRAMS: &str = "__wasm_bindgen_unstable";
/// The classes of wasm-streams begin so, and their functions.
const STREAMS: &str = "IntoUnderlying";

/// Gives the module without them.
pub fn trim(module: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(module).context("the linked module")?;
    unexport(&mut module)?;
    silence(&mut module);
    Ok(module.emit_wasm())
}

fn unexport(module: &mut Module) -> Result<()> {
    let functions = STREAMS.to_lowercase();
    let unused: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains(&functions)).map(|export| export.id()).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
    let programs = module.customs.remove_raw(PROGRAMS).context("wasm-bindgen's description")?;
    let mut kept = Vec::new();
    let mut rest = &programs.data[..];
    // Two parts each: the version of the format, and the program.
    while let (Some(version), Some(program)) = (part(&mut rest), part(&mut rest)) {
        if !program.windows(STREAMS.len()).any(|window| window == STREAMS.as_bytes()) {
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

/// Puts the trap in place of every call that never returns, and of what prepares it.
fn silence(module: &mut Module) {
    let named = |name: &str| ENDS.iter().any(|end| name.contains(end));
    let known = module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(named));
    let mut ends: HashSet<FunctionId> = known.map(|function| function.id()).collect();
    let mut before = 0;
    while ends.len() > before {
        before = ends.len();
        for function in module.funcs.iter_mut() {
            let id = function.id();
            if let FunctionKind::Local(local) = &mut function.kind {
                shorten(local, local.entry_block(), &ends);
                if local.block(local.entry_block()).instrs.last().is_some_and(traps) && prepares_only(local) {
                    ends.insert(id);
                }
            }
        }
    }
}

/// In a sequence and those in it: where a call ends all, the trap stands in its place and in that of its preparation.
fn shorten(function: &mut LocalFunction, sequence: InstrSeqId, ends: &HashSet<FunctionId>) {
    let instructions = &mut function.block_mut(sequence).instrs;
    let end = instructions.iter().position(|instruction| match &instruction.0 {
        Instr::Call(call) => ends.contains(&call.func),
        _ => traps(instruction),
    });
    if let Some(end) = end {
        let kept = instructions.iter().take(end).rposition(|(instruction, _)| !prepares(instruction));
        instructions.truncate(kept.map_or(0, |at| at + 1));
        instructions.push((Instr::Unreachable(Unreachable {}), InstrLocId::default()));
    }
    inner(function, sequence).into_iter().for_each(|sequence| shorten(function, sequence, ends));
}

/// Whether a function that ends in a trap does nothing before it, and has no other way out.
fn prepares_only(function: &LocalFunction) -> bool {
    let out = function.entry_block();
    let mut sequences = vec![out];
    while let Some(sequence) = sequences.pop() {
        sequences.extend(inner(function, sequence));
        let harmless = function.block(sequence).instrs.iter().all(|(instruction, _)| match instruction {
            Instr::Block(_) | Instr::IfElse(_) | Instr::Unreachable(_) => true,
            Instr::Br(branch) => branch.block != out,
            Instr::BrIf(branch) => branch.block != out,
            instruction => prepares(instruction),
        });
        if !harmless {
            return false;
        }
    }
    true
}

fn inner(function: &LocalFunction, sequence: InstrSeqId) -> Vec<InstrSeqId> {
    let instructions = function.block(sequence).instrs.iter();
    let inner = instructions.flat_map(|(instruction, _)| match instruction {
        Instr::Block(block) => vec![block.seq],
        Instr::Loop(block) => vec![block.seq],
        Instr::IfElse(choice) => vec![choice.consequent, choice.alternative],
        _ => Vec::new(),
    });
    inner.collect()
}

fn traps((instruction, _): &(Instr, InstrLocId)) -> bool {
    matches!(instruction, Instr::Unreachable(_))
}

/// Whether nobody sees that this was not done when a trap follows at once.
fn prepares(instruction: &Instr) -> bool {
    use Instr::*;
    let values = matches!(instruction, Const(_) | Binop(_) | Unop(_) | Select(_) | Drop(_) | Load(_) | Store(_));
    values || matches!(instruction, LocalGet(_) | LocalSet(_) | LocalTee(_) | GlobalGet(_) | GlobalSet(_))
}
