//! What somebody wrote, out of Slack's markup: as he would have typed it at a console.

/// Whom or what an id in a text names.
pub trait Known {
    /// A person's handle; else his account as it stands.
    fn person(&self, account: &str) -> Option<String>;
    /// A channel's name, without its `#`.
    fn channel(&self, id: &str) -> Option<String>;
}

/// The text without markup: mentions as handles, links as their address, the three entities as their signs.
pub fn plain(text: &str, known: &dyn Known) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        said += &without_entities(&rest[..at]);
        let inside = rest[at + 1..].split_once('>');
        let Some((inside, behind)) = inside else {
            rest = &rest[at..];
            break;
        };
        said += &meant(inside, known);
        rest = behind;
    }
    said + &without_entities(rest)
}

/// What stands between `<` and `>`.
fn meant(inside: &str, known: &dyn Known) -> String {
    let (id, label) = match inside.split_once('|') {
        Some((id, label)) => (id, Some(without_entities(label))),
        None => (inside, None),
    };
    match id.split_at(id.len().min(1)) {
        ("@", account) => match known.person(account) {
            Some(handle) => format!("@{handle}"),
            // Whom we do not know, the rules refuse by this.
            None => format!("<@{account}>"),
        },
        ("#", id) => {
            let name = known.channel(id).or(label);
            name.map_or_else(|| format!("#{id}"), |name| format!("#{name}"))
        }
        ("!", what) => label.unwrap_or_else(|| {
            let what = what.split('^').next().unwrap_or(what);
            format!("@{what}")
        }),
        _ => {
            let address = without_entities(id);
            match address.strip_prefix("mailto:") {
                Some(mail) => mail.to_owned(),
                // Slack makes a link of `example.com`: what was typed is its label.
                None => label
                    .filter(|label| {
                        address.trim_end_matches('/').ends_with(label.trim_end_matches('/'))
                    })
                    .unwrap_or(address),
            }
        }
    }
}

fn without_entities(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The text behind a leading mention of us; the text itself without one.
pub fn to_us<'t>(text: &'t str, bot: &str) -> &'t str {
    let text = text.trim();
    let behind = text.strip_prefix("<@").and_then(|rest| rest.strip_prefix(bot));
    let Some(behind) = behind.filter(|_| !bot.is_empty()) else { return text };
    match behind.split_once('>') {
        Some((label, rest)) if label.is_empty() || label.starts_with('|') => {
            rest.trim_start_matches([' ', ':', ',']).trim()
        }
        _ => text,
    }
}
