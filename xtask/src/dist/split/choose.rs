//! Which functions move to the second module, and which of them the first can reach.

use super::names;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, HashMap, HashSet};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ElementItems, ExportItem, FunctionId, LocalFunction, Module};

/// The cut through a module, by the numbers of its functions: those are the same wherever it is parsed.
#[derive(Default)]
pub struct Cut {
    /// What moves.
    pub moved: HashSet<usize>,
    /// What moves and is reached from what stays, in the order of the table of doors.
    pub doors: Vec<usize>,
}

/// What is listed moves, and what nobody else reaches than what moves.
pub fn cut(module: &Module, listed: &HashSet<&str>) -> Result<Cut> {
    let pointed = pointed(module)?;
    let mut fixed: HashSet<FunctionId> = module.start.into_iter().collect();
    fixed.extend(module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(function) => Some(function),
        _ => None,
    }));
    let mut callers: HashMap<FunctionId, HashSet<FunctionId>> = HashMap::new();
    for (id, function) in module.funcs.iter_local() {
        for reached in reached(function) {
            callers.entry(reached).or_default().insert(id);
        }
    }
    let own: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).filter(|id| !fixed.contains(id)).collect();
    let mut moved: HashSet<FunctionId> = HashSet::new();
    let is_listed = |id: &&FunctionId| {
        let name = module.funcs.get(**id).name.as_deref();
        name.is_some_and(|name| listed.contains(names::listed(name)))
    };
    moved.extend(own.iter().filter(is_listed));
    loop {
        let only_moved = |id: &&FunctionId| callers.get(id).is_some_and(|callers| callers.is_subset(&moved));
        let more = own.iter().filter(|id| !moved.contains(id) && !pointed.contains(id)).filter(only_moved);
        let more: Vec<FunctionId> = more.copied().collect();
        if more.is_empty() {
            break;
        }
        moved.extend(more);
    }
    let has_door =
        |id: &FunctionId| pointed.contains(id) || callers.get(id).is_some_and(|callers| !callers.is_subset(&moved));
    // Doors of one type stand side by side, and differ by their number only.
    let doors = moved.iter().filter(|id| has_door(id)).map(|id| ((module.funcs.get(*id).ty(), id.index()), id.index()));
    let doors: BTreeMap<_, _> = doors.collect();
    Ok(Cut { moved: moved.iter().map(|id| id.index()).collect(), doors: doors.into_values().collect() })
}

/// Functions in tables.
fn pointed(module: &Module) -> Result<HashSet<FunctionId>> {
    let mut pointed = HashSet::new();
    for element in module.elements.iter() {
        let ElementItems::Functions(functions) = &element.items else { bail!("a table of no functions") };
        pointed.extend(functions);
    }
    Ok(pointed)
}

/// What a function calls or refers to.
fn reached(function: &LocalFunction) -> Vec<FunctionId> {
    #[derive(Default)]
    struct Reached(Vec<FunctionId>);
    impl Visitor<'_> for Reached {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.push(*function);
        }
    }
    let mut reached = Reached::default();
    dfs_in_order(&mut reached, function, function.entry_block());
    reached.0
}
