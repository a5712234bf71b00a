//! The peer: a handler that checks the signature and makes the request durable, and does nothing else.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::Duration;
use slack_morphism::prelude::SlackSigningSecret;
use slack_morphism::signature_verifier::SlackEventSignatureVerifier as Verifier;
use tokio::sync::oneshot;

use crate::client;

type Record = (Bytes, oneshot::Sender<()>);

#[derive(Clone)]
struct Door {
    verifier: Verifier,
    writer: Sender<Record>,
}

/// Requests a second.
pub async fn rate(dir: &Path, in_flight: usize, lasting: Duration) -> anyhow::Result<f64> {
    let (writer, written) = channel();
    let file = File::create(dir.join("bare"))?;
    std::thread::spawn(move || append(file, &written));
    let verifier = Verifier::new(&SlackSigningSecret::new(client::SECRET.to_owned()));
    let router = Router::new().route("/slack", post(knocked)).with_state(Door { verifier, writer });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/slack", listener.local_addr()?);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let rate = client::rate(&address, None, in_flight, lasting).await;
    serving.abort();
    rate
}

async fn knocked(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let word = |name: &str| headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let (signature, stamp) = (word("x-slack-signature"), word("x-slack-request-timestamp"));
    let Ok(text) = std::str::from_utf8(&body) else { return StatusCode::BAD_REQUEST };
    if door.verifier.verify(signature, text, stamp).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let (done, on_disk) = oneshot::channel();
    if door.writer.send((body, done)).is_err() || on_disk.await.is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    StatusCode::OK
}

/// Whatever waits shares one sync.
fn append(mut file: File, asked: &Receiver<Record>) -> std::io::Result<()> {
    while let Ok((first, answer)) = asked.recv() {
        let (mut group, mut answers) = (first.to_vec(), vec![answer]);
        while let Ok((bytes, answer)) = asked.try_recv() {
            group.extend_from_slice(&bytes);
            answers.push(answer);
        }
        file.write_all(&group)?;
        file.sync_data()?;
        // Who stopped waiting has counted already.
        for answer in answers {
            let _ = answer.send(());
        }
    }
    Ok(())
}
