//! The applications of this server, remembered for two seconds: a change by `madang app` is seen without a restart.

use crate::error::Result;
use crate::filter::Filter;
use crate::store::{AppKey, Application, Store};
use madang_protocol::AppId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// An application with its keys.
pub struct App {
    pub application: Application,
    pub keys: Vec<AppKey>,
    pub filter: Filter,
    /// Whether links in it are looked at.
    pub previews: bool,
}

impl App {
    pub fn id(&self) -> &AppId {
        &self.application.app_id
    }

    /// Whether pages of this origin may connect.
    pub fn allows(&self, origin: &str) -> bool {
        self.application.origins.iter().any(|allowed| allowed == origin)
    }
}

/// How long an application is remembered.
const REMEMBERED: Duration = Duration::from_secs(2);
/// How many are remembered at once.
const MOST: usize = 10_000;

pub struct Apps {
    store: Arc<dyn Store>,
    held: Mutex<HashMap<AppId, (Instant, Arc<App>)>>,
}

impl Apps {
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, held: Mutex::new(HashMap::new()) }
    }

    /// The application, or `None` when there is none of this id.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get(&self, app_id: &AppId) -> Result<Option<Arc<App>>> {
        if let Some(app) = self.fresh(app_id) {
            return Ok(Some(app));
        }
        let Some(application) = self.store.app(app_id).await? else { return Ok(None) };
        let keys = self.store.keys(app_id).await?;
        let filter = Filter::new(&self.store.filters(app_id).await?);
        let previews = self.store.previews(app_id).await?;
        let app = Arc::new(App { application, keys, filter, previews });
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST {
            held.clear();
        }
        held.insert(app_id.clone(), (Instant::now(), app.clone()));
        Ok(Some(app))
    }

    /// A change by this server itself is seen at once.
    pub fn forget(&self, app_id: &AppId) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(app_id);
    }

    fn fresh(&self, app_id: &AppId) -> Option<Arc<App>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(app_id).filter(|(since, _)| since.elapsed() < REMEMBERED).map(|(_, app)| app.clone())
    }
}
