//! A Slack to test with: a real server on loopback, as strict as the documents are.

mod args;
pub mod deeds;
pub mod kit;
mod messages;
pub mod methods;
pub mod signed;
pub mod sockets;
pub mod state;
mod web;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use sockets::Sockets;
use state::{Fault, State};

use crate::support::meter::Meter;

/// How long a test waits for what must come; nothing takes a fraction of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The server. It ends when it is dropped.
pub struct FakeSlack {
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

/// What every handler sees.
pub struct Shared {
    pub address: SocketAddr,
    state: Mutex<State>,
    pub sockets: Sockets,
    /// How much of messages is taken.
    pub meter: Arc<Meter>,
    pub changed: Notify,
}

impl Shared {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no handler panics")
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until it is so.
    pub async fn until<T>(&self, what: &str, mut is: impl FnMut(&Shared) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if let Some(found) = is(self) {
                    return found;
                }
                changed.await;
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("it never happens: {what}; calls: {:#?}", self.state().calls),
        }
    }
}

impl FakeSlack {
    /// A workspace with the app installed by its manifest.
    pub async fn installed(manifest: &Value) -> FakeSlack {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut state = State::default();
        let scopes = manifest["oauth_config"]["scopes"]["bot"].as_array().expect("scopes");
        state.scopes = scopes.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
        let events = manifest["settings"]["event_subscriptions"]["bot_events"].clone();
        let shared = Arc::new(Shared {
            address,
            state: Mutex::new(state),
            sockets: Sockets::subscribed(&events),
            meter: Arc::default(),
            changed: Notify::new(),
        });
        let routes = web::routes(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("it serves");
        });
        FakeSlack { shared, serving }
    }

    pub fn api(&self) -> String {
        format!("{}/api", self.shared.base())
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state()
    }

    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    pub fn sockets(&self) -> &Sockets {
        &self.shared.sockets
    }

    /// The next calls of a method go wrong like this, one after the other.
    pub fn fault(&self, method: &str, faults: impl IntoIterator<Item = Fault>) {
        let faults: VecDeque<Fault> = faults.into_iter().collect();
        self.state().faults.insert(method.to_owned(), faults);
    }

    /// Waits until the state is so.
    pub async fn until<T>(&self, what: &str, mut is: impl FnMut(&State) -> Option<T>) -> T {
        self.shared.until(what, |shared| is(&shared.state())).await
    }

    /// Waits until so many connections are greeted and alive.
    pub async fn connected(&self, count: usize) {
        let alive = |shared: &Shared| (shared.sockets.alive() == count).then_some(());
        self.shared.until(&format!("{count} connections"), alive).await;
    }

    /// Waits for the acknowledgement of an envelope.
    pub async fn acknowledged(&self, id: &str) -> Value {
        self.shared.until("an acknowledgement", |shared| shared.sockets.ack(id)).await
    }

    /// An address at which somebody is answered; and a trigger.
    pub fn door(&self, user: &str) -> (String, String) {
        let mut state = self.state();
        let (id, trigger) = (format!("A{}", state.next()), state.trigger());
        let answering = state::Answering { user: user.to_owned(), ..Default::default() };
        state.answering.insert(id.clone(), answering);
        (format!("{}/answer/{id}", self.shared.base()), trigger)
    }

    /// Nothing was asked that Slack would refuse or ignore.
    pub fn nothing_wrong(&self) {
        assert_eq!(self.state().wrong, [""; 0]);
    }
}

impl Drop for FakeSlack {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
