//! `test`: every test of every kind, cheapest first. Stops at the first group that fails, and says how far it came.

mod groups;
mod runner;

use crate::{bench::Verdict, sh};
use anyhow::{Result, bail};
use clap::Args;
use groups::{GROUPS, Group};
use runner::Summaries;
use std::time::{Duration, Instant};

/// Which tests.
#[derive(Args, Default)]
pub struct Options {
    /// Runs these groups only (any of the names that a full run prints)
    #[arg(long, value_name = "GROUP")]
    only: Vec<String>,
}

/// What became of a group.
enum Outcome {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

/// Runs the groups in order.
pub fn run(options: &Options) -> Result<()> {
    if let Some(unknown) = options.only.iter().find(|name| GROUPS.iter().all(|group| group.name != **name)) {
        let names: Vec<_> = GROUPS.iter().map(|group| group.name).collect();
        bail!("no group is called {unknown}; there are: {}", names.join(", "));
    }
    let chosen: Vec<&Group> = GROUPS
        .iter()
        .filter(|group| options.only.is_empty() || options.only.iter().any(|name| name == group.name))
        .collect();
    let mut summaries = Summaries::default();
    let mut results = Vec::new();
    let mut failure = None;
    for group in chosen {
        if failure.is_some() {
            results.push((group.name, Outcome::NotRun));
            continue;
        }
        sh::say(&format!("== {}: {}", group.name, group.what));
        let started = Instant::now();
        match (group.run)(&mut summaries.of(group.name)) {
            Ok(()) => results.push((group.name, Outcome::Passed(started.elapsed()))),
            Err(error) => {
                results.push((group.name, Outcome::Failed(started.elapsed())));
                failure = Some(error.context(format!("group {}", group.name)));
            }
        }
    }
    print(&results, &summaries);
    failure.map_or(Ok(()), Err)
}

fn print(results: &[(&str, Outcome)], summaries: &Summaries) {
    println!("\nWhat the runners said:");
    for line in summaries.lines() {
        println!("  {line}");
    }
    println!("\nGroups:");
    for (name, outcome) in results {
        match outcome {
            Outcome::Passed(took) => println!("  {} {name:<10} {}", Verdict::Pass, sh::seconds(*took)),
            Outcome::Failed(took) => println!("  {} {name:<10} {}", Verdict::Fail, sh::seconds(*took)),
            Outcome::NotRun => println!("  not run {name}"),
        }
    }
}
