//! What a page feels of the script tag before anybody touches the launcher, on a CPU four times slower.

use super::{Row, load::Bench};
use crate::demo::{CHANNEL, PAGES, site};
use crate::{server, sh};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

const BUDGET_MS: f64 = 50.0;

pub fn measure(binary: &Path, chromium: &Path, quick: bool) -> Result<Row> {
    sh::say("host: the sample shop with the script tag, at 4× CPU throttle");
    let shop = server::free_address()?;
    let bench = Bench::start(binary, "host", &[format!("http://{shop}")])?;
    bench.server.open_channel(&bench.app, CHANNEL, "Courtyard")?;
    site::start(shop, PAGES, format!("http://{}", bench.server.address), bench.app.clone())?;
    let mut node = sh::command("node");
    node.arg("xtask/js/host_page.mjs").arg(format!("http://{shop}/")).arg(if quick { "5" } else { "15" });
    let answer = sh::output(node.env("CHROMIUM", chromium))?;
    sh::say(&format!("host: {}", answer.trim()));
    let answer: Value = serde_json::from_str(&answer)?;
    let number = |name: &str| answer[name].as_f64().with_context(|| format!("no {name} in {answer}"));
    let (loading, at_rest) = (number("loading_ms")?, number("at_rest_ms")?);
    let longest = loading.max(at_rest);
    Ok(Row {
        what: "host main thread before intent, 4× CPU throttle: longest task of ours".to_owned(),
        budget: format!("≤ {BUDGET_MS} ms"),
        measured: format!(
            "{longest:.1} ms (while the page loads {loading:.1}, put into a page at rest {at_rest:.1}; by the wall clock {:.1})",
            number("wall_ms")?
        ),
        verdict: (longest <= BUDGET_MS).into(),
    })
}
