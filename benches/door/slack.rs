//! The bot behind the door, and a Slack that says yes to everything.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::routing::{any, post};
use axum::{Json, Router};
use baton::chat::slack::ack::Deadlines;
use baton::chat::slack::{Slack, SlackOptions, Way, http};
use baton::chat::{Drain, Platform};
use baton::engine::Engine;
use baton::engine::clock::{Clock as _, SystemClock};
use baton::secret::Secret;
use baton::serve::{self, Folder, OsLots};
use baton::settings::Settings;
use baton::store::Store;
use baton_commands::ask::Offered;
use baton_commands::ids::PersonId;
use chrono::Duration;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::client::{self, Answers};

/// Who waits for which answer, and where answers go.
struct Waiting {
    address: String,
    by_number: Mutex<BTreeMap<u64, oneshot::Sender<()>>>,
}

impl Answers for Waiting {
    fn expect(&self, number: u64) -> oneshot::Receiver<()> {
        let (answer, answered) = oneshot::channel();
        self.by_number.lock().unwrap_or_else(PoisonError::into_inner).insert(number, answer);
        answered
    }

    fn address(&self, number: u64) -> String {
        format!("{}/answer/{number}", self.address)
    }
}

/// Commands a second: heard, decided, on disk, answered.
pub async fn rate(settings: Settings, in_flight: usize, lasting: Duration) -> anyhow::Result<f64> {
    let (waiting, api) = yes_man().await?;
    let listen = free_port().await?;
    let store = serve::open_store(&settings)?;
    let engine = open(&settings, Arc::clone(&store) as Arc<dyn Store>).await?;
    let options = SlackOptions {
        bot_token: Secret::new("xoxb-bench"),
        way: Way::Http { signing_secret: Secret::new(client::SECRET), listen },
        api,
        call_within: std::time::Duration::from_secs(10),
        deadlines: Deadlines::default(),
    };
    let slack = Arc::new(Slack::new(options, engine.world())?);
    let (inbox, letters) = serve::inbox();
    let (_drain, drains) = Drain::new();
    let (tell, told) = oneshot::channel();
    let listening = Arc::clone(&slack);
    let talking = async move {
        let address = format!("http://{listen}{}", http::PATH);
        let door = tokio::spawn(async move { listening.listen(inbox).await });
        open_door(&address).await;
        // Nobody listens any more when the loop has failed, and that is told below.
        let _ = tell.send(client::rate(&address, Some(waiting), in_flight, lasting).await);
        door.abort();
        Ok(())
    };
    let platforms: Vec<Arc<dyn Platform>> = vec![slack];
    // At the end what is still to be sent is left: only commands are measured.
    let serving = serve::run(&settings, engine, store, platforms, letters, drains, talking);
    tokio::select! {
        rate = told => rate?,
        ended = serving => ended.and(Err(anyhow::anyhow!("the bot has stopped"))),
    }
}

/// The engine on the demo company, where one engineer has an account and his channel an id.
async fn open(settings: &Settings, store: Arc<dyn Store>) -> anyhow::Result<Engine> {
    struct Known(Folder);
    impl baton::engine::Organisation for Known {
        fn read(&self) -> Offered {
            let Offered::Good(mut directory) = self.0.read() else { return self.0.read() };
            if let Some(person) = directory.people.get_mut(&PersonId::new("unix-1")) {
                person.accounts.insert("slack".to_owned(), "UNIX1".to_owned());
            }
            Offered::Good(directory)
        }
    }
    let organisation = Arc::new(Known(Folder(settings.company.organisation.clone())));
    let terms = serve::terms(settings, &["slack"], "sled");
    Engine::open(store, organisation, Arc::new(OsLots), terms, SystemClock.now()).await
}

/// Waits until something answers there.
async fn open_door(address: &str) {
    let client = reqwest::Client::new();
    while client.post(address).send().await.is_err() {
        tokio::task::yield_now().await;
    }
}

async fn free_port() -> anyhow::Result<SocketAddr> {
    Ok(tokio::net::TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}

/// A Web API that takes everything, and the address of answers; and the API's own address.
async fn yes_man() -> anyhow::Result<(Arc<Waiting>, String)> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let waiting =
        Arc::new(Waiting { address: address.clone(), by_number: Mutex::new(BTreeMap::new()) });
    let router = Router::new()
        .route("/answer/{number}", post(answered))
        .route("/api/{method}", any(taken))
        .with_state(Arc::clone(&waiting));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((waiting, format!("{address}/api")))
}

async fn answered(State(waiting): State<Arc<Waiting>>, Path(number): Path<u64>) -> &'static str {
    let waits = waiting.by_number.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
    if let Some(waits) = waits {
        // Who stopped waiting has counted already.
        let _ = waits.send(());
    }
    "ok"
}

async fn taken() -> Json<Value> {
    Json(json!({
        "ok": true, "user_id": "UBOT", "ts": "1.1", "message_ts": "1.1", "channel": "CUNIX",
        "channels": [{"id": "CUNIX", "name": "unix", "is_member": true}], "usergroups": [], "messages": [],
    }))
}
