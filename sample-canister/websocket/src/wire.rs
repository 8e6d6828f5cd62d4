//! The types of the interface, and the bytes that are certified.

use candid::utils::decode_one_with_config;
use candid::{CandidType, DecoderConfig, Principal};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

#[derive(CandidType, Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct ClientKey {
    pub client_principal: Principal,
    pub client_nonce: u64,
}

impl std::fmt::Display for ClientKey {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}_{}", self.client_principal, self.client_nonce)
    }
}

#[derive(CandidType, Clone, Debug, Deserialize, Serialize, PartialEq)]
pub struct WebsocketMessage {
    pub client_key: ClientKey,
    pub sequence_num: u64,
    pub timestamp: u64,
    pub is_service_message: bool,
    #[serde(with = "serde_bytes")]
    pub content: Vec<u8>,
}

#[derive(CandidType, Deserialize)]
pub struct OpenArguments {
    pub client_nonce: u64,
    pub gateway_principal: Principal,
}

#[derive(CandidType, Deserialize)]
pub struct CloseArguments {
    pub client_key: ClientKey,
}

#[derive(CandidType, Deserialize)]
pub struct MessageArguments {
    pub msg: WebsocketMessage,
}

#[derive(CandidType, Deserialize)]
pub struct GetMessagesArguments {
    pub nonce: u64,
}

#[derive(CandidType, Clone, Debug, PartialEq)]
pub struct OutputMessage {
    pub client_key: ClientKey,
    pub key: String,
    pub content: ByteBuf,
}

#[derive(CandidType, Clone, Debug, PartialEq)]
pub struct CertifiedMessages {
    pub messages: Vec<OutputMessage>,
    pub cert: ByteBuf,
    pub tree: ByteBuf,
    pub is_end_of_queue: bool,
}

impl CertifiedMessages {
    pub fn none() -> Self {
        CertifiedMessages {
            messages: vec![],
            cert: ByteBuf::new(),
            tree: ByteBuf::new(),
            is_end_of_queue: true,
        }
    }
}

#[derive(CandidType, Clone, Debug, Deserialize, PartialEq)]
pub enum ServiceMessage {
    OpenMessage { client_key: ClientKey },
    AckMessage { last_incoming_sequence_num: u64 },
    KeepAliveMessage { last_incoming_sequence_num: u64 },
    CloseMessage { reason: CloseReason },
}

#[derive(CandidType, Clone, Copy, Debug, Deserialize, PartialEq)]
pub enum CloseReason {
    WrongSequenceNumber,
    InvalidServiceMessage,
    KeepAliveTimeout,
    ClosedByApplication,
}

/// The content of a message as it is certified: CBOR with the self-describe tag.
pub fn certified(message: &WebsocketMessage) -> Result<Vec<u8>, String> {
    cbor(message)
}

pub(crate) fn cbor<T: Serialize>(value: &T) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut serializer = serde_cbor::Serializer::new(&mut bytes);
    serializer
        .self_describe()
        .and_then(|()| value.serialize(&mut serializer))
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

pub fn encode<T: CandidType>(value: &T) -> Result<Vec<u8>, String> {
    candid::encode_one(value).map_err(|error| error.to_string())
}

/// Decodes what a stranger wrote, with bounded work.
pub fn decode<T: CandidType + DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut config = DecoderConfig::new();
    config.set_decoding_quota(2_000_000);
    config.set_skipping_quota(20_000);
    config.set_full_error_message(false);
    decode_one_with_config(bytes, &config).map_err(|error| error.to_string())
}
