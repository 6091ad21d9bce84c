//! What a request may reach, and how much of an answer it takes. Every address is of a listener that would answer.

use super::*;
use crate::testing::{Says, Web};
use futures_util::future::BoxFuture;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

fn config(own: &str, ports: &str) -> Config {
    Config { preview_own_addresses: own.into(), preview_ports: ports.into(), ..Config::default() }
}

/// May ask these addresses besides what is public.
fn own(webs: &[&Web]) -> Policy {
    let own: Vec<String> = webs.iter().map(|web| web.address.to_string()).collect();
    Policy::of(&config(&own.join(","), "80,443")).unwrap()
}

async fn fetch(fetcher: &Fetcher, url: &str) -> Result<Fetched, Refused> {
    fetcher.fetch(Url::parse(url).unwrap(), Wish::Any).await
}

/// Names to addresses by a list of answers, one after the other.
struct Names(Vec<Vec<SocketAddr>>, Arc<AtomicUsize>);

impl fetch::Resolve for Names {
    fn resolve(&self, _: String, _: u16) -> BoxFuture<'_, std::io::Result<Vec<SocketAddr>>> {
        let asked = self.1.fetch_add(1, Ordering::SeqCst);
        let answer = self.0[asked.min(self.0.len() - 1)].clone();
        Box::pin(async move { Ok(answer) })
    }
}

#[tokio::test]
async fn what_is_not_public_is_never_connected_to_however_it_is_written() {
    let web = Web::start(|_| Says::page("<title>secret</title>")).await;
    let port = web.address.port();
    // Its port is allowed: only the address keeps a request from it.
    let fetcher = Fetcher::new(Policy::of(&config("", &format!("80,443,{port}"))).unwrap());
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[::ffff:7f00:1]",
        "１２７.0.0.1",
        "127。0。0。1",
        "169.254.169.254",
        "0xa9fea9fe",
        "10.0.0.1",
        "10.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "[fc00::1]",
        "[fd12::1]",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "224.0.0.1",
        "239.255.255.250",
        "[ff02::1]",
        "255.255.255.255",
    ] {
        for scheme in ["http", "https"] {
            let Ok(url) = Url::parse(&format!("{scheme}://{host}:{port}/")) else { continue };
            let refused = tokio::time::timeout(PATIENCE, fetcher.fetch(url, Wish::Any)).await;
            let reason = refused.unwrap_or_else(|_| panic!("{host} was asked")).unwrap_err();
            assert!(reason.contains("may not be asked") || reason.contains("lookup"), "{host}: {reason}");
        }
    }
    assert_eq!(web.asked(), [""; 0]);
}

#[tokio::test]
async fn only_the_web_is_asked_and_only_on_its_ports() {
    let web = Web::start(|_| Says::page("<title>secret</title>")).await;
    let fetcher = Fetcher::new(own(&[&web]));
    let port = web.address.port();
    for url in [
        format!("ftp://127.0.0.1:{port}/"),
        format!("gopher://127.0.0.1:{port}/"),
        format!("ws://127.0.0.1:{port}/"),
        format!("http://user@127.0.0.1:{port}/"),
        format!("http://user:word@127.0.0.1:{port}/"),
        "file:///etc/passwd".to_owned(),
        "data:text/html,<title>x</title>".to_owned(),
        "http://93.184.216.34:22/".to_owned(),
        "http://93.184.216.34:6379/".to_owned(),
        "https://[2606:4700::1111]:8443/".to_owned(),
    ] {
        assert!(fetch(&fetcher, &url).await.is_err(), "{url}");
    }
    assert_eq!(web.asked(), [""; 0]);
    assert_eq!(fetch(&fetcher, &web.url("/")).await.unwrap().mime, "text/html");
}

#[tokio::test]
async fn one_listener_may_be_allowed_and_no_other() {
    let (web, other) = (Web::start(|_| Says::page("hello")).await, Web::start(|_| Says::page("secret")).await);
    let fetcher = Fetcher::new(own(&[&web]));
    assert_eq!(fetch(&fetcher, &web.url("/a?b=c#d")).await.unwrap().body, "hello");
    assert!(fetch(&fetcher, &other.url("/")).await.is_err());
    assert_eq!(other.asked(), [""; 0]);
    let request = &web.asked()[0];
    assert!(request.starts_with("GET /a?b=c HTTP/1.1\r\n"), "{request}");
    let heads: Vec<&str> = request.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
    assert_eq!(heads, ["host", "user-agent", "accept", "accept-encoding"], "nothing that tells of anybody");
}

