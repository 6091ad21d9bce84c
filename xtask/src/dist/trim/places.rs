//! Where a call came from is handed down to the panics, as the last argument. Once those are silent nobody reads it; but
//! the constants that are handed on still name files and lines.

use super::panics::inner;
use std::collections::HashSet;
use walrus::ir::{Const, Instr, InstrLocId, Value};
use walrus::{FunctionId, LocalFunction, Module, ValType};

/// Hands down a zero where the last argument is never read.
pub fn forget(module: &mut Module) {
    loop {
        let locals = module.funcs.iter_local();
        let unread = locals.filter(|(_, function)| !reads_last(function, module)).map(|(id, _)| id).collect();
        let handed = module.funcs.iter_local_mut().map(|(_, function)| hand_zero(function, &unread)).sum::<usize>();
        if handed == 0 {
            break;
        }
    }
}

/// Whether the last argument, an address, is read; true when there is none.
fn reads_last(function: &LocalFunction, module: &Module) -> bool {
    let address = |local: &&walrus::LocalId| module.locals.get(**local).ty() == ValType::I32;
    let Some(last) = function.args.last().filter(address) else { return true };
    let mut sequences = vec![function.entry_block()];
    while let Some(sequence) = sequences.pop() {
        sequences.extend(inner(function, sequence));
        let instructions = &mut function.block(sequence).instrs.iter();
        if instructions.any(|(instruction, _)| matches!(instruction, Instr::LocalGet(get) if get.local == *last)) {
            return true;
        }
    }
    false
}

/// Gives how many arguments became zero that were not.
fn hand_zero(function: &mut LocalFunction, unread: &HashSet<FunctionId>) -> usize {
    let mut handed = 0;
    let mut sequences = vec![function.entry_block()];
    while let Some(sequence) = sequences.pop() {
        sequences.extend(inner(function, sequence));
        let instructions = &mut function.block_mut(sequence).instrs;
        for at in 1..instructions.len() {
            if !matches!(&instructions[at].0, Instr::Call(call) if unread.contains(&call.func)) {
                continue;
            }
            let argument = &mut instructions[at - 1];
            let given = match &argument.0 {
                Instr::Const(given) => !matches!(given.value, Value::I32(0)),
                instruction => matches!(instruction, Instr::LocalGet(_)),
            };
            if given {
                *argument = (Instr::Const(Const { value: Value::I32(0) }), InstrLocId::default());
                handed += 1;
            }
        }
    }
    handed
}
