//! The REST side of the made-up Discord: one desk for all routes, which knows no other.

use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::door::Cut;
use super::house::{BOT, Refusal, SERVER};
use super::judge::{self, Kind};
use super::shapes::{self, message, shown};
use super::{Asked, Begun, FakeDiscord, TOKEN, Trap, lock};
use crate::support::recorded::record;

/// What a request came to.
type Done = Result<Value, Refusal>;

pub fn router(fake: FakeDiscord) -> Router {
    Router::new().fallback(handle).with_state(fake)
}

async fn handle(
    State(fake): State<FakeDiscord>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    // `@original` may come as it is or encoded.
    let path = uri.path().strip_prefix("/api/v10").unwrap_or_default().replace("%40", "@");
    let (body, files) = read(&headers, &bytes);
    let line = format!("{method} {path}");
    let trap = fake.trapped(&line);
    if trap == Some(Trap::Lost) {
        cut.now();
    }
    let early = trap.and_then(refusal).or_else(|| fake.used(&line));
    let response = match early {
        Some(response) => response,
        None if trap == Some(Trap::Lost) => StatusCode::OK.into_response(),
        None => {
            let authorised =
                headers.get("authorization").is_some_and(|it| it == &format!("Bot {TOKEN}"));
            // Who knows the token of an interaction needs no other.
            let by_token = ["/interactions/", "/webhooks/"].iter().any(|it| path.starts_with(it));
            let done = match authorised || by_token {
                true => fake.route(&method, &path, uri.query().unwrap_or_default(), &body),
                false => Err((401, 0, "401: Unauthorized")),
            };
            if let Ok(given) = &done {
                record("discord", "answer", &json!({"to": line, "given": given}));
            }
            answer(done)
        }
    };
    let asked = Asked { method: method.to_string(), path, body, files };
    lock(&fake.inner.asked).push(asked);
    fake.happened();
    match trap {
        Some(Trap::Silent) => std::future::pending().await,
        Some(Trap::Reset) => {
            cut.now();
            response
        }
        _ => response,
    }
}

fn answer(done: Done) -> Response {
    let (status, body) = match done {
        Ok(Value::Null) => return StatusCode::NO_CONTENT.into_response(),
        Ok(body) => (200, body),
        Err((status, code, message)) => (status, json!({"code": code, "message": message})),
    };
    let code = StatusCode::from_u16(status).expect("a status");
    (code, axum::Json(body)).into_response()
}

/// The answer of a trap that does nothing.
fn refusal(trap: Trap) -> Option<Response> {
    match trap {
        Trap::Limited { after, global } => Some(limited(after, global)),
        Trap::Failed(status) => {
            let status = StatusCode::from_u16(status).expect("a status");
            Some((status, "<html>upstream error</html>").into_response())
        }
        Trap::None | Trap::Silent | Trap::Reset | Trap::Lost => None,
    }
}

fn limited(after: f64, global: bool) -> Response {
    let body =
        json!({"message": "You are being rate limited.", "retry_after": after, "global": global});
    let mut response = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert("retry-after", after.to_string().parse().expect("a number"));
    let scope = if global { "global" } else { "user" };
    headers.insert("x-ratelimit-scope", scope.parse().expect("a word"));
    if global {
        headers.insert("x-ratelimit-global", "true".parse().expect("a word"));
    }
    response
}

/// The body as JSON, and the files beside it.
fn read(headers: &HeaderMap, bytes: &[u8]) -> (Value, Vec<String>) {
    let kind = headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let Some((_, boundary)) = kind.split_once("boundary=") else {
        return (serde_json::from_slice(bytes).unwrap_or(Value::Null), Vec::new());
    };
    let text = String::from_utf8_lossy(bytes);
    let (mut body, mut files) = (Value::Null, Vec::new());
    for part in text.split(&format!("--{boundary}")) {
        let Some((head, content)) = part.split_once("\r\n\r\n") else { continue };
        if head.contains("name=\"payload_json\"") {
            body = serde_json::from_str(content.trim_end()).unwrap_or(Value::Null);
        } else if let Some((_, name)) = head.split_once("filename=\"") {
            files.push(name.split('"').next().unwrap_or_default().to_owned());
        }
    }
    (body, files)
}

impl FakeDiscord {
    fn trapped(&self, line: &str) -> Option<Trap> {
        let mut traps = lock(&self.inner.traps);
        let at = traps.iter().position(|(begins, _)| line.starts_with(begins))?;
        traps.remove(at).map(|(_, trap)| trap)
    }

    /// Counts a request of its route; None: it may be made.
    fn used(&self, line: &str) -> Option<Response> {
        let mut limits = lock(&self.inner.limits);
        let (most, within) = limits.each?;
        let used = limits.used.entry(line.to_owned()).or_default();
        *used += 1;
        if *used == 1 {
            let (fake, line) = (self.clone(), line.to_owned());
            tokio::spawn(async move {
                let _ = tokio::time::timeout(within, std::future::pending::<()>()).await;
                lock(&fake.inner.limits).used.remove(&line);
            });
        }
        (*used > most).then(|| limited(within.as_secs_f64(), false))
    }

    /// Holds a body against what Discord takes.
    fn judged(&self, kind: Kind, path: &str, body: &Value) -> Result<(), Refusal> {
        if self.inner.is_host.load(Ordering::SeqCst) {
            return Ok(());
        }
        let faults = judge::faults(kind, body);
        if faults.is_empty() {
            return Ok(());
        }
        faults.into_iter().for_each(|fault| self.is_odd(format!("{path}: {fault}")));
        Err((400, 50_035, "Invalid Form Body"))
    }

