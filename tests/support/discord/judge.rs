//! What Discord takes: its facts in our own words (schema.json), and the limits that no schema can say.
//!
//! Where `DISCORD_OPENAPI` names Discord's published document, requests are held against that too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::recorded::record;

static FACTS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("schema.json")).expect("schema.json is JSON")
});

static PUBLISHED: LazyLock<Option<Value>> = LazyLock::new(|| {
    let path = std::env::var_os("DISCORD_OPENAPI")?;
    let text = std::fs::read_to_string(path).expect("DISCORD_OPENAPI can be read");
    Some(serde_json::from_str(&text).expect("DISCORD_OPENAPI is JSON"))
});

/// Kinds of request with a body: what ours calls it, what the published document does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Post,
    Edit,
    Thread,
    Direct,
    Callback,
    Webhook,
    WebhookEdit,
    Command,
    Commands,
    Reopen,
}

impl Kind {
    const ALL: [Kind; 10] = [
        Kind::Post,
        Kind::Edit,
        Kind::Thread,
        Kind::Direct,
        Kind::Callback,
        Kind::Webhook,
        Kind::WebhookEdit,
        Kind::Command,
        Kind::Commands,
        Kind::Reopen,
    ];

    fn fact(self) -> &'static str {
        match self {
            Kind::Post => "post",
            Kind::Edit => "edit",
            Kind::Thread => "thread",
            Kind::Direct => "direct",
            Kind::Callback => "callback",
            Kind::Webhook => "webhook",
            Kind::WebhookEdit => "webhook-edit",
            Kind::Command => "command",
            Kind::Commands => "commands",
            Kind::Reopen => "reopen",
        }
    }

    fn published(self) -> Value {
        let named = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        match self {
            Kind::Post => named("MessageCreateRequest"),
            Kind::Edit => named("MessageEditRequestPartial"),
            Kind::Thread => named("CreateTextThreadWithMessageRequest"),
            Kind::Direct => named("CreatePrivateChannelRequest"),
            Kind::Callback => json!({"anyOf": [
                named("ApplicationCommandAutocompleteCallbackRequest"),
                named("CreateMessageInteractionCallbackRequest"),
                named("ModalInteractionCallbackRequest"),
                named("UpdateMessageInteractionCallbackRequest"),
            ]}),
            Kind::Webhook => named("IncomingWebhookRequestPartial"),
            Kind::WebhookEdit => named("IncomingWebhookUpdateRequestPartial"),
            Kind::Command => named("ApplicationCommandCreateRequest"),
            Kind::Commands => {
                json!({"type": "array", "items": named("ApplicationCommandUpdateRequest")})
            }
            Kind::Reopen => named("UpdateThreadRequestPartial"),
        }
    }
}

/// The schemas of each kind, ours and the published one, made once.
static SCHEMAS: LazyLock<BTreeMap<Kind, Vec<(&str, Validator)>>> =
    LazyLock::new(|| Kind::ALL.into_iter().map(|kind| (kind, schemas(kind))).collect());

fn schemas(kind: Kind) -> Vec<(&'static str, Validator)> {
    let valid = |schema: &Value| jsonschema::validator_for(schema).expect("a schema");
    let mut facts = FACTS.clone();
    facts["$ref"] = json!(format!("#/$defs/{}", kind.fact()));
    let mut schemas = vec![("ours", valid(&facts))];
    if let Some(published) = PUBLISHED.as_ref() {
        let mut schema = kind.published();
        schema["components"] = published["components"].clone();
        schemas.push(("published", valid(&schema)));
    }
    schemas
}

/// All that Discord would refuse of a request's body.
pub fn faults(kind: Kind, body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for (whose, schema) in &SCHEMAS[&kind] {
        let errors = schema.iter_errors(body);
        let fault = |error: jsonschema::ValidationError| {
            // It quotes the whole instance.
            let error: String =
                format!("{}: {error}", error.instance_path()).chars().take(400).collect();
            format!("{whose}: {error}")
        };
        faults.extend(errors.map(fault));
    }
    let message = if kind == Kind::Callback { &body["data"] } else { body };
    limits(message, &mut faults);
    if faults.is_empty() {
        record("discord", kind.fact(), body);
    }
    faults
}

/// What holds for a message as a whole.
fn limits(message: &Value, faults: &mut Vec<String>) {
    let list = |key: &str| message[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let embedded: usize = list("embeds")
        .iter()
        .map(|embed| {
            let fields = embed["fields"].as_array().cloned().unwrap_or_default();
            let fields = fields.iter().map(|it| text(&it["name"]) + text(&it["value"]));
            text(&embed["title"])
                + text(&embed["description"])
                + text(&embed["footer"]["text"])
                + fields.sum::<usize>()
        })
        .sum();
    if embedded > 6_000 {
        faults.push(format!("embeds of {embedded} characters"));
    }
    let mut ids = BTreeSet::new();
    let rows = list("components");
    for part in rows.iter().filter_map(|row| row["components"].as_array()).flatten() {
        if !ids.insert(part["custom_id"].to_string()) {
            faults.push(format!("custom_id {} twice", part["custom_id"]));
        }
    }
}
