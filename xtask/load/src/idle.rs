//! Opens the plan's clients, each in its channel, leaves them idle, and sees how much the server grew.

use crate::websocket::WebSocket;
use crate::{clients, memory, number, text};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

const THREADS: usize = 8;

pub fn run(plan: &Value) -> Result<Value> {
    let address: SocketAddr = text(plan, "address")?.parse()?;
    let app_id = text(plan, "app_id")?;
    let pid = number(plan, "pid")?;
    let settle = Duration::from_secs(number(plan, "settle_seconds")?);
    let clients = clients(plan)?;
    let before = memory::kib(pid)?;
    let started = Instant::now();
    // Connected; measured; ended.
    let shares = clients.chunks(clients.len().div_ceil(THREADS).max(1));
    let (joined, measured) = (Barrier::new(shares.len() + 1), Barrier::new(shares.len() + 1));
    thread::scope(|scope| {
        let mut threads: Vec<ScopedJoinHandle<Result<()>>> = Vec::new();
        for share in shares {
            let (joined, measured) = (&joined, &measured);
            threads.push(scope.spawn(move || {
                let sockets = connect(address, app_id, share);
                joined.wait();
                let kept = sockets.and_then(|sockets| keep(sockets, settle));
                measured.wait();
                kept.map(drop)
            }));
        }
        joined.wait();
        let connecting = started.elapsed().as_secs_f64();
        thread::sleep(settle);
        let after = memory::kib(pid);
        measured.wait();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a thread panicked"))??;
        }
        let grown = after?.saturating_sub(before);
        Ok(json!({
            "connections": clients.len(),
            "connecting_seconds": connecting,
            "before_kib": before,
            "grown_kib": grown,
            "kib_per_connection": grown as f64 / clients.len() as f64,
        }))
    })
}

fn connect(address: SocketAddr, app_id: &str, share: &[(String, String)]) -> Result<Vec<WebSocket>> {
    share
        .iter()
        .map(|(token, channel_id)| {
            let mut socket = WebSocket::connect(address, &format!("/ws?app_id={app_id}"))?;
            hello(&mut socket, app_id, token)?;
            socket.send(&json!({ "kind": "enter", "id": 2, "body": { "channel_id": channel_id } }).to_string())?;
            answer(&mut socket, "channel").context("enter")?;
            socket.stop_waiting()?;
            Ok(socket)
        })
        .collect()
}

/// Stays connected, a little longer than the measurement.
fn keep(mut sockets: Vec<WebSocket>, settle: Duration) -> Result<Vec<WebSocket>> {
    let until = Instant::now() + settle;
    while Instant::now() < until {
        for socket in &mut sockets {
            socket.drain()?;
        }
        thread::sleep(Duration::from_millis(500));
    }
    Ok(sockets)
}

/// Signs in.
pub fn hello(socket: &mut WebSocket, app_id: &str, token: &str) -> Result<()> {
    let body = json!({ "version": 1, "app_id": app_id, "token": token, "resume": [] });
    socket.send(&json!({ "kind": "hello", "id": 1, "body": body }).to_string())?;
    answer(socket, "welcome").map(drop).context("hello")
}

/// Waits for an event of this kind; an error is a failure, anything else is passed over.
pub fn answer(socket: &mut WebSocket, kind: &str) -> Result<String> {
    let mark = format!("\"kind\":\"{kind}\"");
    loop {
        let text = socket.receive()?;
        if text.contains(&mark) {
            return Ok(text);
        }
        anyhow::ensure!(!text.contains("\"kind\":\"error\""), "the server said {text}");
    }
}
