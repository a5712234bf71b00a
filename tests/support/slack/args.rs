//! The arguments of a call, as Slack reads them: JSON, or a form whose fields may hold JSON.

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

/// Fields of a form whose text is JSON.
const JSON_IN_FORMS: [&str; 4] = ["blocks", "files", "metadata", "view"];

/// Whether it is JSON, and the arguments. A call without any has no kind, whatever its header says.
pub fn read(headers: &HeaderMap, body: &Bytes) -> (bool, Value) {
    let kind = headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
    match kind.starts_with("application/json") && !body.is_empty() {
        true => (true, serde_json::from_slice(body).unwrap_or(Value::Null)),
        false => (false, Value::Object(fields(body))),
    }
}

fn fields(body: &Bytes) -> Map<String, Value> {
    let mut url = reqwest::Url::parse("http://slack.invalid").expect("an address");
    url.set_query(std::str::from_utf8(body).ok());
    let pairs = url.query_pairs().into_owned();
    let field = |(key, text): (String, String)| {
        let nested = JSON_IN_FORMS.contains(&key.as_str());
        let nested = nested.then(|| serde_json::from_str(&text).ok()).flatten();
        (key, nested.unwrap_or(json!(text)))
    };
    pairs.map(field).collect()
}

/// A yes or no, as JSON or forms have it.
pub fn is_yes(args: &Value, key: &str) -> bool {
    args[key] == true || matches!(args[key].as_str(), Some("1" | "true"))
}

/// A number, as JSON or forms have it.
pub fn number(args: &Value, key: &str) -> Option<u64> {
    args[key].as_u64().or_else(|| args[key].as_str()?.parse().ok())
}
