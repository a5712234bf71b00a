//! Socket Mode: envelopes by two connections.

use std::collections::BTreeMap;
use std::sync::Arc;

use baton::chat::Platform as _;
use baton::chat::slack::Slack;
use baton::engine::clock::{Clock as _, SystemClock};
use chrono::{DateTime, Duration, Utc};
use tokio::sync::oneshot;
use tokio::time::interval;

use super::{
    Ack, IN_FLIGHT, MEASURED, ROUND, SLOW, TIMES, answered, is_kept, judge, lasting, line,
};
use crate::slack::office;
use crate::support::slack::{FakeSlack, deeds};
use crate::support::whole::served;

/// Sends envelopes; the other end of it is the made-up Slack.
struct Slacks {
    fake: Arc<FakeSlack>,
    sent: BTreeMap<String, DateTime<Utc>>,
}

impl Slacks {
    fn send(&mut self) {
        let number = self.sent.len();
        let id = format!("e{number}");
        let envelope = deeds::command(&self.fake, &id, "UTAM1", "unix", &line(number));
        let sockets = self.fake.sockets();
        let numbers = sockets.numbers();
        self.sent.insert(id, SystemClock.now());
        sockets.send_by(numbers[number % numbers.len()], envelope);
    }

    async fn acknowledged(&self, count: usize) {
        let enough = |shared: &crate::support::slack::Shared| {
            (shared.sockets.acks().len() >= count).then_some(())
        };
        self.fake.shared().until("acknowledgements", enough).await;
    }

    /// As many at once as are measured with, each as soon as one is done; how many a second.
    async fn measure(&mut self, lasting: Duration) -> f64 {
        let began = SystemClock.now();
        while SystemClock.now() < began + lasting {
            self.send();
            let open = self.sent.len().saturating_sub(IN_FLIGHT - 1);
            self.acknowledged(open).await;
        }
        self.acknowledged(self.sent.len()).await;
        self.sent.len() as f64 / (SystemClock.now() - began).as_seconds_f64()
    }

    /// So many a second, whatever becomes of them.
    async fn offer(&mut self, rate: f64, lasting: Duration) {
        let (began, before) = (SystemClock.now(), self.sent.len());
        let mut rounds = interval(ROUND);
        loop {
            rounds.tick().await;
            let since = (SystemClock.now() - began).min(lasting);
            let due = (since.as_seconds_f64() * rate) as usize;
            while self.sent.len() - before < due {
                self.send();
            }
            if since == lasting {
                return;
            }
        }
    }

    fn acks(&self) -> Vec<Ack> {
        let acks = self.fake.sockets().acks();
        let taken = |(id, at): (&String, &DateTime<Utc>)| {
            let (said, heard) = &acks[id];
            (said["payload"].clone(), *heard - *at)
        };
        self.sent.iter().map(taken).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_times_what_can_be_done_is_acknowledged_in_time_by_socket() {
    let world = office::world();
    let fake = Arc::new(office::workspace(&world).await);
    let there = Arc::clone(&fake);
    let (tell, heard) = oneshot::channel();
    let talking = |slack: Arc<Slack>, inbox| async move {
        let listening = tokio::spawn(async move { slack.listen(inbox).await });
        fake.connected(2).await;
        let mut slacks = Slacks { fake, sent: BTreeMap::new() };
        let rate = slacks.measure(MEASURED).await;
        let before = slacks.sent.len();
        slacks.offer(rate * TIMES, lasting()).await;
        let offered = (slacks.sent.len() - before) as f64 / lasting().as_seconds_f64();
        slacks.acknowledged(slacks.sent.len()).await;
        let counts = judge("Socket Mode", rate, offered, &slacks.acks());
        let done = answered(&slacks.fake, &counts).await;
        listening.abort();
        // Nobody waits for it any more when the test has failed.
        let _ = tell.send(done);
        Ok(())
    };
    let platform = |world| Arc::new(office::connected(&there, world, office::socket()));
    let (store, _dir) =
        served("slack", world.directory().clone(), Some(SLOW), platform, talking).await;
    is_kept(&store, heard.await.expect("it was measured")).await;
}
