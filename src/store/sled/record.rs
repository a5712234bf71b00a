//! What is in the payloads: the head, events, documents, rows and deliveries, byte by byte.
//!
//! Each begins with the number of its format. An event is written once and kept for ever; to change a
//! layout, add a format and go on reading the old one.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::codec::{Lens, Pen};
use crate::store::{NewEvent, NewRow, Outcome, Seen, Seq, Settled};

const FORMAT: u8 = 1;
/// Rows have a lane and a rank since their second format.
const ROW_FORMAT: u8 = 2;
/// The head counts the rows since its second format.
const HEAD_FORMAT: u8 = 2;
/// What a row of the first format ranks: as any message that is not urgent.
const USUAL_RANK: u8 = 3;

/// The SHA-256 of an event's record, which the next one repeats.
pub type Hash = [u8; 32];

/// Where a company's log ends, and how much there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: Seq,
    /// Of the last event; zeros when there is none.
    pub hash: Hash,
    /// The number of the newest row.
    pub last_number: u64,
    pub live: u64,
    pub archived: u64,
    pub undelivered: u64,
    /// How many rows there are, waiting and settled; None in a store that was made before they were counted.
    pub rows: Option<u64>,
    /// The documents wait to be rebuilt.
    pub forgotten: bool,
}

impl Default for Head {
    /// That of a store with nothing in it.
    fn default() -> Self {
        Head {
            seq: 0,
            hash: Hash::default(),
            last_number: 0,
            live: 0,
            archived: 0,
            undelivered: 0,
            rows: Some(0),
            forgotten: false,
        }
    }
}

impl Head {
    pub fn encode(&self) -> Vec<u8> {
        let mut pen = Pen::new(if self.rows.is_some() { HEAD_FORMAT } else { FORMAT });
        pen.u64(self.seq).raw(&self.hash).u64(self.last_number);
        pen.u64(self.live).u64(self.archived).u64(self.undelivered).u8(self.forgotten.into());
        self.rows.iter().for_each(|rows| _ = pen.u64(*rows));
        pen.finish()
    }

    pub fn decode(payload: &[u8]) -> Option<Self> {
        let counted = Lens::new(payload, HEAD_FORMAT);
        let is_counted = counted.is_some();
        let mut lens = counted.or_else(|| Lens::new(payload, FORMAT))?;
        let mut head = Head {
            seq: lens.u64()?,
            hash: lens.hash()?,
            last_number: lens.u64()?,
            live: lens.u64()?,
            archived: lens.u64()?,
            undelivered: lens.u64()?,
            forgotten: lens.u8()? != 0,
            rows: None,
        };
        if is_counted {
            head.rows = Some(lens.u64()?);
        }
        lens.end(head)
    }
}

/// An event as it stands in the log.
pub struct LogRecord {
    /// The hash of the record before.
    pub before: Hash,
    pub event: NewEvent,
}

impl LogRecord {
    pub fn encode(before: &Hash, event: &NewEvent) -> Vec<u8> {
        let mut pen = Pen::new(FORMAT);
        pen.raw(before).time(event.at).text(&event.name).text(&event.record).rest(&event.body)
    }

    pub fn decode(payload: &[u8]) -> Option<Self> {
        let mut lens = Lens::new(payload, FORMAT)?;
        let before = lens.hash()?;
        let (at, name, record) = (lens.time()?, lens.text()?, lens.text()?);
        Some(LogRecord { before, event: NewEvent { at, name, record, body: lens.rest() } })
    }

    pub fn hash(payload: &[u8]) -> Hash {
        Sha256::digest(payload).into()
    }
}

/// A row with all that became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    pub number: u64,
    pub attempts: u32,
    pub settled: Settled,
}

impl StoredRow {
    pub fn encode(&self) -> Vec<u8> {
        let Settled { row, outcome, trouble } = &self.settled;
        encode_row(self.number, self.attempts, row, outcome.as_ref(), trouble.as_deref())
    }

    pub fn decode(payload: &[u8]) -> Option<Self> {
        if let Some(mut lens) = Lens::new(payload, ROW_FORMAT) {
            let (lane, rank) = (lens.text()?, lens.u8()?);
            return Self::decode_rest(lens, Some(lane), rank);
        }
        Self::decode_rest(Lens::new(payload, FORMAT)?, None, USUAL_RANK)
    }

    fn decode_rest(mut lens: Lens<'_>, lane: Option<String>, rank: u8) -> Option<Self> {
        let (number, attempts, name, due_at) =
            (lens.u64()?, lens.u32()?, lens.text()?, lens.time()?);
        let (slot, trouble, outcome) = (lens.maybe()?, lens.maybe()?, lens.maybe()?);
        let outcome: Option<Outcome> = match outcome {
            Some(json) => Some(serde_json::from_str(&json).ok()?),
            None => None,
        };
        let about = (0..lens.u32()?).map(|_| lens.text()).collect::<Option<Vec<String>>>()?;
        // The first format had the place at the end of the name.
        let place = || name.rsplit_once('@').map_or("", |(_, place)| place).to_owned();
        let lane = lane.unwrap_or_else(place);
        let row = NewRow { name, about, lane, rank, due_at, slot, body: lens.rest() };
        Some(StoredRow { number, attempts, settled: Settled { row, outcome, trouble } })
    }
}

/// A row as it is stored, from its parts.
pub fn encode_row(
    number: u64,
    attempts: u32,
    row: &NewRow,
    outcome: Option<&Outcome>,
    trouble: Option<&str>,
) -> Vec<u8> {
    let mut pen = Pen::new(ROW_FORMAT);
    pen.text(&row.lane).u8(row.rank);
    pen.u64(number).u32(attempts).text(&row.name).time(row.due_at);
    pen.maybe(row.slot.as_deref()).maybe(trouble);
    pen.maybe(outcome.map(json).as_deref());
    pen.u32(u32::try_from(row.about.len()).unwrap_or(u32::MAX));
    row.about.iter().for_each(|record| _ = pen.text(record));
    pen.rest(&row.body)
}

/// What was answered to a delivery, and when.
pub struct StoredAnswer {
    pub at: DateTime<Utc>,
    pub answer: Vec<u8>,
}

impl StoredAnswer {
    pub fn encode(seen: &Seen) -> Vec<u8> {
        Pen::new(FORMAT).time(seen.at).rest(&seen.answer)
    }

    pub fn decode(payload: &[u8]) -> Option<Self> {
        let mut lens = Lens::new(payload, FORMAT)?;
        Some(StoredAnswer { at: lens.time()?, answer: lens.rest() })
    }
}

/// The body of a document, with its format in front.
pub fn encode_document(body: &[u8]) -> Vec<u8> {
    Pen::new(FORMAT).rest(body)
}

pub fn decode_document(payload: &[u8]) -> Option<Vec<u8>> {
    Some(Lens::new(payload, FORMAT)?.rest())
}

/// Until when something is shut.
pub fn encode_shut(until: DateTime<Utc>) -> Vec<u8> {
    Pen::new(FORMAT).time(until).finish()
}

pub fn decode_shut(payload: &[u8]) -> Option<DateTime<Utc>> {
    let mut lens = Lens::new(payload, FORMAT)?;
    let until = lens.time()?;
    lens.end(until)
}

fn json(outcome: &Outcome) -> String {
    serde_json::to_string(outcome).expect("an outcome has no keys that are not text")
}
