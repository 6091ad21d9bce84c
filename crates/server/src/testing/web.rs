//! A web server of the tests' own: what it says to each path is given as bytes, head and all, and it remembers who asked what.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What a path answers.
pub enum Says {
    /// These bytes; then the connection ends.
    Once(Vec<u8>),
    /// These bytes, and then the second ones again and again, with a pause before each.
    Endless(Vec<u8>, Vec<u8>, Duration),
}

impl Says {
    /// 200 with a type and a body.
    pub fn ok(mime: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {mime}\r\ncontent-length: {}\r\n\r\n", body.len());
        Self::Once([head.as_bytes(), body].concat())
    }

    pub fn page(body: impl AsRef<[u8]>) -> Self {
        Self::ok("text/html; charset=utf-8", body)
    }

    pub fn redirect(location: &str) -> Self {
        Self::Once(format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n").into_bytes())
    }

    pub fn missing() -> Self {
        Self::Once(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec())
    }
}

/// See the module. Ends with its value.
pub struct Web {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Web {
    pub async fn start(answer: impl Fn(&str) -> Says + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (heard, answer) = (asked.clone(), Arc::new(answer));
        let serving = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (heard, answer) = (heard.clone(), answer.clone());
                tokio::spawn(async move {
                    let (mut request, mut part) = (Vec::new(), [0; 4_096]);
                    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                        match stream.read(&mut part).await {
                            Ok(size) if size > 0 => request.extend_from_slice(&part[..size]),
                            _ => break,
                        }
                    }
                    let request = String::from_utf8_lossy(&request).into_owned();
                    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                    heard.lock().unwrap().push(request);
                    match answer(&path) {
                        Says::Once(bytes) => drop(stream.write_all(&bytes).await),
                        Says::Endless(head, bytes, pause) => {
                            let mut told = stream.write_all(&head).await;
                            while told.is_ok() {
                                tokio::time::sleep(pause).await;
                                told = stream.write_all(&bytes).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, asked, serving }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Every request, as it came.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|request| request.split(' ').nth(1) == Some(path)).count()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
