//! The messages of panics, taken out of the module.
//!
//! A panic of the widget ends in a trap, with nobody to read a message: no hook is set. So a call of the panic machinery
//! becomes the trap itself, and so does a call of each function that does nothing but prepare such a call. What was
//! written to memory between the last call or branch and the panic is not written: after a trap nothing of the module
//! can be relied on, with panics as without, since no destructor has run.

use std::collections::HashSet;
use walrus::ir::{Instr, InstrLocId, InstrSeqId, Unreachable};
use walrus::{FunctionId, FunctionKind, LocalFunction, Module};

/// The functions that a panic and a failed allocation end in, as their names are mangled: they never return.
const ENDS: &[&str] = &["17rust_begin_unwind", "18handle_alloc_error"];

/// Puts the trap in place of every call that never returns, and of what prepares it.
pub fn silence(module: &mut Module) {
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

/// The sequences that stand in one.
pub fn inner(function: &LocalFunction, sequence: InstrSeqId) -> Vec<InstrSeqId> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, ValType};

    #[test]
    fn what_only_prepares_a_panic_becomes_a_trap_and_what_may_return_stays() {
        let mut module = Module::default();
        let mut end = FunctionBuilder::new(&mut module.types, &[], &[]);
        end.name("_RNv17rust_begin_unwind".to_owned()).func_body().unreachable();
        let end = end.finish(Vec::new(), &mut module.funcs);
        let mut fail = FunctionBuilder::new(&mut module.types, &[], &[]);
        fail.func_body().i32_const(7).drop().call(end).unreachable();
        let fail = fail.finish(Vec::new(), &mut module.funcs);
        let asked = module.locals.add(ValType::I32);
        let mut checks = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let fails = |then: &mut walrus::InstrSeqBuilder| {
            then.i32_const(1).drop().call(fail).unreachable();
        };
        checks.func_body().local_get(asked).if_else(None, fails, |_| {}).i32_const(5);
        let checks = checks.finish(vec![asked], &mut module.funcs);

        silence(&mut module);

        let count = |id, sequence| module.funcs.get(id).kind.unwrap_local().block(sequence).instrs.len();
        let (fail_entry, check) =
            (module.funcs.get(fail).kind.unwrap_local().entry_block(), module.funcs.get(checks).kind.unwrap_local());
        assert_eq!(count(fail, fail_entry), 1);
        assert_eq!(count(checks, check.entry_block()), 3);
        assert_eq!(count(checks, inner(check, check.entry_block())[0]), 1);
    }
}
