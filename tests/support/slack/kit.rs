//! What Slack's block kit takes: known fields only, and within their limits (docs.slack.dev, block kit reference).

use serde_json::Value;

/// Where blocks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    Message,
    Modal,
    Home,
}

/// Characters of a message's blocks as JSON, from which on Slack answers `msg_blocks_too_long`.
const MESSAGE_WEIGHT_MAX: usize = 13_200;

/// All that Slack would refuse of these blocks.
pub fn faults(blocks: &Value, surface: Surface) -> Vec<String> {
    let Some(list) = blocks.as_array() else { return vec!["blocks: no array".to_owned()] };
    let mut faults = Faults::default();
    let max = if surface == Surface::Message { 50 } else { 100 };
    faults.check(list.len() <= max, || format!("{} blocks", list.len()));
    if surface == Surface::Message {
        let weight = blocks.to_string().chars().count();
        faults.check(weight <= MESSAGE_WEIGHT_MAX, || format!("msg_blocks_too_long: {weight}"));
    }
    let mut ids = Vec::new();
    for block in list {
        faults.block(block, surface);
        if let Some(id) = block["block_id"].as_str() {
            faults.check(!ids.contains(&id), || format!("block_id {id} twice"));
            faults.check(id.len() <= 255, || format!("block_id {id} too long"));
            ids.push(id);
        }
    }
    faults.0
}

/// All that Slack would refuse of a view.
pub fn view_faults(view: &Value) -> Vec<String> {
    let surface = match view["type"].as_str() {
        Some("modal") => Surface::Modal,
        Some("home") => Surface::Home,
        other => return vec![format!("a view of type {other:?}")],
    };
    let mut faults = Faults::default();
    let known: &[&str] = match surface {
        Surface::Modal => &[
            "type",
            "callback_id",
            "title",
            "submit",
            "close",
            "private_metadata",
            "blocks",
            "clear_on_close",
            "notify_on_close",
            "external_id",
            "submit_disabled",
        ],
        _ => &["type", "callback_id", "private_metadata", "blocks", "external_id"],
    };
    faults.known(view, known);
    if surface == Surface::Modal {
        faults.plain(&view["title"], 24);
        let has_input = view["blocks"].as_array().is_some_and(|blocks| blocks.iter().any(is_input));
        faults.check(!has_input || view.get("submit").is_some(), || "inputs without submit".into());
        for button in ["submit", "close"].iter().filter(|key| view.get(**key).is_some()) {
            faults.plain(&view[*button], 24);
        }
    }
    let carried = view["private_metadata"].as_str().map_or(0, units);
    faults.check(carried <= 3_000, || "private_metadata too long".into());
    faults.0.extend(self::faults(&view["blocks"], surface));
    faults.0
}

fn is_input(block: &Value) -> bool {
    block["type"] == "input"
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn check(&mut self, good: bool, fault: impl FnOnce() -> String) {
        if !good {
            self.0.push(fault());
        }
    }

    fn known(&mut self, value: &Value, known: &[&str]) {
        let Some(fields) = value.as_object() else {
            return self.0.push(format!("{value}: no object"));
        };
        for field in fields.keys().filter(|field| !known.contains(&field.as_str())) {
            self.0.push(format!("{}: unknown field {field}", value["type"]));
        }
    }

    fn plain(&mut self, text: &Value, max: usize) {
        self.check(text["type"] == "plain_text", || format!("{text}: not plain_text"));
        self.known(text, &["type", "text", "emoji"]);
        self.sized(&text["text"], max);
    }

    fn mrkdwn(&mut self, text: &Value, max: usize) {
        if text["type"] == "plain_text" {
            return self.plain(text, max);
        }
        self.check(text["type"] == "mrkdwn", || format!("{text}: not mrkdwn"));
        self.known(text, &["type", "text", "verbatim"]);
        self.sized(&text["text"], max);
    }

    fn sized(&mut self, text: &Value, max: usize) {
        let length = text.as_str().map_or(0, units);
        self.check((1..=max).contains(&length), || format!("{length} characters of {max}: {text}"));
    }

    fn block(&mut self, block: &Value, surface: Surface) {
        match block["type"].as_str() {
            Some("section") => {
                self.known(block, &["type", "block_id", "text", "fields", "accessory", "expand"]);
                self.mrkdwn(&block["text"], 3_000);
            }
            Some("header") => {
                self.known(block, &["type", "block_id", "text"]);
                self.plain(&block["text"], 150);
            }
            Some("divider") => self.known(block, &["type", "block_id"]),
            Some("actions") => {
                self.known(block, &["type", "block_id", "elements"]);
                let elements = block["elements"].as_array().map(Vec::as_slice).unwrap_or_default();
                self.check((1..=25).contains(&elements.len()), || "elements of actions".into());
                elements.iter().for_each(|element| self.element(element));
            }
            Some("input") if surface != Surface::Message => {
                let known =
                    ["type", "block_id", "label", "element", "hint", "optional", "dispatch_action"];
                self.known(block, &known);
                self.plain(&block["label"], 2_000);
                if block.get("hint").is_some() {
                    self.plain(&block["hint"], 2_000);
                }
                self.element(&block["element"]);
            }
            other => self.0.push(format!("a block of type {other:?} in {surface:?}")),
        }
    }

    fn element(&mut self, element: &Value) {
        let id = element["action_id"].as_str().map_or(0, str::len);
        self.check((1..=255).contains(&id), || format!("{element}: action_id"));
        match element["type"].as_str() {
            Some("button") => {
                self.known(element, &["type", "action_id", "text", "value", "style", "url"]);
                self.plain(&element["text"], 75);
                self.sized(&element["value"], 2_000);
            }
            Some("plain_text_input") => {
                let known = [
                    "type",
                    "action_id",
                    "multiline",
                    "max_length",
                    "min_length",
                    "initial_value",
                    "placeholder",
                ];
                self.known(element, &known);
                let max = element["max_length"].as_u64().unwrap_or(3_000) as usize;
                self.check(max <= 3_000, || "max_length".into());
                if element.get("initial_value").is_some() {
                    self.sized(&element["initial_value"], max);
                }
            }
            Some("static_select" | "multi_static_select" | "checkboxes") => self.menu(element),
            Some("users_select" | "multi_users_select") => {
                let known = ["type", "action_id", "initial_user", "initial_users", "placeholder"];
                self.known(element, &known);
            }
            other => self.0.push(format!("an element of type {other:?}")),
        }
    }

    fn menu(&mut self, menu: &Value) {
        let known =
            ["type", "action_id", "options", "initial_option", "initial_options", "placeholder"];
        self.known(menu, &known);
        let options = menu["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        let max = if menu["type"] == "checkboxes" { 10 } else { 100 };
        self.check((1..=max).contains(&options.len()), || format!("{} options", options.len()));
        for option in options {
            self.known(option, &["text", "value", "description"]);
            self.plain(&option["text"], 75);
            self.sized(&option["value"], 150);
        }
        let first = menu.get("initial_option").into_iter();
        let initial = first.chain(menu["initial_options"].as_array().into_iter().flatten());
        for option in initial {
            self.check(options.contains(option), || format!("{option} is no option"));
        }
    }
}
