//! The model from outside: actions in, effects out, literal expectations.

mod admin;
mod connection;
mod files;
mod link;
mod list;
mod mentions;
mod moderation;
mod outbox;
mod pins;
mod polls;
mod preferences;
mod previews;
mod reactions;
mod reply;
mod rich_text;
mod sync;
mod threads;
mod typing;

use super::*;
use crate::store::{Action, Kept, Mode, Model, Pending, PendingState, Start, view};

/// One widget without a browser: it remembers the effects of the last action.
struct Widget {
    model: Model,
    now: u64,
    effects: Vec<Effect>,
    changes: Vec<Change>,
}

fn user(id: &str) -> User {
    User { user_id: UserId::from(id), nickname: id.to_owned(), profile_url: None, visitor: false }
}

fn lobby() -> ChannelId {
    ChannelId::from("lobby")
}

fn pair() -> ChannelId {
    ChannelId::from("pair")
}

fn client(number: u32) -> ClientId {
    ClientId(["client-", &number.to_string()].concat())
}

fn message(seq: u64, rev: u64, author: &str, text: &str) -> Message {
    Message {
        seq: Seq(seq),
        rev: Rev(rev),
        user_id: UserId::from(author),
        client_id: ClientId(["of-", &seq.to_string()].concat()),
        text: text.to_owned(),
        created_at: TimeMs(1_000 * seq),
        ..Message::default()
    }
}

fn channel(channel_id: &ChannelId, kind: ChannelKind, seq: u64, rev: u64) -> Channel {
    Channel {
        channel_id: channel_id.clone(),
        kind,
        name: String::new(),
        cover_url: None,
        public: false,
        distinct: false,
        frozen: false,
        slow_mode_seconds: None,
        member_count: 2,
        created_at: TimeMs(1),
        seq: Seq(seq),
        rev: Rev(rev),
    }
}

fn member(id: &str, read: u64) -> Member {
    Member {
        user_id: UserId::from(id),
        role: Role::Member,
        state: MemberState::Joined,
        joined_at: TimeMs(1),
        read_seq: Seq(read),
        delivered_seq: Seq(read),
        rev: Rev(1),
        ..Member::default()
    }
}

/// The 1:1 of anna and ben, with `seq` messages by ben, of which anna read `read`.
fn pair_view(seq: u64, read: u64) -> ChannelView {
    ChannelView {
        channel: channel(&pair(), ChannelKind::Group, seq, seq),
        me: Some(member("anna", read)),
        last_message: (seq > 0).then(|| message(seq, seq, "ben", "newest")),
        unread_count: u32::try_from(seq - read).unwrap(),
        mention_count: 0,
        has_pins: false,
        preference: None,
        thread: None,
        some_members: vec![UserId::from("ben")],
        users: vec![user("anna"), user("ben")],
    }
}

fn page(messages: Vec<Message>, rev: u64, has_before: bool, has_after: bool) -> HistoryPage {
    HistoryPage {
        channel_id: pair(),
        epoch: Epoch::from("e1"),
        rev: Rev(rev),
        messages,
        users: vec![user("ben")],
        has_before,
        has_after,
        cursors: vec![],
    }
}

fn changes(messages: Vec<Message>, rev: u64) -> SyncPage {
    SyncPage {
        channel_id: pair(),
        epoch: Epoch::from("e1"),
        rev: Rev(rev),
        more: false,
        reset: false,
        has_before: false,
        channel: channel(&pair(), ChannelKind::Group, rev, rev),
        messages,
        members: vec![],
        users: vec![],
        cursors: vec![],
    }
}

fn created(message: Message) -> Event {
    let (rev, user) = (message.rev, user(message.user_id.as_str()));
    Event::MessageCreated(MessageEvent { channel_id: pair(), rev, message, user, reaction: None })
}

impl Widget {
    /// Mounted inline, nothing kept.
    fn new() -> Self {
        let mut widget = Self { model: Model::default(), now: 1_000_000, effects: vec![], changes: vec![] };
        widget.act(Action::Mounted(Start {
            app_id: AppId::from("shop"),
            channel_id: None,
            token: Some("anna".to_owned()),
            mode: Mode::Inline,
            zone_offset_minutes: 0,
            network: true,
        }));
        let user = Some(UserId::from("anna"));
        widget.act(Action::Restored(Box::new(Kept { user, ..Kept::default() })));
        widget.act(Action::AttentionChanged(true));
        widget
    }

    /// Connected as anna, with the 1:1 in the list.
    fn online(seq: u64, read: u64) -> Self {
        let mut widget = Self::new();
        widget.connect();
        widget.answer(
            |command| matches!(command, Command::ListChannels(_)),
            Event::ChannelList(ChannelList { channels: vec![pair_view(seq, read)], next: None }),
        );
        widget
    }

