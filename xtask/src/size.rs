//! `size`: what a visitor downloads, against its budget. A KB is 1,000 bytes, as networks count.

use crate::dist::Dist;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Brotli bytes of embed.js.
const EMBED: u64 = 2_000;
/// Brotli bytes of everything until an open channel shows its messages, embed.js included.
const ALL: u64 = 130_000;

/// Prints the table and gives its gist; fails when a budget is exceeded.
pub fn run(dist: &Dist) -> Result<String> {
    let embed = brotli(&dist.embed)?;
    let mut all = embed;
    println!("\n| what (brotli 11, 1 KB = 1,000 bytes) | measured | budget | |");
    println!("|---|---:|---:|---|");
    println!("| embed.js | {} | {} | {} |", kb(embed), kb(EMBED), verdict(embed <= EMBED));
    for (kind, path) in &dist.on_intent {
        let size = brotli(path)?;
        all += size;
        println!("| on intent: {kind} | {} | | |", kb(size));
    }
    println!(
        "| everything until an open channel shows its messages | {} | {} | {} |\n",
        kb(all),
        kb(ALL),
        verdict(all <= ALL)
    );
    if embed > EMBED || all > ALL {
        bail!("a size budget is exceeded");
    }
    Ok(format!("embed.js {} of {}, everything {} of {}", kb(embed), kb(EMBED), kb(all), kb(ALL)))
}

/// `pass` or `FAIL`
pub fn verdict(pass: bool) -> &'static str {
    if pass { "pass" } else { "FAIL" }
}

fn kb(bytes: u64) -> String {
    format!("{:.2} KB", bytes as f64 / 1_000.0)
}

fn brotli(path: &Path) -> Result<u64> {
    let sibling = format!("{}.br", path.display());
    Ok(std::fs::metadata(&sibling).with_context(|| format!("cannot find {sibling}"))?.len())
}
