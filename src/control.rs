//! The running process can be asked for a backup: a socket in the data directory, for its owner alone.
//!
//! sled opens a folder for one process only, so `baton backup` asks the one that has it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};

use crate::store::SledStore;

/// The longest request that is read, in bytes.
const REQUEST_MAX: u64 = 64 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Request {
    Backup { dir: PathBuf },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Response {
    Done { said: String },
    Failed { why: String },
}

fn socket(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// Listens beside the store. Whoever has the store open owns the socket; one left by a dead process is replaced.
///
/// # Errors
/// The socket cannot be made.
pub fn serve(data: &Path, store: Arc<SledStore>) -> anyhow::Result<tokio::task::JoinHandle<()>> {
    let path = socket(data);
    if path.exists() {
        std::fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    }
    let listener = tokio::net::UnixListener::bind(&path)
        .with_context(|| format!("listening at {}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    Ok(tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Err(error) = one(stream, &store).await {
                tracing::warn!(%error, "a request at the control socket failed");
            }
        }
    }))
}

async fn one(stream: tokio::net::UnixStream, store: &SledStore) -> anyhow::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(read.take(REQUEST_MAX)).read_line(&mut line).await?;
    let response = match serde_json::from_str(&line) {
        Ok(Request::Backup { dir }) => match store.backup(&dir).await {
            Ok(manifest) => Response::Done { said: manifest.to_string() },
            Err(fault) => Response::Failed { why: fault.to_string() },
        },
        Err(error) => Response::Failed { why: format!("the request cannot be read: {error}") },
    };
    let mut bytes = serde_json::to_vec(&response)?;
    bytes.push(b'\n');
    write.write_all(&bytes).await?;
    Ok(())
}

/// Asks the running process for a backup. None: no process answers.
///
/// # Errors
/// What the process says went wrong.
pub fn ask_backup(data: &Path, dir: &Path) -> anyhow::Result<Option<String>> {
    let Ok(mut stream) = UnixStream::connect(socket(data)) else { return Ok(None) };
    let dir = std::path::absolute(dir)?;
    let mut request = serde_json::to_vec(&Request::Backup { dir })?;
    request.push(b'\n');
    stream.write_all(&request)?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    match serde_json::from_str(&line).context("the running process gave no answer")? {
        Response::Done { said } => Ok(Some(said)),
        Response::Failed { why } => anyhow::bail!(why),
    }
}
