//! Acked durable sends a second beside what SQLite does bare, in turns on the same disk.
//!
//! 50 pairs of people talk, 200 bytes a message, each waits for the ack before it writes on. The bare loop has as many
//! waiting writers and the server's own file (its backup): one writer, one transaction for all that wait, one INSERT each.

use super::{Row, Verdict, load::Bench, load::Load, median};
use crate::sh;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;

const SENDERS: usize = 100;
const MOST: f64 = 2.0;
/// On a machine that does other work the server loses more than the loop, since it is many threads: then OVER is said, and
/// beyond this it is no longer the machine.
const MOST_BUSY: f64 = 3.0;

pub fn measure(binary: &Path, load: &Load, quick: bool) -> Result<Row> {
    sh::say("sends: 50 pairs, in turns with a bare insert loop");
    let bench = Bench::start(binary, "sends", &[])?;
    let users: Vec<String> = (0..SENDERS).map(|index| format!("user-{index}")).collect();
    bench.users(&users)?;
    for (pair, members) in users.chunks(2).enumerate() {
        bench.group(&format!("pair-{pair}"), members)?;
    }
    let file = bench.folder.join("bare.db");
    sh::output(sh::command(&bench.binary).arg("backup").arg(&file).arg("--data").arg(&bench.folder))?;

    let mut plan = bench.plan();
    plan["clients"] = users
        .iter()
        .enumerate()
        .map(|(index, user)| json!({ "token": bench.token(user), "channel_id": format!("pair-{}", index / 2) }))
        .collect();
    plan["text_bytes"] = 200.into();
    plan["seconds"] = if quick { 4 } else { 8 }.into();
    plan["senders"] = SENDERS.into();
    plan["file"] = file.display().to_string().into();
    let (mut acked, mut bare) = (Vec::new(), Vec::new());
    for round in 0..if quick { 3 } else { 5 } {
        plan["round"] = round.into();
        acked.push(rate(&load.run("sends", &plan)?)?);
        bare.push(rate(&load.run("bare", &plan)?)?);
        sh::say(&format!(
            "sends, round {round}: {:.0} acked/s, {:.0} bare/s",
            acked[acked.len() - 1],
            bare[bare.len() - 1]
        ));
    }
    let (acked, bare) = (median(acked), median(bare));
    let ratio = bare / acked;
    Ok(Row {
        what: "acked durable sends, 200 B texts, 100 senders (SQLite FULL)".to_owned(),
        budget: format!("within {MOST}× of a bare group-commit insert loop"),
        measured: format!("{acked:.0}/s, bare {bare:.0}/s: {ratio:.2}×"),
        verdict: if ratio > MOST && ratio <= MOST_BUSY { Verdict::Over } else { (ratio <= MOST).into() },
    })
}

fn rate(answer: &Value) -> Result<f64> {
    answer["per_second"].as_f64().context("no rate")
}
