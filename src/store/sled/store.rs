//! The promises of [`Store`], each as a job for the committer or a read.

use async_trait::async_trait;
use baton_commands::ids::DeliveryId;
use chrono::{DateTime, Duration, Utc};
use tokio::sync::mpsc;

use super::committer::Job;
use super::company::Company;
use super::desk::Desk;
use super::keys::Kind;
use super::reader::{self, Reader};
use super::{SledStore, check};
use crate::store::export::portions;
use crate::store::{
    AppendError, Batch, Claim, Counts, Document, Fault, Finding, Onlooker, Outcome, Result, Seq,
    Settled, Store, Stored,
};

/// How many things are removed in one commit where there are very many.
const STRIDE: usize = 128;
/// How many documents are read at once where there are very many.
const PORTION: usize = 512;

#[async_trait]
impl Store for SledStore {
    async fn append_before(
        &self,
        expected: Seq,
        batch: Batch,
        mut onlooker: Box<dyn Onlooker>,
    ) -> Result<Seq, AppendError> {
        batch.fit()?;
        let append = move |company: &mut Company, desk: &mut Desk| {
            let head = company.append(desk, expected, batch)?;
            onlooker.placed(head);
            Ok::<_, AppendError>((head, onlooker))
        };
        // The onlooker is dropped by whoever appends: he has the time.
        let kept = |(head, mut onlooker): (Seq, Box<dyn Onlooker>)| {
            onlooker.kept();
            (head, onlooker)
        };
        let appended = self.commit_as(|company, deed| Job::Do { company, deed }, append, kept);
        appended.await.map(|(head, _)| head)
    }

    async fn head(&self) -> Result<Seq> {
        Ok(self.reader.durable())
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Stored>> {
        self.reading(move |reader| reader.read(after, limit)).await
    }

    async fn history(&self, record: &str) -> Result<Vec<Stored>> {
        let record = record.to_owned();
        self.reading(move |reader| reader.history(&record)).await
    }

    async fn live(&self) -> Result<(Seq, Vec<Document>)> {
        self.surveying(|snapshot| {
            if snapshot.head.forgotten {
                return Ok((0, Vec::new()));
            }
            Ok((snapshot.head.seq, reader::documents(snapshot, Kind::Live)?))
        })
        .await
    }

    async fn live_in(&self, portions: mpsc::Sender<Vec<Document>>) -> Result<Seq> {
        let read = self.surveying(move |snapshot| {
            if snapshot.head.forgotten {
                return Ok(None);
            }
            let found = reader::live_in(snapshot, PORTION, |portion| {
                // Whoever stopped listening does not ask for the position either.
                let _ = portions.blocking_send(portion);
            })?;
            Ok(Some((snapshot.head.seq, snapshot.era, found)))
        });
        let Some((position, era, found)) = read.await? else { return Ok(0) };
        let learn = move |company: &mut Company, _: &mut Desk| {
            company.learn_documents(era, found);
            Ok::<_, Fault>(())
        };
        self.commit(learn).await?;
        Ok(position)
    }

    async fn archived(&self, key: &str) -> Result<Option<Document>> {
        let key = key.to_owned();
        let get =
            move |company: &mut Company, desk: &mut Desk| reader::archived(company, desk, key);
        self.commit(get).await
    }

    async fn seen(&self, delivery: &DeliveryId) -> Result<Option<Vec<u8>>> {
        let Some(answer) = self.reader.seen(delivery)? else { return Ok(None) };
        // It may not be on disk yet; then neither is what it answers. This waits for it.
        self.commit(|_, _| Ok::<_, Fault>(())).await?;
        Ok(Some(answer))
    }

    async fn forget_seen(&self, before: DateTime<Utc>) -> Result<usize> {
        let mut forgotten = 0;
        let found = self.reading(move |reader| reader.seen_before(before)).await?;
        for some in found.chunks(STRIDE) {
            let some = some.to_vec();
            forgotten +=
                self.commit(move |company, desk| company.forget_seen(desk, &some, before)).await?;
        }
        Ok(forgotten)
    }

    async fn claim(&self, now: DateTime<Utc>, limit: usize, lease: Duration) -> Result<Vec<Claim>> {
        self.commit(move |company, desk| company.claim(desk, |rows| rows.claim(now, limit, lease)))
            .await
    }

    async fn renew(&self, claims: &[u64], until: DateTime<Utc>) -> Result<()> {
        let claims = claims.to_vec();
        let renew = move |company: &mut Company, _: &mut Desk| {
            company.pending.renew(&claims, until);
            Ok(())
        };
        self.commit(renew).await
    }

    async fn settle(&self, outcomes: &[(Claim, Outcome)]) -> Result<()> {
        let outcomes = outcomes.to_vec();
        let settle = move |company: &mut Company, desk: &mut Desk| {
            outcomes.iter().try_for_each(|(claim, outcome)| company.settle(desk, claim, outcome))
        };
        self.commit_soon(settle).await
    }

    async fn shut(&self, now: DateTime<Utc>) -> Result<Vec<(String, DateTime<Utc>)>> {
        self.commit(move |company, desk| company.shut(desk, now)).await
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        self.commit(|company, _| Ok(company.pending.next_due())).await
    }

    async fn sent_about(&self, record: &str) -> Result<Vec<Settled>> {
        let record = record.to_owned();
        self.surveying(move |snapshot| reader::sent_about(snapshot, &record)).await
    }

    async fn undelivered(&self) -> Result<Vec<Settled>> {
        self.surveying(reader::undelivered).await
    }

    async fn counts(&self) -> Result<Counts> {
        self.commit(|company, desk| reader::counts(company, desk)).await
    }

    async fn forget_documents(&self) -> Result<()> {
        let forget = |company: &mut Company, _: &mut Desk| {
            company.forget_documents();
            Ok(())
        };
        self.commit(forget).await
    }

    async fn reset_documents(
        &self,
        expected: Seq,
        live: Vec<Document>,
        archived: Vec<Document>,
    ) -> Result<(), AppendError> {
        self.commit(move |company, _| company.expect_head(expected)).await?;
        self.forget_documents().await?;
        let old = self.reading(Reader::document_keys).await?;
        for some in old.chunks(STRIDE) {
            let some = some.to_vec();
            self.commit(move |company, desk| company.clear_documents(desk, &some)).await?;
        }
        self.restore_documents(Kind::Live, live).await?;
        self.restore_documents(Kind::Archived, archived).await?;
        self.commit(move |company, _| company.believe_documents(expected)).await
    }

    async fn check(&self) -> Result<Vec<Finding>> {
        let memory = |company: &mut Company, desk: &mut Desk| {
            Ok::<_, Fault>((company.snapshot(desk)?, company.memory()))
        };
        let (snapshot, memory) = self.commit(memory).await?;
        self.reading(move |_| check::check(&snapshot, memory)).await
    }
}

impl SledStore {
    async fn restore_documents(&self, kind: Kind, documents: Vec<Document>) -> Result<()> {
        for some in portions(documents, |document| document.body.len()) {
            let restore = move |company: &mut Company, desk: &mut Desk| {
                let mut some = some.iter();
                some.try_for_each(|document| {
                    company.restore_document(desk, kind, &document.key, &document.body)
                })
            };
            self.commit(restore).await?;
        }
        Ok(())
    }
}