#[tokio::test]
async fn a_name_is_resolved_once_and_all_its_addresses_must_be_allowed() {
    let web = Web::start(|_| Says::page("hello")).await;
    let inside: SocketAddr = "127.0.0.1:80".parse().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let names = |answers: &[&[SocketAddr]]| Names(answers.iter().map(|list| list.to_vec()).collect(), asked.clone());
    // The second answer would lead inside; nobody asks for it.
    let rebinding = Fetcher::resolving(own(&[&web]), names(&[&[web.address], &[inside]]));
    assert_eq!(fetch(&rebinding, "http://rebind.example/").await.unwrap().body, "hello");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let request = web.asked().pop().unwrap();
    assert!(request.contains("host: rebind.example\r\n"), "{request}");
    for mixed in [[web.address, inside], [inside, web.address]] {
        let fetcher = Fetcher::resolving(own(&[&web]), names(&[&mixed]));
        assert!(fetch(&fetcher, "http://mixed.example/").await.unwrap_err().contains("may not be asked"));
    }
    let nothing = Fetcher::resolving(own(&[&web]), names(&[&[]]));
    assert!(fetch(&nothing, "http://nothing.example/").await.is_err());
    assert_eq!(web.asked().len(), 1);
}

#[tokio::test]
async fn redirects_are_followed_three_times_and_each_is_checked() {
    let other = Web::start(|_| Says::page("secret")).await;
    let inside = other.url("/");
    let web = Web::start(move |path| match path.trim_start_matches('/') {
        "0" => Says::page("here"),
        "in" => Says::redirect(&inside),
        "decimal" => Says::redirect(&inside.replace("127.0.0.1", "2130706433")),
        "meta" => Says::redirect("http://169.254.169.254/latest/meta-data/"),
        "file" => Says::redirect("file:///etc/passwd"),
        "port" => Says::redirect("//93.184.216.34:22/"),
        "loop" => Says::redirect("loop"),
        "nowhere" => Says::Once(b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n".to_vec()),
        steps => Says::redirect(&format!("/{}", steps.parse::<u32>().unwrap() - 1)),
    })
    .await;
    let fetcher = Fetcher::new(own(&[&web]));
    let fetched = fetch(&fetcher, &web.url("/3")).await.unwrap();
    assert_eq!((fetched.body.as_ref(), fetched.url.path()), (b"here".as_slice(), "/0"));
    for refused in ["4", "in", "decimal", "meta", "file", "port", "loop", "nowhere"] {
        assert!(fetch(&fetcher, &web.url(&format!("/{refused}"))).await.is_err(), "{refused}");
    }
    assert_eq!((web.count("/loop"), other.asked().len()), (4, 0));
}

#[tokio::test]
async fn nothing_but_pages_and_pictures_is_taken_and_nothing_packed() {
    let packed = |encoding: &str| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: {encoding}\r\n\r\n");
        Says::Once([head.as_bytes(), &[0x1f, 0x8b, 8, 0]].concat())
    };
    let web = Web::start(move |path| match path {
        "/gzip" | "/br" | "/deflate" | "/zstd" => packed(&path[1..]),
        "/pdf" => Says::ok("application/pdf", "%PDF-"),
        "/json" => Says::ok("application/json", "{}"),
        "/plain" => Says::ok("text/plain", "words"),
        "/none" => Says::Once(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()),
        "/xhtml" => Says::ok("Application/XHTML+XML; Charset=\"EUC-KR\"", "<title>x</title>"),
        "/old" => Says::Once(b"<title>no head at all</title>".to_vec()),
        "/heads" => Says::Once([b"HTTP/1.1 200 OK\r\nx: ".as_slice(), &[b'a'; 100_000], b"\r\n\r\n"].concat()),
        _ => Says::missing(),
    })
    .await;
    let fetcher = Fetcher::new(own(&[&web]));
    for refused in ["gzip", "br", "deflate", "zstd", "pdf", "json", "plain", "none", "missing", "old", "heads"] {
        assert!(fetch(&fetcher, &web.url(&format!("/{refused}"))).await.is_err(), "{refused}");
    }
    let fetched = fetch(&fetcher, &web.url("/xhtml")).await.unwrap();
    assert_eq!((fetched.mime.as_str(), fetched.charset.as_deref()), ("application/xhtml+xml", Some("euc-kr")));
    let picture = fetcher.fetch(Url::parse(&web.url("/xhtml")).unwrap(), Wish::Picture).await;
    assert!(picture.is_err(), "a page is no picture");
}

