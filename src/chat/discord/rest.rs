//! Discord's REST API: one request, its limits, its answer.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{
    Http, HttpBuilder, LightMethod, Multipart, MultipartUpload, Ratelimiter, Request, Route,
};

use super::budget::{Budget, COUNTS_FOR, REFUSED_MAX};
use super::fault::Fault;
use crate::secret::Secret;

/// A request to be made.
pub struct Call<'a> {
    pub method: LightMethod,
    pub route: Route<'a>,
    /// As JSON; null: none.
    pub body: Value,
    /// Goes with the body; at most one, since the library numbers all of them zero.
    pub file: Option<File>,
    pub params: Vec<(&'static str, String)>,
}

/// A file to be shown with a message.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl<'a> Call<'a> {
    pub fn get(route: Route<'a>) -> Call<'a> {
        let (body, params) = (Value::Null, Vec::new());
        Call { method: LightMethod::Get, route, body, file: None, params }
    }

    pub fn post(route: Route<'a>, body: &impl Serialize) -> Call<'a> {
        Call { method: LightMethod::Post, body: written(body), ..Call::get(route) }
    }

    pub fn patch(route: Route<'a>, body: &impl Serialize) -> Call<'a> {
        Call { method: LightMethod::Patch, body: written(body), ..Call::get(route) }
    }

    pub fn delete(route: Route<'a>) -> Call<'a> {
        Call { method: LightMethod::Delete, ..Call::get(route) }
    }

    pub fn with(self, params: Vec<(&'static str, String)>) -> Call<'a> {
        Call { params, ..self }
    }

    pub fn and(self, file: Option<File>) -> Call<'a> {
        Call { file, ..self }
    }

    fn request(&self) -> Request<'a> {
        let body = (!self.body.is_null()).then(|| self.body.to_string());
        let request = Request::new(self.route, self.method);
        let request = request.params((!self.params.is_empty()).then(|| self.params.clone()));
        match &self.file {
            None => request.body(body.map(String::into_bytes)),
            Some(File { name, bytes }) => {
                let file = CreateAttachment::bytes(bytes.clone(), name.clone());
                let upload = MultipartUpload::Attachments(vec![file]);
                request.multipart(Some(Multipart {
                    upload,
                    fields: Vec::new(),
                    payload_json: body,
                }))
            }
        }
    }
}

/// What we write is always JSON; null would be refused by Discord and logged.
fn written(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_else(|error| {
        tracing::error!(%error, "a request cannot be written");
        Value::Null
    })
}

/// The API as one bot sees it.
pub struct Rest {
    /// Keeps Discord's limits of each route.
    limited: Http,
    /// For answers to interactions, which have no limit in common: the other would remember each of them for ever.
    free: Http,
    budget: Budget,
    patience: Duration,
}

impl Rest {
    /// `patience`: how long an answer is waited for.
    pub fn new(token: &Secret, client: reqwest::Client, patience: Duration) -> Rest {
        let mut limiter = Ratelimiter::new(client.clone(), format!("Bot {}", token.expose()));
        limiter.set_ratelimit_callback(Box::new(|limit| {
            let told = Limit { after: limit.timeout, global: limit.global };
            // Outside of a call of ours nobody waits for it.
            let _ = LIMIT.try_with(|cell| cell.set(Some(told)));
        }));
        let builder = || HttpBuilder::new(token.expose()).client(client.clone());
        Rest {
            limited: builder().ratelimiter(limiter).build(),
            free: builder().ratelimiter_disabled(true).build(),
            budget: Budget::new(REFUSED_MAX, COUNTS_FOR),
            patience,
        }
    }

    /// Makes a request within Discord's limits. One that would have to wait is not made.
    ///
    /// # Errors
    /// Whether it was made, and why it failed.
    pub async fn call(&self, call: Call<'_>) -> Result<Value, Fault> {
        if self.budget.is_spent() {
            return Err(Fault::Spent);
        }
        let waits = self.is_exhausted(&call.route).await;
        let answered = until_limited(self.answered(&self.limited, call.request())).await;
        let answer = match answered {
            Ok(answer) => answer,
            Err(limit) => {
                // A bucket known to be empty was not asked; any other said so itself.
                if !waits {
                    self.budget.note();
                }
                let after = chrono::Duration::from_std(limit.after);
                let after = after.unwrap_or(chrono::Duration::minutes(1));
                return Err(Fault::Limited { after, global: limit.global });
            }
        };
        self.counted(answer)
    }

    /// Answers an interaction; it has its own token and no limit but its own.
    ///
    /// # Errors
    /// As [`Rest::call`].
    pub async fn answer(&self, call: Call<'_>) -> Result<Value, Fault> {
        if self.budget.is_spent() {
            return Err(Fault::Spent);
        }
        let answer = self.answered(&self.free, call.request()).await;
        self.counted(answer)
    }

    fn counted(&self, answer: Result<Value, Fault>) -> Result<Value, Fault> {
        if answer.as_ref().is_err_and(Fault::counts) {
            self.budget.note();
        }
        answer
    }

    /// Whether the last answer of this route said that no more may come for now.
    async fn is_exhausted(&self, route: &Route<'_>) -> bool {
        let Some(limiter) = &self.limited.ratelimiter else { return false };
        let routes = limiter.routes();
        let bucket = routes.read().await.get(&route.ratelimiting_bucket()).cloned();
        match bucket {
            Some(bucket) => bucket.lock().await.remaining() == 0,
            None => false,
        }
    }

    async fn answered(&self, http: &Http, request: Request<'_>) -> Result<Value, Fault> {
        let answer = async {
            let response = http.request(request).await?;
            let body = response.bytes().await;
            let body = body.map_err(|error| {
                Fault::Unknown(format!("no whole answer: {}", error.without_url()))
            })?;
            if body.is_empty() {
                return Ok(Value::Null);
            }
            let odd = |error| Fault::Unknown(format!("an answer that is no JSON: {error}"));
            serde_json::from_slice(&body).map_err(odd)
        };
        let late = |_| Fault::Unknown(format!("no answer within {:?}", self.patience));
        tokio::time::timeout(self.patience, answer).await.map_err(late)?
    }
}

/// What the limiter says when it would wait.
#[derive(Debug, Clone, Copy)]
struct Limit {
    after: Duration,
    global: bool,
}

tokio::task_local! {
    /// Set by the limiter while it works for a call, before it waits.
    static LIMIT: Cell<Option<Limit>>;
}

/// Works until it is done or the limiter would wait: the outbox knows better what goes first meanwhile. Nothing that was
/// sent is given up: the limiter waits before it sends, or after a refusal.
async fn until_limited<T>(work: impl Future<Output = T>) -> Result<T, Limit> {
    let limited = async {
        let mut work = pin!(work);
        poll_fn(|context| {
            let polled = work.as_mut().poll(context);
            match LIMIT.with(Cell::take) {
                Some(limit) => Poll::Ready(Err(limit)),
                None => polled.map(Ok),
            }
        })
        .await
    };
    LIMIT.scope(Cell::new(None), limited).await
}
