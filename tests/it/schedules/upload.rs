//! An upload as the browser's part does it: announced, brought in two parts, completed; tried again until it is there.

use madang::store::{Action, Upload};
use madang_protocol::{ClientId, File};
use std::net::SocketAddr;
use std::time::Duration;

/// What holds the bytes of an upload named so.
pub fn bytes(id: &ClientId) -> Vec<u8> {
    format!("the file {id}\n").repeat(40).into_bytes()
}

/// Uploads until it is complete, going on where it was; what the model is told then.
pub async fn upload(address: SocketAddr, token: String, id: ClientId) -> Option<Action> {
    let mut begun: Option<String> = None;
    for _ in 0..2_000 {
        let (token, bytes) = (token.clone(), bytes(&id));
        let mut at = begun.take();
        let attempt = move || {
            let done = Line { address, bearer: format!("Bearer {token}") }.go_on(&mut at, &bytes);
            (at, done)
        };
        let (now, done) = tokio::task::spawn_blocking(attempt).await.ok()?;
        if let Some(file) = done {
            return Some(Action::UploadTold { id, state: Upload::Done, file: Some(file) });
        }
        begun = now;
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    None
}

struct Line {
    address: SocketAddr,
    bearer: String,
}

impl Line {
    fn url(&self, rest: &str) -> String {
        format!("http://{}/files{rest}?app_id=shop", self.address)
    }

    /// `begun`: the upload's id, once it was announced.
    fn go_on(&self, begun: &mut Option<String>, bytes: &[u8]) -> Option<File> {
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5)));
        let agent: ureq::Agent = config.build().into();
        if begun.is_none() {
            let announced = serde_json::json!({ "name": "a.txt", "size": bytes.len() });
            let request = agent.post(self.url("")).header("authorization", &self.bearer);
            let told: serde_json::Value = request.send_json(announced).ok()?.body_mut().read_json().ok()?;
            *begun = Some(told["file_id"].as_str()?.to_owned());
        }
        let id = begun.clone()?;
        let request = agent.head(self.url(&format!("/{id}"))).header("authorization", &self.bearer);
        let told = request.call().ok()?;
        let (mut at, half): (usize, _) =
            (told.headers().get("upload-offset")?.to_str().ok()?.parse().ok()?, bytes.len() / 2);
        while at < bytes.len() {
            let end = if at < half { half } else { bytes.len() };
            let request = agent.patch(self.url(&format!("/{id}"))).header("authorization", &self.bearer);
            request.header("upload-offset", at.to_string()).send(&bytes[at..end]).ok()?;
            at = end;
        }
        let request = agent.post(self.url(&format!("/{id}/complete"))).header("authorization", &self.bearer);
        request.send_empty().ok()?.body_mut().read_json().ok()
    }
}
