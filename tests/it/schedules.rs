//! Random schedules: the widget's own model as every client, the real server on a real file. Sends (some with files), edits, replies in threads, reactions, pins, votes, deletes and
//! decisions of the operator, shadow mutes among them, are mixed with cut sockets, lost events, reloads, and a server that is killed or drained; at the end all clients equal the store.
//!
//! `MADANG_SEED=17 cargo test -p madang-tests schedules` repeats one; `MADANG_SCHEDULES` says how many there are.

mod client;
mod order;
mod random;
mod server;
mod threads;
mod upload;

use client::Client;
use madang::store::{Action, Attachment, Pending, PendingState, Upload};
use madang_protocol::*;
use madang_server::store::Store;
use order::{Cut, Decision, Order, Report};
use random::Random;
use server::{End, Server};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use threads::{InThread, REPLY};
use tokio::sync::{mpsc, oneshot};

const SCHEDULES: u64 = 1_000;
/// At a time: they mostly wait.
const AT_ONCE: usize = 8;
/// All must be level so long after the last fault.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn after_any_schedule_all_clients_equal_the_store() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (first, count) = match number("MADANG_SEED") {
        Some(seed) => (seed, 1),
        None => (0, number("MADANG_SCHEDULES").unwrap_or(SCHEDULES)),
    };
    let (next, messages) = (AtomicU64::new(first), AtomicUsize::new(0));
    let failures = Mutex::new(Vec::new());
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count || failures.lock().unwrap().len() > 3 {
                        return;
                    }
                    match std::panic::catch_unwind(|| run(seed)) {
                        Ok(Ok(written)) => {
                            messages.fetch_add(written, Ordering::Relaxed);
                        }
                        Ok(Err(reason)) => failures.lock().unwrap().push(format!("seed {seed}: {reason}")),
                        Err(_) => failures.lock().unwrap().push(format!("seed {seed}: panicked")),
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    println!("{count} schedules, {} messages, {:?}", messages.into_inner(), begin.elapsed());
    assert!(failures.is_empty(), "repeat with MADANG_SEED=…\n{}", failures.join("\n"));
}

fn run(seed: u64) -> Result<usize, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(schedule(seed));
    runtime.shutdown_timeout(Duration::ZERO);
    outcome
}

/// What was asked of one client, in order; whether it carries a file, and so may come later.
type Sent = Vec<(ClientId, bool)>;

struct Run {
    server: Server,
    channel: ChannelId,
    orders: Vec<mpsc::UnboundedSender<Order>>,
    sent: Vec<Sent>,
    /// Client ids of what each said in threads, in order.
    replied: Vec<Vec<ClientId>>,
    random: Random,
}

async fn schedule(seed: u64) -> Result<usize, String> {
    let mut random = Random::new(seed);
    let users: Vec<String> = (0..2 + random.below(3)).map(|n| format!("user-{n}")).collect();
    let kind = if random.below(4) == 0 { ChannelKind::Open } else { ChannelKind::Group };
    let channel = ChannelId::from("yard");
    let server = Server::start(&users, &channel, kind).await;
    let mut orders = Vec::new();
    for user in &users {
        let (give, take) = mpsc::unbounded_channel();
        let own = Random::new(random.next());
        let client = Client::new(user, server.address, server.token(user), channel.clone(), own);
        tokio::spawn(client.run(take));
        orders.push(give);
    }
    let sent = vec![Vec::new(); users.len()];
    let replied = vec![Vec::new(); users.len()];
    let mut run = Run { server, channel, orders, sent, replied, random };
    for _ in 0..20 + run.random.below(40) {
        run.step().await;
        tokio::time::sleep(Duration::from_millis(run.random.below(6))).await;
    }
    let reports = loop {
        let reports = run.settle().await?;
        run.server.end(End::Drained).await;
        if run.level(&reports).await {
            break reports;
        }
        // What was still on its way was written by the end: everybody has to hear of it.
        run.server.run().await;
    };
    run.judge(&reports).await
}

impl Run {
    async fn step(&mut self) {
        let who = usize::try_from(self.random.below(self.orders.len() as u64)).unwrap();
        let order = match self.random.below(100) {
            0..38 => return self.send(who),
            38..44 => return self.reply(who),
            44..46 => Order::Thread {
                pick: self.random.below(50),
                what: if self.random.below(3) > 0 { InThread::Open } else { InThread::Close },
            },
            46..50 => Order::Decide(match self.random.below(10) {
                0 => Decision::Invite,
                1 => Decision::Kick,
                2 => Decision::Mute,
                3 => Decision::Unmute,
                4 => Decision::Ban,
                5 => Decision::Unban,
                6..8 => Decision::ShadowMute,
                8 => Decision::ShadowUnmute,
                _ => Decision::Rename(self.random.text()),
            }),
            52..60 => Order::Reply { pick: self.random.below(50) },
            50..52 => return self.ask_poll(who),
            60..65 => Order::Edit { pick: self.random.below(50), text: self.marked() },
            65..67 => Order::Vote { pick: self.random.below(50), bits: self.random.below(8) },
            67..69 => Order::Pin { pick: self.random.below(50), on: self.random.below(3) > 0 },
            69..76 => Order::React { pick: self.random.below(50), emoji: self.random.below(4) },
            76..79 => Order::Delete { pick: self.random.below(50) },
            79..90 => Order::Cut(match self.random.below(4) {
                0 => Cut::Closed,
                1 => Cut::Reset,
                2 => Cut::MidFrame,
                _ => Cut::Deaf(1 + self.random.below(15)),
            }),
            90..92 => Order::Reload,
            92..94 => Order::Lose(1 + self.random.below(3)),
            94..95 => Order::Act(Action::WentOffline),
            95..98 => Order::Act(Action::WentOnline),
            _ => return self.restart().await,
        };
        let who = if matches!(order, Order::Decide(_)) { 0 } else { who };
        self.orders[who].send(order).unwrap();
    }

