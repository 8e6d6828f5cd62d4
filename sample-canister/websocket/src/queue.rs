//! The messages that wait for one gateway.

use crate::tree::{MessageTree, message_hash};
use crate::wire::{ClientKey, OutputMessage};
use candid::Principal;
use ic_certification::{Hash, HashTree};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;

/// Answers of a query have at most 3 MiB; this leaves room for the proof.
const PAGE_BYTES: usize = 1 << 20;

#[derive(Clone, Serialize, Deserialize)]
struct Message {
    client_key: ClientKey,
    content: ByteBuf,
    content_hash: Hash,
    queued_at: u64,
}

pub struct Queue {
    pub gateway: Principal,
    pub clients: u64,
    pub bytes: usize,
    /// What the keys of its messages begin with.
    prefix: String,
    first: u64,
    messages: VecDeque<Message>,
    tree: MessageTree,
}

/// A queue as it is kept over an upgrade.
#[derive(Serialize, Deserialize)]
pub struct SavedQueue {
    gateway: Principal,
    clients: u64,
    first: u64,
    messages: VecDeque<Message>,
}

/// What a gateway gets at once.
pub struct QueuePage {
    pub messages: Vec<OutputMessage>,
    pub witness: HashTree,
    pub is_end_of_queue: bool,
}

pub fn key_prefix(gateway: Principal) -> String {
    format!("{gateway}_")
}

impl Queue {
    /// A queue whose first message will have that number.
    pub fn new(gateway: Principal, first: u64) -> Self {
        Queue {
            gateway,
            clients: 0,
            bytes: 0,
            prefix: key_prefix(gateway),
            first,
            messages: VecDeque::new(),
            tree: MessageTree::starting_at(first),
        }
    }

    pub fn len(&self) -> usize {
        self.messages.len()
    }

    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// The number of the next message.
    pub fn next(&self) -> u64 {
        self.first + self.messages.len() as u64
    }

    pub fn root(&self) -> Option<Hash> {
        self.tree.root()
    }

    pub fn push(&mut self, client_key: ClientKey, content: Vec<u8>, now: u64) {
        let message = Message {
            client_key,
            content_hash: Sha256::digest(&content).into(),
            content: ByteBuf::from(content),
            queued_at: now,
        };
        self.append(message);
    }

    fn append(&mut self, message: Message) {
        let key = self.key(self.next());
        self.tree.push(message_hash(&key, &message.content_hash));
        self.bytes += message.content.len();
        self.messages.push_back(message);
    }

    /// Drops at most `count` messages queued before `time`; tells how many.
    pub fn delete_older(&mut self, time: u64, count: usize) -> usize {
        for deleted in 0..count {
            match self.messages.front() {
                Some(message) if message.queued_at < time => {
                    self.bytes -= message.content.len();
                    self.messages.pop_front();
                    self.tree.pop_front();
                    self.first += 1;
                }
                _ => return deleted,
            }
        }
        count
    }

    /// The messages from that number on, at most `count`; `None` if there are none.
    pub fn page(&self, nonce: u64, count: usize) -> Option<QueuePage> {
        let start = nonce.max(self.first);
        let skipped = usize::try_from(start - self.first).ok()?;
        let mut bytes = 0;
        let messages: Vec<OutputMessage> = self
            .messages
            .iter()
            .skip(skipped)
            .take(count)
            .enumerate()
            .take_while(|(index, message)| {
                bytes += message.content.len();
                *index == 0 || bytes <= PAGE_BYTES
            })
            .map(|(index, message)| OutputMessage {
                client_key: message.client_key.clone(),
                key: self.key(start + index as u64),
                content: message.content.clone(),
            })
            .collect();
        let end = start + messages.len() as u64;
        if start == end {
            return None;
        }
        let witness = self.tree.witness(&(start..end), &|number| {
            let message = &self.messages[(number - self.first) as usize];
            (self.key(number), message.content_hash)
        })?;
        Some(QueuePage {
            messages,
            witness,
            is_end_of_queue: end == self.next(),
        })
    }

    fn key(&self, number: u64) -> String {
        format!("{}{number:020}", self.prefix)
    }

    pub fn save(self) -> SavedQueue {
        SavedQueue {
            gateway: self.gateway,
            clients: self.clients,
            first: self.first,
            messages: self.messages,
        }
    }
}

impl SavedQueue {
    pub fn restore(self) -> Queue {
        let mut queue = Queue::new(self.gateway, self.first);
        queue.clients = self.clients;
        self.messages.into_iter().for_each(|message| queue.append(message));
        queue
    }
}
