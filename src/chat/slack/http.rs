//! Slack's requests to an address of ours: events, commands and interactivity, each signed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use reqwest::Url;
use serde_json::{Map, Value, json};
use slack_morphism::prelude::SlackSigningSecret;
use slack_morphism::signature_verifier::SlackEventSignatureVerifier as Verifier;

use super::ack::{Ack, Reply};
use super::heard;
use super::talk::Talk;
use super::wire::JSON;
use crate::chat::lock::lock;
use crate::secret::Secret;

/// Where Slack is told to send everything.
pub const PATH: &str = "/slack";
/// The longest request that is read, in bytes.
const BODY_MAX: usize = 1024 * 1024;
/// Signatures that are remembered: more requests than come within ten minutes.
const SEEN_MAX: usize = 100_000;
/// For how long, in seconds of Slack's own stamps: a signature holds for five minutes either way.
const SEEN_FOR: i64 = 600;

/// The door for signed requests.
#[derive(Clone)]
struct Door {
    talk: Arc<Talk>,
    verifier: Verifier,
    seen: Arc<Mutex<Seen>>,
}

/// Signatures by the second they were made in.
#[derive(Debug, Default)]
pub struct Seen(BTreeSet<(i64, String)>);

impl Seen {
    /// Whether this signature is new. Those too old to be valid are forgotten.
    pub fn is_new(&mut self, stamp: i64, signature: &str) -> bool {
        let is_new = self.0.insert((stamp, signature.to_owned()));
        let newest = self.0.last().map_or(stamp, |(newest, _)| *newest);
        let is_old = |oldest: &(i64, String)| oldest.0 < newest - SEEN_FOR;
        while self.0.len() > SEEN_MAX || self.0.first().is_some_and(is_old) {
            self.0.pop_first();
        }
        is_new
    }

    /// It may come again: it was not heard.
    pub fn forget(&mut self, stamp: i64, signature: &str) {
        self.0.remove(&(stamp, signature.to_owned()));
    }
}

/// The routes; they can stand beside others.
pub fn routes(talk: Arc<Talk>, secret: &Secret) -> Router {
    let verifier = Verifier::new(&SlackSigningSecret::new(secret.expose().to_owned()));
    let door = Door { talk, verifier, seen: Arc::default() };
    Router::new().route(PATH, post(knocked)).layer(DefaultBodyLimit::max(BODY_MAX)).with_state(door)
}

async fn knocked(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signature = word(Verifier::SLACK_SIGNED_HASH_HEADER);
    let stamp = word(Verifier::SLACK_SIGNED_TIMESTAMP);
    let (Some(signature), Some(stamp)) = (signature, stamp) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Ok(body) = std::str::from_utf8(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if let Err(error) = door.verifier.verify(signature, body, stamp) {
        tracing::warn!("a request that Slack did not sign is refused: {error}");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let stamp = stamp.parse().unwrap_or_default();
    if !lock(&door.seen).is_new(stamp, signature) {
        tracing::warn!("a request that came before is not heard again");
        return StatusCode::OK.into_response();
    }
    let kind = word("content-type").unwrap_or_default();
    match heard_and_answered(&door.talk, kind, body).await {
        Ok(answer) => answer,
        Err(Unheard) => {
            lock(&door.seen).forget(stamp, signature);
            // Slack says it again.
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// It is not on disk in time.
struct Unheard;

async fn heard_and_answered(talk: &Arc<Talk>, kind: &str, body: &str) -> Result<Response, Unheard> {
    let heard = if kind.starts_with("application/json") {
        let Ok(said) = serde_json::from_str::<Value>(body) else {
            return Ok(StatusCode::BAD_REQUEST.into_response());
        };
        if said["type"] == "url_verification" {
            return Ok(answer(&json!({"challenge": said["challenge"]})));
        }
        heard::event(&said)
    } else {
        let fields = fields(body);
        match fields["payload"].as_str().map(serde_json::from_str::<Value>) {
            Some(Ok(payload)) => heard::interaction(&payload),
            Some(Err(_)) => return Ok(StatusCode::BAD_REQUEST.into_response()),
            None => heard::command(&fields),
        }
    };
    let said = match talk.take(heard) {
        Ack::Now(said) => said,
        Ack::Soon(said) => match said.await {
            Reply::Heard(said) => said,
            Reply::Silence => return Err(Unheard),
        },
    };
    Ok(said.map_or_else(|| StatusCode::OK.into_response(), |said| answer(&said)))
}

fn answer(said: &Value) -> Response {
    ([(header::CONTENT_TYPE, JSON)], said.to_string()).into_response()
}

/// A form's fields.
fn fields(body: &str) -> Value {
    let mut address = Url::parse("http://slack.invalid").ok();
    if let Some(address) = &mut address {
        address.set_query(Some(body));
    }
    let pairs = address.iter().flat_map(|address| address.query_pairs().into_owned());
    Value::Object(pairs.map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>())
}
