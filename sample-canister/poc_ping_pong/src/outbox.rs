//! Messages waiting for the gateways, and their certification.

use crate::wire;
use candid::{CandidType, Principal};
use common::stats;
use ic_certification::{AsHashTree, Hash, RbTree, labeled, labeled_hash};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};

const LABEL: &[u8] = b"websocket";
/// Message numbers count for all gateways together.
const FIRST_NONCE: u64 = 16;
const PAGE: usize = 50;
const MAX_WAITING: usize = 20_000;
const MAX_WAITING_BYTES: usize = 64 << 20;
const KEEP_NANOS: u64 = 5 * 60 * 1_000_000_000;
/// Old messages deleted with each new one: more than one, so that the queues shrink, and few, so
/// that no message pays for many.
const DELETED_AT_ONCE: usize = 5;

#[derive(CandidType, Clone)]
pub struct Message {
    client_id: u64,
    key: String,
    val: ByteBuf,
}

#[derive(CandidType, Default)]
pub struct CertMessages {
    messages: Vec<Message>,
    cert: ByteBuf,
    tree: ByteBuf,
}

struct Age {
    gateway: Principal,
    queued_at: u64,
}

pub struct Outbox {
    queues: BTreeMap<Principal, VecDeque<Message>>,
    /// One entry per message of all queues, oldest first.
    ages: VecDeque<Age>,
    tree: RbTree<String, Hash>,
    next_nonce: u64,
    bytes: usize,
    changed: bool,
}

impl Default for Outbox {
    fn default() -> Self {
        Outbox::starting_at(FIRST_NONCE)
    }
}

impl Outbox {
    pub fn starting_at(next_nonce: u64) -> Self {
        Outbox {
            queues: BTreeMap::new(),
            ages: VecDeque::new(),
            tree: RbTree::new(),
            next_nonce,
            bytes: 0,
            changed: true,
        }
    }

    pub fn next_nonce(&self) -> u64 {
        self.next_nonce
    }

    /// Queues a message; tells how many old ones it has deleted.
    pub fn push(&mut self, gateway: Principal, client_id: u64, val: Vec<u8>, now: u64) -> Result<u64, String> {
        let deleted = self.delete_old(now, DELETED_AT_ONCE);
        if self.ages.len() >= MAX_WAITING || self.bytes + val.len() > MAX_WAITING_BYTES {
            return Err("too many messages wait for their gateways; try later".to_string());
        }
        let key = message_key(gateway, self.next_nonce);
        self.next_nonce += 1;
        self.tree.insert(key.clone(), Sha256::digest(&val).into());
        self.bytes += val.len();
        self.ages.push_back(Age {
            gateway,
            queued_at: now,
        });
        self.queues.entry(gateway).or_default().push_back(Message {
            client_id,
            key,
            val: ByteBuf::from(val),
        });
        self.changed = true;
        Ok(deleted)
    }

    /// Deletes at most `count` messages that are too old; tells how many.
    pub fn delete_old(&mut self, now: u64, count: usize) -> u64 {
        let mut deleted = 0;
        while deleted < count && self.ages.front().is_some_and(|age| now > age.queued_at + KEEP_NANOS) {
            let Some(age) = self.ages.pop_front() else { break };
            self.delete_first(age.gateway);
            deleted += 1;
        }
        deleted as u64
    }

    fn delete_first(&mut self, gateway: Principal) {
        let Some(queue) = self.queues.get_mut(&gateway) else {
            return;
        };
        if let Some(message) = queue.pop_front() {
            self.bytes -= message.val.len();
            self.tree.delete(message.key.as_bytes());
            self.changed = true;
        }
        if queue.is_empty() {
            self.queues.remove(&gateway);
        }
    }

    /// The hash to certify if it has changed since the last call.
    pub fn take_changed_root(&mut self) -> Option<Hash> {
        std::mem::take(&mut self.changed).then(|| labeled_hash(LABEL, &self.tree.root_hash()))
    }

    pub fn queues(&self, clients: impl Fn(Principal) -> u64) -> Vec<stats::Queue> {
        let queues = self.queues.iter();
        queues
            .map(|(gateway, messages)| stats::Queue {
                gateway: *gateway,
                clients: clients(*gateway),
                messages: messages.len() as u64,
                bytes: messages.iter().map(|message| message.val.len() as u64).sum(),
            })
            .collect()
    }

    /// The caller's messages from that number on, at most one page.
    pub fn page(&self, gateway: Principal, nonce: u64, certificate: Option<Vec<u8>>) -> Result<CertMessages, String> {
        let Some(queue) = self.queues.get(&gateway) else {
            return Ok(CertMessages::default());
        };
        let from = message_key(gateway, nonce);
        let start = queue.partition_point(|message| message.key < from);
        let messages: Vec<Message> = queue.range(start..).take(PAGE).cloned().collect();
        let (Some(first), Some(last)) = (messages.first(), messages.last()) else {
            return Ok(CertMessages::default());
        };
        let tree = self.witness(&first.key, &last.key)?;
        let cert = certificate.ok_or_else(|| "messages are certified in queries only".to_string())?;
        Ok(CertMessages {
            messages,
            cert: ByteBuf::from(cert),
            tree: ByteBuf::from(tree),
        })
    }

    fn witness(&self, first: &str, last: &str) -> Result<Vec<u8>, String> {
        let witness = labeled(LABEL, self.tree.value_range(first.as_bytes(), last.as_bytes()));
        wire::encode(&witness)
    }
}

fn message_key(gateway: Principal, nonce: u64) -> String {
    format!("{gateway}_{nonce:020}")
}

#[cfg(test)]
impl CertMessages {
    pub fn vals(&self) -> Vec<&[u8]> {
        self.messages.iter().map(|message| message.val.as_slice()).collect()
    }

    pub fn keys(&self) -> Vec<&str> {
        self.messages.iter().map(|message| message.key.as_str()).collect()
    }

    pub fn tree(&self) -> &[u8] {
        &self.tree
    }
}
