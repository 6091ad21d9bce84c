//! Previews of links: what a page and its picture become before a message carries them. What waits is kept in memory only: after
//! a restart, messages that had none yet stay without.

pub mod address;
pub mod fetch;
pub mod page;

use crate::config::Config;
use crate::files::Files;
use crate::files::image::Still;
use address::Policy;
use fetch::{Fetched, Fetcher, Refused, Wish};
use madang_protocol::{AppId, ChannelId, MessageEvent, Seq, TextRange, TextStyle, UserId};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, OnceCell};
use url::Url;

/// A page with its picture, from the first look at a name to the last byte.
const PATIENCE: Duration = Duration::from_secs(5);
/// Links that wait; what comes beyond them has no preview.
const MOST_WAITING: usize = 1_000;
/// How long what was found is known, and that nothing was.
const KNOWN: Duration = Duration::from_secs(60 * 60);
const KNOWN_NOTHING: Duration = Duration::from_secs(10 * 60);
/// Links that are known at once, and bytes of their pictures.
const MOST_KNOWN: usize = 500;
const MOST_KNOWN_BYTES: usize = 32 << 20;

/// A message whose first link nobody looked at yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub seq: Seq,
    /// Its author.
    pub user_id: UserId,
    pub url: String,
}

/// What a link leads to.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub site: String,
    pub title: String,
    pub description: String,
    pub image: Option<Still>,
}

type Answer = Arc<OnceCell<Option<Arc<Found>>>>;

struct Known {
    since: Instant,
    answer: Answer,
}

impl Known {
    fn holds(&self) -> bool {
        let nothing = self.answer.get().is_some_and(Option::is_none);
        self.since.elapsed() < if nothing { KNOWN_NOTHING } else { KNOWN }
    }

    fn bytes(&self) -> usize {
        let found = self.answer.get().and_then(Option::as_ref);
        found.and_then(|found| found.image.as_ref()).map_or(0, |image| image.bytes.len())
    }
}

/// See the module.
pub struct Previews {
    /// Why no link is looked at, if none is.
    fetcher: Result<Fetcher, String>,
    waiting: Mutex<VecDeque<Wanted>>,
    arrived: Notify,
    known: Mutex<HashMap<String, Known>>,
}

/// Where the first link of a text leads, if to the web.
pub fn first_link(ranges: &[TextRange]) -> Option<&str> {
    let links = ranges.iter().filter(|range| range.style == TextStyle::Link).filter_map(|range| range.url.as_deref());
    links.into_iter().find(|url| url.starts_with("https://") || url.starts_with("http://"))
}

impl Previews {
    pub fn new(config: &Config) -> Self {
        let on = if config.previews { Policy::of(config) } else { Err("previews are off".to_owned()) };
        Self::asking(on.map(Fetcher::new))
    }

    /// With a way to the web of one's own.
    pub fn asking(fetcher: Result<Fetcher, String>) -> Self {
        Self { fetcher, waiting: Mutex::default(), arrived: Notify::new(), known: Mutex::default() }
    }

    /// A message as it now is: its first link is looked at soon, unless it has a preview or is to have none.
    pub fn want(&self, app_id: &AppId, event: &MessageEvent) {
        let message = &event.message;
        if self.fetcher.is_err() || message.deleted || message.no_preview || message.preview.is_some() {
            return;
        }
        let Some(url) = first_link(&message.ranges) else { return };
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST_WAITING {
            waiting.push_back(Wanted {
                app_id: app_id.clone(),
                channel_id: event.channel_id.clone(),
                seq: message.seq,
                user_id: message.user_id.clone(),
                url: url.to_owned(),
            });
            self.arrived.notify_one();
        }
    }

    /// The next that waits.
    pub async fn next(&self) -> Wanted {
        loop {
            if let Some(wanted) = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
                return wanted;
            }
            self.arrived.notified().await;
        }
    }

    /// What the link leads to; asked for once, however many want it, and then known for an hour.
    pub async fn find(&self, url: &str, files: &Files) -> Option<Arc<Found>> {
        let Ok(fetcher) = &self.fetcher else { return None };
        let mut url = Url::parse(url).ok()?;
        url.set_fragment(None);
        let answer = self.answer(url.as_str());
        let asked = answer.get_or_init(|| async {
            let looked = tokio::time::timeout(PATIENCE, look(fetcher, url.clone()));
            match looked.await.unwrap_or_else(|_| Err("it took too long".to_owned())) {
                Ok(seen) => Some(Arc::new(seen.found(files).await)).filter(|found| found.tells()),
                Err(reason) => {
                    tracing::debug!(host = url.host_str(), %reason, "no preview");
                    None
                }
            }
        });
        asked.await.clone()
    }

    fn answer(&self, url: &str) -> Answer {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = known.get(url).filter(|held| held.holds()) {
            return held.answer.clone();
        }
        known.remove(url);
        known.retain(|_, held| held.holds());
        while known.len() >= MOST_KNOWN || known.values().map(Known::bytes).sum::<usize>() > MOST_KNOWN_BYTES {
            let oldest = known.iter().min_by_key(|(_, held)| held.since).map(|(url, _)| url.clone());
            let Some(oldest) = oldest else { break };
            known.remove(&oldest);
        }
        let fresh = Known { since: Instant::now(), answer: Answer::default() };
        known.entry(url.to_owned()).or_insert(fresh).answer.clone()
    }
}

/// What came from the web, before its picture is drawn.
struct Seen {
    page: page::Page,
    url: Url,
    picture: Option<Fetched>,
}

async fn look(fetcher: &Fetcher, url: Url) -> Result<Seen, Refused> {
    let fetched = fetcher.fetch(url, Wish::Any).await?;
    if fetched.is_picture() {
        return Ok(Seen { page: page::Page::default(), url: fetched.url.clone(), picture: Some(fetched) });
    }
    let Fetched { url, charset, body, .. } = fetched;
    // A page may take a while to read: not in a task that others wait for.
    let read = tokio::task::spawn_blocking(move || page::read(&body, charset.as_deref()));
    let page = read.await.map_err(|_| "it cannot be read".to_owned())?;
    let address = page.image.as_ref().and_then(|image| url.join(image.trim()).ok());
    let picture = match address {
        Some(address) => fetcher.fetch(address, Wish::Picture).await.ok(),
        None => None,
    };
    Ok(Seen { page, url, picture })
}

impl Seen {
    async fn found(self, files: &Files) -> Found {
        let Self { page, url, picture } = self;
        let host = url.host_str().unwrap_or_default();
        let site = if page.site.is_empty() { page::tidy(host.trim_start_matches("www."), 80) } else { page.site };
        let image = match picture {
            // What cannot be drawn is left out.
            Some(picture) => files.still(picture.body).await.ok(),
            None => None,
        };
        Found { site, title: page.title, description: page.description, image }
    }
}

impl Found {
    /// Whether there is anything to show but a host.
    fn tells(&self) -> bool {
        !self.title.is_empty() || !self.description.is_empty() || self.image.is_some()
    }
}

#[cfg(test)]
mod tests;
