//! The two modules together against the whole one, run by Node.

use super::*;
use walrus::ir::{BinaryOp, LoadKind, MemArg, StoreKind, Value};
use walrus::{ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, RefType, ValType::I32};

/// Runs the whole module, then the two: what was logged by each, and how often the second was fetched before what.
const RUN: &str = r#"
const [whole, first, rest] = process.argv.slice(1).map((text) => new WebAssembly.Module(Buffer.from(text, 'base64')));
const tell = (module, more) => {
  const log = [];
  const found = {};
  const imports = { js: { log: (value) => log.push(value) } };
  if (more) imports.b = { b: () => { log.push('fetched'); new WebAssembly.Instance(rest, { a: found.exports }); } };
  found.exports = new WebAssembly.Instance(module, imports).exports;
  const { warm, cold, table, memory } = found.exports;
  log.push(warm(1), cold(2), table(3), cold(4), new Uint32Array(memory.buffer)[0]);
  return log;
};
console.log(JSON.stringify([tell(whole), tell(first, true), WebAssembly.Module.imports(rest).length]));
"#;

/// Exports `warm`, and two ways to what is cold: `cold` calls it, `table` finds it in a table.
fn whole() -> Vec<u8> {
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    let global = module.globals.add_local(I32, true, false, ConstExpr::Value(Value::I32(100)));
    let logs = module.types.add(&[I32], &[]);
    let (log, _) = module.add_import_func("js", "log", logs);
    let at = MemArg { align: 4, offset: 0 };
    let mut function = |name: &str, body: &dyn Fn(&mut walrus::InstrSeqBuilder, walrus::LocalId)| -> FunctionId {
        let argument = module.locals.add(I32);
        let mut builder = FunctionBuilder::new(&mut module.types, &[I32], &[I32]);
        builder.name(name.to_owned());
        body(&mut builder.func_body(), argument);
        builder.finish(vec![argument], &mut module.funcs)
    };
    let add = function("add", &|body, argument| {
        body.global_get(global).local_get(argument).binop(BinaryOp::I32Add).global_set(global).global_get(global);
    });
    let only = function("sorted first | only the cold one calls this", &|body, argument| {
        body.local_get(argument).call(log).local_get(argument).call(add);
    });
    let cold = function("sorted second | cold", &|body, argument| {
        body.i32_const(0).local_get(argument).call(only).store(memory, StoreKind::I32 { atomic: false }, at);
        body.i32_const(0).load(memory, LoadKind::I32 { atomic: false }, at);
    });
    let warm = function("warm", &|body, argument| {
        body.local_get(argument).call(add);
    });
    let calls = function("calls", &|body, argument| {
        body.local_get(argument).call(cold);
    });
    let table = module.tables.add_local(false, 1, Some(1), RefType::FUNCREF);
    let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
    let element = module.elements.add(kind, ElementItems::Functions(vec![cold]));
    module.tables.get_mut(table).elem_segments.insert(element);
    let kind = module.funcs.get(cold).ty();
    let argument = module.locals.add(I32);
    let mut finds = FunctionBuilder::new(&mut module.types, &[I32], &[I32]);
    finds.func_body().local_get(argument).i32_const(0).call_indirect(kind, table);
    let finds = finds.finish(vec![argument], &mut module.funcs);
    module.exports.add("memory", memory);
    for (name, id) in [("warm", warm), ("cold", calls), ("table", finds)] {
        module.exports.add(name, id);
    }
    module.emit_wasm()
}

fn run(whole: &[u8], halves: &Halves) -> serde_json::Value {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mut node = crate::sh::command("node");
    node.args(["--eval", RUN]).args([whole, &halves.first, &halves.rest].map(|module| STANDARD.encode(module)));
    serde_json::from_str(&crate::sh::output(&mut node).unwrap_or_default()).unwrap_or_default()
}

#[test]
fn the_two_together_do_what_the_whole_does_and_the_second_is_fetched_once_and_no_sooner() -> Result<()> {
    let whole = whole();
    let told = run(&whole, &split(&whole, &HashSet::from(["cold"]))?);
    assert_eq!(told[0], serde_json::json!([2, 3, 4, 101, 103, 106, 110, 110]));
    assert_eq!(told[1], serde_json::json!(["fetched", 2, 3, 4, 101, 103, 106, 110, 110]));
    // The memory, the table of doors, `log` and `add`: the global is only the first one's.
    assert_eq!(told[2], 4);
    Ok(())
}

#[test]
fn what_is_only_called_by_what_moved_moves_too_and_exports_stay() -> Result<()> {
    let whole = whole();
    let module = Module::from_buffer(&whole)?;
    let cut = choose::cut(&module, &HashSet::from(["cold", "warm"]))?;
    let name = |index: &usize| module.funcs.iter().nth(*index).and_then(|found| found.name.clone()).unwrap_or_default();
    let mut moved: Vec<String> = cut.moved.iter().map(name).collect();
    moved.sort();
    assert_eq!(moved, ["sorted first | only the cold one calls this", "sorted second | cold"]);
    assert_eq!(cut.doors.iter().map(name).collect::<Vec<_>>(), ["sorted second | cold"]);
    Ok(())
}

#[test]
fn a_list_that_fits_nothing_leaves_the_module_as_it_is() -> Result<()> {
    let whole = whole();
    let told = run(&whole, &split(&whole, &HashSet::from(["of another time"]))?);
    assert_eq!(told[0], told[1]);
    Ok(())
}
