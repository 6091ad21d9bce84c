//! One request of the Platform API.

use madang_server::testing::TestApp;
use serde_json::Value;

pub async fn call(app: &TestApp, method: &'static str, path: &str, bearer: &str, body: Value) -> (u16, Value) {
    let (url, bearer) = (app.url(path), format!("Bearer {bearer}"));
    let asked = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let sent = match method {
            "GET" => agent.get(&url).header("authorization", bearer).call(),
            "PUT" => agent.put(&url).header("authorization", bearer).send_json(body),
            _ => agent.post(&url).header("authorization", bearer).send_json(body),
        };
        let mut response = sent.unwrap();
        let status = response.status().as_u16();
        (status, response.body_mut().read_json().unwrap_or(Value::Null))
    });
    asked.await.unwrap()
}