    /// A text, sometimes with marks: what the author's device makes of the ack is what is stored.
    fn marked(&mut self) -> String {
        let text = self.random.text();
        match self.random.below(4) {
            0 => format!("**{text}** `{text}`"),
            1 => format!("> {text}\nhttps://a.example/{text}"),
            _ => text,
        }
    }

    /// One message, or a burst.
    fn send(&mut self, who: usize) {
        let count = if self.random.below(5) == 0 { 1 + self.random.below(12) } else { 1 };
        for _ in 0..count {
            let client_id = ClientId(format!("{}{}", self.random.text(), self.random.text()));
            let text = format!("{who}/{} {}", self.sent[who].len(), self.marked());
            let carries = self.random.below(12) == 0;
            self.sent[who].push((client_id.clone(), carries));
            let channel_id = self.channel.clone();
            if carries {
                let id = ClientId(format!("file-{client_id}"));
                let size = upload::bytes(&id).len() as u64;
                let file = File { name: "a.txt".to_owned(), size, ..File::default() };
                let files = vec![Attachment { id, file, state: Upload::Running(0) }];
                let channel_id = channel_id.clone();
                self.orders[who].send(Order::Act(Action::FilesPicked { channel_id, files })).unwrap();
            }
            self.orders[who].send(Order::Act(Action::SendPressed { channel_id, text, client_id })).unwrap();
        }
    }

    /// A reply in a thread, sometimes one that is said in the channel as well.
    fn reply(&mut self, who: usize) {
        let client_id = ClientId(format!("{REPLY}{}{}", self.random.text(), self.random.text()));
        let text = format!("{who}/{} {}", self.replied[who].len(), self.marked());
        self.replied[who].push(client_id.clone());
        let in_channel = self.random.below(4) == 0;
        let what = InThread::Reply { text, client_id, in_channel };
        // The threads of few messages: some of them grow.
        self.orders[who].send(Order::Thread { pick: self.random.below(4), what }).unwrap();
    }

    /// A poll of three options. It is asked once, without a promise: what is lost with its socket nobody counts on.
    fn ask_poll(&mut self, who: usize) {
        let order = Order::Poll {
            client_id: ClientId(format!("poll-{}", self.random.text())),
            multiple: self.random.below(2) == 0,
        };
        self.orders[who].send(order).unwrap();
    }

    async fn restart(&mut self) {
        let how = if self.random.below(3) == 0 { End::Drained } else { End::Killed };
        // Sends are on their way when it dies.
        for who in 0..self.orders.len() {
            self.send(who);
        }
        tokio::time::sleep(Duration::from_micros(self.random.below(4_000))).await;
        // The clients live on meanwhile, so nothing here may block.
        self.server.end(how).await;
        tokio::time::sleep(Duration::from_millis(self.random.below(20))).await;
        self.server.run().await;
    }

    async fn reports(&self) -> Vec<Report> {
        let mut reports = Vec::new();
        for orders in &self.orders {
            let (give, take) = oneshot::channel();
            orders.send(Order::Report(give)).unwrap();
            reports.push(take.await.unwrap());
        }
        reports
    }

