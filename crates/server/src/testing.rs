//! A whole server for tests: a real listener on port 0, a real SQLite file, and clients that speak the wire.
//!
//! It panics on failure, as a test should; nothing outside tests uses it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod client;
mod picture;
mod web;

pub use client::Client;
pub use picture::bomb;
pub use web::{Says, Web};

use crate::auth::{self, Claims};
use crate::config::Config;
use crate::store::{AppKey, Application, KeyAlgorithm, NewChannel, Store};
use crate::{clock, open_store, serve_store};
use madang_protocol::*;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The origin that the test application allows.
pub const ORIGIN: &str = "https://shop.example";

/// A running server with the application `shop`, its open channel `courtyard`, and a second application `other`.
pub struct TestApp {
    pub config: Config,
    pub store: Arc<dyn Store>,
    pub address: SocketAddr,
    /// Removed when the test ends.
    _folder: Folder,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The secret of a test application.
pub fn secret(app: &str) -> String {
    format!("{app}.a-secret-that-only-the-tests-know-0123456789")
}

impl TestApp {
    /// With settings that make tests quick, and the default limits.
    pub async fn start() -> Self {
        Self::start_with(|_| {}, Limits::default()).await
    }

    /// With settings and limits of one's own.
    pub async fn start_with(change: impl FnOnce(&mut Config), limits: Limits) -> Self {
        let name = format!("madang-test-{}", auth::random_text(12).unwrap());
        let folder = Folder(std::env::temp_dir().join(name));
        let mut config = Config {
            data: folder.0.to_str().unwrap().to_owned(),
            drain_ms: 200,
            reconnect_spread_ms: 100,
            previews: false,
            ..Config::default()
        };
        change(&mut config);
        let (store, _) = open_store(&config).await.unwrap();
        for app in ["shop", "other"] {
            seed(&store, app, limits.clone()).await;
        }
        store.close().await;
        let mut app = Self { config, store, address: ([127, 0, 0, 1], 0).into(), _folder: folder, running: None };
        app.run().await;
        app
    }

    /// Starts the server on the same data, and on the same port when it had one.
    pub async fn run(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let (store, commits) = open_store(&self.config).await.unwrap();
        self.store = store.clone();
        let (stop, stopped) = oneshot::channel();
        let config = self.config.clone();
        let served = tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            serve_store(config, store, commits, listener, shutdown).await;
        });
        self.running = Some((stop, served));
    }

    /// Drains and stops, as SIGTERM does.
    pub async fn stop(&mut self) {
        if let Some((stop, served)) = self.running.take() {
            let _ = stop.send(());
            served.await.unwrap();
        }
    }

    /// An address of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Claims that are right for `shop`, five minutes long.
    pub fn claims(&self, user: &str) -> Claims {
        let now = clock::now().0 / 1_000;
        Claims { sub: user.into(), exp: now + 300, iat: now, app_id: "shop".into(), name: None, picture: None }
    }

    /// Signs claims with an application's secret.
    pub fn sign(&self, app: &str, claims: &Claims) -> String {
        auth::sign(claims, &[key(app)], clock::now()).unwrap()
    }

    /// A token of a user of `shop`.
    pub fn token(&self, user: &str) -> String {
        self.sign("shop", &self.claims(user))
    }

    /// A client that said hello as this user of `shop`.
    pub async fn user(&self, user: &str) -> Client {
        let mut client = Client::connect(self.address, "shop", Some(ORIGIN)).await.unwrap();
        client.hello("shop", Some(self.token(user))).await;
        client
    }

    /// A client that said hello without a token.
    pub async fn anonymous(&self) -> Client {
        let mut client = Client::connect(self.address, "shop", Some(ORIGIN)).await.unwrap();
        client.hello("shop", None).await;
        client
    }

    /// A private group of these users; the first is its operator.
    pub async fn group(&self, users: &[&str]) -> ChannelId {
        let app_id = AppId::from("shop");
        for user in users {
            self.store.upsert_user(&app_id, &UserId::from(*user), None, None).await.unwrap();
        }
        let channel = NewChannel {
            kind: ChannelKind::Group,
            creator: Some(users[0].into()),
            user_ids: users[1..].iter().map(|user| UserId::from(*user)).collect(),
            ..open_channel("shop", None)
        };
        let id = self.store.create_channel(channel).await.unwrap();
        // The hub has heard of it when a little time has passed; nobody is told twice.
        tokio::time::sleep(Duration::from_millis(20)).await;
        id
    }
}

fn key(app: &str) -> AppKey {
    AppKey {
        key_id: format!("k_{app}"),
        algorithm: KeyAlgorithm::Hs256,
        material: secret(app),
        created_at: TimeMs(1),
        expires_at: None,
    }
}

fn open_channel(app: &str, id: Option<&str>) -> NewChannel {
    NewChannel {
        app_id: app.into(),
        channel_id: id.map(ChannelId::from),
        kind: ChannelKind::Open,
        name: String::new(),
        cover_url: None,
        public: false,
        distinct: false,
        creator: None,
        client_id: None,
        user_ids: Vec::new(),
    }
}

async fn seed(store: &Arc<dyn Store>, app: &str, limits: Limits) {
    let application = Application {
        app_id: app.into(),
        name: app.into(),
        origins: vec![ORIGIN.into()],
        limits,
        created_at: TimeMs(1),
    };
    store.create_app(application, key(app)).await.unwrap();
    store.create_channel(open_channel(app, Some("courtyard"))).await.unwrap();
}
