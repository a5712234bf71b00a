//! What a chat takes of messages to one place: counted, and refused beyond that with the time to wait.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use baton::engine::clock::{Clock as _, SystemClock};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

/// What a place may be sent.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// So many after a rest, and then one at a time.
    Bucket { burst: i32, every: Duration },
    /// So many in a stretch of time that begins with the first of them.
    Window { count: usize, length: Duration },
}

impl Rule {
    /// How many may be sent from the first on before so long has passed, at the most.
    pub fn allowed(self, lasting: Duration) -> f64 {
        let times = |every: Duration| {
            (lasting.num_milliseconds() as f64 / every.num_milliseconds() as f64).ceil()
        };
        match self {
            Rule::Bucket { burst, every } => f64::from(burst) + times(every) - 1.0,
            Rule::Window { count, length } => count as f64 * times(length),
        }
    }
}

/// What came, place by place.
#[derive(Debug, Default)]
pub struct Counted {
    /// When what was taken counts no more.
    spent_until: BTreeMap<String, DateTime<Utc>>,
    /// When it began, and how many came since.
    windows: BTreeMap<String, (DateTime<Utc>, usize)>,
}

impl Counted {
    /// Counts what comes now. An instant: it is too much, until then.
    pub fn count(&mut self, rule: Rule, place: &str, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match rule {
            Rule::Bucket { burst, every } => {
                let spent = self.spent_until.get(place).copied().unwrap_or(at).max(at);
                let free = spent - every * (burst - 1);
                if free > at {
                    return Some(free);
                }
                self.spent_until.insert(place.to_owned(), spent + every);
            }
            Rule::Window { count, length } => {
                let window = self.windows.entry(place.to_owned()).or_insert((at, 0));
                if at >= window.0 + length {
                    *window = (at, 0);
                }
                if window.1 == count {
                    return Some(window.0 + length);
                }
                window.1 += 1;
            }
        }
        None
    }
}

/// Stands before a made-up chat. Without a rule everything passes.
#[derive(Debug, Default)]
pub struct Meter {
    rule: Mutex<Option<Rule>>,
    log: Mutex<Log>,
}

#[derive(Debug, Default)]
pub struct Log {
    counted: Counted,
    /// Until when a place was told to wait.
    shut: BTreeMap<String, DateTime<Utc>>,
    /// By place, in order.
    pub taken: BTreeMap<String, Vec<DateTime<Utc>>>,
    pub refused: usize,
    /// What came before the time that it had been told.
    pub early: usize,
}

impl Meter {
    pub fn keep(&self, rule: Rule) {
        *lock(&self.rule) = Some(rule);
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    /// Takes a message to a place; an instant: it is refused, until then.
    fn takes(&self, rule: Rule, place: &str) -> Option<Duration> {
        let (mut log, now) = (self.log(), SystemClock.now());
        log.early += usize::from(log.shut.get(place).is_some_and(|until| now < *until));
        match log.counted.count(rule, place, now) {
            Some(until) => {
                log.refused += 1;
                log.shut.insert(place.to_owned(), until);
                Some(until - now)
            }
            None => {
                log.taken.entry(place.to_owned()).or_default().push(now);
                None
            }
        }
    }

    /// What Discord says beside every answer.
    fn headers(&self, rule: Rule, place: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let Rule::Window { count, length } = rule else { return headers };
        let window = self.log().counted.windows.get(place).copied();
        let (began, used) = window.unwrap_or((SystemClock.now(), 0));
        let ends = began + length;
        let after = (ends - SystemClock.now()).as_seconds_f64().max(0.0);
        let said = [
            ("x-ratelimit-limit", count.to_string()),
            ("x-ratelimit-remaining", (count - used).to_string()),
            ("x-ratelimit-reset", format!("{:.3}", ends.timestamp_millis() as f64 / 1_000.0)),
            ("x-ratelimit-reset-after", format!("{after:.3}")),
            ("x-ratelimit-bucket", "messages".to_owned()),
        ];
        for (name, value) in said {
            headers.insert(name, HeaderValue::from_str(&value).expect("a number"));
        }
        headers
    }
}

/// Lets a request through to the chat, if its place may be sent something.
pub async fn metered(State(meter): State<Arc<Meter>>, request: Request, next: Next) -> Response {
    let rule = *lock(&meter.rule);
    let Some(rule) = rule else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    let path = parts.uri.path().to_owned();
    let is_discords = path.starts_with("/api/v10/channels/") && path.ends_with("/messages");
    let place = match path.as_str() {
        "/api/chat.postMessage" => {
            let body: Value = serde_json::from_slice(&bytes).expect("JSON");
            body["channel"].as_str().map(str::to_owned)
        }
        _ => (is_discords && parts.method == "POST").then_some(path),
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    let Some(place) = place else { return next.run(request).await };
    match meter.takes(rule, &place) {
        None => {
            let mut response = next.run(request).await;
            response.headers_mut().extend(meter.headers(rule, &place));
            response
        }
        Some(after) => {
            let after = after.as_seconds_f64();
            let body = json!({
                "ok": false, "error": "ratelimited",
                "message": "You are being rate limited.", "retry_after": after, "global": false,
            });
            let retry_after = [("retry-after", format!("{after:.3}"))];
            let mut response =
                (StatusCode::TOO_MANY_REQUESTS, retry_after, Json(body)).into_response();
            response.headers_mut().extend(meter.headers(rule, &place));
            response
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
