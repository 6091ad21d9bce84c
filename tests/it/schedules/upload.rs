//! An upload as the browser's part does it: announced, brought in two parts, completed; tried again until it is there.

use madang::store::{Action, Upload};
use madang_protocol::{ClientId, File};
use std::net::SocketAddr;
use std::time::Duration;

/// What holds the bytes of an upload named so.
pub fn bytes(id: &ClientId) -> Vec<u8> {
    format!("the file {id}\n").repeat(40).into_bytes()
}

/// Uploads until it is complete; what the model is told then.
pub async fn upload(address: SocketAddr, token: String, id: ClientId) -> Option<Action> {
    for _ in 0..2_000 {
        let (token, bytes) = (token.clone(), bytes(&id));
        let asked = tokio::task::spawn_blocking(move || attempt(address, &token, &bytes));
        if let Ok(Some(file)) = asked.await {
            return Some(Action::UploadTold { id, state: Upload::Done, file: Some(file) });
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    None
}

fn attempt(address: SocketAddr, token: &str, bytes: &[u8]) -> Option<File> {
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5)));
    let agent: ureq::Agent = config.build().into();
    let url = |rest: &str| format!("http://{address}/files{rest}?app_id=shop");
    let bearer = format!("Bearer {token}");
    let announced = serde_json::json!({ "name": "a.txt", "size": bytes.len() });
    let request = agent.post(url("")).header("authorization", &bearer);
    let told: serde_json::Value = request.send_json(announced).ok()?.body_mut().read_json().ok()?;
    let id = told["file_id"].as_str()?.to_owned();
    let half = bytes.len() / 2;
    for (offset, part) in [(0, &bytes[..half]), (half, &bytes[half..])] {
        let request = agent.patch(url(&format!("/{id}"))).header("authorization", &bearer);
        request.header("upload-offset", offset.to_string()).send(part).ok()?;
    }
    let request = agent.post(url(&format!("/{id}/complete"))).header("authorization", &bearer);
    request.send_empty().ok()?.body_mut().read_json().ok()
}
