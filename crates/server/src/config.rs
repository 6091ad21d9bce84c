//! Every setting of the server, on one page: its name, its default, its environment variable, its meaning.
//!
//! Sources, the first that names a setting wins: command line, environment, the TOML file of `--config`, the default.

use std::path::{Path, PathBuf};

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $default:expr, $environment:literal;)*) => {
        /// What the server runs with.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Config { $($(#[doc = $doc])+ pub $name: $type,)* }

        impl Default for Config {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        /// What one source says: the command line with the environment, or the file.
        #[derive(Debug, Clone, Default, clap::Args, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Overrides {
            /// A TOML file with these settings
            #[serde(skip)]
            #[arg(long, global = true, env = "MADANG_CONFIG", value_name = "FILE", help_heading = "Settings")]
            pub config: Option<PathBuf>,
            $($(#[doc = $doc])+
            #[arg(long, global = true, env = $environment, help_heading = "Settings")]
            pub $name: Option<$type>,)*
        }

        impl Config {
            /// `first` wins over `second` wins over the defaults.
            fn layered(first: Overrides, second: Overrides) -> Self {
                let default = Self::default();
                Self { $($name: first.$name.or(second.$name).unwrap_or(default.$name),)* }
            }

            /// A TOML file with every setting, its meaning, its environment variable and its present value.
            pub fn document(&self) -> String {
                let mut out = String::new();
                $(
                    $(out.push_str(&format!("#{}\n", $doc));)+
                    out.push_str(&format!("# Environment: {}\n", $environment));
                    out.push_str(&format!("{} = {}\n\n", stringify!($name), toml_value(&self.$name)));
                )*
                out
            }
        }
    };
}

settings! {
    /// Address to listen on
    listen: String = "127.0.0.1:8080".to_owned(), "MADANG_LISTEN";
    /// Folder that holds the data
    data: String = "data".to_owned(), "MADANG_DATA";
    /// Database URL (sqlite:… or mysql://…); empty: madang.db in the data folder
    database: String = String::new(), "MADANG_DATABASE";
    /// Address that browsers see, as https://chat.example.com; empty: whatever they ask for (the Host header)
    public_url: String = String::new(), "MADANG_PUBLIC_URL";
    /// Folder for files that people send, or s3://bucket/prefix; empty: files in the data folder
    files: String = String::new(), "MADANG_FILES";
    /// Address of the S3 service; empty: Amazon's
    files_s3_endpoint: String = String::new(), "MADANG_FILES_S3_ENDPOINT";
    /// Region of the bucket
    files_s3_region: String = "us-east-1".to_owned(), "MADANG_FILES_S3_REGION";
    /// Access key of the bucket; empty: as the AWS_ environment says
    files_s3_access_key: String = String::new(), "MADANG_FILES_S3_ACCESS_KEY";
    /// Secret key of the bucket
    files_s3_secret_key: String = String::new(), "MADANG_FILES_S3_SECRET_KEY";
    /// Serve the playground, where the binary holds it
    playground: bool = false, "MADANG_PLAYGROUND";
    /// What is logged: error, warn, info, debug, trace, or directives as madang_server=debug
    log: String = "info".to_owned(), "MADANG_LOG";
    /// How it is logged: text or json
    log_format: LogFormat = LogFormat::Text, "MADANG_LOG_FORMAT";
    /// Milliseconds between two heartbeats of a socket; a peer silent for one and a half of it is dead
    heartbeat_ms: u64 = 20_000, "MADANG_HEARTBEAT_MS";
    /// Milliseconds that a new connection has to send its request, and a new socket its hello
    first_frame_ms: u64 = 10_000, "MADANG_FIRST_FRAME_MS";
    /// Milliseconds that a socket with a full queue has to catch up before it is closed
    slow_reader_ms: u64 = 4_000, "MADANG_SLOW_READER_MS";
    /// Milliseconds over which clients come back after this server drains
    reconnect_spread_ms: u64 = 10_000, "MADANG_RECONNECT_SPREAD_MS";
    /// Milliseconds over which sockets are closed while draining
    drain_ms: u64 = 5_000, "MADANG_DRAIN_MS";
    /// TCP connections at once
    max_connections: u32 = 50_000, "MADANG_MAX_CONNECTIONS";
    /// New visitors a minute from one address
    visitors_per_minute: u32 = 120, "MADANG_VISITORS_PER_MINUTE";
    /// Commands a second of one socket, sustained; three times as many at once
    commands_per_second: u32 = 100, "MADANG_COMMANDS_PER_SECOND";
    /// Look at the first link of messages, and show what its page says of itself
    previews: bool = true, "MADANG_PREVIEWS";
    /// Ports that previews may be fetched from
    preview_ports: String = "80,443".to_owned(), "MADANG_PREVIEW_PORTS";
    /// Addresses that are not public and may be asked for previews all the same, as 10.0.0.7:443; by commas
    preview_own_addresses: String = String::new(), "MADANG_PREVIEW_OWN_ADDRESSES";
    /// Take the client's address from X-Forwarded-For; only behind a proxy that sets it
    trust_forwarded_for: bool = false, "MADANG_TRUST_FORWARDED_FOR";
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

/// How a value is written in TOML.
trait TomlValue {
    fn toml(&self) -> String;
}

impl TomlValue for String {
    fn toml(&self) -> String {
        toml::Value::String(self.clone()).to_string()
    }
}

impl TomlValue for LogFormat {
    fn toml(&self) -> String {
        match self {
            Self::Text => "\"text\"".to_owned(),
            Self::Json => "\"json\"".to_owned(),
        }
    }
}

macro_rules! plain { ($($type:ty),*) => { $(impl TomlValue for $type { fn toml(&self) -> String { self.to_string() } })* } }
plain!(bool, u32, u64);

fn toml_value(value: &impl TomlValue) -> String {
    value.toml()
}

impl Config {
    /// Reads the file that `overrides` names, if any.
    ///
    /// # Errors
    /// A sentence for the operator: the file cannot be read, or names a setting that does not exist.
    pub fn load(overrides: Overrides) -> Result<Self, String> {
        let file = match &overrides.config {
            Some(path) => read(path)?,
            None => Overrides::default(),
        };
        Ok(Self::layered(overrides, file))
    }

    /// The database to open.
    pub fn database_url(&self) -> String {
        if self.database.is_empty() {
            crate::store::sql::sqlite_url(&Path::new(&self.data).join("madang.db"))
        } else {
            self.database.clone()
        }
    }
}

fn read(path: &Path) -> Result<Overrides, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_default() {
        let line = Overrides { listen: Some("1.1.1.1:1".into()), ..Overrides::default() };
        let file: Overrides = toml::from_str("listen = \"2.2.2.2:2\"\nheartbeat_ms = 9").unwrap();
        let config = Config::layered(line, file);
        assert_eq!((config.listen.as_str(), config.heartbeat_ms, config.data.as_str()), ("1.1.1.1:1", 9, "data"));
    }

    #[test]
    fn the_printed_settings_are_a_file_that_reads_back_as_the_same_settings() {
        let file: Overrides = toml::from_str(&Config::default().document()).unwrap();
        assert_eq!(Config::layered(Overrides::default(), file), Config::default());
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        let error = toml::from_str::<Overrides>("lisen = \"x\"").unwrap_err();
        assert!(error.to_string().contains("unknown field `lisen`"), "{error}");
    }
}
