//! Many senders, each waiting for its ack before it sends again: acked durable messages a second.

use crate::idle::hello;
use crate::websocket::WebSocket;
use crate::{clients, number, text};
use anyhow::{Context, Result, ensure};
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::os::fd::AsRawFd;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// One who sends, waits for the ack, and sends again.
struct Sender {
    socket: WebSocket,
    /// All of a `send` but its number.
    head: String,
    tail: String,
    number: u64,
}

/// One thread carries all senders: a thread for each would cost more in switches than the server does in work.
pub fn run(plan: &Value) -> Result<Value> {
    let address: SocketAddr = text(plan, "address")?.parse()?;
    let app_id = text(plan, "app_id")?;
    let round = number(plan, "round")?;
    let meter = Meter::new(plan, 1)?;
    let mut senders = Vec::new();
    for (index, (token, channel_id)) in clients(plan)?.iter().enumerate() {
        let mut socket = WebSocket::connect(address, &format!("/ws?app_id={app_id}"))?;
        hello(&mut socket, app_id, token)?;
        socket.stop_waiting()?;
        let body = format!(r#""channel_id":"{channel_id}","text":"{}","client_id":"#, "x".repeat(meter.bytes));
        let head = format!(r#"{{"kind":"send","id":3,"body":{{{body}"bench-{round}-{index}-"#);
        senders.push(Sender { socket, head, tail: r#""}}"#.to_owned(), number: 0 });
    }
    thread::scope(|scope| {
        let work = scope.spawn(|| {
            meter.ready.wait();
            carry(&mut senders, &meter)
        });
        let rate = meter.measure();
        work.join().map_err(|_| anyhow::anyhow!("the sending thread panicked"))??;
        Ok(json!({ "per_second": rate }))
    })
}

fn carry(senders: &mut [Sender], meter: &Meter) -> Result<()> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(senders.len());
    for (index, sender) in senders.iter_mut().enumerate() {
        let file = sender.socket.as_raw_fd();
        poll.registry().register(&mut SourceFd(&file), Token(index), Interest::READABLE)?;
        sender.send()?;
    }
    while !meter.over.load(Relaxed) {
        poll.poll(&mut events, Some(Duration::from_millis(100)))?;
        for event in &events {
            let sender = senders.get_mut(event.token().0).context("a sender")?;
            let acks = sender.acks()?;
            meter.done.fetch_add(acks, Relaxed);
            for _ in 0..acks {
                sender.send()?;
            }
        }
    }
    Ok(())
}

impl Sender {
    fn send(&mut self) -> Result<()> {
        self.number += 1;
        self.socket.send(&format!("{}{}{}", self.head, self.number, self.tail))
    }

    /// How many acks have come.
    fn acks(&mut self) -> Result<u64> {
        let mut acks = 0;
        self.socket.each(|text| {
            ensure!(!text.contains(r#""kind":"error""#), "the server said {text}");
            acks += u64::from(text.contains(r#""kind":"ack""#));
            Ok(())
        })?;
        Ok(acks)
    }
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
