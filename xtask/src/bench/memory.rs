//! How much the server grows per idle connection: 10,000 signed-in users, each in a room of five, a heartbeat or two
//! after the last of them came.

use super::{Row, load::Bench, load::Load};
use crate::sh;
use anyhow::Result;
use serde_json::json;
use std::path::Path;

const CONNECTIONS: usize = 10_000;
const ROOM: usize = 5;
const BUDGET_KIB: f64 = 12.0;

pub fn measure(binary: &Path, load: &Load, quick: bool) -> Result<Row> {
    sh::say("memory: 2,000 rooms, then 10,000 connections");
    let bench = Bench::start(binary, "memory", &[])?;
    for room in 0..CONNECTIONS / ROOM {
        bench.server.open_channel(&bench.app, &format!("room-{room}"), "Room")?;
    }
    let client = |index: usize| json!({ "token": bench.token(&format!("user-{index}")), "channel_id": format!("room-{}", index / ROOM) });
    let mut plan = bench.plan();
    plan["clients"] = (0..CONNECTIONS).map(client).collect();
    plan["settle_seconds"] = if quick { 25 } else { 45 }.into();
    let answer = load.run("idle", &plan)?;
    sh::say(&format!("memory: {answer}"));
    let each = answer["kib_per_connection"].as_f64().unwrap_or(f64::INFINITY);
    Ok(Row {
        what: "server memory per idle joined connection at 10,000 (growth of PSS)".to_owned(),
        budget: format!("≤ {BUDGET_KIB} KiB"),
        measured: format!("{each:.1} KiB"),
        verdict: (each <= BUDGET_KIB).into(),
    })
}
