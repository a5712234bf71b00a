//! Slack's signed requests to an address of the bot's.

use baton::engine::clock::{Clock as _, SystemClock};
use reqwest::{Client, Response};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The app's secret.
pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// Slack's end of HTTP.
pub struct Signed {
    pub address: String,
    pub client: Client,
}

/// A request as it was sent, to be sent again.
#[derive(Clone)]
pub struct Request {
    pub stamp: String,
    pub signature: String,
    pub kind: &'static str,
    pub body: String,
}

impl Request {
    /// Signed `ago` seconds ago.
    pub fn new(kind: &'static str, body: String, ago: i64) -> Request {
        let stamp = (SystemClock.now().timestamp() - ago).to_string();
        let signed = hmac(SECRET.as_bytes(), format!("v0:{stamp}:{body}").as_bytes());
        let hex: String = signed.iter().map(|byte| format!("{byte:02x}")).collect();
        Request { stamp, signature: format!("v0={hex}"), kind, body }
    }

    /// What Socket Mode brings in this envelope, as HTTP does.
    pub fn of(envelope: &Value) -> Request {
        let payload = &envelope["payload"];
        match envelope["type"].as_str() {
            Some("slash_commands") => {
                let fields = payload.as_object().expect("fields").iter();
                let pairs =
                    fields.map(|(name, value)| (name.as_str(), value.as_str().expect("a word")));
                Request::form(&pairs.collect::<Vec<_>>())
            }
            Some("interactive") => Request::form(&[("payload", &payload.to_string())]),
            _ => Request::event(payload),
        }
    }

    pub fn event(event: &Value) -> Request {
        Request::new("application/json", event.to_string(), 0)
    }

    pub fn form(fields: &[(&str, &str)]) -> Request {
        let mut url = reqwest::Url::parse("http://slack.invalid").expect("an address");
        url.query_pairs_mut().extend_pairs(fields);
        let body = url.query().unwrap_or_default().to_owned();
        Request::new("application/x-www-form-urlencoded", body, 0)
    }
}

impl Signed {
    pub async fn send(&self, request: &Request) -> Response {
        let sent = self
            .client
            .post(&self.address)
            .header("content-type", request.kind)
            .header("x-slack-request-timestamp", &request.stamp)
            .header("x-slack-signature", &request.signature)
            .body(request.body.clone());
        sent.send().await.expect("an answer")
    }
}

/// HMAC-SHA256 as in RFC 2104, written out: the judge is not the code it judges.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with).to_vec();
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}
