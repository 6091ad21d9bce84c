//! One page or picture from the web, by a request that a stranger chose. The name is resolved once, every address of it must be
//! allowed, and the connection goes to one of those; each redirect is checked like the first address. Nothing is sent that
//! tells of anybody, and nothing is taken but plain bytes, few and soon.

use super::address::Policy;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION, USER_AGENT,
};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto, pki_types::ServerName};
use url::{Host, Url};

/// Bytes of a body, at most.
pub const MOST_BYTES: usize = 1_048_576;
pub const MOST_REDIRECTS: u32 = 3;
/// Addresses of one name that are tried.
const MOST_TRIED: usize = 3;
const CONNECTING: Duration = Duration::from_secs(2);

/// Names to addresses. The system's, but for tests.
pub trait Resolve: Send + Sync + 'static {
    fn resolve(&self, host: String, port: u16) -> BoxFuture<'_, std::io::Result<Vec<SocketAddr>>>;
}

struct System;

impl Resolve for System {
    fn resolve(&self, host: String, port: u16) -> BoxFuture<'_, std::io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A page, whose beginning is enough; or a picture.
    Any,
    /// A picture, whole.
    Picture,
}

/// What came.
#[derive(Debug)]
pub struct Fetched {
    /// Where it was in the end.
    pub url: Url,
    /// As the server calls it, in small letters and without parameters.
    pub mime: String,
    pub charset: Option<String>,
    pub body: Bytes,
}

impl Fetched {
    pub fn is_picture(&self) -> bool {
        self.mime.starts_with("image/")
    }
}

/// Why nothing came. Never told to anybody but the log.
pub type Refused = String;

/// See the module.
pub struct Fetcher {
    policy: Policy,
    resolver: Box<dyn Resolve>,
    tls: OnceCell<TlsConnector>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

fn refused(error: impl std::fmt::Display) -> Refused {
    error.to_string()
}

impl Fetcher {
    pub fn new(policy: Policy) -> Self {
        Self::resolving(policy, System)
    }

    /// With names of one's own.
    pub fn resolving(policy: Policy, resolver: impl Resolve) -> Self {
        Self { policy, resolver: Box::new(resolver), tls: OnceCell::new() }
    }

    /// Follows redirects. The caller limits the time.
    ///
    /// # Errors
    /// When it may not be asked, does not answer, or is nothing that was wished for.
    pub async fn fetch(&self, mut url: Url, wish: Wish) -> Result<Fetched, Refused> {
        for _ in 0..=MOST_REDIRECTS {
            let mut connection = JoinSet::new();
            let response = self.ask(&url, &mut connection).await?;
            if !response.status().is_redirection() {
                return read(url, response, wish).await;
            }
            let location = response.headers().get(LOCATION).ok_or("a redirect to nowhere")?;
            let location = std::str::from_utf8(location.as_bytes()).map_err(refused)?;
            url = url.join(location).map_err(refused)?;
        }
        Err("too many redirects".to_owned())
    }

    /// The addresses that the name has now: all of them allowed, or none.
    async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Refused> {
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
            return Err("not an address of the web".to_owned());
        }
        let port = url.port_or_known_default().ok_or("no port")?;
        let found = match url.host().ok_or("no host")? {
            Host::Ipv4(address) => vec![(address, port).into()],
            Host::Ipv6(address) => vec![(address, port).into()],
            Host::Domain(name) => self.resolver.resolve(name.to_owned(), port).await.map_err(refused)?,
        };
        match found.iter().find(|address| !self.policy.allows(**address)) {
            Some(address) => Err(format!("{address} may not be asked")),
            None => Ok(found),
        }
    }

    async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, Refused> {
        let mut failure = "the name has no address".to_owned();
        for address in self.addresses(url).await?.into_iter().take(MOST_TRIED) {
            match tokio::time::timeout(CONNECTING, TcpStream::connect(address)).await {
                Ok(Ok(stream)) if url.scheme() == "https" => return self.secure(url, stream).await,
                Ok(Ok(stream)) => return Ok(Box::new(stream)),
                Ok(Err(error)) => failure = error.to_string(),
                Err(_) => failure = "nobody answers".to_owned(),
            }
        }
        Err(failure)
    }

