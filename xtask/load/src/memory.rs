//! How much memory a process holds.

use anyhow::{Context, Result};

/// Proportional set size in KiB: the process's own pages, and its share of shared ones.
pub fn kib(pid: u64) -> Result<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).context("needs Linux's /proc")?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("no Pss in smaps_rollup")?;
    line.trim().trim_end_matches(" kB").parse().context("Pss")
}
