//! The sample shop's own server: static files of one folder, and `/token?user=…`, which is what a customer's backend does.
//!
//! It holds no file of ours; `{{server}}`, `{{app_id}}` and `{{channel_id}}` in its pages are filled in.

use super::CHANNEL;
use crate::server::App;
use crate::{jwt, sh};
use anyhow::Result;
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path};
use std::time::Duration;

struct Shop {
    /// Of the repository, with the pages.
    folder: &'static str,
    server: String,
    app: App,
}

/// Listens, and serves until the process ends.
pub fn start(address: SocketAddr, folder: &'static str, server: String, app: App) -> Result<()> {
    let listener = TcpListener::bind(address)?;
    let shop = std::sync::Arc::new(Shop { folder, server, app });
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let shop = shop.clone();
            std::thread::spawn(move || {
                let _ = shop.answer(socket);
            });
        }
    });
    Ok(())
}

impl Shop {
    /// One request, one answer, close.
    fn answer(&self, socket: TcpStream) -> Result<()> {
        socket.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut lines = BufReader::new(&socket).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let target = first.split(' ').nth(1).unwrap_or("/");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (status, kind, body) = match path {
            "/token" => match user(query) {
                Some(user) => (200, "application/json", self.token(user).into_bytes()),
                None => (400, "text/plain", b"user?".to_vec()),
            },
            path => self.file(path),
        };
        let mut socket = &socket;
        write!(
            socket,
            "HTTP/1.1 {status} OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
            body.len(),
        )?;
        Ok(socket.write_all(&body)?)
    }

    fn token(&self, user: &str) -> String {
        let mut name = user.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        json!({ "token": jwt::sign(&self.app.secret, &self.app.app_id, user, &name) }).to_string()
    }

    fn file(&self, path: &str) -> (u16, &'static str, Vec<u8>) {
        let name = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let name = Path::new(name.trim_start_matches('/'));
        let inside = name.components().all(|part| matches!(part, Component::Normal(_)));
        let content = inside.then(|| std::fs::read(sh::root().join(self.folder).join(name)).ok()).flatten();
        let Some(content) = content else { return (404, "text/plain", b"not found".to_vec()) };
        let kind = match name.extension().and_then(|extension| extension.to_str()) {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("webp") => "image/webp",
            Some("png") => "image/png",
            Some("jpg") => "image/jpeg",
            _ => "application/octet-stream",
        };
        if kind.starts_with("text/html") {
            let page = String::from_utf8_lossy(&content)
                .replace("{{server}}", &self.server)
                .replace("{{app_id}}", &self.app.app_id)
                .replace("{{channel_id}}", CHANNEL);
            return (200, kind, page.into_bytes());
        }
        (200, kind, content)
    }
}

/// `user=…` of a query, when it is a plain name.
fn user(query: &str) -> Option<&str> {
    let user = query.split('&').find_map(|pair| pair.strip_prefix("user="))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (!user.is_empty() && user.len() <= 32 && user.bytes().all(plain)).then_some(user)
}
