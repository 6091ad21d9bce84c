//! `madang migrate|backup|check`.

use super::open;
use madang_server::config::Config;
use std::path::Path;

pub async fn migrate(config: &Config) -> Result<(), String> {
    let store = open(config).await?;
    store.close().await;
    println!("the database is of this version");
    Ok(())
}

pub async fn backup(config: &Config, file: &Path) -> Result<(), String> {
    let store = open(config).await?;
    let done = store.backup(file).await.map_err(|error| error.to_string());
    store.close().await;
    done?;
    println!("wrote {}", file.display());
    Ok(())
}

pub async fn check(config: &Config) -> Result<(), String> {
    let store = open(config).await?;
    let report = store.check().await.map_err(|error| error.to_string());
    store.close().await;
    let report = report?;
    println!("{} channels, {} messages, {} faults", report.channels, report.messages, report.faults.len());
    report.faults.iter().for_each(|fault| println!("{fault}"));
    if report.faults.is_empty() { Ok(()) } else { Err("the data has faults".to_owned()) }
}
