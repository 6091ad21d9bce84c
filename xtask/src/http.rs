//! The few HTTP requests that we make to our own server on this machine.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Status and body of a GET.
pub fn get(address: SocketAddr, path: &str) -> Result<(u16, String)> {
    exchange(address, "GET", path, None, "")
}

/// Body of a POST that must succeed; `secret` is the application's.
pub fn post(address: SocketAddr, path: &str, secret: &str, body: &serde_json::Value) -> Result<String> {
    send(address, "POST", path, secret, body)
}

/// Body of a PUT that must succeed.
pub fn put(address: SocketAddr, path: &str, secret: &str, body: &serde_json::Value) -> Result<String> {
    send(address, "PUT", path, secret, body)
}

fn send(address: SocketAddr, method: &str, path: &str, secret: &str, body: &serde_json::Value) -> Result<String> {
    let (status, answer) = exchange(address, method, path, Some(secret), &body.to_string())?;
    if !(200..300).contains(&status) {
        bail!("{method} {path} was answered {status}: {answer}");
    }
    Ok(answer)
}

fn exchange(address: SocketAddr, method: &str, path: &str, secret: Option<&str>, body: &str) -> Result<(u16, String)> {
    let mut socket = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    socket.set_read_timeout(Some(Duration::from_secs(30)))?;
    let authorization = secret.map(|secret| format!("authorization: Bearer {secret}\r\n")).unwrap_or_default();
    write!(
        socket,
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{authorization}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len(),
    )?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer without end of head")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("an answer without status")?;
    Ok((status, body.to_owned()))
}
