//! The Madang backend as a library: `serve(config, listener, shutdown)` and what it is made of.
//!
//! Reading order: [`router`] (every route), [`socket`] (one task a connection), [`chat`] (one use case a file), [`store`] (what
//! is remembered), [`policy`] (who may do what), [`hub`] (who hears what), [`bus`] (between nodes).

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod apps;
pub mod auth;
pub mod bus;
pub mod chat;
pub mod clock;
pub mod config;
mod drain;
pub mod error;
pub mod files;
pub mod filter;
pub mod http;
pub mod hub;
pub mod limits;
pub mod metrics;
pub mod policy;
pub mod preview;
pub mod router;
pub mod shadow;
pub mod socket;
pub mod store;
pub mod telemetry;
#[doc(hidden)]
pub mod testing;

use bus::{Bus, Signal, in_process::InProcess};
use chat::Chat;
use config::Config;
use http::serve::{self, State};
use std::future::Future;
use std::sync::Arc;
use store::{Commit, Store};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

/// Opens the store of a configuration. Its commits go to the receiver, in commit order.
///
/// # Errors
/// When the database cannot be opened or migrated.
pub async fn open_store(config: &Config) -> store::Result<(Arc<dyn Store>, mpsc::UnboundedReceiver<Commit>)> {
    if config.database.is_empty() {
        std::fs::create_dir_all(&config.data)
            .map_err(|error| store::StoreError::Unavailable(format!("{}: {error}", config.data)))?;
    }
    let (sink, commits) = mpsc::unbounded_channel();
    let store = store::sql::SqlStore::open(&config.database_url(), sink).await?;
    Ok((store, commits))
}

/// Serves until `shutdown` resolves, then drains: sockets are asked to come back, elsewhere or later, and the store is closed.
///
/// # Errors
/// When the store cannot be opened.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) -> store::Result<()> {
    let (store, commits) = open_store(&config).await?;
    serve_store(config, store, commits, listener, shutdown).await;
    Ok(())
}

/// The same over a store that is open already.
pub async fn serve_store(
    config: Config,
    store: Arc<dyn Store>,
    mut commits: mpsc::UnboundedReceiver<Commit>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) {
    let metrics = Arc::new(metrics::Metrics::default());
    let (bus, signals) = InProcess::new();
    let bus: Arc<dyn Bus> = Arc::new(bus);
    let hub = Arc::new(hub::Hub::new(store.clone(), metrics.clone()));
    let fan_out = tokio::spawn(hub.clone().run(signals));
    let publisher = bus.clone();
    let chat = Arc::new(Chat::new(store.clone(), bus, hub, metrics, config));
    let committed = chat.clone();
    let publish = tokio::spawn(async move {
        while let Some(commit) = commits.recv().await {
            committed.want_preview(&commit);
            publisher.publish(Signal::Committed(Box::new(commit)));
        }
    });
    let state = Arc::new(State::new(chat));
    let sweeper = state.chat.clone();
    let sweeping = tokio::spawn(async move { sweeper.files.sweep_for_ever(sweeper.store.clone()).await });
    let scheduling = tokio::spawn(state.chat.clone().send_due_for_ever());
    let previewing = tokio::spawn(state.chat.clone().preview_for_ever());
    let (stop, stopped) = watch::channel(false);
    let accepting = tokio::spawn(serve::accept(state.clone(), listener, router::router(state.clone()), stopped));
    shutdown.await;
    drain::drain(&state).await;
    let _ = stop.send(true);
    let _ = accepting.await;
    sweeping.abort();
    scheduling.abort();
    previewing.abort();
    store.close().await;
    publish.abort();
    fan_out.abort();
}
