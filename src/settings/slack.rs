//! `[slack]`: what Slack is connected with.

use std::net::SocketAddr;

use super::layers::Section;
use crate::secret::Secret;

/// `[slack]`
#[derive(Debug, Clone, PartialEq)]
pub struct SlackSettings {
    pub mode: SlackMode,
    /// `xoxb-…`; empty: none was given.
    pub bot_token: Secret,
    /// `xapp-…`, for Socket Mode; empty: none was given.
    pub app_token: Secret,
    /// For HTTP; empty: none was given.
    pub signing_secret: Secret,
    /// For HTTP: where requests are taken, behind something that speaks TLS.
    pub listen: SocketAddr,
    /// The Web API.
    pub api: String,
}

/// How Slack speaks to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlackMode {
    Socket,
    Http,
}

pub(super) fn slack(section: &Section<'_>) -> Option<SlackSettings> {
    let modes = [("socket", SlackMode::Socket), ("http", SlackMode::Http)];
    let mode = section.field("mode")?.choice(&modes);
    let bot_token = section.secret("bot_token", "bot_token_file");
    let app_token = section.secret("app_token", "app_token_file");
    let signing_secret = section.secret("signing_secret", "signing_secret_file");
    let listen = listen(section);
    let api = section.get("api");
    Some(SlackSettings {
        mode: mode?,
        bot_token: bot_token?,
        app_token: app_token?,
        signing_secret: signing_secret?,
        listen: listen?,
        api: api?,
    })
}

fn listen(section: &Section<'_>) -> Option<SocketAddr> {
    let field = section.field("listen")?;
    let text = field.text()?;
    let address = text.parse().ok();
    if address.is_none() {
        let what = format!("`{text}` is not an address to listen on");
        field.fault(what, "write an IP address and a port, such as `127.0.0.1:3000`");
    }
    address
}
