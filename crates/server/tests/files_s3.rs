//! Files in a bucket: against moto's S3 server, which the test installs and starts. Where it cannot, it says so.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "upload/http.rs"]
mod http;
#[path = "upload/pictures.rs"]
mod pictures;

use http::Page;
use madang_protocol::*;
use madang_server::testing::TestApp;
use pictures::png;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Newest version that was tried.
const MOTO: &str = "moto[server,s3]>=5.1,<6";

struct Moto {
    child: Child,
    url: String,
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A virtual environment outside the checkout, made once a machine.
fn install() -> Result<PathBuf, String> {
    let home = std::env::var_os("MADANG_CACHE").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/madang")));
    let folder = home.ok_or("no home folder")?.join("moto5");
    let server = folder.join("bin/moto_server");
    if server.is_file() {
        return Ok(server);
    }
    let run = |program: PathBuf, arguments: &[&str]| {
        let output = Command::new(&program)
            .args(arguments)
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    };
    run("python3".into(), &["-m", "venv", &folder.to_string_lossy()])?;
    run(folder.join("bin/pip"), &["install", "--quiet", MOTO])?;
    Ok(server)
}

fn start() -> Result<Moto, String> {
    let server = install()?;
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new(server);
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdin(Stdio::null()).stdout(Stdio::null());
    let child = command.stderr(Stdio::null()).spawn().map_err(|error| error.to_string())?;
    let moto = Moto { child, url: format!("http://127.0.0.1:{port}") };
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if begin.elapsed() > Duration::from_secs(60) {
            return Err("moto's server does not listen".to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(moto)
}

#[tokio::test]
async fn a_bucket_keeps_files_and_lets_them_go() {
    let moto = match tokio::task::spawn_blocking(start).await.unwrap() {
        Ok(moto) => moto,
        Err(reason) => {
            println!("NOT RUN: files in a bucket were not tested, since moto cannot be had here: {reason}");
            return;
        }
    };
    let url = format!("{}/yard", moto.url);
    let made = tokio::task::spawn_blocking(move || ureq::put(&url).send_empty().map(|answer| answer.status().as_u16()));
    assert_eq!(made.await.unwrap().unwrap(), 200);
    let app = TestApp::start_with(
        |config| {
            config.files = "s3://yard/chat/".to_owned();
            config.files_s3_endpoint = moto.url.clone();
            config.files_s3_access_key = "key".to_owned();
            config.files_s3_secret_key = "secret".to_owned();
        },
        Limits::default(),
    )
    .await;
    let page = Page::of(&app, "mina");
    let mut mina = app.user("mina").await;
    let noise: Vec<u8> =
        (0..2_500_000_u32).map(|n| b"abcdefgh \n"[(n.wrapping_mul(2_654_435_761) >> 13) as usize % 10]).collect();
    let text = page.upload("long.txt", &noise).await.file();
    let picture = page.upload("jar.png", &png(700, 300)).await.file();
    let files = vec![text.file_id.clone(), picture.file_id.clone()];
    let (channel_id, client_id) = (ChannelId::from("courtyard"), ClientId::from("client-0001"));
    let send =
        SendMessage { channel_id: channel_id.clone(), client_id, text: String::new(), files, ..SendMessage::default() };
    let sent = mina.ask(madang_protocol::Command::Send(send)).await;
    assert!(matches!(sent, Ok(Event::Ack(_))), "{sent:?}");
    let link = page.link(&text.file_id.0).await.unwrap();
    let path = link["path"].as_str().unwrap().to_owned();
    assert_eq!(page.get(&path).await.body, noise);
    let part = page.get_with(&path, &[("range", "bytes=2000000-2000009".to_owned())]).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &noise[2_000_000..2_000_010]));
    let link = page.link(&picture.file_id.0).await.unwrap();
    assert_eq!(page.get(link["thumbnail"].as_str().unwrap()).await.status, 200);
    let list = {
        let url = format!("{}/yard?list-type=2", moto.url);
        move || {
            let url = url.clone();
            async move {
                let asked = move || ureq::get(&url).call().unwrap().body_mut().read_to_string().unwrap();
                tokio::task::spawn_blocking(asked).await.unwrap().matches("<Key>").count()
            }
        }
    };
    assert_eq!(list().await, 3, "two files and a thumbnail; the parts are gone");
    mina.ask(madang_protocol::Command::Delete(DeleteMessage { channel_id, seq: Seq(1) })).await.unwrap();
    assert_eq!(page.get(&path).await.status, 404);
    let begin = Instant::now();
    while list().await > 0 && begin.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(list().await, 0);
}
