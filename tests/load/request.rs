//! Requests that are signed.

use std::sync::Arc;

use baton::chat::Platform as _;
use baton::chat::slack::{Slack, Way, http};
use baton::engine::clock::{Clock as _, SystemClock};
use baton::secret::Secret;
use chrono::Duration;
use reqwest::Client;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::interval;

use super::{
    Ack, IN_FLIGHT, MEASURED, ROUND, SLOW, TIMES, answered, is_kept, judge, lasting, line,
};
use crate::slack::office;
use crate::support::slack::signed::{Request, SECRET, Signed};
use crate::support::slack::{FakeSlack, deeds};
use crate::support::whole::served;

/// Signed requests, as Slack's servers send them.
struct Requests {
    fake: Arc<FakeSlack>,
    signed: Arc<Signed>,
    sent: usize,
    under_way: JoinSet<Ack>,
    acks: Vec<Ack>,
}

impl Requests {
    fn send(&mut self) {
        let envelope = deeds::command(&self.fake, "e", "UTAM1", "unix", &line(self.sent));
        self.sent += 1;
        self.under_way.spawn(asked(Arc::clone(&self.signed), Request::of(&envelope)));
    }

    async fn acknowledged(&mut self, count: usize) {
        while self.acks.len() < count
            && let Some(ack) = self.under_way.join_next().await
        {
            self.acks.push(ack.expect("it is acknowledged"));
        }
    }

    async fn measure(&mut self, lasting: Duration) -> f64 {
        let began = SystemClock.now();
        while SystemClock.now() < began + lasting {
            self.send();
            let open = self.sent.saturating_sub(IN_FLIGHT - 1);
            self.acknowledged(open).await;
        }
        self.acknowledged(self.sent).await;
        self.sent as f64 / (SystemClock.now() - began).as_seconds_f64()
    }

    async fn offer(&mut self, rate: f64, lasting: Duration) {
        let (began, before) = (SystemClock.now(), self.sent);
        let mut rounds = interval(ROUND);
        loop {
            rounds.tick().await;
            let since = (SystemClock.now() - began).min(lasting);
            let due = (since.as_seconds_f64() * rate) as usize;
            while self.sent - before < due {
                self.send();
            }
            while let Some(ack) = self.under_way.try_join_next() {
                self.acks.push(ack.expect("it is acknowledged"));
            }
            if since == lasting {
                return;
            }
        }
    }
}

/// One signed command, and how it was acknowledged.
async fn asked(signed: Arc<Signed>, request: Request) -> Ack {
    let began = SystemClock.now();
    let answer = signed.send(&request).await;
    let took = SystemClock.now() - began;
    assert!(answer.status().is_success(), "{}", answer.status());
    let said = answer.text().await.expect("an answer");
    (serde_json::from_str(&said).unwrap_or(Value::Null), took)
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_times_what_can_be_done_is_acknowledged_in_time_by_request() {
    let world = office::world();
    let fake = Arc::new(office::workspace(&world).await);
    let there = Arc::clone(&fake);
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let listen = free.local_addr().expect("an address");
    drop(free);
    let address = format!("http://{listen}{}", http::PATH);
    let (tell, heard) = oneshot::channel();
    let talking = |slack: Arc<Slack>, inbox| async move {
        let listening = tokio::spawn(async move { slack.listen(inbox).await });
        fake.until("a start", |state| (state.count("auth.test") > 0).then_some(())).await;
        let signed = Arc::new(Signed { address, client: Client::new() });
        let (under_way, acks) = (JoinSet::new(), Vec::new());
        let mut requests = Requests { fake, signed, sent: 0, under_way, acks };
        let rate = requests.measure(MEASURED).await;
        let before = requests.sent;
        requests.offer(rate * TIMES, lasting()).await;
        let offered = (requests.sent - before) as f64 / lasting().as_seconds_f64();
        requests.acknowledged(requests.sent).await;
        let counts = judge("signed HTTP", rate, offered, &requests.acks);
        let done = answered(&requests.fake, &counts).await;
        listening.abort();
        // Nobody waits for it any more when the test has failed.
        let _ = tell.send(done);
        Ok(())
    };
    let way = Way::Http { signing_secret: Secret::new(SECRET), listen };
    let platform = |world| Arc::new(office::connected(&there, world, way));
    let (store, _dir) =
        served("slack", world.directory().clone(), Some(SLOW), platform, talking).await;
    is_kept(&store, heard.await.expect("it was measured")).await;
}
