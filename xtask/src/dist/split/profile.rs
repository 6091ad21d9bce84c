//! What runs until a conversation is in use, so that the rest can wait: a module that notes which functions were entered.

use super::names;
use anyhow::Result;
use std::collections::HashSet;
use walrus::ir::{Const, GlobalSet, Value};
use walrus::{ConstExpr, FunctionId, Module, ValType};

/// A function of fewer instructions is not worth a door of its own; it moves when only moved ones call it.
const SMALL: u64 = 25;

/// The module with a global for each function of its own, exported as `ran0`, `ran1` …, that becomes 1 when it is entered.
pub fn instrument(whole: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(whole)?;
    let ids: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for (number, id) in ids.into_iter().enumerate() {
        let global = module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
        module.exports.add(&format!("ran{number}"), global);
        let mut body = module.funcs.get_mut(id).kind.unwrap_local_mut().builder_mut().func_body();
        body.instr_at(0, Const { value: Value::I32(1) }).instr_at(1, GlobalSet { global });
    }
    Ok(module.emit_wasm())
}

/// The names of those that did not run, sorted.
pub fn cold(whole: &[u8], ran: &HashSet<usize>) -> Result<Vec<String>> {
    let module = Module::from_buffer(whole)?;
    let (mut warm, mut cold) = (HashSet::new(), Vec::new());
    for (number, (id, function)) in module.funcs.iter_local().enumerate() {
        let Some(name) = module.funcs.get(id).name.as_deref().map(names::listed) else { continue };
        let name = name.to_owned();
        if ran.contains(&number) {
            warm.insert(name);
        } else if function.size() >= SMALL {
            cold.push(name);
        }
    }
    cold.retain(|name| !warm.contains(name));
    cold.sort();
    cold.dedup();
    Ok(cold)
}
