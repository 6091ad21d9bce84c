//! What `/metrics` tells, in Prometheus' text format. One instance a server, so that tests can run several.

use madang_protocol::{Command, ErrorCode, Event};
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Upper bounds of the ack histogram, milliseconds.
const ACK_BOUNDS_MS: [u64; 11] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

/// Counters and gauges of one server.
pub struct Metrics {
    /// Live sockets.
    pub connections: AtomicI64,
    /// Sockets accepted since the start.
    pub connections_total: AtomicU64,
    commands: Vec<AtomicU64>,
    events: Vec<AtomicU64>,
    errors: Vec<AtomicU64>,
    /// Typing and presence dropped because a queue was full.
    pub dropped_hints: AtomicU64,
    /// Events replaced by a `gap` because a queue was full.
    pub dropped_events: AtomicU64,
    /// Sockets closed because they read too slowly.
    pub slow_closed: AtomicU64,
    acks: [AtomicU64; ACK_BOUNDS_MS.len() + 1],
    ack_microseconds: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        let zeros = |count: usize| (0..count).map(|_| AtomicU64::new(0)).collect();
        Self {
            connections: AtomicI64::new(0),
            connections_total: AtomicU64::new(0),
            commands: zeros(Command::KINDS.len()),
            events: zeros(Event::KINDS.len()),
            errors: zeros(ErrorCode::ALL.len()),
            dropped_hints: AtomicU64::new(0),
            dropped_events: AtomicU64::new(0),
            slow_closed: AtomicU64::new(0),
            acks: Default::default(),
            ack_microseconds: AtomicU64::new(0),
        }
    }
}

fn add(counters: &[AtomicU64], position: Option<usize>, count: u64) {
    if let Some(counter) = position.and_then(|position| counters.get(position)) {
        counter.fetch_add(count, Relaxed);
    }
}

impl Metrics {
    /// A command arrived.
    pub fn command(&self, kind: &str) {
        add(&self.commands, Command::KINDS.iter().position(|known| *known == kind), 1);
    }

    /// An event was queued for `connections`.
    pub fn event(&self, kind: &str, connections: usize) {
        add(&self.events, Event::KINDS.iter().position(|known| *known == kind), connections as u64);
    }

    /// An error was answered.
    pub fn error(&self, code: ErrorCode) {
        add(&self.errors, ErrorCode::ALL.iter().position(|known| *known == code), 1);
    }

    /// A send was acked, this long after it was read.
    pub fn ack(&self, took: Duration) {
        let ms = took.as_millis() as u64;
        let slot = ACK_BOUNDS_MS.iter().position(|bound| ms < *bound).unwrap_or(ACK_BOUNDS_MS.len());
        add(&self.acks, Some(slot), 1);
        self.ack_microseconds.fetch_add(took.as_micros() as u64, Relaxed);
    }

    /// The page.
    pub fn render(&self) -> String {
        let mut out = String::new();
        plain(&mut out, "madang_connections", "gauge", "Live sockets", self.connections.load(Relaxed));
        let total = |counter: &AtomicU64| counter.load(Relaxed) as i64;
        plain(&mut out, "madang_connections_total", "counter", "Sockets accepted", total(&self.connections_total));
        labelled(&mut out, "madang_commands_total", "kind", "Commands read", Command::KINDS, &self.commands);
        labelled(&mut out, "madang_events_total", "kind", "Events queued for a socket", Event::KINDS, &self.events);
        let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        labelled(&mut out, "madang_errors_total", "code", "Errors answered", &codes, &self.errors);
        let help = "Typing and presence dropped, queue full";
        plain(&mut out, "madang_queue_dropped_hints_total", "counter", help, total(&self.dropped_hints));
        let help = "Events replaced by a gap, queue full";
        plain(&mut out, "madang_queue_dropped_events_total", "counter", help, total(&self.dropped_events));
        plain(&mut out, "madang_slow_closed_total", "counter", "Slow sockets closed", total(&self.slow_closed));
        self.render_acks(&mut out);
        out
    }

    fn render_acks(&self, out: &mut String) {
        let name = "madang_ack_seconds";
        let _ = writeln!(out, "# HELP {name} From reading a send to queueing its ack\n# TYPE {name} histogram");
        let mut below = 0;
        for (bound, counter) in ACK_BOUNDS_MS.iter().zip(&self.acks) {
            below += counter.load(Relaxed);
            let _ = writeln!(out, "{name}_bucket{{le=\"{}\"}} {below}", *bound as f64 / 1_000.0);
        }
        let count: u64 = self.acks.iter().map(|counter| counter.load(Relaxed)).sum();
        let sum = self.ack_microseconds.load(Relaxed) as f64 / 1e6;
        let _ = writeln!(out, "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {sum}\n{name}_count {count}");
    }
}

fn plain(out: &mut String, name: &str, kind: &str, help: &str, value: i64) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
}

fn labelled(out: &mut String, name: &str, label: &str, help: &str, values: &[&str], counters: &[AtomicU64]) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} counter");
    for (value, counter) in values.iter().zip(counters) {
        let _ = writeln!(out, "{name}{{{label}=\"{value}\"}} {}", counter.load(Relaxed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_counts_by_kind_and_sums_up_the_histogram() {
        let metrics = Metrics::default();
        metrics.command("send");
        metrics.ack(Duration::from_millis(3));
        metrics.ack(Duration::from_secs(60));
        let page = metrics.render();
        for line in [
            "madang_commands_total{kind=\"send\"} 1",
            "madang_ack_seconds_bucket{le=\"0.002\"} 0",
            "madang_ack_seconds_bucket{le=\"0.005\"} 1",
            "madang_ack_seconds_bucket{le=\"+Inf\"} 2",
            "madang_ack_seconds_sum 60.003",
        ] {
            assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
        }
    }
}
