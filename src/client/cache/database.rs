//! Texts under keys in one IndexedDB object store.

use super::super::listener::Listener;
use js_sys::{Array, Promise};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

const NAME: &str = "madang";
const STORE: &str = "kept";
/// A database that does not open within this is taken as missing.
const PATIENCE_MS: i32 = 2_000;

/// Opened when first needed.
#[derive(Default)]
pub struct Database(RefCell<Option<IdbDatabase>>);

impl Database {
    /// All entries whose keys begin so; `None` when there is no database (reading makes none).
    pub async fn entries(&self, prefix: &str) -> Option<Vec<(String, String)>> {
        let store = self.store(false).await?;
        let range: JsValue = range(prefix)?.into();
        let keys = store.get_all_keys_with_key(&range).ok()?;
        let values = Array::from(&result(&store.get_all_with_key(&range).ok()?).await?);
        let keys = Array::from(&keys.result().ok()?);
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        Some(keys.iter().zip(values.iter()).map(|(key, value)| (text(key), text(value))).collect())
    }

    pub async fn put(&self, key: &str, value: &str) {
        if let Some(store) = self.store(true).await {
            let _ = store.put_with_key(&JsValue::from_str(value), &JsValue::from_str(key));
        }
    }

    pub async fn delete(&self, key: &str) {
        if let Some(store) = self.store(false).await {
            let _ = store.delete(&JsValue::from_str(key));
        }
    }

    /// Deletes all whose keys begin so.
    pub async fn clear(&self, prefix: &str) {
        if let (Some(store), Some(range)) = (self.store(false).await, range(prefix)) {
            let _ = store.delete(&range);
        }
    }

    /// After what was begun is done.
    pub fn close(&self) {
        if let Some(database) = self.0.take() {
            database.close();
        }
    }

    /// A fresh transaction's store.
    async fn store(&self, create: bool) -> Option<IdbObjectStore> {
        let held = self.0.borrow().clone();
        let database = match held {
            Some(database) => database,
            None => {
                let database = open(create).await?;
                *self.0.borrow_mut() = Some(database.clone());
                database
            }
        };
        let transaction = database.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite);
        match transaction.and_then(|transaction| transaction.object_store(STORE)) {
            Ok(store) => Some(store),
            Err(_) => {
                // The browser closed it; the next task opens it anew.
                self.0.take();
                None
            }
        }
    }
}

async fn open(create: bool) -> Option<IdbDatabase> {
    let factory = web_sys::window()?.indexed_db().ok()??;
    let request = factory.open_with_u32(NAME, 1).ok()?;
    let upgraded = request.clone();
    let _upgrade = Listener::new(&request, "upgradeneeded", move |_| upgrade(&upgraded, create));
    result(&request).await?.dyn_into().ok()
}

/// Makes the store in a new database; or leaves the device as it was.
fn upgrade(request: &IdbOpenDbRequest, create: bool) {
    if create {
        if let Ok(database) = request.result() {
            let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    } else if let Some(transaction) = request.transaction() {
        let _ = transaction.abort();
    }
}

/// Waits for a request; `None` when it fails or takes too long.
async fn result(request: &IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS);
        }
    });
    JsFuture::from(promise).await.ok()?;
    request.result().ok()
}

fn range(prefix: &str) -> Option<IdbKeyRange> {
    let (from, to) = (JsValue::from_str(prefix), JsValue::from_str(&[prefix, "\u{ffff}"].concat()));
    IdbKeyRange::bound(&from, &to).ok()
}
