//! A person's device: the widget's own model, whose effects act on a real socket, and a browser's storage that survives
//! a reload.

use super::order::{Cut, Decision, Order, Report};
use super::random::Random;
use super::server::{GUEST, SHADOWED};
use super::upload::upload;
use futures_util::{SinkExt, StreamExt};
use madang::store::*;
use madang_protocol::*;
use madang_server::testing::ORIGIN;
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Packet;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

type Socket = WebSocketStream<TcpStream>;

pub struct Client {
    user: String,
    address: SocketAddr,
    token: String,
    pub(super) channel: ChannelId,
    random: Random,
    pub(super) model: Model,
    kept: Kept,
    socket: Option<Socket>,
    /// Until then the socket is not read; then it is reset.
    deaf_until: Option<Instant>,
    /// Pushed events still to be lost.
    losing: u64,
    timers: BTreeMap<Timer, Instant>,
    pub(super) actions: VecDeque<Action>,
    /// Uploads tell here that they are complete.
    uploads: (mpsc::UnboundedSender<Action>, mpsc::UnboundedReceiver<Action>),
    confirmed: Vec<(ClientId, Seq)>,
    retried: Vec<ClientId>,
}

impl Client {
    pub fn new(user: &str, address: SocketAddr, token: String, channel: ChannelId, random: Random) -> Self {
        Self {
            user: user.to_owned(),
            address,
            token,
            channel,
            random,
            model: Model::default(),
            kept: Kept::default(),
            socket: None,
            deaf_until: None,
            losing: 0,
            timers: BTreeMap::new(),
            actions: VecDeque::new(),
            uploads: mpsc::unbounded_channel(),
            confirmed: Vec::new(),
            retried: Vec::new(),
        }
    }