#[tokio::test]
async fn of_a_body_that_never_ends_a_mebibyte_is_taken() {
    let html = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>long</title>";
    let png = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n";
    let web = Web::start(move |path| match path {
        "/page" => Says::Endless(html.to_vec(), vec![b' '; 65_536], Duration::ZERO),
        "/picture" => Says::Endless(png.to_vec(), vec![0; 65_536], Duration::ZERO),
        "/large" => Says::ok("image/png", vec![0; fetch::MOST_BYTES + 1]),
        _ => Says::Endless([html, "</HEAD><body>".as_bytes()].concat(), Vec::new(), Duration::from_secs(60)),
    })
    .await;
    let fetcher = Fetcher::new(own(&[&web]));
    let page = fetch(&fetcher, &web.url("/page")).await.unwrap();
    assert_eq!((page.body.len(), page::read(&page.body, None).title.as_str()), (fetch::MOST_BYTES, "long"));
    for large in ["/picture", "/large"] {
        assert_eq!(fetch(&fetcher, &web.url(large)).await.unwrap_err(), "the picture is too large", "{large}");
    }
    // The head is enough: what comes behind it is not waited for.
    let head = tokio::time::timeout(Duration::from_secs(2), fetch(&fetcher, &web.url("/head"))).await.unwrap();
    assert!(head.unwrap().body.ends_with(b"</HEAD><body>"));
}

/// With nowhere to keep pictures, which these have not.
fn no_files() -> Files {
    Files::new(&Config {
        data: std::env::temp_dir().join("madang-no-files").to_string_lossy().into(),
        ..Config::default()
    })
}

#[tokio::test]
async fn who_is_too_slow_is_given_up_after_five_seconds() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n".to_vec();
    let web = Web::start(move |path| match path {
        "/silent" => Says::Endless(Vec::new(), Vec::new(), Duration::from_secs(60)),
        "/slow" => Says::Endless(head.clone(), b" ".to_vec(), Duration::from_millis(50)),
        "/picture" => Says::page(format!("<title>x</title><meta property=og:image content={}>", "/silent")),
        _ => Says::Endless(b"HTTP/1.1 200".to_vec(), b" ".to_vec(), Duration::from_millis(50)),
    })
    .await;
    let previews = Previews::asking(Ok(Fetcher::new(own(&[&web]))));
    let (files, begun) = (no_files(), Instant::now());
    let urls = ["/silent", "/slow", "/head", "/picture"].map(|path| web.url(path));
    let found = futures_util::future::join_all(urls.iter().map(|url| previews.find(url, &files))).await;
    assert!(
        begun.elapsed() >= PATIENCE && begun.elapsed() < PATIENCE + Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(found.iter().flatten().count(), 0);
}

#[tokio::test]
async fn a_link_that_many_paste_is_asked_for_once_and_what_failed_as_well() {
    let web = Web::start(|path| match path {
        "/good" => Says::page("<title>good</title>"),
        _ => Says::missing(),
    })
    .await;
    let previews = Previews::asking(Ok(Fetcher::new(own(&[&web]))));
    let files = no_files();
    for path in ["/good", "/bad"] {
        let url = web.url(path);
        let found = futures_util::future::join_all((0..20).map(|_| previews.find(&url, &files))).await;
        assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
        previews.find(&format!("{url}#part"), &files).await;
        assert_eq!((web.count(path), found[0].is_some()), (1, path == "/good"), "{path}");
    }
}

#[test]
fn the_first_link_to_the_web_counts() {
    let link = |url: &str| TextRange { style: TextStyle::Link, url: Some(url.into()), ..TextRange::default() };
    let bold = TextRange { style: TextStyle::Bold, ..TextRange::default() };
    let ranges = [bold, link("mailto:a@b.example"), link("https://a.example/"), link("http://b.example/")];
    assert_eq!(first_link(&ranges), Some("https://a.example/"));
    assert_eq!(first_link(&ranges[..2]), None);
}
