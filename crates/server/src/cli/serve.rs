//! `madang serve`.

use super::app;
use madang_server::config::Config;
use madang_server::http::widget;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

pub async fn run(config: Config) -> Result<(), String> {
    allow_many_files();
    madang_server::files::storage::open(&config).map_err(|error| format!("files: {error}"))?;
    madang_server::preview::address::Policy::of(&config)?;
    let listener = TcpListener::bind(&config.listen).await;
    let listener = listener.map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (store, commits) = madang_server::open_store(&config).await.map_err(|error| error.to_string())?;
    let url = if config.public_url.is_empty() { format!("http://{address}") } else { config.public_url.clone() };
    greet(&store, &url).await?;
    let terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    madang_server::serve_store(config, store, commits, listener, ended(terminate)).await;
    Ok(())
}

/// A socket is a file: the soft limit of 1,024 is raised to what the system lets us have.
fn allow_many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Refused: the limit stays as it was, and new sockets wait when it is reached.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

async fn ended(mut terminate: tokio::signal::unix::Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Says where it listens; on an empty store makes an application, and prints the line to paste.
async fn greet(store: &std::sync::Arc<dyn madang_server::store::Store>, url: &str) -> Result<(), String> {
    println!("madang listens on {url}");
    if !widget::is_built() {
        println!("The widget's files are not in this binary: run `cargo xtask dist`, then build the server again.");
    }
    if store.apps().await.map_err(|error| error.to_string())?.is_empty() {
        let created = app::create(store, app::Creation::first()).await?;
        println!("\nMade the application {}. Its secret, shown only now: {}", created.app_id, created.secret);
        println!("\nLet your site's pages connect:\n  madang app origins {} https://your-site.example", created.app_id);
        println!("\nPaste into them:\n  <script src=\"{url}/embed.js\" data-app-id=\"{}\"></script>\n", created.app_id);
    }
    Ok(())
}
