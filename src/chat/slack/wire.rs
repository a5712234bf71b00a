//! Slack's Web API, one call at a time: what is asked, what came of it, and how sure that is.

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::secret::Secret;

/// How JSON is announced.
pub const JSON: &str = "application/json; charset=utf-8";
/// Where the Web API is.
pub const API: &str = "https://slack.com/api";
/// A call that takes longer is given up.
pub const CALL_WITHIN: Duration = Duration::from_secs(10);
/// Where Slack says to wait and not for how long.
const WAIT_AT_LEAST: Duration = Duration::from_secs(1);
/// What is longer than a month is no wait that anybody meant.
const WAIT_AT_MOST: Duration = Duration::from_secs(30 * 86_400);

/// Why a call came to nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Trouble {
    /// 429: not before so long has passed.
    #[error("{method}: too many calls, wait {after:?}")]
    Slowed { method: String, after: Duration },
    /// Slack has read it and will not, for this word of its documents.
    #[error("{method}: {code}{detail}")]
    Refused { method: String, code: String, detail: String },
    /// It did not leave this machine.
    #[error("{method}: Slack cannot be reached: {why}")]
    Unreached { method: String, why: String },
    /// It left; whether it was done is not known.
    #[error("{method}: no answer that can be read: {why}")]
    Unsure { method: String, why: String },
}

/// The way to Slack.
#[derive(Debug, Clone)]
pub struct Wire {
    http: Client,
    api: String,
    within: Duration,
}

impl Wire {
    /// `api` is [`API`], or a server that stands in for it; `within` is how long a call may take.
    ///
    /// # Errors
    /// The machine's certificates or its randomness cannot be had.
    pub fn new(api: &str, within: Duration) -> anyhow::Result<Wire> {
        let http = Client::builder().timeout(within).connect_timeout(within).build()?;
        Ok(Wire { http, api: api.trim_end_matches('/').to_owned(), within })
    }

    /// How long a call may take.
    pub fn within(&self) -> Duration {
        self.within
    }

    /// A call that changes something: its arguments are JSON.
    ///
    /// # Errors
    /// What came of it instead.
    pub async fn tell(
        &self,
        method: &str,
        token: &Secret,
        body: &(impl Serialize + Sync),
    ) -> Result<Value, Trouble> {
        let request = self.request(method, token).header("content-type", JSON);
        let request = request.body(json!(body).to_string());
        self.call(method, request).await
    }

    /// A call that asks: its arguments are a form, since not every such method reads JSON.
    ///
    /// # Errors
    /// What came of it instead.
    pub async fn ask(
        &self,
        method: &str,
        token: &Secret,
        words: &[(&str, &str)],
    ) -> Result<Value, Trouble> {
        let request = self.request(method, token).form(words);
        self.call(method, request).await
    }

    /// Posts to an address that Slack gave: an answer, or the bytes of a file. What it answers is no JSON.
    ///
    /// # Errors
    /// What came of it instead.
    pub async fn post(
        &self,
        what: &str,
        address: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<(), Trouble> {
        let request = self.http.post(address).header("content-type", kind).body(body);
        let (status, after, text) = sent(what, request).await?;
        judged(what, status, after, &text)?;
        match status.is_success() {
            true => Ok(()),
            false => Err(refused(what, &status.as_u16().to_string(), &text)),
        }
    }

    fn request(&self, method: &str, token: &Secret) -> RequestBuilder {
        self.http.post(format!("{}/{method}", self.api)).bearer_auth(token.expose())
    }

    async fn call(&self, method: &str, request: RequestBuilder) -> Result<Value, Trouble> {
        let (status, after, text) = sent(method, request).await?;
        judged(method, status, after, &text)?;
        let unsure = |why: String| Trouble::Unsure { method: method.to_owned(), why };
        let answer: Value = serde_json::from_str(&text)
            .map_err(|error| unsure(format!("status {status}, and no JSON: {error}")))?;
        if answer["ok"] == true {
            return Ok(answer);
        }
        match answer["error"].as_str() {
            Some("ratelimited" | "rate_limited") => Err(slowed(method, after)),
            Some(code) if is_unsure(code) => Err(unsure(code.to_owned())),
            Some(code) => Err(refused(method, code, &detail(&answer))),
            None => Err(unsure(format!("status {status}, and neither `ok` nor `error`"))),
        }
    }
}

/// The status, the `Retry-After`, the body.
async fn sent(
    method: &str,
    request: RequestBuilder,
) -> Result<(StatusCode, Option<Duration>, String), Trouble> {
    // The address of an answer is a secret of its own: errors go without it.
    let lost = |error: reqwest::Error| {
        let (before, method) = (error.is_connect() || error.is_builder(), method.to_owned());
        let why = format!("{:#}", anyhow::Error::new(error.without_url()));
        match before {
            true => Trouble::Unreached { method, why },
            false => Trouble::Unsure { method, why },
        }
    };
    let answer = request.send().await.map_err(lost)?;
    let after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let (status, after) = (answer.status(), after.and_then(wait));
    Ok((status, after, answer.text().await.map_err(lost)?))
}

/// What the status alone says.
fn judged(
    method: &str,
    status: StatusCode,
    after: Option<Duration>,
    text: &str,
) -> Result<(), Trouble> {
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Err(slowed(method, after));
    }
    if status.is_server_error() {
        let why = format!("status {status}: {}", text.chars().take(200).collect::<String>());
        return Err(Trouble::Unsure { method: method.to_owned(), why });
    }
    Ok(())
}

fn slowed(method: &str, after: Option<Duration>) -> Trouble {
    Trouble::Slowed { method: method.to_owned(), after: after.unwrap_or(WAIT_AT_LEAST) }
}

fn refused(method: &str, code: &str, detail: &str) -> Trouble {
    let detail = match detail.trim() {
        "" => String::new(),
        detail => format!(" ({})", detail.chars().take(300).collect::<String>()),
    };
    Trouble::Refused { method: method.to_owned(), code: code.to_owned(), detail }
}

/// What Slack says beside the code: a missing scope, the faults of blocks.
fn detail(answer: &Value) -> String {
    let needed = answer["needed"].as_str().map(|scope| format!("needs the scope {scope}"));
    let messages = answer["response_metadata"]["messages"].as_array().into_iter().flatten();
    let errors = answer["errors"].as_array().into_iter().flatten();
    let said = messages.chain(errors).map(|it| it.as_str().map_or(it.to_string(), str::to_owned));
    needed.into_iter().chain(said).collect::<Vec<_>>().join("; ")
}

/// Slack's documents say of these that it may have been done.
fn is_unsure(code: &str) -> bool {
    matches!(
        code,
        "fatal_error"
            | "internal_error"
            | "request_timeout"
            | "service_unavailable"
            | "team_added_to_org"
    )
}

/// Seconds, perhaps with a fraction. None: no such thing.
fn wait(value: &str) -> Option<Duration> {
    let seconds: f64 = value.trim().parse().ok()?;
    (seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(WAIT_AT_MOST.as_secs_f64())))
}
