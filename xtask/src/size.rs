//! `size`: what a visitor downloads, against its budget. A KB is 1,000 bytes, as networks count.

use crate::bench::{self, Row, Verdict};
use crate::dist::Dist;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Brotli bytes of embed.js.
const EMBED: u64 = 2_000;
/// Brotli bytes of everything until an open channel shows its messages, embed.js included: the whole conversation.
const ALL: u64 = 170_000;

/// Crates whose tables have no place in a browser that has Intl; the linker must have dropped all of them.
const BANNED: &[&str] = &["regex_automata", "regex_syntax", "icu_normalizer", "icu_properties", "chrono", "idna"];

/// Prints the table and gives its gist; fails when a budget is exceeded.
pub fn run(dist: &Dist) -> Result<String> {
    let rows = rows(dist)?;
    for (what, path) in &dist.on_intent {
        println!("  {what:<22} {}", kb(brotli(path)?));
    }
    println!("  right after: {:<16} {}", "rest of the WASM", kb(brotli(&dist.rest)?));
    for (what, paths) in &dist.parts {
        let weights: Result<Vec<u64>> = paths.iter().map(|path| brotli(path)).collect();
        println!("  later: {what:<22} {}", kb(weights?.iter().sum()));
    }
    bench::print(&rows);
    let gist: Vec<_> = rows.iter().map(|row| format!("{}: {} of {}", row.what, row.measured, row.budget)).collect();
    if rows.iter().any(|row| row.verdict == Verdict::Fail) {
        bail!("a size budget is exceeded ({})", gist.join("; "));
    }
    Ok(gist.join("; "))
}

/// The budgets' lines.
pub fn rows(dist: &Dist) -> Result<Vec<Row>> {
    let linked = std::fs::read(&dist.linked).context("the linked module")?;
    let found: Vec<_> = BANNED.iter().filter(|name| holds(&linked, name)).copied().collect();
    let embed = brotli(&dist.embed)?;
    let mut all = embed;
    for (_, path) in &dist.on_intent {
        all += brotli(path)?;
    }
    let row = |what: &str, budget, measured| Row {
        what: what.to_owned(),
        budget: format!("≤ {}", kb(budget)),
        measured: kb(measured),
        verdict: (measured <= budget).into(),
    };
    Ok(vec![
        row("embed.js, brotli 11", EMBED, embed),
        row("everything until an open channel shows its messages, brotli 11", ALL, all),
        Row {
            what: "code of chrono, icu, regex in the WASM".to_owned(),
            budget: "none".to_owned(),
            measured: if found.is_empty() { "none".to_owned() } else { found.join(", ") },
            verdict: found.is_empty().into(),
        },
    ])
}

/// Whether a function of this crate is in the module: a crate's name is written after its length, and before that of what
/// is in it. At a symbol's end it only says who asked for somebody else's generic function.
fn holds(module: &[u8], name: &str) -> bool {
    let symbol = format!("{}{name}", name.len());
    let mut found = module.windows(symbol.len() + 1).filter(|window| window.starts_with(symbol.as_bytes()));
    found.any(|window| window.last().is_some_and(|next| next.is_ascii_digit() || *next == b's'))
}

fn kb(bytes: u64) -> String {
    format!("{:.2} KB", bytes as f64 / 1_000.0)
}

fn brotli(path: &Path) -> Result<u64> {
    let sibling = format!("{}.br", path.display());
    Ok(std::fs::metadata(&sibling).with_context(|| format!("cannot find {sibling}"))?.len())
}
