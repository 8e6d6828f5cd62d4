//! Who has registered and who is connected through which gateway.

use candid::Principal;
use ed25519_dalek::{PUBLIC_KEY_LENGTH, Signature, VerifyingKey};
use std::collections::BTreeMap;

const FIRST_CLIENT_ID: u64 = 16;
const MAX_CLIENTS: usize = 10_000;
const MINUTE: u64 = 60 * 1_000_000_000;
/// How long a registration waits for its `ws_open`.
const OPEN_NANOS: u64 = 5 * MINUTE;
/// How long a registration lasts: the key proves who the client was when it registered, and may not do so for ever.
const REGISTRATION_NANOS: u64 = 8 * 60 * MINUTE;

pub struct Client {
    pub key: VerifyingKey,
    /// Set by `ws_open`.
    pub gateway: Option<Principal>,
    registered_at: u64,
    next_incoming: u64,
    next_outgoing: u64,
}

impl Client {
    /// Whether the bytes carry this client's signature.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> Result<bool, String> {
        let signature = Signature::from_slice(signature)
            .map_err(|_| format!("a signature has 64 bytes, not {}", signature.len()))?;
        Ok(self.key.verify_strict(message, &signature).is_ok())
    }

    /// A first message opens once: it carries neither time nor gateway, so whoever has seen it
    /// could otherwise take the client over.
    pub fn open(&mut self, gateway: Principal) -> Result<(), String> {
        if let Some(present) = self.gateway {
            return Err(format!("the client is open already, through {present}"));
        }
        self.gateway = Some(gateway);
        Ok(())
    }

    fn expired(&self, now: u64) -> bool {
        let lasts = match self.gateway {
            Some(_) => REGISTRATION_NANOS,
            None => OPEN_NANOS,
        };
        now >= self.registered_at + lasts
    }

    pub fn check_age(&self, now: u64) -> Result<(), String> {
        match self.expired(now) {
            true => Err("the client's registration has expired; call ws_register again".to_string()),
            false => Ok(()),
        }
    }

    pub fn gateway(&self) -> Result<Principal, String> {
        self.gateway
            .ok_or_else(|| "the client is not open; call ws_open first".to_string())
    }

    pub fn relayed_by(&self, caller: Principal) -> Result<(), String> {
        let gateway = self.gateway()?;
        if gateway == caller {
            Ok(())
        } else {
            Err(format!("the client is connected through {gateway}, not {caller}"))
        }
    }

    /// Whether this is the next message; the first one has number 0.
    pub fn count_incoming(&mut self, sequence_num: u64) -> bool {
        let expected = sequence_num == self.next_incoming;
        self.next_incoming += u64::from(expected);
        expected
    }

    pub fn next_outgoing(&mut self) -> u64 {
        self.next_outgoing += 1;
        self.next_outgoing - 1
    }
}

pub struct Clients {
    by_id: BTreeMap<u64, Client>,
    next_id: u64,
}

impl Default for Clients {
    fn default() -> Self {
        Clients::starting_at(FIRST_CLIENT_ID)
    }
}

impl Clients {
    pub fn starting_at(next_id: u64) -> Self {
        Clients {
            by_id: BTreeMap::new(),
            next_id,
        }
    }

    pub fn next_id(&self) -> u64 {
        self.next_id
    }

    pub fn registered(&self) -> usize {
        self.by_id.len()
    }

    pub fn connected(&self) -> u64 {
        self.by_id.values().filter(|client| client.gateway.is_some()).count() as u64
    }

    pub fn connected_through(&self, gateway: Principal) -> u64 {
        self.by_id
            .values()
            .filter(|client| client.gateway == Some(gateway))
            .count() as u64
    }

    pub fn forget_expired(&mut self, now: u64) {
        self.by_id.retain(|_, client| !client.expired(now));
    }

    pub fn register(&mut self, public_key: &[u8], now: u64) -> Result<u64, String> {
        let bytes: [u8; PUBLIC_KEY_LENGTH] = public_key
            .try_into()
            .map_err(|_| format!("a public key has {PUBLIC_KEY_LENGTH} bytes, not {}", public_key.len()))?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| "the public key is no point of Ed25519".to_string())?;
        if self.by_id.len() >= MAX_CLIENTS {
            self.forget_expired(now);
        }
        if self.by_id.len() >= MAX_CLIENTS {
            return Err(format!("{MAX_CLIENTS} clients are registered; try later"));
        }
        let id = self.next_id;
        self.next_id += 1;
        let client = Client {
            key,
            gateway: None,
            registered_at: now,
            next_incoming: 0,
            next_outgoing: 0,
        };
        self.by_id.insert(id, client);
        Ok(id)
    }

    pub fn get(&self, id: u64) -> Result<&Client, String> {
        self.by_id.get(&id).ok_or_else(|| unknown(id))
    }

    pub fn get_mut(&mut self, id: u64) -> Result<&mut Client, String> {
        self.by_id.get_mut(&id).ok_or_else(|| unknown(id))
    }

    pub fn remove(&mut self, id: u64) {
        self.by_id.remove(&id);
    }
}

fn unknown(id: u64) -> String {
    format!("client {id} is not registered; call ws_register first")
}
