//! A MariaDB of Debian's own packages, started in a temporary folder on a free port, and ended with the test.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

pub struct MariaDb {
    child: Child,
    folder: tempfile::TempDir,
    pub port: u16,
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        self.kill();
    }
}

fn run(program: &str, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(program).args(arguments).stdin(Stdio::null()).output()
}

fn user() -> String {
    String::from_utf8_lossy(&run("id", &["-un"]).unwrap().stdout).trim().to_owned()
}

/// Finds mariadbd, or installs it where the test may.
fn install() {
    let found = || run("mariadbd", &["--version"]).is_ok_and(|output| output.status.success());
    if found() {
        return;
    }
    if user() == "root" {
        println!("mariadbd is not installed: apt-get install -y mariadb-server");
        run("apt-get", &["update"]).ok();
        run("apt-get", &["install", "-y", "--no-install-recommends", "mariadb-server"]).ok();
    }
    assert!(found(), "this test needs mariadbd: install Debian's package mariadb-server");
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl MariaDb {
    pub fn start() -> Self {
        install();
        let folder = tempfile::tempdir().unwrap();
        let data = format!("--datadir={}", text(&folder.path().join("data")));
        let (owner, root) = (format!("--user={}", user()), "--auth-root-authentication-method=normal");
        let made = run("mariadb-install-db", &["--no-defaults", &data, &owner, root, "--skip-test-db"]).unwrap();
        assert!(made.status.success(), "mariadb-install-db: {}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Self::spawn(folder.path(), port);
        let mut server = Self { child, folder, port };
        server.wait();
        server
    }

    fn spawn(folder: &Path, port: u16) -> Child {
        Command::new("mariadbd")
            .arg("--no-defaults")
            .arg(format!("--user={}", user()))
            .arg(format!("--datadir={}", text(&folder.join("data"))))
            .arg(format!("--socket={}", text(&folder.join("socket"))))
            .arg(format!("--pid-file={}", text(&folder.join("pid"))))
            .arg(format!("--port={port}"))
            .args(["--bind-address=127.0.0.1", "--skip-name-resolve", "--max-connections=500"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn wait(&mut self) {
        let begin = Instant::now();
        while !self.ask("SELECT 1") {
            assert!(self.child.try_wait().unwrap().is_none(), "mariadbd ended at its start");
            assert!(begin.elapsed() < Duration::from_secs(60), "mariadbd did not start within 60 s");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn ask(&self, statement: &str) -> bool {
        let socket = format!("--socket={}", text(&self.folder.path().join("socket")));
        run("mariadb", &["--no-defaults", "--user=root", &socket, "-e", statement])
            .is_ok_and(|output| output.status.success())
    }

    /// A new database; gives its url.
    pub fn database(&self, name: &str) -> String {
        assert!(self.ask(&format!("CREATE DATABASE {name}")), "create database {name}");
        format!("mysql://root@127.0.0.1:{}/{name}?ssl-mode=disabled", self.port)
    }

    /// Changes a database behind the store's back.
    pub fn change(&self, database: &str, statement: &str) {
        assert!(self.ask(&format!("USE {database}; {statement}")), "{statement}");
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    pub fn restart(&mut self) {
        self.child = Self::spawn(self.folder.path(), self.port);
        self.wait();
    }
}
