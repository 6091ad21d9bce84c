//! `madang app create|list|rotate-key|origins|previews|filters`.

use super::{application, open};
use clap::{Args, Subcommand};
use madang_protocol::TimeMs;
use madang_protocol::{AppId, ChannelId, ChannelKind, Limits};
use madang_server::config::Config;
use madang_server::filter::Filters;
use madang_server::store::{AppKey, Application, KeyAlgorithm, NewChannel, Store};
use madang_server::{auth, chat::validate, clock};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Subcommand)]
pub enum App {
    /// Makes an application, and prints its secret once
    Create(Creation),
    /// Lists the applications
    List,
    /// Adds a key; the others end after a grace period
    RotateKey(Rotation),
    /// Shows the origins whose pages may connect, or sets them
    Origins {
        /// The application
        app: String,
        /// The new list; without any the present one is printed
        origins: Vec<String>,
        /// Lets no page connect
        #[arg(long, conflicts_with = "origins")]
        none: bool,
    },
    /// Shows whether links in messages get a preview, or says it: on, off
    Previews {
        /// The application
        app: String,
        /// on or off; without it the present setting is printed
        #[arg(value_parser = ["on", "off"])]
        set: Option<String>,
    },
    /// Shows the word and domain filters as JSON, or sets them from a file
    Filters {
        /// The application
        app: String,
        /// {"words": [{"text": "…", "action": "replace"}], "domains": […]}; actions are replace, block, flag
        file: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct Creation {
    /// What people call it
    #[arg(default_value = "Madang")]
    name: String,
    /// The same, as an option
    #[arg(long = "name", value_name = "NAME", conflicts_with = "name")]
    named: Option<String>,
    /// Its id; made up when absent
    #[arg(long)]
    id: Option<String>,
    /// An origin whose pages may connect, as https://shop.example; may be repeated
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// An open channel to make with it; may be repeated
    #[arg(long = "open-channel", value_name = "ID[=NAME]")]
    open_channels: Vec<String>,
    /// Limits that differ from the defaults, as JSON: {"sends_per_second": 50}
    #[arg(long, value_name = "JSON")]
    limits: Option<String>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

impl Creation {
    /// What `serve` makes on an empty store.
    pub fn first() -> Self {
        Self {
            name: "Madang".into(),
            named: None,
            id: None,
            origins: Vec::new(),
            open_channels: vec!["courtyard=Courtyard".into()],
            limits: None,
            json: false,
        }
    }
}

#[derive(Args)]
pub struct Rotation {
    /// The application
    app: String,
    /// Seconds that the other keys still live
    #[arg(long, default_value_t = 86_400)]
    grace_seconds: u64,
    /// Adds this public key (PEM) for ES256 tokens instead of a new secret
    #[arg(long, value_name = "FILE")]
    es256: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// A new application.
pub struct Created {
    pub app_id: AppId,
    pub secret: String,
}

pub async fn run(config: &Config, command: App) -> Result<(), String> {
    let store = open(config).await?;
    let done = match command {
        App::Create(creation) => print_created(&store, creation).await,
        App::List => list(&store).await,
        App::RotateKey(rotation) => rotate(&store, rotation).await,
        App::Origins { app, origins, none } => set_origins(&store, app, origins, none).await,
        App::Previews { app, set } => set_previews(&store, app, set).await,
        App::Filters { app, file } => set_filters(&store, app, file).await,
    };
    store.close().await;
    done
}

async fn print_created(store: &Arc<dyn Store>, creation: Creation) -> Result<(), String> {
    let json = creation.json;
    let Created { app_id, secret } = create(store, creation).await?;
    if json {
        println!("{}", serde_json::json!({ "app_id": app_id, "secret": secret }));
    } else {
        println!(
            "app_id  {app_id}\nsecret  {secret}\n\nThe secret is shown only now. It signs tokens and opens the Platform API."
        );
    }
    Ok(())
}

/// Makes an application with its first key and its open channels.
pub async fn create(store: &Arc<dyn Store>, creation: Creation) -> Result<Created, String> {
    let app_id = AppId(match creation.id {
        Some(id) => id,
        None => format!("app_{}", auth::random_text(9)?.replace('-', "0").to_lowercase()),
    });
    validate::app_id(&app_id).map_err(|error| error.to_string())?;
    let limits = match &creation.limits {
        Some(json) => serde_json::from_str(json).map_err(|error| format!("--limits: {error}"))?,
        None => Limits::default(),
    };
    let application = Application {
        app_id: app_id.clone(),
        name: creation.named.unwrap_or(creation.name),
        origins: creation.origins.iter().map(|origin| checked_origin(origin)).collect::<Result<_, _>>()?,
        limits,
        created_at: clock::now(),
    };
    let channels: Vec<NewChannel> =
        creation.open_channels.iter().map(|given| open_channel(&app_id, given)).collect::<Result<_, _>>()?;
    let key = new_secret(&app_id)?;
    let secret = key.material.clone();
    store.create_app(application, key).await.map_err(|error| error.to_string())?;
    for channel in channels {
        store.create_channel(channel).await.map_err(|error| error.to_string())?;
    }
    Ok(Created { app_id, secret })
}

/// A secret names its application: `<app_id>.<43 letters>`.
fn new_secret(app_id: &AppId) -> Result<AppKey, String> {
    Ok(AppKey {
        key_id: format!("k_{}", auth::random_text(6)?),
        algorithm: KeyAlgorithm::Hs256,
        material: format!("{app_id}.{}", auth::random_text(32)?),
        created_at: clock::now(),
        expires_at: None,
    })
}

fn open_channel(app_id: &AppId, given: &str) -> Result<NewChannel, String> {
    let (id, name) = given.split_once('=').unwrap_or((given, given));
    let channel_id = ChannelId::from(id);
    validate::channel_id(&channel_id).and_then(|()| validate::channel_name(name)).map_err(|error| error.to_string())?;
    Ok(NewChannel {
        app_id: app_id.clone(),
        channel_id: Some(channel_id),
        kind: ChannelKind::Open,
        name: name.to_owned(),
        cover_url: None,
        public: false,
        distinct: false,
        creator: None,
        client_id: None,
        user_ids: Vec::new(),
    })
}

/// `scheme://host[:port]`, as browsers write it.
fn checked_origin(origin: &str) -> Result<String, String> {
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte))
    };
    match authority {
        Some(authority) if plain(authority) && origin == origin.to_ascii_lowercase() => Ok(origin.to_owned()),
        _ => Err(format!("{origin}: an origin is written as https://shop.example, without a path, in lower case")),
    }
}

async fn list(store: &Arc<dyn Store>) -> Result<(), String> {
    for app in store.apps().await.map_err(|error| error.to_string())? {
        println!("{}\t{}\t{}", app.app_id, app.name, app.origins.join(" "));
    }
    Ok(())
}

async fn rotate(store: &Arc<dyn Store>, rotation: Rotation) -> Result<(), String> {
    let app = application(store, Some(rotation.app)).await?;
    let mut key = new_secret(&app.app_id)?;
    if let Some(path) = &rotation.es256 {
        key.algorithm = KeyAlgorithm::Es256;
        key.material = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        auth::check_public_key(&key.material)?;
    }
    // A public key cannot open the Platform API, so the secrets stay beside it.
    let end = TimeMs(clock::now().0.saturating_add(rotation.grace_seconds.saturating_mul(1_000)));
    let others_end = rotation.es256.is_none().then_some(end);
    store.add_key(&app.app_id, key.clone(), others_end).await.map_err(|error| error.to_string())?;
    let secret = (key.algorithm == KeyAlgorithm::Hs256).then_some(&key.material);
    if rotation.json {
        println!("{}", serde_json::json!({ "app_id": app.app_id, "key_id": key.key_id, "secret": secret }));
    } else if let Some(secret) = secret {
        println!("key_id  {}\nsecret  {secret}\n\nOther keys end in {} s.", key.key_id, rotation.grace_seconds);
    } else {
        println!("key_id  {}", key.key_id);
    }
    Ok(())
}

async fn set_origins(store: &Arc<dyn Store>, app: String, origins: Vec<String>, none: bool) -> Result<(), String> {
    let app = application(store, Some(app)).await?;
    if origins.is_empty() && !none {
        app.origins.iter().for_each(|origin| println!("{origin}"));
        return Ok(());
    }
    let origins = origins.iter().map(|origin| checked_origin(origin)).collect::<Result<_, _>>()?;
    store.set_origins(&app.app_id, origins).await.map_err(|error| error.to_string())
}

async fn set_previews(store: &Arc<dyn Store>, app: String, set: Option<String>) -> Result<(), String> {
    let app = application(store, Some(app)).await?;
    let said = |error: madang_server::store::StoreError| error.to_string();
    let Some(set) = set else {
        println!("{}", if store.previews(&app.app_id).await.map_err(said)? { "on" } else { "off" });
        return Ok(());
    };
    store.set_previews(&app.app_id, set == "on").await.map_err(said)
}

async fn set_filters(store: &Arc<dyn Store>, app: String, file: Option<PathBuf>) -> Result<(), String> {
    let app = application(store, Some(app)).await?;
    let Some(path) = file else {
        let filters = store.filters(&app.app_id).await.map_err(|error| error.to_string())?;
        println!("{}", serde_json::json!(filters));
        return Ok(());
    };
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let filters: Filters = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    filters.check()?;
    store.set_filters(&app.app_id, filters).await.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_a_scheme_a_host_and_no_path() {
        assert_eq!(checked_origin("http://127.0.0.1:8081").as_deref(), Ok("http://127.0.0.1:8081"));
        for bad in ["shop.example", "https://shop.example/", "https://Shop.example", "*", "https://a b", "null"] {
            assert!(checked_origin(bad).is_err(), "{bad}");
        }
    }
}
