//! The door of the made-up Discord: TLS on loopback under Discord's name, with a certificate of our own.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto, pki_types};
use tokio_rustls::server::TlsStream;

/// The name that the program asks for.
pub const HOST: &str = "discord.com";

/// A listener, and the certificate that its callers have to trust.
pub struct Door {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

/// Cuts a connection: what is written from then on does not arrive.
#[derive(Debug, Clone, Default)]
pub struct Cut(Arc<AtomicBool>);

impl Cut {
    pub fn now(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Door {
    pub async fn open() -> (Door, reqwest::Certificate) {
        let own = rcgen::generate_simple_self_signed([HOST.to_owned()]).expect("a certificate");
        let trusted = reqwest::Certificate::from_der(own.cert.der()).expect("a certificate");
        let key = pki_types::PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
        let provider = Arc::new(crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS")
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key.into())
            .expect("the key of the certificate");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        (Door { listener, acceptor: TlsAcceptor::from(Arc::new(config)) }, trusted)
    }
}

impl Listener for Door {
    type Io = Line;
    type Addr = Cut;

    async fn accept(&mut self) -> (Line, Cut) {
        loop {
            let Ok((stream, _)) = self.listener.accept().await else { continue };
            // Who hangs up before he has said anything is nobody's business.
            let Ok(stream) = self.acceptor.accept(stream).await else { continue };
            let cut = Cut::default();
            return (Line { stream, cut: cut.clone() }, cut);
        }
    }

    fn local_addr(&self) -> io::Result<Cut> {
        Ok(Cut::default())
    }
}

impl Door {
    pub fn port(&self) -> u16 {
        self.listener.local_addr().expect("it listens").port()
    }
}

/// A connection that can be cut.
pub struct Line {
    stream: TlsStream<TcpStream>,
    cut: Cut,
}

impl Line {
    fn whole(&self) -> io::Result<()> {
        let cut = self.cut.0.load(Ordering::SeqCst);
        if cut { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.whole()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.whole()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