    /// Lives until nobody gives orders any more.
    pub async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        self.mount();
        loop {
            while let Some(action) = self.actions.pop_front() {
                let outcome = update(&mut self.model, madang_server::clock::now(), action);
                for effect in outcome.effects {
                    self.perform(effect).await;
                }
            }
            let far = Instant::now() + Duration::from_secs(3_600);
            let timer = self.timers.iter().min_by_key(|(_, at)| **at).map(|(timer, at)| (*timer, *at));
            tokio::select! {
                order = orders.recv() => match order {
                    Some(order) => self.obey(order).await,
                    None => return,
                },
                () = sleep_until(timer.map_or(far, |(_, at)| at)) => {
                    if let Some((timer, _)) = timer {
                        self.timers.remove(&timer);
                        let random = self.random.patience();
                        self.actions.push_back(Action::TimerFired { timer, random });
                    }
                }
                Some(action) = self.uploads.1.recv() => self.actions.push_back(action),
                () = sleep_until(self.deaf_until.unwrap_or(far)) => self.reset(),
                packet = hear(&mut self.socket), if self.deaf_until.is_none() => self.heard(packet),
            }
        }
    }

    fn mount(&mut self) {
        self.actions.push_back(Action::AttentionChanged(true));
        self.actions.push_back(Action::Mounted(Start {
            app_id: "shop".into(),
            channel_id: Some(self.channel.clone()),
            token: Some(self.token.clone()),
            mode: Mode::Inline,
            zone_offset_minutes: 0,
            network: true,
        }));
    }

    fn heard(&mut self, packet: Option<Packet>) {
        match packet {
            Some(Packet::Text(text)) => match Frame::<Event>::decode_lean(&text) {
                Some(frame) if self.losing > 0 && is_change(&frame) => self.losing -= 1,
                Some(frame) => self.actions.push_back(Action::FrameReceived(Box::new(frame))),
                None => panic!("{} cannot read {text}", self.user),
            },
            Some(Packet::Close(frame)) => self.lost(frame.map_or(1005, |frame| frame.code.into())),
            Some(_) => {}
            None => self.lost(1006),
        }
    }

    /// The socket is gone, and the model hears of it.
    fn lost(&mut self, code: u16) {
        if self.socket.take().is_some() {
            self.deaf_until = None;
            let random = self.random.patience();
            self.actions.push_back(Action::SocketClosed { code, random });
        }
    }

    fn reset(&mut self) {
        if let Some(socket) = &self.socket {
            socket.get_ref().set_zero_linger().ok();
        }
        self.lost(1006);
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::Act(action) => self.actions.push_back(action),
            Order::Edit { pick, text } => {
                if let Some(seq) = self.own(pick) {
                    self.actions.push_back(Action::EditPressed { channel_id: self.channel.clone(), seq });
                    self.actions.push_back(Action::EditSubmitted(text));
                }
            }
            Order::Delete { pick } => {
                if let Some(seq) = self.own(pick) {
                    self.actions.push_back(Action::DeletePressed { channel_id: self.channel.clone(), seq });
                }
            }
            Order::Reply { pick } => {
                if let Some(seq) = self.any(pick) {
                    self.actions.push_back(Action::ReplyPressed { channel_id: self.channel.clone(), seq });
                }
            }
            Order::Thread { pick, what } => self.in_thread(pick, what),
            Order::React { pick, emoji } => {
                if let Some(seq) = self.any(pick) {
                    let emoji = ["👍", "❤️", "🎉", "👩🏽‍🚀"][usize::try_from(emoji).unwrap()].to_owned();
                    let channel_id = self.channel.clone();
                    self.actions.push_back(Action::ReactionPressed { channel_id, seq, emoji });
                }
            }
            Order::Pin { pick, on } => {
                if let Some(seq) = self.any(pick) {
                    self.ask(Command::Pin(PinMessage { channel_id: self.channel.clone(), seq, on }));
                }
            }
            Order::Poll { client_id, multiple } => {
                let options = ["one", "two", "three"].map(str::to_owned).to_vec();
                let (channel_id, text) = (self.channel.clone(), "which?".to_owned());
                self.ask(Command::SendPoll(SendPoll {
                    channel_id,
                    client_id,
                    text,
                    options,
                    multiple,
                    ..SendPoll::default()
                }));
            }
            Order::Vote { pick, bits } => {
                if let Some(seq) = self.polled(pick) {
                    let options = (0..3).filter(|place| bits & (1 << place) != 0).collect();
                    self.ask(Command::Vote(Vote { channel_id: self.channel.clone(), seq, options }));
                }
            }
            Order::Decide(decision) => self.ask(self.command(decision)),
            Order::Cut(cut) => self.cut(cut).await,
            Order::Lose(count) => self.losing = count,
            Order::Reload => {
                self.socket = None;
                self.deaf_until = None;
                self.timers.clear();
                self.actions.clear();
                self.model = Model::default();
                self.mount();
                // This device kept the bytes.
                let files = self.kept.pending.iter().flat_map(|pending| &pending.files);
                let unfinished = files.filter(|file| file.state != Upload::Done).map(|file| file.id.clone());
                for id in unfinished.collect::<Vec<_>>() {
                    self.upload(id);
                }
            }
            Order::Report(answer) => {
                answer.send(self.report()).ok();
            }
        }
    }

    /// A message that is held, and that somebody said.
    pub(super) fn any(&self, pick: u64) -> Option<Seq> {
        let held = self.model.timelines.get(&self.channel).map_or(&[][..], |timeline| &timeline.messages);
        let said: Vec<Seq> = held.iter().filter(|message| message.is_said()).map(|message| message.seq).collect();
        said.get(usize::try_from(pick).unwrap() % said.len().max(1)).copied()
    }

    /// A poll that is held.
    fn polled(&self, pick: u64) -> Option<Seq> {
        let held = self.model.timelines.get(&self.channel).map_or(&[][..], |timeline| &timeline.messages);
        let polls: Vec<Seq> = held.iter().filter(|message| message.poll.is_some()).map(|message| message.seq).collect();
        polls.get(usize::try_from(pick).unwrap() % polls.len().max(1)).copied()
    }

    /// Without an id: what it changes is told to everybody, and nothing else is waited for.
    fn ask(&mut self, payload: Command) {
        self.actions.push_back(Action::Asked(Frame { id: None, payload }.encode()));
    }

    fn command(&self, decision: Decision) -> Command {
        let (channel_id, user_id) = (self.channel.clone(), UserId::from(GUEST));
        let guest = MemberRef { channel_id: channel_id.clone(), user_id: user_id.clone() };
        let restrict = Restrict { channel_id: channel_id.clone(), user_id: user_id.clone(), seconds: Some(3_600) };
        match decision {
            Decision::Invite => Command::Invite(Invite { channel_id, user_ids: vec![user_id] }),
            Decision::Kick => Command::Kick(guest),
            Decision::Mute => Command::Mute(restrict),
            Decision::Unmute => Command::Unmute(guest),
            Decision::Ban => Command::Ban(restrict),
            Decision::Unban => Command::Unban(guest),
            Decision::ShadowMute => Command::ShadowMute(Restrict { user_id: SHADOWED.into(), ..restrict }),
            Decision::ShadowUnmute => Command::ShadowUnmute(MemberRef { user_id: SHADOWED.into(), ..guest }),
            Decision::Rename(name) => {
                Command::UpdateChannel(UpdateChannel { channel_id, name: Some(name), ..UpdateChannel::default() })
            }
        }
    }

    /// A message of this user that is held and not deleted.
    fn own(&self, pick: u64) -> Option<Seq> {
        let messages = &self.model.timelines.get(&self.channel)?.messages;
        let own: Vec<Seq> = messages
            .iter()
            .filter(|message| message.user_id.as_str() == self.user && !message.deleted && message.is_said())
            .map(|message| message.seq)
            .collect();
        own.get(usize::try_from(pick).unwrap() % own.len().max(1)).copied()
    }

    async fn cut(&mut self, cut: Cut) {
        match cut {
            Cut::Closed => self.lost(1006),
            Cut::Reset => self.reset(),
            Cut::MidFrame => {
                if let Some(socket) = &mut self.socket {
                    // The head of a masked text frame of 100 bytes, and its first few.
                    let part = [0x81, 0x80 | 100, 1, 2, 3, 4, b'{' ^ 1, b'"' ^ 2, b'k' ^ 3];
                    socket.get_mut().write_all(&part).await.ok();
                }
                self.lost(1006);
            }
            Cut::Deaf(ms) if self.socket.is_some() => {
                self.deaf_until = Some(Instant::now() + Duration::from_millis(ms));
            }
            Cut::Deaf(_) => {}
        }
    }

    fn report(&self) -> Report {
        let timeline = self.model.timelines.get(&self.channel).cloned().unwrap_or_default();
        let view = self.model.channels.by_id.get(&self.channel);
        let waiting = self.model.outbox.iter().filter(|pending| pending.state == PendingState::Waiting).count();
        let editing = self.model.panel.editing.as_ref().is_some_and(|editing| editing.submitted.is_some());
        Report {
            user: self.user.clone(),
            waiting,
            outbox: self.model.outbox.clone(),
            idle: self.actions.is_empty()
                && self.model.online()
                && !timeline.syncing
                && timeline.load == Load::Ready
                && !editing
                && self.model.deleting.is_empty()
                && self.model.reacting.is_empty(),
            position: timeline.position.map_or(Rev(0), |(_, rev)| rev),
            messages: timeline.messages,
            channel: view.map(|view| (view.channel.name.clone(), view.channel.member_count)),
            has_before: timeline.has_before,
            thread: self.open_thread(),
            confirmed: self.confirmed.clone(),
            retried: self.retried.clone(),
        }
    }

    fn upload(&self, id: ClientId) {
        let (tell, uploading) = (self.uploads.0.clone(), upload(self.address, self.token.clone(), id));
        tokio::spawn(async move {
            if let Some(action) = uploading.await {
                tell.send(action).ok();
            }
        });
    }

    async fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Connect => {
                self.deaf_until = None;
                self.socket = timeout(Duration::from_secs(5), connect(self.address)).await.ok().flatten();
                let random = self.random.patience();
                self.actions.push_back(match self.socket {
                    Some(_) => Action::SocketOpened,
                    None => Action::SocketClosed { code: 1006, random },
                });
            }
            Effect::Disconnect => {
                self.socket = None;
                self.deaf_until = None;
            }
            Effect::Send(frame) => {
                let sent = match &mut self.socket {
                    Some(socket) => socket.send(Packet::text(frame.encode_lean())).await.is_ok(),
                    None => true,
                };
                if !sent {
                    self.lost(1006);
                }
            }
            Effect::SendText(text) => {
                // A part asks while there is a line.
                if let Some(socket) = &mut self.socket {
                    socket.send(Packet::text(text)).await.ok();
                }
            }
            Effect::SetTimer(timer, after_ms) => {
                self.timers.insert(timer, Instant::now() + Duration::from_millis(after_ms));
            }
            Effect::CancelTimer(timer) => {
                self.timers.remove(&timer);
            }
            Effect::Load(user) => {
                let kept = Kept { user, ..self.kept.clone() };
                self.actions.push_back(Action::Restored(Box::new(kept)));
            }
            Effect::SavePending(pending) => {
                if pending.state == PendingState::Failed(ErrorCode::ReplyGone) {
                    self.retried.push(pending.client_id.clone());
                    self.actions.push_back(Action::RetryPressed(pending.client_id.clone()));
                }
                self.kept.pending.retain(|held| held.client_id != pending.client_id);
                self.kept.pending.push(pending);
            }
            Effect::ForgetPending(client_id) => self.kept.pending.retain(|held| held.client_id != client_id),
            Effect::SaveConversation(conversation) => self.kept.conversation = Some(*conversation),
            Effect::ClearStorage => self.kept = Kept::default(),
            Effect::Emit(HostEvent::MessageSent { client_id, seq, .. }) => self.confirmed.push((client_id, seq)),
            Effect::Upload(id) => self.upload(id),
            Effect::SaveDraft(..) | Effect::SaveReply(..) | Effect::SaveVisitorToken(_) => {}
            Effect::CancelUpload(_) | Effect::SaveEmojis(_) | Effect::Emit(_) => {}
        }
    }
}

fn is_change(frame: &Frame<Event>) -> bool {
    let durable = matches!(
        frame.payload,
        Event::MessageCreated(_) | Event::MessageChanged(_) | Event::MemberChanged(_) | Event::ChannelChanged(_)
    );
    frame.id.is_none() && durable
}

async fn connect(address: SocketAddr) -> Option<Socket> {
    let mut request = format!("ws://{address}/ws?app_id=shop").into_client_request().unwrap();
    request.headers_mut().insert("origin", ORIGIN.parse().unwrap());
    let stream = TcpStream::connect(address).await.ok()?;
    stream.set_nodelay(true).ok();
    tokio_tungstenite::client_async(request, stream).await.ok().map(|(socket, _)| socket)
}

async fn hear(socket: &mut Option<Socket>) -> Option<Packet> {
    match socket {
        Some(socket) => socket.next().await.and_then(Result::ok),
        None => std::future::pending().await,
    }
}
