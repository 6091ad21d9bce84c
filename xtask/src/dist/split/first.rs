//! The first module: doors in place of what moved.

use super::{LOADER, choose::Cut};
use anyhow::{Context, Result};
use std::collections::HashMap;
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, RefType, TableId, TypeId, ValType};

/// Puts a door in place of each moved function that is reached from here; the others fall with the next sweep. The
/// second module fills the table of doors, the last one of the module.
pub fn doors(module: &mut Module, cut: &Cut) -> Result<()> {
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let count = cut.doors.len() as u64;
    let table = module.tables.add_local(false, count, Some(count), RefType::FUNCREF);
    let nothing = module.types.add(&[], &[]);
    let (fetch, _) = module.add_import_func(LOADER, LOADER, nothing);
    let mut through: HashMap<TypeId, FunctionId> = HashMap::new();
    for (number, index) in cut.doors.iter().enumerate() {
        let id = *ids.get(*index).context("a door without a function")?;
        let kind = module.funcs.get(id).ty();
        let way = match through.get(&kind) {
            Some(way) => *way,
            None => *through.entry(kind).or_insert(passage(module, table, fetch, kind)),
        };
        let (params, results) = types(module, kind);
        let mut door = FunctionBuilder::new(&mut module.types, &params, &results);
        let args: Vec<_> = params.iter().map(|param| module.locals.add(*param)).collect();
        let mut body = door.func_body();
        args.iter().for_each(|arg| {
            body.local_get(*arg);
        });
        body.i32_const(i32::try_from(number)?).call(way);
        let function = module.funcs.get_mut(id);
        function.name = Some(format!("~{:03} {number:05}", kind.index()));
        function.kind = FunctionKind::Local(door.local_func(args));
    }
    Ok(())
}

/// What all doors of one type lead through: the arguments, and the door's number. An empty place in the table means that
/// the second module is not here yet.
fn passage(module: &mut Module, table: TableId, fetch: FunctionId, kind: TypeId) -> FunctionId {
    let (params, results) = types(module, kind);
    let args: Vec<_> = params.iter().chain([&ValType::I32]).map(|param| module.locals.add(*param)).collect();
    let taken: Vec<ValType> = params.iter().chain([&ValType::I32]).copied().collect();
    let mut passage = FunctionBuilder::new(&mut module.types, &taken, &results);
    passage.name(format!("~{:03}", kind.index()));
    let mut body = passage.func_body();
    let number = args[params.len()];
    body.local_get(number).table_get(table).ref_is_null().if_else(
        None,
        |then| {
            then.call(fetch);
        },
        |_| {},
    );
    args.iter().for_each(|arg| {
        body.local_get(*arg);
    });
    body.call_indirect(kind, table);
    passage.finish(args, &mut module.funcs)
}

fn types(module: &Module, kind: TypeId) -> (Vec<ValType>, Vec<ValType>) {
    let kind = module.types.get(kind);
    (kind.params().to_vec(), kind.results().to_vec())
}
