//! Many senders, each waiting for its ack before it sends again: acked durable messages a second.

use crate::idle::{answer, hello};
use crate::websocket::WebSocket;
use crate::{clients, number, text};
use anyhow::Result;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

pub fn run(plan: &Value) -> Result<Value> {
    let address: SocketAddr = text(plan, "address")?.parse()?;
    let app_id = text(plan, "app_id")?;
    let round = number(plan, "round")?;
    let clients = clients(plan)?;
    let meter = Meter::new(plan, clients.len())?;
    thread::scope(|scope| {
        let mut threads: Vec<ScopedJoinHandle<Result<()>>> = Vec::new();
        for (index, (token, channel_id)) in clients.iter().enumerate() {
            let meter = &meter;
            threads.push(scope.spawn(move || {
                let opened = WebSocket::connect(address, &format!("/ws?app_id={app_id}"));
                let opened = opened.and_then(|mut socket| hello(&mut socket, app_id, token).map(|()| socket));
                meter.ready.wait();
                let mut socket = opened?;
                let text = "x".repeat(meter.bytes);
                for number in 0_u64.. {
                    if meter.over.load(Relaxed) {
                        break;
                    }
                    let client_id = format!("bench-{round}-{index}-{number}");
                    let body = json!({ "channel_id": channel_id, "client_id": client_id, "text": text });
                    socket.send(&json!({ "kind": "send", "id": 3, "body": body }).to_string())?;
                    answer(&mut socket, "ack")?;
                    meter.done.fetch_add(1, Relaxed);
                }
                Ok(())
            }));
        }
        let rate = meter.measure();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a thread panicked"))??;
        }
        Ok(json!({ "per_second": rate }))
    })
}

/// Counts what many threads do between a warm-up and an end.
pub struct Meter {
    pub ready: Barrier,
    pub over: AtomicBool,
    pub done: AtomicU64,
    /// Length of each text.
    pub bytes: usize,
    seconds: u64,
}

impl Meter {
    pub fn new(plan: &Value, threads: usize) -> Result<Self> {
        Ok(Self {
            ready: Barrier::new(threads + 1),
            over: AtomicBool::new(false),
            done: AtomicU64::new(0),
            bytes: usize::try_from(number(plan, "text_bytes")?)?,
            seconds: number(plan, "seconds")?,
        })
    }

    /// Waits until all are ready, lets them run warm for a second, then measures.
    pub fn measure(&self) -> f64 {
        self.ready.wait();
        thread::sleep(Duration::from_secs(1));
        let (begun, before) = (Instant::now(), self.done.load(Relaxed));
        thread::sleep(Duration::from_secs(self.seconds));
        let (took, after) = (begun.elapsed(), self.done.load(Relaxed));
        self.over.store(true, Relaxed);
        (after - before) as f64 / took.as_secs_f64()
    }
}
