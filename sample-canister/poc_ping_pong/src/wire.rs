//! The CBOR of the protocol. Everything is written with the self-describe tag 55799, maps in the
//! order of the fields here; what is read may come with or without the tag.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// The signed part of a client's first message.
#[derive(Deserialize)]
pub struct FirstMessage {
    pub client_id: u64,
    pub canister_id: String,
}

/// A later message as the gateway passes it on. The signature covers `val`, tag included.
#[derive(Deserialize)]
pub struct RelayedMessage {
    pub val: ByteBuf,
    pub sig: ByteBuf,
}

/// The signed part of a later message. Its timestamp is not used: original clients send a constant.
#[derive(Deserialize)]
pub struct ClientMessage {
    pub client_id: u64,
    pub sequence_num: u64,
    pub message: ByteBuf,
}

/// The certified part of a message to a client.
#[derive(Serialize)]
pub struct CanisterMessage {
    pub client_id: u64,
    pub sequence_num: u64,
    /// Nanoseconds since 1970.
    pub timestamp: u64,
    pub message: ByteBuf,
}

/// The demo's message in both directions.
#[derive(Serialize, Deserialize)]
pub struct AppMessage {
    pub text: String,
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, String> {
    serde_cbor::from_slice(bytes).map_err(|error| format!("{what} is not as expected: {error}"))
}

pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut serializer = serde_cbor::Serializer::new(&mut bytes);
    serializer
        .self_describe()
        .and_then(|()| value.serialize(&mut serializer))
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}
