//! The second module: what moved, on the first one's memory, tables, globals and functions.

use super::{FIRST, choose::Cut};
use anyhow::{Context, Result};
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportedFunction, Module, RefType,
    ir::Value,
};

/// Keeps what moved; all else it takes from the first module, of which it fills the doors.
pub fn keep_only(module: &mut Module, cut: &Cut) -> Result<()> {
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|export| module.exports.delete(export));
    let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|data| module.data.delete(data));
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    elements.into_iter().for_each(|element| module.elements.delete(element));
    module.start = None;
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
        let id = memory.id();
        memory.import = memory.import.or_else(|| Some(module.imports.add(FIRST, "", id)));
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
        let id = table.id();
        table.import = table.import.or_else(|| Some(module.imports.add(FIRST, "", id)));
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        let kind = &mut module.globals.get_mut(id).kind;
        if let GlobalKind::Local(_) = kind {
            *kind = GlobalKind::Import(module.imports.add(FIRST, "", id));
        }
    }
    for function in module.funcs.iter_mut() {
        if let FunctionKind::Local(local) = &function.kind
            && !cut.moved.contains(&function.id().index())
        {
            let ty = local.ty();
            let import = module.imports.add(FIRST, "", function.id());
            function.kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let behind: Option<Vec<FunctionId>> = cut.doors.iter().map(|index| ids.get(*index).copied()).collect();
    let count = cut.doors.len() as u64;
    let (table, _) = module.add_import_table(FIRST, "", false, count, Some(count), RefType::FUNCREF);
    let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
    let element = module.elements.add(kind, ElementItems::Functions(behind.context("a door without a function")?));
    module.tables.get_mut(table).elem_segments.insert(element);
    walrus::passes::gc::run(module);
    Ok(())
}
