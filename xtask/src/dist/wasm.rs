//! Rust → WASM → what a browser loads: cargo, wasm-bindgen, wasm-opt.

use super::{names, split, trim};
use crate::{sh, tools};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// What cargo made.
pub struct Built {
    pub library: PathBuf,
    pub playground: PathBuf,
}

/// What a page loads: the module's JavaScript and the module.
pub struct Finished {
    pub glue: PathBuf,
    pub wasm: PathBuf,
    /// What of the module is fetched after the first view, when it was cut.
    pub rest: PathBuf,
    /// The whole module, with names.
    pub whole: PathBuf,
}

/// What a Rust program for browsers may use: all engines have had it since 2023.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What makes the sent (brotli) module small, which is not what makes the file small: inlining and the merging of similar
/// functions, which `-Oz` adds, shorten the file and lengthen what is sent.
const OPTIMISE: &[&str] = &["-Os", "-Os", "--strip-target-features"];
const NO_INLINING: &[&str] = &[
    "--always-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
];

/// Functions of one name's beginning are alike: side by side they compress best. Then nobody needs the names any more.
const LAST: &[&str] = &["-Os", "--reorder-functions-by-name", "--strip-debug"];

/// Names that tell the instances of one generic function apart: `split` goes by them.
const FULL_NAMES: &str = "-Csymbol-mangling-version=v0";

/// Compiles the library and the playground with the profile that puts size first.
pub fn build() -> Result<Built> {
    let mut build = sh::cargo();
    build.args(["build", "--package", "madang", "--lib", "--bin", "playground", "--profile", "widget"]);
    build.args(["--target", "wasm32-unknown-unknown", "--target-dir", "target/widget"]);
    let flags = [short_paths()?, vec![trim::LINKER.to_owned(), FULL_NAMES.to_owned()]].concat();
    build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    sh::step("the widget, for WebAssembly", &mut build)?;
    let out = sh::root().join("target/widget/wasm32-unknown-unknown/widget");
    Ok(Built { library: out.join("madang.wasm"), playground: out.join("playground.wasm") })
}

/// Panics name source files: without the folders of this machine the module is smaller, and nobody learns of them.
fn short_paths() -> Result<Vec<String>> {
    let sysroot = sh::output(sh::command("rustc").args(["--print", "sysroot"]))?;
    let mut prefixes = vec![format!("{}/lib/rustlib/src/rust/library/", sysroot.trim())];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = home.map(|home| home.join("registry/src"));
    for registry in sources.iter().filter_map(|sources| std::fs::read_dir(sources).ok()).flatten().flatten() {
        prefixes.push(format!("{}/", registry.path().display()));
    }
    Ok(prefixes.iter().map(|prefix| format!("--remap-path-prefix={prefix}=")).collect())
}

/// Binds and optimises a module, and cuts it in two by the list of what can wait, if there is one. Does nothing when the
/// same module was finished before.
pub fn finish(module: &Path, name: &str, list: Option<&str>) -> Result<Finished> {
    let out = sh::root().join("target/xtask").join(name);
    let file = |what: &str| out.join(format!("{name}{what}"));
    let finished =
        Finished { glue: file(".js"), wasm: file("_opt.wasm"), rest: file("_rest.wasm"), whole: file("_whole.wasm") };
    let content = std::fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let list = list.map(|path| std::fs::read_to_string(sh::root().join(path)).context(path.to_owned())).transpose()?;
    let mut key = Sha256::new_with_prefix(&content);
    key.update(std::fs::read(sh::root().join("Cargo.lock"))?);
    key.update(FEATURES.concat());
    key.update([OPTIMISE, NO_INLINING, LAST].concat().concat());
    key.update(trim::VERSION);
    key.update(split::VERSION);
    key.update(list.as_deref().unwrap_or_default());
    key.update(std::fs::read(sh::root().join("package-lock.json"))?);
    let key = format!("{:x}", key.finalize());
    let stamp = out.join("stamp");
    if finished.wasm.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|held| held == key) {
        return Ok(finished);
    }
    sh::say(&format!("{name}: wasm-bindgen"));
    let mut bind = Bindgen::new();
    bind.input_bytes(name, trim::trim(&content)?)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true);
    bind.generate(&out).with_context(|| format!("wasm-bindgen of {}", module.display()))?;
    let bound = file("_bg.wasm");
    std::fs::write(&bound, split::with_sorted_names(&std::fs::read(&bound)?)?)?;
    sh::say(&format!("{name}: wasm-opt"));
    let printed = optimise(&bound, &[OPTIMISE, &[names::PASS, "--debuginfo"]].concat(), &finished.whole)?;
    names::shorten(&finished.glue, &printed)?;
    if let Some(list) = &list {
        let halves = split::split(&std::fs::read(&finished.whole)?, &list.lines().collect())?;
        split::open_glue(&finished.glue)?;
        for (half, path) in [(halves.first, &finished.wasm), (halves.rest, &finished.rest)] {
            std::fs::write(path, half)?;
            optimise(path, LAST, path)?;
        }
    } else {
        optimise(&finished.whole, LAST, &finished.wasm)?;
    }
    sh::write_if_changed(&stamp, key.as_bytes())?;
    Ok(finished)
}

/// Gives what wasm-opt prints.
fn optimise(from: &Path, passes: &[&str], to: &Path) -> Result<String> {
    let mut optimise = sh::command(tools::bin("wasm-opt"));
    sh::output(optimise.arg(from).args(FEATURES).args(NO_INLINING).args(passes).arg("-o").arg(to))
}