    /// The 1:1 is open and holds these messages.
    fn talking(messages: Vec<Message>) -> Self {
        let seq = messages.last().map_or(0, |message| message.seq.0);
        let mut widget = Self::online(seq, seq);
        widget.act(Action::ChannelOpened(pair()));
        let rev = messages.last().map_or(0, |message| message.rev.0);
        widget.answer(is_history, Event::HistoryPage(page(messages, rev, false, false)));
        widget
    }

    fn connect(&mut self) {
        self.act(Action::SocketOpened);
        self.welcome("e1");
    }

    fn welcome(&mut self, epoch: &str) {
        let id = self.model.requests.iter().find(|(_, request)| **request == Request::Hello).map(|(id, _)| *id);
        let welcome = Welcome {
            user: Some(user("anna")),
            epoch: Epoch::from(epoch),
            server_time: TimeMs(self.now),
            heartbeat_ms: 20_000,
            limits: Limits { sends_per_second: 1_000, send_burst: 1_000, ..Limits::default() },
            do_not_disturb_until: None,
            blocked: vec![],
            unread_threads: vec![],
        };
        self.act(Action::FrameReceived(Box::new(Frame { id, payload: Event::Welcome(welcome) })));
    }

    fn act(&mut self, action: Action) {
        let outcome = update(&mut self.model, TimeMs(self.now), action);
        self.effects = outcome.effects;
        self.changes = outcome.changes;
    }

    fn hear(&mut self, payload: Event) {
        self.act(Action::FrameReceived(Box::new(Frame { id: None, payload })));
    }

    /// Answers the command that went out with the last action.
    fn answer(&mut self, which: impl Fn(&Command) -> bool, payload: Event) {
        let asked = self.frames().into_iter().find(|frame| which(&frame.payload)).expect("no such command went out");
        self.act(Action::FrameReceived(Box::new(Frame { id: asked.id, payload })));
    }

    fn refuse(&mut self, which: impl Fn(&Command) -> bool, code: ErrorCode, retry: Retry, after: Option<u64>) {
        let error = WireError { code, retry, retry_after_ms: after, until: None, message: String::new() };
        self.answer(which, Event::Error(error));
    }

    fn frames(&self) -> Vec<Frame<Command>> {
        let sent = |effect: &Effect| match effect {
            Effect::Send(frame) => Some(frame.clone()),
            _ => None,
        };
        self.effects.iter().filter_map(sent).collect()
    }

    fn commands(&self) -> Vec<Command> {
        self.frames().into_iter().map(|frame| frame.payload).collect()
    }

    /// The kinds of the commands that went out.
    fn kinds(&self) -> Vec<&'static str> {
        self.commands().iter().map(Command::kind).collect()
    }

    fn events(&self) -> Vec<HostEvent> {
        let emitted = |effect: &Effect| match effect {
            Effect::Emit(event) => Some(event.clone()),
            _ => None,
        };
        self.effects.iter().filter_map(emitted).collect()
    }

    fn timer(&self, timer: Timer) -> Option<u64> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::SetTimer(set, after_ms) if *set == timer => Some(*after_ms),
            _ => None,
        })
    }

    fn send(&mut self, text: &str, number: u32) {
        let (channel_id, client_id) = (pair(), client(number));
        self.act(Action::SendPressed { channel_id, text: text.to_owned(), client_id });
    }

    fn ack(&mut self, number: u32, seq: u64, rev: u64) {
        let is_send = |request: &Request| *request == Request::Send(client(number));
        let id = self.model.requests.iter().find(|(_, request)| is_send(request)).map(|(id, _)| *id);
        let ack = Ack {
            channel_id: pair(),
            client_id: client(number),
            epoch: Epoch::from("e1"),
            seq: Seq(seq),
            rev: Rev(rev),
            created_at: TimeMs(self.now),
            duplicate: false,
            text: None,
            ranges: vec![],
        };
        self.act(Action::FrameReceived(Box::new(Frame { id, payload: Event::Ack(ack) })));
    }

    /// The held texts of the 1:1, in order.
    fn texts(&self) -> Vec<&str> {
        self.model
            .timelines
            .get(&pair())
            .map_or(vec![], |timeline| timeline.messages.iter().map(|message| message.text.as_str()).collect())
    }

    fn rev(&self) -> Option<u64> {
        self.model.timelines.get(&pair()).and_then(|timeline| timeline.rev()).map(|rev| rev.0)
    }

    fn unread(&self) -> u32 {
        view::unread(&self.model, &pair())
    }

    fn lose(&mut self) {
        self.act(Action::SocketClosed { code: 1006, random: u32::MAX });
    }
}

fn is_history(command: &Command) -> bool {
    matches!(command, Command::History(_))
}

fn is_sync(command: &Command) -> bool {
    matches!(command, Command::Sync(_))
}

fn is_send(command: &Command) -> bool {
    matches!(command, Command::Send(_))
}

fn own(number: u32, seq: u64, rev: u64, text: &str) -> Message {
    Message { client_id: client(number), ..message(seq, rev, "anna", text) }
}
