//! `demo`: a server and a shop on another origin, as a newcomer would run them; Ctrl-C ends both.

pub mod site;

use crate::server::{self, App, Server};
use crate::{child, dist, sh};
use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Where the demo runs.
#[derive(Args)]
pub struct Options {
    /// Keeps the data here (otherwise in a temporary folder that is removed at the end)
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The chat server's address
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The sample shop's address: another port is another origin
    #[arg(long, default_value = "127.0.0.1:8081")]
    site: SocketAddr,
}

/// The open channel that the shop's visitors talk in.
pub const CHANNEL: &str = "courtyard";
/// The shop's pages.
pub const PAGES: &str = "tests/site";

/// Builds, starts, prints the addresses, and waits for Ctrl-C.
pub fn run(options: &Options) -> Result<()> {
    let interrupts = child::interrupts()?;
    dist::run()?;
    let binary = server::build_quickly()?;
    let folder = Folder::new(options.data.clone())?;
    let origins = [format!("http://{}", options.site), format!("http://localhost:{}", options.site.port())];
    let app = server::application(&binary, &folder.path, &origins, Some(&json!({ "open_channels": true })))?;
    let mut server = Server::start(&binary, &folder.path, options.listen, false)?;
    server.open_channel(&app, CHANNEL, "Courtyard")?;
    site::start(options.site, PAGES, format!("http://{}", options.listen), app.clone())
        .with_context(|| format!("the sample shop cannot listen on {}", options.site))?;
    print(options, &folder, &app);
    while interrupts.recv_timeout(Duration::from_millis(300)).is_err() {
        server.check()?;
    }
    sh::say("stopping");
    Ok(())
}

fn print(options: &Options, folder: &Folder, app: &App) {
    let Options { listen, site, .. } = options;
    println!();
    println!("  The shop, as a visitor         http://{site}/");
    println!("  The shop, as Mina              http://{site}/?user=mina");
    println!("  The shop, as Jun               http://{site}/?user=jun");
    println!("  All conversations, as Mina     http://{site}/hall.html?user=mina");
    println!("  The playground                 http://{listen}/playground/?app_id={}&channel_id={CHANNEL}", app.app_id);
    println!();
    println!(
        "  The line in the shop's page    <script src=\"http://{listen}/embed.js\" data-app-id=\"{}\"></script>",
        app.app_id
    );
    println!(
        "  Data                           {}{}",
        folder.path.display(),
        if folder.keep { "" } else { " (removed at the end)" }
    );
    println!();
    println!("  Ctrl-C ends the server and the shop.");
    println!();
}

/// The data folder, removed at the end unless it was given.
struct Folder {
    path: PathBuf,
    keep: bool,
}

impl Folder {
    fn new(given: Option<PathBuf>) -> Result<Self> {
        let keep = given.is_some();
        let path = given.unwrap_or_else(|| std::env::temp_dir().join(format!("madang-demo-{}", std::process::id())));
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self { path: std::path::absolute(path)?, keep })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.keep {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
