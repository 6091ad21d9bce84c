//! Runs a test program with its output passed through, and keeps the lines in which it sums itself up.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// The summary lines of all groups, in order.
#[derive(Default)]
pub struct Summaries(Vec<String>);

impl Summaries {
    /// The place for one group's lines.
    pub fn of<'a>(&'a mut self, group: &'static str) -> Keeper<'a> {
        Keeper { group, lines: &mut self.0 }
    }

    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

/// Keeps one group's summary lines.
pub struct Keeper<'a> {
    group: &'static str,
    lines: &'a mut Vec<String>,
}

impl Keeper<'_> {
    /// Notes a line of our own.
    pub fn note(&mut self, line: &str) {
        self.lines.push(format!("{}: {line}", self.group));
    }

    /// Runs a program; keeps those of its lines that contain one of `marks`.
    pub fn run(&mut self, what: &str, command: &mut Command, marks: &[&str]) -> Result<()> {
        sh::say(what);
        let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {what}"))?;
        let output = child.stdout.take().context("no output")?;
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            if marks.iter().any(|mark| line.contains(mark)) {
                self.note(line.trim());
            }
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("{what} failed ({status})");
        }
        Ok(())
    }
}
