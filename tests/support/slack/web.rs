//! The fake's routes: the Web API, uploads, answers, sockets; and how a call goes wrong.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use serde_json::{Value, json};

use super::Shared;
use super::args;
use super::kit::{Surface, faults};
use super::methods::{METHODS, Method};
use super::state::{APP_TOKEN, BOT_TOKEN, Fault, TEAM};
use crate::support::meter::metered;
use crate::support::recorded::record;

type World = State<Arc<Shared>>;

pub fn routes(shared: Arc<Shared>) -> Router {
    let meter = Arc::clone(&shared.meter);
    Router::new()
        .route("/api/{method}", post(called))
        .route("/upload/{id}/{length}", post(uploaded))
        .route("/answer/{id}", post(answered))
        .route("/socket/{ticket}", any(socket))
        .with_state(shared)
        .layer(from_fn_with_state(meter, metered))
}

async fn called(
    State(shared): World,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fault = {
        let mut state = shared.state();
        state.faults.get_mut(&name).and_then(std::collections::VecDeque::pop_front)
    };
    let done = |shared: &Shared| {
        let answer = answer(shared, &name, &headers, &body);
        shared.changed.notify_waiters();
        answer
    };
    match fault {
        None | Some(Fault::None) => axum::Json(done(&shared)).into_response(),
        Some(Fault::Slow(after)) => {
            let slow = json!({"ok": false, "error": "ratelimited"});
            noted(&shared, &name);
            (StatusCode::TOO_MANY_REQUESTS, [("retry-after", after)], axum::Json(slow))
                .into_response()
        }
        Some(Fault::Status(status)) => {
            noted(&shared, &name);
            StatusCode::from_u16(status).expect("a status").into_response()
        }
        Some(Fault::Code(code)) => {
            noted(&shared, &name);
            axum::Json(json!({"ok": false, "error": code})).into_response()
        }
        Some(Fault::Silence) => {
            done(&shared);
            std::future::pending().await
        }
        Some(Fault::Reset) => {
            noted(&shared, &name);
            broken()
        }
        Some(Fault::ResetAfter) => {
            done(&shared);
            broken()
        }
    }
}

/// A call that went wrong before it was read.
fn noted(shared: &Shared, name: &str) {
    shared.state().calls.push((name.to_owned(), Value::Null));
    shared.changed.notify_waiters();
}

/// An answer that breaks off.
fn broken() -> Response {
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    let stream = futures_util::stream::once(async { Err::<Bytes, _>(broken) });
    Response::new(Body::from_stream(stream))
}

fn answer(shared: &Shared, name: &str, headers: &HeaderMap, body: &Bytes) -> Value {
    let mut state = shared.state();
    let Some(method) = METHODS.iter().find(|method| method.name == name) else {
        state.wrong.push(format!("there is no method {name}"));
        return json!({"ok": false, "error": "unknown_method"});
    };
    let (is_json, args) = args::read(headers, body);
    state.calls.push((name.to_owned(), args.clone()));
    record("slack", name, &args);
    let token = headers.get("authorization").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let token = token.trim_start_matches("Bearer ");
    let of_app = name == "apps.connections.open";
    if token != if of_app { APP_TOKEN } else { BOT_TOKEN } {
        return json!({"ok": false, "error": "invalid_auth"});
    }
    if !method.scope.is_empty() && !state.scopes.contains(method.scope) {
        state.wrong.push(format!("{name}: the manifest has not {}", method.scope));
        return json!({"ok": false, "error": "missing_scope", "needed": method.scope});
    }
    let wrong = wrong(method, is_json, &args);
    if !wrong.is_empty() {
        state.wrong.extend(wrong.clone());
        let why = json!({"messages": wrong});
        return json!({"ok": false, "error": "invalid_arguments", "response_metadata": why});
    }
    match (method.run)(&mut state, &args, &shared.base()) {
        Ok(mut answer) => {
            answer["ok"] = json!(true);
            answer
        }
        Err(code) => json!({"ok": false, "error": code}),
    }
}

fn wrong(method: &Method, is_json: bool, args: &Value) -> Vec<String> {
    let name = method.name;
    let mut wrong = Vec::new();
    if is_json && !method.json {
        wrong.push(format!("{name}: reads no JSON"));
    }
    let given = args.as_object().cloned().unwrap_or_default();
    let missing = method.required.iter().filter(|key| !given.contains_key(**key));
    wrong.extend(missing.map(|key| format!("{name}: without {key}")));
    // Any call may say of which workspace it is.
    let of_team = given.get("team_id").is_some_and(|team| team == TEAM);
    let known = |key: &str| {
        method.required.contains(&key)
            || method.optional.contains(&key)
            || (key == "team_id" && of_team)
    };
    let unknown = given.keys().filter(|key| !known(key));
    wrong.extend(unknown.map(|key| format!("{name}: unknown argument {key}")));
    wrong
}

async fn uploaded(
    State(shared): World,
    Path((id, length)): Path<(String, usize)>,
    body: Bytes,
) -> StatusCode {
    let mut state = shared.state();
    if body.len() != length {
        state.wrong.push(format!("{} bytes of {length} uploaded", body.len()));
    }
    state.files.insert(id, (body.to_vec(), None));
    StatusCode::OK
}

/// An answer by an address: five uses.
async fn answered(
    State(shared): World,
    Path(id): Path<String>,
    axum::Json(said): axum::Json<Value>,
) -> Response {
    let mut state = shared.state();
    let fault = state.faults.get_mut("answer").and_then(std::collections::VecDeque::pop_front);
    if let Some(fault) = fault {
        state.calls.push(("answer".to_owned(), Value::Null));
        return match fault {
            Fault::Status(status) => {
                StatusCode::from_u16(status).expect("a status").into_response()
            }
            other => panic!("{other:?} for an answer"),
        };
    }
    record("slack", "answer", &said);
    let known =
        ["response_type", "replace_original", "delete_original", "text", "blocks", "thread_ts"];
    let unknown = said.as_object().into_iter().flat_map(|it| it.keys());
    let mut wrong: Vec<String> = unknown
        .filter(|key| !known.contains(&key.as_str()))
        .map(|key| format!("an answer with {key}"))
        .collect();
    if said.get("blocks").is_some() {
        wrong.extend(faults(&said["blocks"], Surface::Message));
    }
    let bad = !wrong.is_empty();
    state.wrong.extend(wrong);
    let Some(answering) = state.answering.get_mut(&id) else {
        return (StatusCode::NOT_FOUND, "expired_url").into_response();
    };
    if answering.answers.len() >= 5 {
        return (StatusCode::NOT_FOUND, "used_url").into_response();
    }
    answering.answers.push(said);
    drop(state);
    shared.changed.notify_waiters();
    if bad { (StatusCode::OK, "invalid_blocks") } else { (StatusCode::OK, "ok") }.into_response()
}

async fn socket(State(shared): World, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| super::sockets::served(shared, socket))
}
