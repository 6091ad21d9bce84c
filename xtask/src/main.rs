//! `cargo xtask …`: everything one does to this repository. One file per verb; [`tools`] fetches what is missing.

mod bench;
mod child;
mod demo;
mod dist;
mod http;
mod jwt;
mod profile;
mod server;
mod sh;
mod size;
mod test;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, try out, test and measure Madang", disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the widget, the loader and the playground into dist/
    Dist,
    /// Build all and start a server and a sample shop on another origin; Ctrl-C ends both
    Demo(demo::Options),
    /// Run every test of every kind, browsers included
    Test(test::Options),
    /// Check what a visitor downloads against its budget
    Size,
    /// Write README's table of what works from tests/features.txt
    Features,
    /// Record in a browser what the first view runs, for the list of what can wait (then `dist` cuts by it)
    Profile,
    /// Measure server memory, acked sends and the host page's main thread against their budgets
    Bench(bench::Options),
    /// What .ci/run does: every test, then the table of budgets
    Ci,
}

fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Dist => dist::run().map(|_| ()),
        Verb::Demo(options) => demo::run(&options),
        Verb::Test(options) => test::run(&options),
        Verb::Size => dist::run().and_then(|dist| size::run(&dist)).map(|_| ()),
        Verb::Features => features(),
        Verb::Profile => profile::run(),
        Verb::Bench(options) => bench::run(&options),
        Verb::Ci => test::run(&test::Options::default()).and_then(|()| bench::run(&bench::Options::quick())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The test that holds README to the list writes it.
fn features() -> anyhow::Result<()> {
    let mut test = sh::cargo();
    test.args(["test", "--quiet", "--package", "madang-tests", "features"]).env("MADANG_WRITE_README", "1");
    sh::step("README's table", &mut test)
}
