//! `[discord]`: what Discord is connected with.

use super::layers::Section;
use crate::secret::Secret;

/// `[discord]`
#[derive(Debug, Clone, PartialEq)]
pub struct DiscordSettings {
    /// Empty: none was given.
    pub token: Secret,
    /// The application's id, for the invitation; empty: none was given.
    pub application: String,
}

pub(super) fn discord(section: &Section<'_>) -> Option<DiscordSettings> {
    let token = section.secret("token", "token_file");
    let field = section.field("application")?;
    let application = field.text()?;
    if !application.bytes().all(|byte| byte.is_ascii_digit()) {
        let what = format!("`{application}` is not the id of an application");
        field.fault(what, "write its number, such as \"1184405311681986560\"");
        return None;
    }
    Some(DiscordSettings { token: token?, application: application.to_owned() })
}
