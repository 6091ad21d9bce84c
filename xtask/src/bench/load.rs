//! The load generator, and what every load needs: a server of its own with people and channels in it.

use crate::server::{self, App, Server};
use crate::{http, jwt, sh};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The generator's program.
pub struct Load(PathBuf);

impl Load {
    pub fn build() -> Result<Self> {
        sh::step("the load generator", sh::cargo().args(["build", "--release", "--package", "madang-load"]))?;
        Ok(Self(sh::root().join("target/release/madang-load")))
    }

    /// Runs one load and gives its answer.
    pub fn run(&self, what: &str, plan: &Value) -> Result<Value> {
        let mut command = server::with_many_files(&self.0);
        command.arg(what).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("the load generator")?;
        child.stdin.take().context("no input")?.write_all(plan.to_string().as_bytes())?;
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("the load {what} failed ({})", output.status);
        }
        serde_json::from_slice(&output.stdout).with_context(|| format!("the answer of the load {what}"))
    }
}

/// A server on a folder of its own, which goes with it.
pub struct Bench {
    pub server: Server,
    pub app: App,
    pub folder: PathBuf,
    pub binary: PathBuf,
}

impl Bench {
    /// Starts one whose limits do not stand in the way. The folder is under target/, that is, on the disk that is measured.
    pub fn start(binary: &Path, name: &str, origins: &[String]) -> Result<Self> {
        let folder = sh::root().join("target/bench").join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let limits = json!({ "sends_per_second": 1_000_000, "send_burst": 1_000_000, "connections_per_user": 1_000 });
        let app = server::application(binary, &folder, origins, Some(&limits))?;
        let server = Server::start(binary, &folder, server::free_address()?, true)?;
        Ok(Self { server, app, folder, binary: binary.to_path_buf() })
    }

    /// A signed-in user's token.
    pub fn token(&self, user_id: &str) -> String {
        jwt::sign(&self.app.secret, &self.app.app_id, user_id, user_id)
    }

    /// Makes users who have not signed in yet.
    pub fn users(&self, user_ids: &[String]) -> Result<()> {
        for user_id in user_ids {
            let path = format!("/api/v1/users/{user_id}");
            http::put(self.server.address, &path, &self.app.secret, &json!({ "nickname": user_id }))?;
        }
        Ok(())
    }

    /// Makes a group of these users.
    pub fn group(&self, channel_id: &str, user_ids: &[String]) -> Result<()> {
        let body = json!({ "type": "group", "channel_id": channel_id, "name": channel_id, "user_ids": user_ids });
        http::post(self.server.address, "/api/v1/channels", &self.app.secret, &body).map(|_| ())
    }

    /// What every plan begins with.
    pub fn plan(&self) -> Value {
        json!({ "address": self.server.address.to_string(), "app_id": self.app.app_id, "pid": self.server.pid() })
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.server.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
