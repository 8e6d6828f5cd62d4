//! State that outlives an upgrade: written to stable memory before it, read after it. Fit for state that is bounded, as
//! all of it is written at once.

use ic_cdk::stable::{stable_grow, stable_read, stable_size, stable_write};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Says that stable memory holds such state, in this layout. The encoding names no fields: whoever changes the types of the
/// state changes the last digit, and decides what becomes of the old layout.
const MARK: &[u8; 8] = b"ICWSST01";
const HEADER: usize = MARK.len() + size_of::<u64>();
const PAGE: u64 = 64 << 10;

/// Writes the state; for `pre_upgrade`. Traps if stable memory cannot take it, which leaves the old version running.
pub fn save<T: Serialize>(state: &T) {
    let bytes = encode(state).unwrap_or_else(|reason| ic_cdk::trap(reason));
    let missing = (bytes.len() as u64).div_ceil(PAGE).saturating_sub(stable_size());
    if let Err(error) = stable_grow(missing) {
        ic_cdk::trap(format!("the state of {} bytes cannot be saved: {error}", bytes.len()));
    }
    stable_write(0, &bytes);
}

/// Reads what [`save`] wrote; for `post_upgrade`. `None` if nothing was saved. Traps if it is unreadable, which leaves the old
/// version running.
pub fn restore<T: DeserializeOwned>() -> Option<T> {
    let size = stable_size() * PAGE;
    if size == 0 {
        return None;
    }
    let read = |offset: u64, length: u64| {
        let mut bytes = vec![0; length as usize];
        stable_read(offset, &mut bytes);
        bytes
    };
    let state = length(&read(0, HEADER as u64), size)
        .map(|length| read(HEADER as u64, length))
        .and_then(|bytes| decode(&bytes));
    Some(state.unwrap_or_else(|reason| ic_cdk::trap(reason)))
}

fn encode<T: Serialize>(state: &T) -> Result<Vec<u8>, String> {
    let mut bytes = MARK.to_vec();
    bytes.extend([0; HEADER - MARK.len()]);
    let mut bytes = postcard::to_extend(state, bytes).map_err(|error| format!("the state cannot be saved: {error}"))?;
    let length = (bytes.len() - HEADER) as u64;
    bytes[MARK.len()..HEADER].copy_from_slice(&length.to_le_bytes());
    Ok(bytes)
}

/// The length of the state whose header that is, in a memory of that size.
fn length(header: &[u8], size: u64) -> Result<u64, String> {
    let length = header
        .strip_prefix(MARK)
        .and_then(|length| length.try_into().ok())
        .map(u64::from_le_bytes)
        .ok_or_else(|| "stable memory holds something else than this canister's state".to_string())?;
    match length <= size - HEADER as u64 {
        true => Ok(length),
        false => Err("the saved state is cut off".to_string()),
    }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|error| format!("the saved state cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn what_was_saved_is_restored() {
        let state: BTreeMap<u64, (String, Vec<u8>)> =
            (0..1_000).map(|n| (n, (format!("text {n}"), vec![7; 100]))).collect();
        let memory = encode(&state).unwrap();
        let length = length(&memory[..HEADER], PAGE * 2).unwrap();

        assert_eq!(decode(&memory[HEADER..HEADER + length as usize]), Ok(state));
    }

    #[test]
    fn foreign_and_broken_memory_is_refused_with_words() {
        assert!(length(&[0; HEADER], PAGE).unwrap_err().contains("something else"));
        let mut header = MARK.to_vec();
        header.extend((PAGE + 1).to_le_bytes());
        assert!(length(&header, PAGE).unwrap_err().contains("cut off"));
        assert!(decode::<String>(&[200]).unwrap_err().contains("cannot be read"));
    }
}
