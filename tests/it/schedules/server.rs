//! The real server on a real file, in a runtime of its own: dropping that runtime is as sudden as `kill -9`.

use madang_protocol::*;
use madang_server::auth::{self, Claims};
use madang_server::config::Config;
use madang_server::shadow::Reader;
use madang_server::store::sql::{SqlStore, sqlite_url};
use madang_server::store::*;
use madang_server::testing::{ORIGIN, secret};
use madang_server::{clock, open_store, serve_store};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

/// Of whom the operator decides; on no device.
pub const GUEST: &str = "guest";

/// Who is shadow muted for a while.
pub const SHADOWED: &str = "user-1";

/// Who decides.
const OPERATOR: &str = "user-0";

/// How the server ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// As SIGTERM does: it drains first.
    Drained,
    /// Whatever it did, it does no longer.
    Killed,
}

pub struct Server {
    pub address: SocketAddr,
    /// Reads what the server wrote, whether it runs or not.
    pub observer: Arc<SqlStore>,
    folder: tempfile::TempDir,
    running: Option<(oneshot::Sender<End>, oneshot::Receiver<()>)>,
}

fn app_id() -> AppId {
    "shop".into()
}

fn key() -> AppKey {
    let (key_id, material) = ("k_shop".to_owned(), secret("shop"));
    AppKey { key_id, algorithm: KeyAlgorithm::Hs256, material, created_at: TimeMs(1), expires_at: None }
}

/// Memory where there is some to write to: the schedules test order and loss, not the disk.
fn folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

impl Server {
    /// With the application `shop`, these users, and a channel of them all.
    pub async fn start(users: &[String], channel: &ChannelId, kind: ChannelKind) -> Self {
        let folder = folder();
        let (sink, _commits) = mpsc::unbounded_channel();
        let observer = SqlStore::open(&sqlite_url(&folder.path().join("madang.db")), sink).await.unwrap();
        let limits = Limits {
            sends_per_second: 1_000_000,
            send_burst: 1_000_000,
            history_per_second: 1_000_000,
            connections_per_user: 10_000,
            uploads_per_second: 1_000_000,
            ..Limits::default()
        };
        let (name, origins) = ("Shop".to_owned(), vec![ORIGIN.to_owned()]);
        let app = Application { app_id: app_id(), name, origins, limits, created_at: TimeMs(1) };
        observer.create_app(app, key()).await.unwrap();
        let mut user_ids: Vec<UserId> = users.iter().map(|user| UserId(user.clone())).collect();
        for user_id in user_ids.iter().chain([&UserId::from(GUEST)]) {
            observer.upsert_user(&app_id(), user_id, Some(user_id.0.clone()), None).await.unwrap();
        }
        let first = user_ids[0].clone();
        let creator = (kind == ChannelKind::Group).then(|| user_ids.remove(0));
        let new = NewChannel {
            app_id: app_id(),
            channel_id: Some(channel.clone()),
            kind,
            name: "Yard".to_owned(),
            cover_url: None,
            public: false,
            distinct: false,
            creator,
            client_id: None,
            user_ids,
        };
        observer.create_channel(new).await.unwrap();
        observer.moderate(&app_id(), channel, None, &first, Measure::Role(Role::Operator)).await.unwrap();
        let mut server = Self { address: ([127, 0, 0, 1], 0).into(), observer, folder, running: None };
        server.run().await;
        server
    }

    /// Starts on the same data, and on the same port when it had one.
    pub async fn run(&mut self) {
        let (ready, started) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let (address, data) = (self.address, self.folder.path().to_owned());
        let (gone, ended_at_last) = oneshot::channel();
        std::thread::spawn(move || {
            serve(address, &data, ready, ended);
            gone.send(()).ok();
        });
        self.address = started.await.unwrap();
        self.running = Some((end, ended_at_last));
    }

    /// Returns when it is gone.
    pub async fn end(&mut self, how: End) {
        if let Some((end, gone)) = self.running.take() {
            end.send(how).unwrap();
            gone.await.unwrap();
        }
    }

    pub fn token(&self, user: &str) -> String {
        let now = clock::now();
        let (iat, sub) = (now.0 / 1_000, user.to_owned());
        let claims = Claims { sub, exp: iat + 600, iat, app_id: "shop".into(), name: None, picture: None };
        auth::sign(&claims, &[key()], now).unwrap()
    }

    /// The channel's newest rev.
    pub async fn rev(&self, channel: &ChannelId) -> Rev {
        self.observer.revs(&app_id(), std::slice::from_ref(channel)).await.unwrap()[0].1
    }

    /// The newest rev of a thread, once somebody replied.
    pub async fn begun(&self, thread: &ChannelId) -> Option<Rev> {
        self.observer.revs(&app_id(), std::slice::from_ref(thread)).await.unwrap().first().map(|(_, rev)| *rev)
    }

    /// What a user chose in the channel's polls.
    pub async fn votes(&self, channel: &ChannelId, user: &str) -> Vec<(Seq, Vec<u32>)> {
        self.observer.own_votes(&app_id(), channel, &user.into(), Seq(0), Seq(1_000_000)).await.unwrap()
    }

    /// The channel's name, and how many are in it.
    pub async fn channel(&self, channel: &ChannelId) -> (String, u32) {
        let first = UserId::from("user-0");
        let view = self.observer.channel_view(&app_id(), channel, Some(&first)).await.unwrap().unwrap();
        (view.channel.name, view.channel.member_count)
    }

    /// All messages of the channel; as this user sees them, or as they are kept.
    pub async fn messages(&self, channel: &ChannelId, user: Option<&str>) -> Vec<Message> {
        let user_id = user.map(UserId::from);
        let reader = match user {
            Some(user) => Reader { user_id: user_id.as_ref(), operator: user == OPERATOR },
            None => Reader::ALL,
        };
        let mut messages = Vec::new();
        loop {
            let after = Seq(messages.len() as u64);
            let page = self.observer.history(&app_id(), channel, reader, Range::After(after), 100).await.unwrap();
            messages.extend(page.messages);
            if !page.has_after {
                return messages;
            }
        }
    }
}

fn serve(address: SocketAddr, data: &Path, ready: oneshot::Sender<SocketAddr>, ended: oneshot::Receiver<End>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = Config {
            data: data.to_str().unwrap().to_owned(),
            heartbeat_ms: 500,
            drain_ms: 10,
            reconnect_spread_ms: 20,
            ..Config::default()
        };
        let listener = TcpListener::bind(address).await.unwrap();
        let (store, commits) = open_store(&config).await.unwrap();
        ready.send(listener.local_addr().unwrap()).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let shutdown = async {
                stopped.await.ok();
            };
            serve_store(config, store, commits, listener, shutdown).await;
        });
        match ended.await {
            Ok(End::Drained) => {
                stop.send(()).unwrap();
                serving.await.unwrap();
            }
            Ok(End::Killed) | Err(_) => drop(stop),
        }
    });
    runtime.shutdown_timeout(Duration::ZERO);
}
