//! A Madang server of our own: built, on a given folder, with an application, stopped when dropped.

use crate::child::Running;
use crate::{http, sh};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// An application's id and its secret, as `madang app create` told them.
#[derive(Clone)]
pub struct App {
    pub app_id: String,
    pub secret: String,
}

/// Builds the server with the files of dist/ inside, and gives its path.
pub fn build() -> Result<PathBuf> {
    sh::step("the server", sh::cargo().args(["build", "--release", "--package", "madang-server"]))?;
    Ok(sh::root().join("target/release/madang"))
}

/// The same, not optimised, as it is soon built: for a few people and a page that only needs a server.
pub fn build_quickly() -> Result<PathBuf> {
    sh::step("the server", sh::cargo().args(["build", "--package", "madang-server", "--features", "embedded"]))?;
    Ok(sh::root().join("target/debug/madang"))
}

/// The application in a data folder: made at first, remembered in a file that only we can read.
pub fn application(binary: &Path, data: &Path, origins: &[String], limits: Option<&Value>) -> Result<App> {
    let remembered = data.join("demo-application.json");
    if let Ok(text) = std::fs::read_to_string(&remembered) {
        let value: Value = serde_json::from_str(&text)?;
        let app = read(&value)?;
        let mut set = madang(binary, data, &["app", "origins", &app.app_id]);
        sh::output(set.args(origins))?;
        return Ok(app);
    }
    let mut create = madang(binary, data, &["app", "create", "shop", "--json"]);
    create.args(origins.iter().flat_map(|origin| ["--origin", origin]));
    if let Some(limits) = limits {
        create.args(["--limits", &limits.to_string()]);
    }
    let value: Value = serde_json::from_str(&sh::output(&mut create)?).context("madang app create")?;
    let app = read(&value)?;
    write_private(&remembered, &json!({ "app_id": app.app_id, "secret": app.secret }).to_string())?;
    Ok(app)
}

fn read(value: &Value) -> Result<App> {
    let text = |name: &str| value[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {value}"));
    Ok(App { app_id: text("app_id")?, secret: text("secret")? })
}

/// A program that may open as many files as the system lets it: every socket is one.
pub fn with_many_files(binary: &Path) -> Command {
    let mut command = sh::command("sh");
    command.args(["-c", "ulimit -n \"$(ulimit -Hn)\"; exec \"$0\" \"$@\""]).arg(binary);
    command
}

fn madang(binary: &Path, data: &Path, arguments: &[&str]) -> Command {
    let mut command = with_many_files(binary);
    command.args(arguments).arg("--data").arg(data);
    command
}

fn write_private(path: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(path)?;
    Ok(file.write_all(text.as_bytes())?)
}

/// A server that answers.
pub struct Server {
    process: Running,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it is ready. `quiet`, for benches: no limits, and the log goes to a file in the data folder.
    pub fn start(binary: &Path, data: &Path, address: SocketAddr, quiet: bool) -> Result<Self> {
        let mut serve = madang(binary, data, &["serve", "--listen", &address.to_string()]);
        serve.env("MADANG_PLAYGROUND", "true");
        if quiet {
            serve.env("MADANG_COMMANDS_PER_SECOND", "1000000").env("MADANG_VISITORS_PER_MINUTE", "1000000");
            let log = std::fs::File::create(data.join("server.log"))?;
            serve.stdout(Stdio::null()).stderr(log);
        }
        let mut server = Self { process: Running::start(&mut serve)?, address };
        let started = Instant::now();
        while !http::get(address, "/readyz").is_ok_and(|(status, _)| status == 200) {
            if server.process.ended() {
                bail!("the server ended at once (is {address} in use?)");
            }
            if started.elapsed() > Duration::from_secs(20) {
                bail!("the server did not become ready on {address}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    pub fn stop(&mut self) {
        self.process.stop();
    }

    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Fails when the server ended by itself.
    pub fn check(&mut self) -> Result<()> {
        if self.process.ended() {
            bail!("the server ended by itself");
        }
        Ok(())
    }

    /// Makes an open channel, or leaves the one that has this id.
    pub fn open_channel(&self, app: &App, channel_id: &str, name: &str) -> Result<()> {
        let body = json!({ "type": "open", "channel_id": channel_id, "name": name });
        match http::post(self.address, "/api/v1/channels", &app.secret, &body) {
            Err(error) if error.to_string().contains("answered 409") => Ok(()),
            answer => answer.map(|_| ()),
        }
    }
}

/// A port of this machine that nobody listens on.
pub fn free_address() -> Result<SocketAddr> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
