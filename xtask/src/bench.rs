//! `bench`: what the server holds, how fast it acknowledges, and what a host page feels, each against its budget.

mod host;
mod load;
mod memory;
mod page;
mod sends;

use crate::{dist, server, sh, size, tools};
use anyhow::{Result, bail};
use clap::Args;
use std::net::SocketAddr;

/// Which measurements, and how long.
#[derive(Args, Clone)]
pub struct Options {
    /// Measures this only: memory, sends or host
    #[arg(long, value_name = "WHAT")]
    only: Option<String>,
    /// Shorter rounds, as CI takes them
    #[arg(long)]
    quick: bool,
    /// Measures nothing; serves the page that other programs measure the conversation on, here, until Ctrl-C
    #[arg(long, value_name = "ADDRESS")]
    page: Option<SocketAddr>,
}

impl Options {
    /// As in CI.
    pub fn quick() -> Self {
        Self { only: None, quick: true, page: None }
    }
}

/// A line of the table.
pub struct Row {
    pub what: String,
    pub budget: String,
    pub measured: String,
    pub verdict: Verdict,
}

/// How a figure stands to its budget.
#[derive(Clone, Copy, PartialEq)]
pub enum Verdict {
    Pass,
    /// Above the budget and known to be: it may not grow, and is said in README.
    Over,
    Fail,
}

impl From<bool> for Verdict {
    fn from(pass: bool) -> Self {
        if pass { Self::Pass } else { Self::Fail }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Pass => "pass",
            Self::Over => "OVER",
            Self::Fail => "FAIL",
        })
    }
}

/// Measures, prints the table, fails when a budget is exceeded.
pub fn run(options: &Options) -> Result<()> {
    if let Some(address) = options.page {
        return page::serve(address);
    }
    let wanted = |what: &str| options.only.as_deref().is_none_or(|only| only == what);
    let mut rows = Vec::new();
    if options.only.is_none() {
        rows.extend(size::rows(&dist::run()?)?);
    }
    if wanted("host") {
        dist::run()?;
        rows.push(host::measure(&server::build()?, &tools::chromium()?, options.quick)?);
    }
    if wanted("memory") || wanted("sends") {
        let (binary, load) = (server::build()?, load::Load::build()?);
        if wanted("memory") {
            rows.push(memory::measure(&binary, &load, options.quick)?);
        }
        if wanted("sends") {
            rows.push(sends::measure(&binary, &load, options.quick)?);
        }
    }
    if rows.is_empty() {
        bail!("nothing is called {:?}: memory, sends or host", options.only);
    }
    print(&rows);
    if rows.iter().any(|row| row.verdict == Verdict::Fail) {
        bail!("a budget is exceeded");
    }
    Ok(())
}

/// The table in Markdown.
pub fn print(rows: &[Row]) {
    println!("\n| what | budget | measured | |\n|---|---|---|---|");
    for Row { what, budget, measured, verdict } in rows {
        println!("| {what} | {budget} | {measured} | {verdict} |");
    }
    println!();
    sh::say("a KB is 1,000 bytes, a KiB 1,024");
}

/// The middle one of an odd number of values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
