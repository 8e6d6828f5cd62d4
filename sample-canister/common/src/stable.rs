//! State that outlives an upgrade: written to stable memory before it, read after it. Fit for state that is bounded, as
//! all of it is written at once.

use ic_cdk::stable::{BufferedStableReader, BufferedStableWriter, stable_size};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read, Write};

/// Says that stable memory holds such state, in this form.
const MARK: &[u8; 8] = b"ICWSST01";
const BUFFER: usize = 64 * 1024;

/// Writes the state; for `pre_upgrade`. Traps if stable memory cannot take it, which leaves the old version running.
pub fn save<T: Serialize>(state: &T) {
    let mut writer = BufferedStableWriter::new(BUFFER);
    write(&mut writer, state).unwrap_or_else(|reason| ic_cdk::trap(reason));
}

/// Reads what [`save`] wrote; for `post_upgrade`. `None` if nothing was saved. Traps if it is unreadable, which leaves the old
/// version running.
pub fn restore<T: DeserializeOwned>() -> Option<T> {
    if stable_size() == 0 {
        return None;
    }
    let mut reader = BufferedStableReader::new(BUFFER);
    read(&mut reader).unwrap_or_else(|reason| ic_cdk::trap(reason))
}

fn write<T: Serialize>(writer: &mut impl Write, state: &T) -> Result<(), String> {
    let failed = |error: &dyn std::fmt::Display| format!("the state cannot be saved: {error}");
    writer.write_all(MARK).map_err(|error| failed(&error))?;
    serde_cbor::to_writer(&mut *writer, state).map_err(|error| failed(&error))?;
    writer.flush().map_err(|error| failed(&error))
}

fn read<T: DeserializeOwned>(reader: &mut impl Read) -> Result<Option<T>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("the saved state cannot be read: {error}");
    let mut mark = [0; MARK.len()];
    reader.read_exact(&mut mark).map_err(|error| failed(&error))?;
    if &mark != MARK {
        return Err("stable memory holds something else than this canister's state".to_string());
    }
    // Stable memory ends with the zeros of its last page, so what follows the state is not looked at.
    let mut deserializer = serde_cbor::Deserializer::from_reader(reader);
    T::deserialize(&mut deserializer)
        .map(Some)
        .map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn what_was_saved_is_restored_whatever_follows_it() {
        let state: BTreeMap<u64, (String, Vec<u8>)> =
            (0..1_000).map(|n| (n, (format!("text {n}"), vec![7; 100]))).collect();
        let mut memory = Vec::new();
        write(&mut memory, &state).unwrap();
        memory.resize(memory.len().next_multiple_of(65_536), 0);

        assert_eq!(read(&mut memory.as_slice()), Ok(Some(state)));
    }

    #[test]
    fn foreign_and_broken_memory_is_refused_with_words() {
        let foreign = read::<u64>(&mut [0; 64].as_slice()).unwrap_err();
        assert!(foreign.contains("something else"));
        let broken = read::<String>(&mut b"ICWSST01\x65ab".as_slice()).unwrap_err();
        assert!(broken.contains("cannot be read"));
    }
}
