//! Pages behind TLS: only of who proves the name.

use super::*;
use crate::config::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

struct Here(SocketAddr);

impl Resolve for Here {
    fn resolve(&self, _: String, _: u16) -> BoxFuture<'_, std::io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(vec![self.0]) })
    }
}

/// Says hello to everybody, as `secure.example`; gives the certificate that proves it.
async fn secure_site() -> (SocketAddr, CertificateDer<'static>) {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(vec!["secure.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4_096];
            if stream.read(&mut request).await.is_ok() {
                let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\n\r\nhello";
                drop(stream.write_all(page.as_bytes()).await);
            }
        }
    });
    (address, cert.der().clone())
}

fn fetcher(address: SocketAddr, trusted: Option<CertificateDer<'static>>) -> Fetcher {
    let config = Config { preview_own_addresses: address.to_string(), ..Config::default() };
    let mut fetcher = Fetcher::resolving(Policy::of(&config).unwrap(), Here(address));
    if let Some(certificate) = trusted {
        let mut roots = RootCertStore::empty();
        roots.add(certificate).unwrap();
        fetcher.tls = OnceCell::new_with(Some(trusting(roots).unwrap()));
    }
    fetcher
}

#[tokio::test]
async fn a_secure_page_is_read_from_who_proves_its_name_only() {
    let (address, certificate) = secure_site().await;
    let ask = async |trusted, name: &str| {
        let url = Url::parse(&format!("https://{name}/")).unwrap();
        fetcher(address, trusted).fetch(url, Wish::Any).await
    };
    assert_eq!(ask(Some(certificate.clone()), "secure.example").await.unwrap().body, "hello");
    for (trusted, name) in [(Some(certificate), "other.example"), (None, "secure.example")] {
        let reason = ask(trusted, name).await.unwrap_err();
        assert!(reason.contains("certificate"), "{reason}");
    }
}
