//! Logs: text or JSON lines on stderr. No message text and no token is ever given to `tracing`.

use crate::config::{Config, LogFormat};
use tracing_subscriber::EnvFilter;

/// Starts logging for this process.
///
/// # Errors
/// A sentence for the operator when `log` is no valid filter.
pub fn start(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| format!("setting `log`: {error}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| error.to_string())
}
