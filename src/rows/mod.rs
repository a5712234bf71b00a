//! What the rules want told becomes rows of the store: which place on which platform, how urgent, from when.

mod homes;

use anyhow::Context as _;
use baton_commands::notice::{Notice, Told};
use baton_commands::world::World;
use chrono::{DateTime, Utc};

pub use homes::Homes;

use crate::store::NewRow;

/// Cards show the newest state whenever they are sent: everything else goes first.
pub const CARD_RANK: u8 = 9;
/// Few bodies are larger, in bytes.
const BODY_USUAL: usize = 2_048;

/// The rows of a message, one for each platform on which it leaves. A card's newer state takes the place of an older one
/// that was not sent yet.
///
/// # Errors
/// It cannot be written as JSON: a fault of ours.
pub fn of(
    world: &World,
    homes: &Homes,
    told: &Told,
    at: Option<DateTime<Utc>>,
) -> anyhow::Result<Vec<NewRow>> {
    let mut body = Vec::with_capacity(BODY_USUAL);
    serde_json::to_writer(&mut body, told)
        .with_context(|| format!("writing notice {}", told.name))?;
    let (about, due_at, rank, is_card) = match &told.notice {
        Notice::Say(say) => (say.about, say.not_before.unwrap_or(say.at), say.rank, false),
        Notice::Refresh { about, .. } => {
            (*about, at.unwrap_or(DateTime::UNIX_EPOCH), CARD_RANK, true)
        }
    };
    // Under a task's change too: `/baton why CHG-12` asks for all of them.
    let mut abouts = vec![about.to_string()];
    if about.whole() != about {
        abouts.push(about.whole().to_string());
    }
    let row = |lane: String| NewRow {
        name: format!("{}@{lane}", told.name),
        about: abouts.clone(),
        slot: is_card.then(|| format!("card {about}@{lane}")),
        lane,
        rank,
        due_at,
        body: body.clone(),
    };
    Ok(homes.lanes(world, told.notice.place()).into_iter().map(row).collect())
}
