//! The page on which other programs measure the conversation: `window.__bench` (tests/bench), served until Ctrl-C.

use super::load::Bench;
use crate::demo::site;
use crate::{child, dist, server, sh};
use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::time::Duration;

pub fn serve(address: SocketAddr) -> Result<()> {
    let interrupts = child::interrupts()?;
    dist::run()?;
    let mut bench = Bench::start(&server::build_quickly()?, "page", &[format!("http://{address}")])?;
    site::start(address, "tests/bench", format!("http://{}", bench.server.address), bench.app.clone())
        .with_context(|| format!("the page cannot be served on {address}"))?;
    sh::say(&format!("http://{address}/ has window.__bench; Ctrl-C ends it"));
    while interrupts.recv_timeout(Duration::from_millis(300)).is_err() {
        bench.server.check()?;
    }
    Ok(())
}
