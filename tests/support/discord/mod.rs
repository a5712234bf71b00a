//! A Discord to test with: REST and gateway as real servers on loopback, stateful, and as strict as the documents are.

pub mod deeds;
mod desk;
mod door;
mod gateway;
mod house;
pub mod judge;
mod shapes;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::middleware::from_fn_with_state;
use axum::serve::ListenerExt as _;
use serde_json::Value;
use tokio::sync::watch;

pub use gateway::{Close, Gateway};
pub use house::{BOT, House, SERVER};

use super::meter::{Meter, metered};

/// What the bot has to say to be let in.
pub const TOKEN: &str = "a-token-for-tests";

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trap {
    /// Nothing: the one after it waits for the next request.
    None,
    /// Too many, of this route or of all; to be repeated after so many seconds.
    Limited {
        after: f64,
        global: bool,
    },
    Failed(u16),
    /// It is done, and no answer comes.
    Silent,
    /// It is done, and the connection breaks.
    Reset,
    /// It is not done, and the connection breaks.
    Lost,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub body: Value,
    /// The names of the files that came with it.
    pub files: Vec<String>,
}

/// An interaction that was begun here, and what the bot made of it.
#[derive(Debug, Clone, Default)]
pub struct Begun {
    /// The first answer.
    pub answer: Option<Value>,
    /// What stands where the answer stood, after it was edited.
    pub edited: Option<Value>,
    pub more: Vec<Value>,
}

/// The made-up Discord.
#[derive(Clone)]
pub struct FakeDiscord {
    inner: Arc<Inner>,
}

struct Inner {
    house: Mutex<House>,
    traps: Mutex<VecDeque<(&'static str, Trap)>>,
    asked: Mutex<Vec<Asked>>,
    odd: Mutex<Vec<String>>,
    limits: Mutex<Limits>,
    meter: Arc<Meter>,
    /// Whether others than the program are here, whose requests are not ours to judge.
    is_host: AtomicBool,
    begun: Mutex<BTreeMap<String, Begun>>,
    /// Counts what happened, for those who wait for it.
    news: watch::Sender<u64>,
    gateway: Gateway,
    client: reqwest::Client,
    port: u16,
}

/// So many requests of a route in a stretch of time.
#[derive(Default)]
struct Limits {
    each: Option<(u32, Duration)>,
    used: BTreeMap<String, u32>,
}

impl FakeDiscord {
    pub async fn open() -> FakeDiscord {
        let (door, certificate) = door::Door::open().await;
        let there = SocketAddr::from(([127, 0, 0, 1], door.port()));
        let client = reqwest::Client::builder()
            .add_root_certificate(certificate)
            .resolve(door::HOST, there)
            .build()
            .expect("a client");
        let gateway = Gateway::open().await;
        let inner = Inner {
            house: Mutex::new(House::new()),
            traps: Mutex::default(),
            asked: Mutex::default(),
            odd: Mutex::default(),
            limits: Mutex::default(),
            meter: Arc::default(),
            is_host: AtomicBool::new(false),
            begun: Mutex::default(),
            news: watch::channel(0).0,
            gateway,
            client,
            port: there.port(),
        };
        let fake = FakeDiscord { inner: Arc::new(inner) };
        let meter = Arc::clone(&fake.inner.meter);
        let desk = desk::router(fake.clone()).layer(from_fn_with_state(meter, metered));
        tokio::spawn(async move {
            let served = desk.into_make_service_with_connect_info::<door::Cut>();
            axum::serve(door.tap_io(|_| {}), served).await.expect("it serves");
        });
        fake
    }

    /// A client that is led here when it asks for Discord.
    pub fn client(&self) -> reqwest::Client {
        self.inner.client.clone()
    }

    /// Where TLS is spoken, with a certificate that only [`FakeDiscord::client`] trusts.
    pub fn port(&self) -> u16 {
        self.inner.port
    }

    /// How much of messages is taken.
    pub fn meter(&self) -> &Meter {
        &self.inner.meter
    }

    pub fn house(&self) -> MutexGuard<'_, House> {
        lock(&self.inner.house)
    }

    pub fn gateway(&self) -> &Gateway {
        &self.inner.gateway
    }

    /// From now on requests may be as others make them.
    pub fn be_host(&self) {
        self.inner.is_host.store(true, Ordering::SeqCst);
    }

    /// The next request whose method and path begin so falls into the trap: `POST /channels/`.
    pub fn trap(&self, begins: &'static str, trap: Trap) {
        lock(&self.inner.traps).push_back((begins, trap));
    }

    /// From now on so many requests of a route are allowed in a stretch of time.
    pub fn limit(&self, most: u32, within: Duration) {
        lock(&self.inner.limits).each = Some((most, within));
    }

    /// Requests so far whose method and path begin so.
    pub fn asked(&self, begins: &str) -> Vec<Asked> {
        let asked = lock(&self.inner.asked);
        let is = |it: &&Asked| format!("{} {}", it.method, it.path).starts_with(begins);
        asked.iter().filter(is).cloned().collect()
    }

    /// What Discord would have refused, or does not know. Nothing is expected.
    pub fn odd(&self) -> Vec<String> {
        let odd = lock(&self.inner.odd).clone();
        odd.into_iter().chain(self.inner.gateway.odd()).collect()
    }

    /// What was made of an interaction.
    pub fn begun(&self, token: &str) -> Begun {
        lock(&self.inner.begun).get(token).cloned().unwrap_or_default()
    }

    /// Waits until something is so; whatever happens here is looked at again. Within ten seconds.
    pub async fn until<T>(&self, mut so: impl FnMut(&FakeDiscord) -> Option<T>) -> T {
        let mut news = self.inner.news.subscribe();
        let mut at_gateway = self.inner.gateway.news();
        let waiting = async {
            loop {
                if let Some(found) = so(self) {
                    return found;
                }
                tokio::select! {
                    _ = news.changed() => {}
                    _ = at_gateway.changed() => {}
                }
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(10), waiting).await;
        found.unwrap_or_else(|_| panic!("it never came: {:#?} {:?}", self.asked(""), self.odd()))
    }

    fn happened(&self) {
        self.inner.news.send_modify(|count| *count += 1);
    }

    fn is_odd(&self, what: String) {
        lock(&self.inner.odd).push(what);
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