    /// No more faults: waits until everybody has everything.
    async fn settle(&self) -> Result<Vec<Report>, String> {
        for orders in &self.orders {
            orders.send(Order::Act(Action::WentOnline)).unwrap();
        }
        let begin = Instant::now();
        loop {
            let rev = self.server.rev(&self.channel).await;
            let reports = self.reports().await;
            if reports.iter().all(|report| report.idle && report.waiting == 0) && self.level(&reports).await {
                return Ok(reports);
            }
            if begin.elapsed() > PATIENCE {
                let told: Vec<String> = reports
                    .iter()
                    .map(|r| format!("{}: rev {}, {:?} waiting, idle {}", r.user, r.position.0, r.outbox, r.idle))
                    .collect();
                return Err(format!("not level with rev {} after {PATIENCE:?}: {}", rev.0, told.join("; ")));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Whether everybody is as far as the store.
    async fn level(&self, reports: &[Report]) -> bool {
        let rev = self.server.rev(&self.channel).await;
        reports.iter().all(|report| report.position == rev) && threads::level(&self.server, reports).await
    }

    async fn judge(&self, reports: &[Report]) -> Result<usize, String> {
        let stored = self.server.messages(&self.channel, None).await;
        let check = self.server.observer.check().await.map_err(|error| error.to_string())?;
        if !check.faults.is_empty() {
            return Err(check.faults.join("; "));
        }
        let seqs: Vec<u64> = stored.iter().map(|message| message.seq.0).collect();
        if seqs != (1..=stored.len() as u64).collect::<Vec<_>>() {
            return Err(format!("the store's sequence has holes: {seqs:?}"));
        }
        let channel = self.server.channel(&self.channel).await;
        let place: BTreeMap<&ClientId, Seq> = stored.iter().map(|m| (&m.client_id, m.seq)).collect();
        if place.len() != stored.len() {
            return Err("a message is stored twice".to_owned());
        }
        for poll in stored.iter().filter_map(|message| message.poll.as_ref()) {
            let votes: u32 = poll.options.iter().map(|option| option.count).sum();
            if votes < poll.voters || (!poll.multiple && votes != poll.voters) {
                return Err(format!("the numbers of a poll do not fit: {poll:?}"));
            }
        }
        threads::judge(&self.server, (&self.channel, &stored), reports, &self.replied).await?;
        for (report, sent) in reports.iter().zip(&self.sent) {
            let user = &report.user;
            if report.channel.as_ref() != Some(&channel) {
                return Err(format!("{user} knows the channel as {:?}, but it is {channel:?}", report.channel));
            }
            // A message that is edited under a shadow mute takes its thread away from most, also from a reply on its way.
            let gone =
                |it: &&Pending| it.channel_id.root().is_some() && it.state == PendingState::Failed(ErrorCode::NotFound);
            let failed = report.outbox.iter().filter(|it| it.state != PendingState::Waiting && !gone(it));
            let failed: Vec<_> = failed.collect();
            if !failed.is_empty() {
                return Err(format!("{user}: failed: {failed:?}"));
            }
            let skipped = if report.has_before { stored.len().saturating_sub(report.messages.len()) } else { 0 };
            let votes = self.server.votes(&self.channel, user).await;
            let seen = self.server.messages(&self.channel, Some(user)).await;
            let seen: Vec<Message> = seen[skipped..].iter().map(|message| seen_by(message, &votes)).collect();
            let known: Vec<Message> = report.messages.iter().map(known).collect();
            if known != seen {
                let held = known.iter().filter(|held| !seen.contains(held));
                let other = seen.iter().filter(|stored| !known.contains(stored));
                let (held, other) = (held.collect::<Vec<_>>(), other.collect::<Vec<_>>());
                return Err(format!("{user} holds\n{held:?}\nbut stored is\n{other:?}"));
            }
            if sent.iter().any(|(client_id, _)| !place.contains_key(client_id)) {
                return Err(format!("{user}: a send is not in the store"));
            }
            let with_file =
                |id: &ClientId| stored.iter().any(|m| m.client_id == *id && (m.deleted || m.files.len() == 1));
            if let Some((client_id, _)) = sent.iter().find(|(client_id, carries)| *carries && !with_file(client_id)) {
                return Err(format!("{user}: {client_id} lost its file"));
            }
            let in_order = sent.iter().filter(|(client_id, carries)| !carries && !report.retried.contains(client_id));
            let places: Vec<Seq> = in_order.filter_map(|(client_id, _)| place.get(client_id).copied()).collect();
            if !places.is_sorted() {
                return Err(format!("{user}: sends changed their order: {places:?}"));
            }
            let wrong = |(id, seq): &&(ClientId, Seq)| !id.as_str().starts_with(REPLY) && place.get(id) != Some(seq);
            if let Some(wrong) = report.confirmed.iter().find(wrong) {
                return Err(format!("{user}: {wrong:?} was confirmed and is not there"));
            }
        }
        let other = |id: &str| id.starts_with("poll-") || id.starts_with("admin:") || id.starts_with(REPLY);
        let polls = stored.iter().filter(|message| other(message.client_id.as_str())).count();
        if stored.len() - polls != self.sent.iter().map(Vec::len).sum::<usize>() {
            return Err("the store holds what nobody sent".to_owned());
        }
        Ok(stored.len())
    }
}

/// A stored message as the one sees it who voted so.
fn seen_by(message: &Message, votes: &[(Seq, Vec<u32>)]) -> Message {
    let mut message = message.clone();
    if let Some(poll) = &mut message.poll {
        let vote = votes.iter().find(|(seq, _)| *seq == message.seq);
        poll.mine = Some(vote.map(|(_, options)| options.clone()).unwrap_or_default());
    }
    message
}

/// A held message; of a poll that came as an event nothing is known of one's own vote: there is none.
fn known(message: &Message) -> Message {
    let mut message = message.clone();
    if let Some(poll) = &mut message.poll {
        poll.mine.get_or_insert_default();
    }
    message
}
