//! The answer that somebody waits for, shown by whoever sees it first.
//!
//! The bot sends an answer, then what follows from it; but whoever waits for the answer may be woken only after the
//! first of these messages came to be shown. So before a message is shown, it is looked whether an answer has come.
//! Nothing waits for anything here: the bot may well send what followed from a line before while the next is said.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use crate::chat::Outgoing;
use crate::chat::lock::lock;

/// Something being said, until it is answered; None: the bot has stopped.
type Saying = Pin<Box<dyn Future<Output = Option<Vec<Outgoing>>> + Send>>;

/// How many messages the answer had, or what kept it from being shown; None: the bot has stopped.
pub type Answered = Option<io::Result<usize>>;

/// What is being said now, if anything is.
#[derive(Default)]
pub struct Awaited(Mutex<Option<Waiting>>);

struct Waiting {
    saying: Saying,
    asker: Option<Waker>,
    /// None: not answered yet.
    answered: Option<Answered>,
}

impl Awaited {
    /// Says something and waits until the answer has been shown.
    pub async fn say(
        &self,
        saying: impl Future<Output = Option<Vec<Outgoing>>> + Send + 'static,
        show: impl Fn(&[Outgoing]) -> io::Result<()>,
    ) -> Answered {
        // Without a budget: when it is looked at, it is to be looked at indeed.
        let saying: Saying = Box::pin(tokio::task::unconstrained(saying));
        *lock(&self.0) = Some(Waiting { saying, asker: None, answered: None });
        poll_fn(|cx| {
            let mut waiting = lock(&self.0);
            let Some(now) = waiting.as_mut() else { return Poll::Ready(None) };
            now.asker = Some(cx.waker().clone());
            let Some(answered) = now.look(cx, &show) else { return Poll::Pending };
            *waiting = None;
            Poll::Ready(answered)
        })
        .await
    }

    /// Shows the answer if it has come; what is shown next stands behind it.
    pub fn look(&self, show: impl Fn(&[Outgoing]) -> io::Result<()>) {
        let mut waiting = lock(&self.0);
        let Some(now) = waiting.as_mut() else { return };
        let Some(asker) = now.asker.clone() else { return };
        // In the asker's name, so that it is he who is woken if the answer comes later.
        if let Some(answered) = now.look(&mut Context::from_waker(&asker), &show) {
            now.answered = Some(answered);
            asker.wake();
        }
    }
}

impl Waiting {
    fn look(
        &mut self,
        cx: &mut Context<'_>,
        show: &impl Fn(&[Outgoing]) -> io::Result<()>,
    ) -> Option<Answered> {
        if let Some(answered) = self.answered.take() {
            return Some(answered);
        }
        match self.saying.as_mut().poll(cx) {
            Poll::Pending => None,
            Poll::Ready(None) => Some(None),
            Poll::Ready(Some(answers)) => Some(Some(show(&answers).map(|()| answers.len()))),
        }
    }
}
