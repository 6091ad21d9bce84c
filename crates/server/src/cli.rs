//! The command line. Every command but `serve` also works beside a running server, on the same data.

mod app;
mod data;
mod serve;
mod token;

use clap::{Parser, Subcommand};
use madang_protocol::AppId;
use madang_server::config::{Config, Overrides};
use madang_server::store::{Application, Store};
use std::path::PathBuf;
use std::sync::Arc;

/// Chat for any website: one server, one script tag
#[derive(Parser)]
#[command(name = "madang", version)]
pub struct Arguments {
    #[command(flatten)]
    settings: Overrides,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server until SIGTERM or Ctrl-C
    Serve,
    /// Applications: the sites that use this server
    #[command(subcommand)]
    App(app::App),
    /// Prints a token that signs a user in, for trying out
    Token(token::Options),
    /// Brings the database to this version, and ends
    Migrate,
    /// Writes a consistent copy of a SQLite database, also while the server runs
    Backup { file: PathBuf },
    /// Looks for faults in the data
    Check,
    /// Prints every setting with its meaning and present value, as a file for --config
    Config,
}

/// Runs the command.
///
/// # Errors
/// A sentence for the operator.
pub async fn run(arguments: Arguments) -> Result<(), String> {
    let config = Config::load(arguments.settings)?;
    if let Command::Config = arguments.command {
        print!("{}", config.document());
        return Ok(());
    }
    madang_server::telemetry::start(&config)?;
    match arguments.command {
        Command::Serve => serve::run(config).await,
        Command::App(app) => app::run(&config, app).await,
        Command::Token(options) => token::run(&config, options).await,
        Command::Migrate => data::migrate(&config).await,
        Command::Backup { file } => data::backup(&config, &file).await,
        Command::Check => data::check(&config).await,
        Command::Config => Ok(()),
    }
}

/// The store, with nobody listening to its commits.
async fn open(config: &Config) -> Result<Arc<dyn Store>, String> {
    let (store, _) = madang_server::open_store(config).await.map_err(|error| error.to_string())?;
    Ok(store)
}

/// The named application, or the only one.
async fn application(store: &Arc<dyn Store>, named: Option<String>) -> Result<Application, String> {
    let said = |error: madang_server::store::StoreError| error.to_string();
    if let Some(id) = named {
        return store.app(&AppId(id.clone())).await.map_err(said)?.ok_or(format!("there is no application {id}"));
    }
    let mut apps = store.apps().await.map_err(said)?;
    match (apps.pop(), apps.is_empty()) {
        (Some(app), true) => Ok(app),
        (None, _) => Err("there is no application: make one with `madang app create NAME`".to_owned()),
        _ => Err("there are several applications: name one with --app".to_owned()),
    }
}
