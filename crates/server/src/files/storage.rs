//! Where the bytes are: a folder, or a bucket of anything that speaks S3.

use crate::config::Config;
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use std::path::Path;
use std::sync::Arc;

/// Opens what the settings name: `files` is a folder (empty: `files` in the data folder), or `s3://bucket/prefix`.
///
/// # Errors
/// A sentence for the operator.
pub fn open(config: &Config) -> Result<Arc<dyn ObjectStore>, String> {
    if let Some(place) = config.files.strip_prefix("s3://") {
        return bucket(config, place);
    }
    let folder = match config.files.as_str() {
        "" => Path::new(&config.data).join("files"),
        named => Path::new(named).to_owned(),
    };
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let local = LocalFileSystem::new_with_prefix(&folder).map_err(|error| error.to_string())?;
    Ok(Arc::new(local.with_automatic_cleanup(true)))
}

fn bucket(config: &Config, place: &str) -> Result<Arc<dyn ObjectStore>, String> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_region(&config.files_s3_region);
    if !config.files_s3_endpoint.is_empty() {
        let plain = config.files_s3_endpoint.starts_with("http://");
        builder = builder.with_endpoint(&config.files_s3_endpoint).with_allow_http(plain);
    }
    if !config.files_s3_access_key.is_empty() {
        builder =
            builder.with_access_key_id(&config.files_s3_access_key).with_secret_access_key(&config.files_s3_secret_key);
    }
    let bucket = builder.build().map_err(|error| error.to_string())?;
    Ok(match prefix.trim_matches('/') {
        "" => Arc::new(bucket),
        prefix => Arc::new(PrefixStore::new(bucket, prefix)),
    })
}
