//! Empties what nothing refers to any more. The linker did so before the other passes freed more: constants, and places in
//! the function table, which hold yet more functions in the module. What is in doubt stays.

use super::{
    links::{Links, Target},
    panics,
};
use anyhow::{Context, Result, bail};
use std::collections::{HashSet, VecDeque};
use walrus::ir::{Instr, Unreachable};
use walrus::{ElementItems, ExportItem, FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// What is reached, and what of it is to be looked into.
#[derive(Default)]
struct Reached {
    all: HashSet<Target>,
    open: VecDeque<Target>,
    /// Functions that are referred to other than by a call: those need their place in the table.
    pointed: HashSet<FunctionId>,
}

impl Reached {
    fn reach(&mut self, target: Target) {
        if self.all.insert(target.clone()) {
            self.open.push_back(target);
        }
    }

    fn refer(&mut self, target: &Target) {
        if let Target::Function(function) = target {
            self.pointed.insert(*function);
        }
        self.reach(target.clone());
    }

    /// What a function calls and refers to.
    fn look(&mut self, function: &LocalFunction, links: &Links) {
        let mut sequences = vec![function.entry_block()];
        while let Some(sequence) = sequences.pop() {
            sequences.extend(panics::inner(function, sequence));
            for (instruction, place) in &function.block(sequence).instrs {
                match instruction {
                    Instr::Call(call) => self.reach(Target::Function(call.func)),
                    Instr::RefFunc(function) => self.refer(&Target::Function(function.func)),
                    _ if place.is_default() => {}
                    _ => links.of_instruction(place.data() as usize).into_iter().for_each(|target| self.refer(target)),
                }
            }
        }
    }
}

/// Empties constants and places of the function table that cannot be reached from what the module exports.
pub fn sweep(module: &mut Module, links: &Links) -> Result<()> {
    let mut reached = Reached::default();
    for export in module.exports.iter() {
        if let ExportItem::Function(function) = export.item {
            reached.reach(Target::Function(function));
        }
    }
    module.start.into_iter().for_each(|start| reached.reach(Target::Function(start)));
    while let Some(target) = reached.open.pop_front() {
        match target {
            Target::Function(function) => {
                if let FunctionKind::Local(function) = &module.funcs.get(function).kind {
                    reached.look(function, links);
                }
            }
            Target::Data { segment, range } => links.of_data(segment, &range).for_each(|target| reached.refer(target)),
        }
    }
    empty_data(module, links, &reached.all)?;
    empty_table(module, &reached.pointed)
}

/// Zeros where only unreached constants are. What is no constant's stays.
fn empty_data(module: &mut Module, links: &Links, reached: &HashSet<Target>) -> Result<()> {
    let ids: Vec<_> = module.data.iter().map(|segment| segment.id()).collect();
    for (number, id) in ids.into_iter().enumerate() {
        let value = &mut module.data.get_mut(id).value;
        let held = value.clone();
        for keep in [false, true] {
            for symbol in links.symbols.iter().filter(|symbol| reached.contains(symbol) == keep) {
                let Target::Data { segment, range } = symbol else { continue };
                if *segment != number {
                    continue;
                }
                let place = value.get_mut(range.clone()).context("a constant outside of its segment")?;
                if keep { place.copy_from_slice(&held[range.clone()]) } else { place.fill(0) }
            }
        }
    }
    Ok(())
}

/// One function that traps stands in for all that nobody points at.
fn empty_table(module: &mut Module, pointed: &HashSet<FunctionId>) -> Result<()> {
    let mut trap = FunctionBuilder::new(&mut module.types, &[], &[]);
    trap.func_body().instr(Instr::Unreachable(Unreachable {}));
    let trap = trap.finish(Vec::new(), &mut module.funcs);
    for element in module.elements.iter_mut() {
        let ElementItems::Functions(functions) = &mut element.items else { bail!("a table of no functions") };
        for function in functions {
            if !pointed.contains(function) {
                *function = trap;
            }
        }
    }
    Ok(())
}
