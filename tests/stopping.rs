//! The bot stops: what it has heard is committed, and whoever said it is answered before the bot is gone.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use baton::chat::inbound::Answers;
use baton::chat::{Act, DeliveryError, Inbound, Inbox, Outgoing, Platform, Receipt, Who};
use baton::settings::organisation;
use baton::store::Store as _;
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};

use crate::support::whole::served;

/// More than one commit takes up before the platform has ended.
const SAID: usize = 50;

/// A chat that takes everything.
struct Quiet;

#[async_trait]
impl Platform for Quiet {
    fn name(&self) -> &'static str {
        "quiet"
    }

    async fn listen(&self, _: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        Ok(Receipt(message.name.clone()))
    }

    async fn find(&self, _: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        Ok(None)
    }
}

fn letter(number: usize) -> Inbound {
    Inbound {
        delivery: DeliveryId(format!("d-{number}")),
        who: Who::Person(PersonId::new("unix-1")),
        place: Place::channel("unix"),
        thread: None,
        text: "/incident open \"Mail is slow\" --dept unix --severity 3".to_owned(),
        slash: Slash::Required,
    }
}

#[tokio::test]
async fn whoever_was_heard_before_the_end_is_answered() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    let demo = organisation::load_checked(&demo).expect("the demo has no faults");
    let waiting: Arc<Mutex<Vec<Answers>>> = Arc::default();
    let asked = Arc::clone(&waiting);
    let talking = |_, inbox: Inbox| async move {
        let all = (0..SAID).map(|number| inbox.offer(letter(number)));
        *asked.lock().expect("nobody fails") = all.collect::<Result<_, _>>()?;
        Ok(())
    };
    let (store, _folder) = served("quiet", demo, None, |_| Arc::new(Quiet), talking).await;
    assert!(store.counts().await.expect("counts").events >= SAID as u64);
    let waiting = std::mem::take(&mut *waiting.lock().expect("nobody fails"));
    assert_eq!(waiting.len(), SAID);
    let context = &mut Context::from_waker(Waker::noop());
    for mut answers in waiting {
        let Poll::Ready(Ok(told)) = Pin::new(&mut answers).poll(context) else {
            panic!("nobody answered")
        };
        assert_eq!(told[0].act, Act::Reply, "{told:?}");
    }
}
