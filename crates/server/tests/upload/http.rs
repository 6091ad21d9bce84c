//! A browser's side of uploads and downloads, without a browser.
#![allow(dead_code)]

use madang_protocol::{AppId, File, FileId};
use madang_server::testing::{ORIGIN, TestApp};
use serde_json::{Value, json};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn file(&self) -> File {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} {}", self.status, String::from_utf8_lossy(&self.body)))
    }
}

/// One user's page.
#[derive(Clone)]
pub struct Page {
    pub server: String,
    pub app: AppId,
    pub origin: Option<&'static str>,
    pub token: Option<String>,
}

impl Page {
    pub fn of(app: &TestApp, user: &str) -> Self {
        let token = Some(app.token(user));
        Self { server: app.url(""), app: "shop".into(), origin: Some(ORIGIN), token }
    }

    pub async fn call(
        &self,
        method: &'static str,
        path: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.server));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        if let Some(origin) = self.origin {
            request = request.header("origin", origin);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(body).unwrap();
        let asked = tokio::task::spawn_blocking(move || {
            let config = ureq::Agent::config_builder().http_status_as_error(false).allow_non_standard_methods(true);
            let agent: ureq::Agent = config.build().into();
            let mut response = agent.run(request).unwrap();
            let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            };
            Answer {
                status: response.status().as_u16(),
                headers: response.headers().iter().map(header).collect(),
                body: response.body_mut().with_config().limit(60_000_000).read_to_vec().unwrap(),
            }
        });
        asked.await.unwrap()
    }

    fn path(&self, rest: &str) -> String {
        format!("/files{rest}?app_id={}", self.app)
    }

    pub async fn post(&self, rest: &str, body: Value) -> Answer {
        let kind = ("content-type", "application/json".to_owned());
        self.call("POST", &self.path(rest), &[kind], body.to_string().into_bytes()).await
    }

    /// Announces an upload; panics unless it is taken.
    pub async fn announce(&self, name: &str, size: usize) -> String {
        let answer = self.post("", json!({ "name": name, "size": size, "mime": "" })).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["file_id"].as_str().unwrap().to_owned()
    }

    pub async fn part(&self, id: &str, offset: usize, bytes: &[u8]) -> Answer {
        let at = ("upload-offset", offset.to_string());
        self.call("PATCH", &self.path(&format!("/{id}")), &[at], bytes.to_vec()).await
    }

    pub async fn offset(&self, id: &str) -> Answer {
        self.call("HEAD", &self.path(&format!("/{id}")), &[], Vec::new()).await
    }

    pub async fn complete(&self, id: &str) -> Answer {
        self.post(&format!("/{id}/complete"), Value::Null).await
    }

    pub async fn abandon(&self, id: &str) -> Answer {
        self.call("DELETE", &self.path(&format!("/{id}")), &[], Vec::new()).await
    }

    /// The whole way; the answer is that of its end.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        let id = self.announce(name, bytes.len()).await;
        for (index, part) in bytes.chunks(1 << 20).enumerate() {
            let answer = self.part(&id, index << 20, part).await;
            assert_eq!(answer.status, 204, "{answer:?}");
        }
        self.complete(&id).await
    }

    /// A link to a file, if one is given.
    pub async fn link(&self, id: &str) -> Option<Value> {
        let answer = self.post("/links", json!({ "file_ids": [id] })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["links"].get(0).cloned()
    }

    /// The bytes of a link, asked for as an `<img>` does: without saying who asks.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&'static str, String)]) -> Answer {
        let bare = Self { origin: None, token: None, ..self.clone() };
        bare.call("GET", path, headers, Vec::new()).await
    }
}

/// The bytes of a file that nothing has any longer are gone within five seconds.
pub async fn assert_bytes_removed(app: &TestApp, file_id: &FileId) {
    let folder = std::path::Path::new(&app.config.data).join("files/shop").join(&file_id.0);
    for _ in 0..100 {
        if !folder.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(!folder.exists(), "its bytes are removed");
}
