//! What a browser is given: the loader briefly cached, everything else for ever, compressed as the browser can read it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_server::{http::widget, testing::TestApp};
use std::collections::HashMap;
use std::path::Path;

struct Answer {
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

async fn get(app: &TestApp, path: &str, coding: &'static str) -> Answer {
    let url = app.url(path);
    let asked = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut response = agent.get(&url).header("accept-encoding", coding).call().unwrap();
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        let (status, headers) = (response.status().as_u16(), headers.collect());
        Answer { status, headers, body: response.body_mut().read_to_vec().unwrap() }
    });
    asked.await.unwrap()
}

#[tokio::test]
async fn files_come_with_their_type_life_and_coding_and_any_page_may_load_them() {
    let app = TestApp::start().await;
    if !widget::is_built() {
        let answer = get(&app, "/embed.js", "br").await;
        assert_eq!(answer.status, 404);
        assert!(String::from_utf8(answer.body).unwrap().contains("cargo xtask dist"));
        return;
    }
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist/assets");
    let names = std::fs::read_dir(assets).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let wasm = names.into_iter().find(|name| name.starts_with("madang-") && name.ends_with(".wasm")).unwrap();
    let wanted = [
        ("/embed.js".to_owned(), "text/javascript; charset=utf-8", "public, max-age=300"),
        (format!("/assets/{wasm}"), "application/wasm", "public, max-age=31536000, immutable"),
    ];
    for (path, mime, life) in wanted {
        let mut lengths = Vec::new();
        for coding in ["br", "gzip", "identity"] {
            let answer = get(&app, &path, coding).await;
            let header = |name: &str| answer.headers.get(name).map(String::as_str);
            assert_eq!((answer.status, header("content-type"), header("cache-control")), (200, Some(mime), Some(life)));
            assert_eq!(header("content-encoding"), (coding != "identity").then_some(coding));
            assert_eq!(header("access-control-allow-origin"), Some("*"));
            assert_eq!(header("cross-origin-resource-policy"), Some("cross-origin"));
            assert_eq!(header("vary"), Some("accept-encoding"));
            lengths.push(answer.body.len());
        }
        assert!(lengths.is_sorted() && lengths[0] < lengths[2], "{path}: {lengths:?}");
    }
    for path in [format!("/assets/{wasm}.br"), "/assets/nothing.js".to_owned(), "/assets/..%2Fembed.js".to_owned()] {
        assert_eq!(get(&app, &path, "br").await.status, 404, "{path}");
    }
}
