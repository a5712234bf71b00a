//! How a value lies on disk: in an envelope that shows damage, and in pieces when it is large.
//!
//! Whole: `1 crc payload`. In pieces: `2 crc count`, the payload in the pieces. The CRC-32 is that of key
//! and payload, so that a value in a wrong place is found as well.

use super::keys::piece;
use crate::store::{Fault, Result};

/// The largest payload kept in one place. sled moves a page of more than 128 KiB out into a file of its
/// own, which it does not sync; a page holds up to 21 values, so these are kept far smaller.
pub const PIECE_MAX: usize = 4 << 10;

const WHOLE: u8 = 1;
const IN_PIECES: u8 = 2;
const CRC_END: usize = 5;

/// A value as it is written.
pub struct Packed {
    pub root: Vec<u8>,
    /// Keys and contents of the pieces, none when the value is whole.
    pub pieces: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Packs a payload for the place where it is to lie.
pub fn pack(key: &[u8], payload: &[u8]) -> Packed {
    let crc = crc(key, payload).to_le_bytes();
    if payload.len() <= PIECE_MAX {
        return Packed { root: [&[WHOLE], &crc[..], payload].concat(), pieces: Vec::new() };
    }
    let chunks = payload.chunks(PIECE_MAX);
    let pieces: Vec<_> =
        (0..).zip(chunks).map(|(index, chunk)| (piece(key, index), chunk.to_vec())).collect();
    let count = u32::try_from(pieces.len()).expect("bodies are limited").to_le_bytes();
    Packed { root: [&[IN_PIECES], &crc[..], &count].concat(), pieces }
}

/// Unpacks what lies at `key`; `fetch` reads the pieces.
///
/// # Errors
/// [`Fault::Damaged`] when it is not what was packed.
pub fn unpack(
    key: &[u8],
    root: &[u8],
    mut fetch: impl FnMut(&[u8]) -> Result<Option<::sled::IVec>>,
) -> Result<Vec<u8>> {
    let damaged = |why: &str| Fault::damaged(show(key), why);
    let Some((header, rest)) = root.split_at_checked(CRC_END) else {
        return Err(damaged("it is cut short"));
    };
    let payload = match header[0] {
        WHOLE => rest.to_vec(),
        IN_PIECES => {
            let mut payload = Vec::new();
            for index in 0..piece_count(root) {
                let piece =
                    fetch(&piece(key, index))?.ok_or_else(|| damaged("a piece is missing"))?;
                payload.extend_from_slice(&piece);
            }
            payload
        }
        other => return Err(damaged(&format!("it is of unknown format {other}"))),
    };
    if header[1..] != crc(key, &payload).to_le_bytes() {
        return Err(damaged("its checksum is wrong"));
    }
    Ok(payload)
}

/// How many pieces belong to a packed value.
pub fn piece_count(root: &[u8]) -> u32 {
    match root.split_at_checked(CRC_END) {
        Some((header, count)) if header[0] == IN_PIECES => {
            count.try_into().map_or(0, u32::from_le_bytes)
        }
        _ => 0,
    }
}

/// A key in words fit for an operator.
pub fn show(key: &[u8]) -> String {
    format!("the value at `{}`", key.escape_ascii())
}

fn crc(key: &[u8], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(payload);
    hasher.finalize()
}