    fn route(&self, method: &Method, path: &str, query: &str, body: &Value) -> Done {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let judged = |kind| self.judged(kind, path, body);
        let number = |text: &str| text.parse::<u64>().map_err(|_| (404, 0, "404: Not Found"));
        match (method.as_str(), &parts[..]) {
            ("GET", ["users", "@me"]) => Ok(shapes::me()),
            ("GET", ["users", "@me", "guilds"]) => Ok(json!([shapes::server()])),
            ("GET", ["guilds", SERVER, "channels"]) => {
                let house = self.house();
                Ok(house.channels.values().filter(|it| it["type"] == 0).cloned().collect())
            }
            ("GET", ["guilds", SERVER, "roles"]) => {
                Ok(self.house().roles.values().cloned().collect())
            }
            ("POST", ["users", "@me", "channels"]) => {
                judged(Kind::Direct)?;
                let account = body["recipient_id"].as_str().unwrap_or_default();
                Ok(self.house().open_direct(account))
            }
            ("POST", ["channels", channel, "messages"]) => {
                judged(Kind::Post)?;
                self.house().post(number(channel)?, body)
            }
            ("GET", ["channels", channel, "messages"]) => {
                self.house().page(number(channel)?, paged(query))
            }
            ("GET", ["channels", channel]) => self.house().enter(number(channel)?).cloned(),
            ("GET", ["channels", channel, "messages", message]) => {
                self.house().message(number(channel)?, number(message)?)
            }
            ("PATCH", ["channels", channel, "messages", message]) => {
                judged(Kind::Edit)?;
                self.house().edit(number(channel)?, number(message)?, body)
            }
            ("POST", ["channels", channel, "messages", message, "threads"]) => {
                judged(Kind::Thread)?;
                self.house().thread(number(channel)?, number(message)?, body)
            }
            ("PATCH", ["channels", thread]) => {
                judged(Kind::Reopen)?;
                self.reopen(number(thread)?)
            }
            ("GET", ["gateway", "bot"]) => Ok(self.inner.gateway.address()),
            _ => self.of_application(method, &parts, path, body),
        }
    }

    fn reopen(&self, thread: u64) -> Done {
        let mut house = self.house();
        if house.locked.contains(&thread) {
            return Err((403, 50_013, "Missing Permissions"));
        }
        let found = house.channels.get_mut(&thread).ok_or((404, 10_003, "Unknown Channel"))?;
        found["thread_metadata"]["archived"] = json!(false);
        Ok(found.clone())
    }

    /// Commands, and answers to interactions.
    fn of_application(&self, method: &Method, parts: &[&str], path: &str, body: &Value) -> Done {
        let judged = |kind| self.judged(kind, path, body);
        match (method.as_str(), parts) {
            ("GET", ["applications", BOT, "commands"]) => {
                Ok(self.house().commands.values().cloned().collect())
            }
            ("POST", ["applications", BOT, "commands"]) => {
                judged(Kind::Command)?;
                Ok(self.house().register(body))
            }
            ("DELETE", ["applications", BOT, "commands", id]) => {
                self.house().commands.retain(|_, command| command["id"] != *id);
                Ok(Value::Null)
            }
            ("POST", ["interactions", _, token, "callback"]) => {
                judged(Kind::Callback)?;
                self.begin(token, body)
            }
            ("PATCH", ["webhooks", BOT, token, "messages", "@original"]) => {
                judged(Kind::WebhookEdit)?;
                self.later(token, |begun| begun.edited = Some(body.clone()))?;
                Ok(shown(&message(1, 1, body)))
            }
            ("POST", ["webhooks", BOT, token]) => {
                judged(Kind::Webhook)?;
                self.later(token, |begun| begun.more.push(body.clone()))?;
                Ok(shown(&message(2, 1, body)))
            }
            _ => {
                self.is_odd(format!("{method} {path}: there is no such route"));
                Err((404, 0, "404: Not Found"))
            }
        }
    }

    /// The first answer to an interaction; there is only one.
    fn begin(&self, token: &str, body: &Value) -> Done {
        if self.house().late.contains(token) {
            return Err((404, 10_062, "Unknown interaction"));
        }
        if body["type"] == 9 && self.inner.gateway.is_form(token) {
            self.is_odd(format!("{token} opens a form after a form"));
            return Err((400, 50_035, "Invalid Form Body"));
        }
        let mut begun = lock(&self.inner.begun);
        let begun = begun.entry(token.to_owned()).or_default();
        if begun.answer.is_some() {
            self.is_odd(format!("{token} was answered twice"));
            return Err((400, 40_060, "Interaction has already been acknowledged."));
        }
        begun.answer = Some(body.clone());
        Ok(Value::Null)
    }

    /// Changes what became of an interaction that was answered once already.
    fn later(&self, token: &str, change: impl FnOnce(&mut Begun)) -> Result<(), Refusal> {
        let mut begun = lock(&self.inner.begun);
        let begun = begun.get_mut(token).filter(|it| it.answer.is_some());
        begun.map(change).ok_or((404, 10_015, "Unknown Webhook"))
    }
}

fn paged(query: &str) -> (usize, Option<u64>) {
    let value = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name));
        pair.and_then(|rest| rest.strip_prefix('=')).map(str::to_owned)
    };
    let limit = value("limit").and_then(|it| it.parse().ok()).unwrap_or(50);
    (limit, value("before").and_then(|it| it.parse().ok()))
}
