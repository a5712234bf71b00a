//! What every platform promises, asked of each of them; what is a platform's own is asked in its own folder.
//!
//! To hold another platform to it: a [`Town`] on it and a line at the bottom of `suite!`.

mod bridge;
mod console;
mod delivered;
mod discord;
mod said;
mod slack;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use baton::chat::inbound::Letters;
use baton::chat::{Inbox, Platform, Receipt};
use baton_commands::ids::Place;

/// Nothing here takes a fraction of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody of the demo company.
const SOMEBODY: &str = "unix-1";

/// Somebody whom no file names.
const STRANGER: &str = "stranger";

/// A platform with people on it and the channels `#unix` and `#incidents`, whose bot listens.
trait Town: Sized {
    /// With an inbox that holds so many letters.
    async fn open(room: usize) -> Self;

    fn platform(&self) -> &dyn Platform;

    /// What `SOMEBODY` or the `STRANGER` is called there.
    fn account(&self, who: &str) -> String;

    /// All that stands where people read, oldest first; answers aside.
    fn seen(&self) -> Vec<Seen>;

    /// A message is deleted.
    fn lose(&self, receipt: &Receipt);

    /// Somebody gives a command in `#unix`; the same act again is delivered once more.
    async fn says(&mut self, act: u64, who: &str, line: &str);

    fn letters(&mut self) -> &mut Letters;

    /// The answers to acts, as soon as so many acts are answered.
    async fn answers(&self, count: usize) -> BTreeMap<u64, Answer>;

    /// Fails if anything was asked that the platform would refuse or does not know.
    fn is_content(&self);
}

/// A message as people see it.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    place: Place,
    /// What the platform calls it.
    receipt: Receipt,
    /// The message in whose thread it stands.
    under: Option<Receipt>,
    /// All of its text, with whatever the platform writes between.
    text: String,
    /// Who hears a sound: `dept:unix`, `person:unix-1`, `everyone`, or the mark itself if it is of nobody.
    notified: BTreeSet<String>,
}

/// What somebody got for what he said.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    text: String,
    /// Whether nobody else sees it.
    alone: bool,
}

/// Lets a platform listen.
fn listen(platform: &Arc<impl Platform + 'static>, room: usize) -> Letters {
    let (inbox, letters) = Inbox::new(room);
    let platform = Arc::clone(platform);
    tokio::spawn(async move { platform.listen(inbox).await });
    letters
}

/// What stands between `<` and `>`.
fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0))
}

/// Runs promises in one town.
macro_rules! kept {
    ($town:ty: $($of:ident::$promise:ident)*) => { $(
        #[tokio::test]
        async fn $promise() { super::$of::$promise::<$town>().await }
    )* };
}

/// Runs the promises of every platform everywhere, and those of chat systems on each of these.
macro_rules! suite {
    (every platform: $($of:ident::$every:ident)* ; every chat system: $($near:ident::$chat:ident)*) => {
        mod on_console {
            kept! { super::console::AtConsole: $($of::$every)* }
        }
        mod on_slack {
            kept! { super::slack::OnSlack: $($of::$every)* $($near::$chat)* }
        }
        mod on_discord {
            kept! { super::discord::OnDiscord: $($of::$every)* $($near::$chat)* }
        }
        mod over_bridge {
            kept! { super::bridge::OverBridge: $($of::$every)* $($near::$chat)* }
        }
    };
}

// The console is one screen: nothing on it is edited or hangs in a thread, any channel may be spoken in, no line comes
// twice, and who types waits for his turn.
suite! {
    every platform:
    delivered::a_message_is_seen_once_where_it_belongs
    delivered::a_message_is_found_by_its_name_and_no_other
    delivered::a_message_is_found_by_the_names_of_those_merged_into_it
    delivered::a_direct_message_reaches_that_person_alone
    delivered::what_people_write_notifies_nobody
    delivered::a_ping_notifies_those_it_is_for_alone
    said::a_command_comes_with_its_person_and_place
    said::two_acts_have_two_names
    said::a_stranger_is_heard_by_his_account
    said::an_answer_is_seen_by_the_asker_alone
    ;
    every chat system:
    delivered::a_card_is_edited_in_its_place
    delivered::a_card_that_is_gone_is_posted_anew
    delivered::a_line_of_a_thread_hangs_under_its_card
    delivered::what_goes_nowhere_never_arrives_and_says_why
    said::an_act_has_the_same_name_at_every_delivery
    said::what_is_too_much_is_answered_as_such
}
