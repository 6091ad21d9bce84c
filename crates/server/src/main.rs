//! The binary `madang`: settings, logs, and one of the commands of [`cli`].

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod cli;

use clap::Parser;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no runtime: {error}")),
    };
    let ended = runtime.block_on(cli::run(arguments));
    // A name that is being looked up holds nobody back.
    runtime.shutdown_timeout(Duration::from_secs(1));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(&message),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("madang: {message}");
    ExitCode::FAILURE
}
