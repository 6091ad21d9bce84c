//! The load generator of `cargo xtask bench`. Takes its plan as JSON on the standard input, answers with one line of JSON.
//!
//! Threads and blocking sockets, no runtime: it shares the machine with what it measures.

mod bare;
mod idle;
mod memory;
mod sends;
mod websocket;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::Read;

fn main() -> Result<()> {
    let mut plan = String::new();
    std::io::stdin().read_to_string(&mut plan)?;
    let plan: Value = serde_json::from_str(&plan).context("the plan")?;
    let answer = match std::env::args().nth(1).as_deref() {
        Some("idle") => idle::run(&plan)?,
        Some("sends") => sends::run(&plan)?,
        Some("bare") => bare::run(&plan)?,
        other => bail!("no load is called {other:?}: idle, sends or bare"),
    };
    println!("{answer}");
    Ok(())
}

/// A text of the plan.
fn text<'a>(plan: &'a Value, name: &str) -> Result<&'a str> {
    plan[name].as_str().with_context(|| format!("the plan has no {name}"))
}

/// A number of the plan.
fn number(plan: &Value, name: &str) -> Result<u64> {
    plan[name].as_u64().with_context(|| format!("the plan has no {name}"))
}

/// The plan's clients: token and channel of each.
fn clients(plan: &Value) -> Result<Vec<(String, String)>> {
    let list = plan["clients"].as_array().context("the plan has no clients")?;
    list.iter().map(|client| Ok((text(client, "token")?.to_owned(), text(client, "channel_id")?.to_owned()))).collect()
}