    async fn secure(&self, url: &Url, stream: TcpStream) -> Result<Box<dyn Stream>, Refused> {
        let connector = self.tls.get_or_try_init(connector).await?;
        let name = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(name).map_err(refused)?;
        Ok(Box::new(connector.connect(name, stream).await.map_err(refused)?))
    }

    /// The head of the answer; its body comes as long as the connection is held.
    async fn ask(&self, url: &Url, held: &mut JoinSet<()>) -> Result<Response<Incoming>, Refused> {
        let stream = self.connect(url).await?;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(65_536)
            .max_headers(100)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(refused)?;
        held.spawn(async move {
            // How it ended, its reader hears.
            let _ = connection.await;
        });
        let path = match url.query() {
            Some(query) => [url.path(), "?", query].concat(),
            None => url.path().to_owned(),
        };
        let host = match url.port() {
            Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
            None => url.host_str().unwrap_or_default().to_owned(),
        };
        let request = Request::get(path)
            .header(HOST, host)
            .header(
                USER_AGENT,
                concat!("Mozilla/5.0 (compatible; Madang/", env!("CARGO_PKG_VERSION"), "; link preview)"),
            )
            .header(ACCEPT, "text/html,application/xhtml+xml,image/*;q=0.8")
            // Unpacked, a few bytes can be any number of them.
            .header(ACCEPT_ENCODING, "identity")
            .body(Empty::<Bytes>::new())
            .map_err(refused)?;
        sender.send_request(request).await.map_err(refused)
    }
}

/// Made when it is first needed: the system's certificates are many.
async fn connector() -> Result<TlsConnector, Refused> {
    let made = tokio::task::spawn_blocking(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        trusting(roots)
    });
    made.await.map_err(refused)?
}

fn trusting(roots: RootCertStore) -> Result<TlsConnector, Refused> {
    let provider = Arc::new(crypto::ring::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(refused)?;
    Ok(TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}

async fn read(url: Url, response: Response<Incoming>, wish: Wish) -> Result<Fetched, Refused> {
    if !response.status().is_success() {
        return Err(format!("status {}", response.status()));
    }
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    if !matches!(text(CONTENT_ENCODING).as_str(), "" | "identity") {
        return Err("it is packed".to_owned());
    }
    let kind = text(CONTENT_TYPE);
    let mut parts = kind.split(';').map(str::trim);
    let mime = parts.next().unwrap_or_default().to_owned();
    let charset = parts.find_map(|part| part.strip_prefix("charset=")).map(|name| name.trim_matches('"').to_owned());
    let picture = mime.starts_with("image/");
    let page = matches!(mime.as_str(), "text/html" | "application/xhtml+xml");
    let wished = picture || (page && wish == Wish::Any);
    if !wished {
        return Err(format!("it is {mime}"));
    }
    if picture && text(CONTENT_LENGTH).parse().is_ok_and(|length: u64| length > MOST_BYTES as u64) {
        return Err("the picture is too large".to_owned());
    }
    let body = collect(response.into_body(), picture).await?;
    Ok(Fetched { url, mime, charset, body })
}

/// The whole of a picture; of a page its head, or so much of it as may come.
async fn collect(mut body: Incoming, whole: bool) -> Result<Bytes, Refused> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(refused)?.into_data() else { continue };
        let room = MOST_BYTES - bytes.len();
        if data.len() > room && whole {
            return Err("the picture is too large".to_owned());
        }
        let from = bytes.len().saturating_sub(HEAD_ENDS.len());
        bytes.extend_from_slice(data.get(..room).unwrap_or(&data));
        let ends = |part: &[u8]| part.eq_ignore_ascii_case(HEAD_ENDS);
        if !whole && (bytes.len() == MOST_BYTES || bytes[from..].windows(HEAD_ENDS.len()).any(ends)) {
            break;
        }
    }
    Ok(bytes.into())
}

const HEAD_ENDS: &[u8] = b"</head";

#[cfg(test)]
mod tests;
