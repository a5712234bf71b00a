//! Makes a new store from a backup, or none at all: `baton backup restore`.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::SledStore;
use super::backup::{DocumentLine, FORMAT, MANIFEST, Manifest, RowLine, SeenLine, Sum};
use super::company::Company;
use super::desk::Desk;
use super::home::sync_dir;
use super::keys::Kind;
use crate::store::export::{hex, next_line};
use crate::store::{AppendError, Batch, Fault, Result, Seen, Store, import};

/// How much goes into one commit, in bytes, and how many lines.
const PORTION: usize = 64 << 10;
const STRIDE: usize = 512;

/// Restores the backup in `from` into the folder `to`, which must not exist yet or be empty. The backup is
/// read through and added up first; the folder appears when all of it is there.
///
/// # Errors
/// [`Fault::Damaged`] when a file is not as the manifest says; [`Fault::Newer`], [`Fault::NotEmpty`].
pub async fn restore(from: &Path, to: &Path) -> Result<Manifest> {
    let manifest = read_manifest(from)?;
    for (name, sum) in &manifest.files {
        add_up(&from.join(name), sum)?;
    }
    let nothing_there = fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    if !nothing_there {
        return Err(Fault::NotEmpty { dir: to.to_owned() });
    }
    let building = building_place(to);
    if building.exists() {
        fs::remove_dir_all(&building)
            .map_err(|error| Fault::from_io("clearing", &building, error))?;
    }
    let store = SledStore::open(&building, &manifest.company)?;
    fill(&store, from, &manifest).await?;
    drop(store);
    move_there(&building, to).map_err(|error| Fault::from_io("making", to, error))?;
    Ok(manifest)
}

async fn fill(store: &SledStore, from: &Path, manifest: &Manifest) -> Result<()> {
    let mut events = open(&from.join("events.jsonl"))?;
    import(store, &mut events).await?;
    let at_head =
        move |company: &mut Company, _: &mut Desk| Ok::<_, Fault>(hex(&company.head.hash));
    if store.commit(at_head).await? != manifest.head_hash {
        return Err(Fault::damaged(
            from.display().to_string(),
            "its events are not those it was made of",
        ));
    }
    each_stride(&from.join("documents.jsonl"), async |lines: Vec<DocumentLine>| {
        restore_documents(store, lines).await
    })
    .await?;
    each_stride(&from.join("rows.jsonl"), async |lines: Vec<RowLine>| {
        restore_rows(store, lines).await
    })
    .await?;
    each_stride(&from.join("seen.jsonl"), async |lines: Vec<SeenLine>| {
        restore_seen(store, manifest.events, lines).await
    })
    .await?;
    if manifest.documents_forgotten {
        return Ok(());
    }
    let events = manifest.events;
    store.commit(move |company, _| company.believe_documents(events)).await.map_err(unmoved)
}

async fn restore_documents(store: &SledStore, lines: Vec<DocumentLine>) -> Result<()> {
    let restore = move |company: &mut Company, desk: &mut Desk| {
        lines.into_iter().try_for_each(|line| {
            let kind = if line.archived { Kind::Archived } else { Kind::Live };
            let body = line.body.into_bytes().map_err(|why| Fault::damaged(&line.key, why))?;
            company.restore_document(desk, kind, &line.key, &body)
        })
    };
    store.commit(restore).await
}

async fn restore_rows(store: &SledStore, lines: Vec<RowLine>) -> Result<()> {
    let restore = move |company: &mut Company, desk: &mut Desk| {
        lines.into_iter().try_for_each(|line| {
            let stored = line.into_stored().map_err(|why| Fault::damaged("a row", why))?;
            company.restore_row(desk, &stored)
        })
    };
    store.commit(restore).await
}

async fn restore_seen(store: &SledStore, head: u64, lines: Vec<SeenLine>) -> Result<()> {
    let seen = lines.into_iter().map(|line| {
        let answer = line.answer.into_bytes().map_err(|why| Fault::damaged("an answer", why))?;
        Ok(Seen { delivery: line.delivery, at: line.at, answer })
    });
    let batch = Batch { seen: seen.collect::<Result<_>>()?, ..Batch::default() };
    store.append(head, batch).await.map(drop).map_err(unmoved)
}

/// Reads a file line by line and hands the lines on, some at a time.
async fn each_stride<T: DeserializeOwned>(
    path: &Path,
    mut hand_on: impl AsyncFnMut(Vec<T>) -> Result<()>,
) -> Result<()> {
    let mut file = open(path)?;
    let mut number = 0;
    loop {
        let (mut lines, mut weight) = (Vec::new(), 0);
        while weight < PORTION && lines.len() < STRIDE {
            number += 1;
            let Some(line) = next_line(&mut file, number)? else { break };
            weight += line.len();
            let bad =
                |error: serde_json::Error| Fault::BadLine { line: number, why: error.to_string() };
            lines.push(serde_json::from_str(&line).map_err(bad)?);
        }
        if lines.is_empty() {
            return Ok(());
        }
        hand_on(lines).await?;
    }
}

fn read_manifest(from: &Path) -> Result<Manifest> {
    let path = from.join(MANIFEST);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Fault::NoBackup { dir: from.to_owned() });
        }
        Err(error) => return Err(Fault::from_io("reading", &path, error)),
    };
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| Fault::damaged(path.display().to_string(), error.to_string()))?;
    if manifest.format > FORMAT {
        let dir = from.to_owned();
        return Err(Fault::Newer { dir, found: manifest.format, known: FORMAT });
    }
    Ok(manifest)
}

fn add_up(path: &Path, sum: &Sum) -> Result<()> {
    let mut file = open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read =
            file.read(&mut buffer).map_err(|error| Fault::from_io("reading", path, error))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    if hex(&hasher.finalize()) == sum.sha256 {
        return Ok(());
    }
    Err(Fault::damaged(path.display().to_string(), "it is not as it was written"))
}

fn open(path: &Path) -> Result<BufReader<File>> {
    let file = File::open(path).map_err(|error| Fault::from_io("reading", path, error))?;
    Ok(BufReader::new(file))
}

/// Beside the folder to be, so that it can be renamed.
fn building_place(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".restoring");
    to.with_file_name(name)
}

fn move_there(building: &Path, to: &Path) -> io::Result<()> {
    fs::rename(building, to)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or(Ok(()), sync_dir)
}

fn unmoved(error: AppendError) -> Fault {
    match error {
        AppendError::Moved { head } => Fault::LogNotEmpty { head },
        AppendError::Fault(fault) => fault,
    }
}
