//! `madang token USER`: what the customer's backend would sign.

use super::{application, open};
use clap::Args;
use madang_server::auth::{self, Claims};
use madang_server::clock;
use madang_server::config::Config;

#[derive(Args)]
pub struct Options {
    /// The user's id
    user: String,
    /// The application; may be absent when there is only one
    #[arg(long)]
    app: Option<String>,
    /// The nickname
    #[arg(long)]
    name: Option<String>,
    /// How long it is good, at most 3600
    #[arg(long, default_value_t = 3_600, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
}

pub async fn run(config: &Config, options: Options) -> Result<(), String> {
    if !auth::is_user_id(&options.user) {
        return Err("a user id has 1-128 bytes, no control characters, and does not begin with v_".to_owned());
    }
    let store = open(config).await?;
    let app = application(&store, options.app).await?;
    let now = clock::now();
    let keys = store.keys(&app.app_id).await.map_err(|error| error.to_string())?;
    let claims = Claims {
        sub: options.user,
        exp: now.0 / 1_000 + options.seconds,
        iat: now.0 / 1_000,
        app_id: app.app_id.0,
        name: options.name,
        picture: None,
    };
    println!("{}", auth::sign(&claims, &keys, now)?);
    store.close().await;
    Ok(())
}
