//! Who is connected through which gateway, and what waits for whom. Sources of the rules: the interface and the behaviour of
//! `ic-websocket-cdk` 0.4; where it differs, the comment says so. Times are nanoseconds since 1970.

use crate::queue::{Queue, SavedQueue, key_prefix};
use crate::wire::{self, CertifiedMessages, ClientKey, CloseReason, ServiceMessage, WebsocketMessage};
use candid::Principal;
use common::rate::Allowance;
use common::stats::{self, Counts, Stats};
use ic_certification::hash_tree::{empty, fork, fork_hash, label, labeled_hash, pruned};
use ic_certification::{Hash, HashTree};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;
use std::time::Duration;

const LABEL: &[u8] = b"websocket";
const PAGE: usize = 50;
/// Old messages deleted with each new one: more than one, so that queues shrink, and few, so that no message pays for many.
const DELETED_AT_ONCE: usize = 3;
const ACK_INTERVAL: u64 = 300 * SECOND;
const KEEP_ALIVE_TIMEOUT: u64 = 60 * SECOND;
const SECOND: u64 = 1_000_000_000;

/// What is accepted and kept at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub clients: usize,
    pub gateways: usize,
    /// Messages of the application that wait in all queues together. Those of the protocol get some more room.
    pub queued_messages: usize,
    pub queued_bytes: usize,
    /// Older messages are deleted.
    pub keep: Duration,
    /// The content of one message of a client.
    pub message_bytes: usize,
    /// Messages of one principal.
    pub allowance: Allowance,
}

#[derive(Clone, Serialize, Deserialize)]
struct Client {
    key: ClientKey,
    gateway: Principal,
    /// Key of its gateway's queue.
    queue: String,
    next_incoming: u64,
    last_outgoing: u64,
    acked_at: u64,
    waits_for_keep_alive: bool,
}

pub struct Connections {
    limits: Limits,
    clients: BTreeMap<Principal, Client>,
    queues: BTreeMap<String, Queue>,
    /// Where the numbers of a new queue begin: never below those of a queue that went, as a gateway may remember them.
    first_number: u64,
    messages: usize,
    bytes: usize,
    pub counts: Counts,
    changed: bool,
}

/// Connections as they are kept over an upgrade.
#[derive(Serialize, Deserialize)]
pub struct SavedConnections {
    clients: BTreeMap<Principal, Client>,
    queues: Vec<SavedQueue>,
    first_number: u64,
    counts: Counts,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Application,
    Service,
}

impl Connections {
    pub fn new(limits: Limits) -> Self {
        Connections {
            limits,
            clients: BTreeMap::new(),
            queues: BTreeMap::new(),
            first_number: 0,
            messages: 0,
            bytes: 0,
            counts: Counts::default(),
            changed: true,
        }
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub fn len(&self) -> usize {
        self.clients.len()
    }

    pub fn is_empty(&self) -> bool {
        self.clients.is_empty()
    }

    pub fn is_connected(&self, client: Principal) -> bool {
        self.clients.contains_key(&client)
    }

    pub fn clients(&self) -> impl Iterator<Item = Principal> + '_ {
        self.clients.keys().copied()
    }

    /// Whether that many messages of an application with that many bytes each could be sent now.
    pub fn has_room(&self, messages: usize, bytes_each: usize) -> bool {
        self.messages + messages <= self.limits.queued_messages
            && self.bytes + messages * bytes_each <= self.limits.queued_bytes
    }

    /// Whether that many messages could be sent and the queues would still be at most half full: for what may be left out, so
    /// that it does not take the place of what may not.
    pub fn has_spare_room(&self, messages: usize, bytes_each: usize) -> bool {
        2 * (self.messages + messages) <= self.limits.queued_messages
            && 2 * (self.bytes + messages * bytes_each) <= self.limits.queued_bytes
    }

    /// Queues an application's message, encoded with Candid.
    pub fn send(&mut self, client: Principal, content: &[u8], now: u64) -> Result<(), String> {
        self.enqueue(client, content, Kind::Application, now)
    }

    /// The same for a message that must get through when the queue is full, such as a refusal.
    pub fn send_urgent(&mut self, client: Principal, content: &[u8], now: u64) -> Result<(), String> {
        self.push(client, content, false, Kind::Service, now)
    }

    fn send_service(&mut self, client: Principal, message: &ServiceMessage, now: u64) -> Result<(), String> {
        let content = wire::encode(message)?;
        self.push(client, &content, true, Kind::Service, now)
    }

    fn enqueue(&mut self, client: Principal, content: &[u8], kind: Kind, now: u64) -> Result<(), String> {
        self.push(client, content, false, kind, now)
    }

    fn push(
        &mut self,
        principal: Principal,
        content: &[u8],
        is_service_message: bool,
        kind: Kind,
        now: u64,
    ) -> Result<(), String> {
        if !self.is_connected(principal) {
            return Err(not_connected(principal));
        }
        self.delete_old(now, DELETED_AT_ONCE);
        self.check_room(content.len(), kind)?;
        let client = self
            .clients
            .get_mut(&principal)
            .ok_or_else(|| not_connected(principal))?;
        let message = WebsocketMessage {
            client_key: client.key.clone(),
            sequence_num: client.last_outgoing + 1,
            timestamp: now,
            is_service_message,
            content: content.to_vec(),
        };
        let certified = wire::certified(&message)?;
        let queue = self
            .queues
            .get_mut(&client.queue)
            .ok_or_else(|| format!("Gateway with principal {} is not registered", client.gateway))?;
        client.last_outgoing += 1;
        self.messages += 1;
        self.bytes += certified.len();
        self.counts.sent += 1;
        self.changed = true;
        queue.push(message.client_key, certified, now);
        Ok(())
    }

    fn check_room(&self, bytes: usize, kind: Kind) -> Result<(), String> {
        // The protocol's own messages are few for each client, and clients are bounded.
        let reserve = match kind {
            Kind::Application => 0,
            Kind::Service => 4 * self.limits.clients,
        };
        if self.messages >= self.limits.queued_messages + reserve {
            return Err(format!("{} messages wait for their gateways; try later", self.messages));
        }
        if self.bytes + bytes > self.limits.queued_bytes + 1_024 * reserve {
            return Err(format!("{} bytes wait for their gateways; try later", self.bytes));
        }
        Ok(())
    }

    /// Removes a client of the application's own accord; it is told. The application's `on_close` is not called.
    pub fn close(&mut self, client: Principal, now: u64) -> Result<(), String> {
        if !self.is_connected(client) {
            return Err(not_connected(client));
        }
        self.remove(client, Some(CloseReason::ClosedByApplication), now);
        Ok(())
    }

    /// Registers a client. A connection that it had before is told that it is closed (`ic-websocket-cdk` does not tell it).
    pub(crate) fn open(&mut self, caller: Principal, nonce: u64, gateway: Principal, now: u64) -> Result<(), String> {
        if caller == Principal::anonymous() {
            return Err("Anonymous principal is not allowed".to_string());
        }
        let key = ClientKey {
            client_principal: caller,
            client_nonce: nonce,
        };
        let before = self.clients.get(&caller);
        if before.is_some_and(|client| client.key == key) {
            return Err(format!("Client with key {key} already has an open connection"));
        }
        if before.is_none() && self.clients.len() >= self.limits.clients {
            return Err(format!("{} clients are connected; try later", self.limits.clients));
        }
        let queue = key_prefix(gateway);
        if !self.queues.contains_key(&queue) && self.queues.len() >= self.limits.gateways {
            return Err(format!("{} gateways are in use; try another one", self.limits.gateways));
        }
        self.check_room(0, Kind::Service)?;
        self.remove(caller, Some(CloseReason::ClosedByApplication), now);
        let first = self.first_number;
        self.queues
            .entry(queue.clone())
            .or_insert_with(|| Queue::new(gateway, first))
            .clients += 1;
        let client = Client {
            key: key.clone(),
            gateway,
            queue,
            next_incoming: 1,
            last_outgoing: 0,
            acked_at: now,
            waits_for_keep_alive: false,
        };
        self.clients.insert(caller, client);
        self.send_service(caller, &ServiceMessage::OpenMessage { client_key: key }, now)
    }

    /// Closes a client on behalf of its gateway.
    pub(crate) fn close_by_gateway(&mut self, caller: Principal, key: &ClientKey, now: u64) -> Result<(), String> {
        if !self.queues.contains_key(&key_prefix(caller)) {
            return Err(format!("Gateway with principal {caller} is not registered"));
        }
        let client = self.client(key)?;
        if client.gateway != caller {
            return Err(format!("Client with key {key} was not registered to gateway {caller}"));
        }
        self.remove(key.client_principal, None, now);
        Ok(())
    }

    fn client(&self, key: &ClientKey) -> Result<&Client, String> {
        self.clients
            .get(&key.client_principal)
            .filter(|client| client.key == *key)
            .ok_or_else(|| format!("Client with key {key} doesn't have an open connection"))
    }

    /// Checks and counts a message of a client. An out-of-order one ends the connection: `Err` and the client is gone.
    pub(crate) fn receive(&mut self, caller: Principal, message: &WebsocketMessage, now: u64) -> Result<(), String> {
        let client = self.clients.get_mut(&caller).ok_or_else(|| not_connected(caller))?;
        if client.key != message.client_key {
            return Err(format!(
                "Client with principal {caller} has a different key than the one used in the message"
            ));
        }
        let expected = client.next_incoming;
        if message.sequence_num != expected {
            self.remove(caller, Some(CloseReason::WrongSequenceNumber), now);
            return Err(format!(
                "Expected incoming sequence number {expected} but got {}",
                message.sequence_num
            ));
        }
        client.next_incoming += 1;
        self.counts.received += 1;
        Ok(())
    }

    /// A client may say only that it is alive.
    pub(crate) fn receive_service(&mut self, caller: Principal, content: &[u8]) -> Result<(), String> {
        let message: ServiceMessage =
            wire::decode(content).map_err(|error| format!("Error decoding service message content: {error}"))?;
        let ServiceMessage::KeepAliveMessage { .. } = message else {
            return Err("Invalid service message".to_string());
        };
        if let Some(client) = self.clients.get_mut(&caller) {
            client.waits_for_keep_alive = false;
        }
        Ok(())
    }

    fn remove(&mut self, principal: Principal, reason: Option<CloseReason>, now: u64) {
        if let Some(reason) = reason {
            // Without room for it the client notices by the missing acknowledgements.
            let _ = self.send_service(principal, &ServiceMessage::CloseMessage { reason }, now);
        }
        if let Some(client) = self.clients.remove(&principal) {
            if let Some(queue) = self.queues.get_mut(&client.queue) {
                queue.clients -= 1;
            }
        }
    }

    /// Acknowledges, finds silent clients, deletes what is old, forgets gateways without clients and messages. Returns the
    /// clients it removed.
    pub(crate) fn housekeeping(&mut self, now: u64) -> Vec<Principal> {
        self.delete_old(now, usize::MAX);
        let silent: Vec<Principal> = self
            .clients
            .iter()
            .filter(|(_, client)| client.waits_for_keep_alive && now >= client.acked_at + KEEP_ALIVE_TIMEOUT)
            .map(|(principal, _)| *principal)
            .collect();
        for principal in &silent {
            self.remove(*principal, Some(CloseReason::KeepAliveTimeout), now);
        }
        self.acknowledge(now);
        let mut first = self.first_number;
        self.queues.retain(|_, queue| {
            let used = queue.clients > 0 || !queue.is_empty();
            if !used {
                first = first.max(queue.next());
            }
            used
        });
        self.first_number = first;
        silent
    }

    fn acknowledge(&mut self, now: u64) {
        let due: Vec<(Principal, u64)> = self
            .clients
            .iter()
            .filter(|(_, client)| now >= client.acked_at + ACK_INTERVAL)
            .map(|(principal, client)| (*principal, client.next_incoming - 1))
            .collect();
        for (principal, last_incoming_sequence_num) in due {
            let ack = ServiceMessage::AckMessage {
                last_incoming_sequence_num,
            };
            if self.send_service(principal, &ack, now).is_ok() {
                if let Some(client) = self.clients.get_mut(&principal) {
                    client.acked_at = now;
                    client.waits_for_keep_alive = true;
                }
            }
        }
    }

    fn delete_old(&mut self, now: u64, at_once: usize) {
        let before = now.saturating_sub(self.limits.keep.as_nanos() as u64);
        for queue in self.queues.values_mut() {
            let bytes = queue.bytes;
            let deleted = queue.delete_older(before, at_once);
            self.messages -= deleted;
            self.bytes -= bytes - queue.bytes;
            self.counts.deleted += deleted as u64;
            self.changed |= deleted > 0;
        }
    }

    /// The hash to certify if it has changed since the last call.
    pub(crate) fn take_changed_root(&mut self) -> Option<Hash> {
        std::mem::take(&mut self.changed).then(|| {
            let root = self
                .queues
                .values()
                .rev()
                .filter_map(Queue::root)
                .reduce(|right, left| fork_hash(&left, &right))
                .unwrap_or_else(|| empty::<Vec<u8>>().digest());
            labeled_hash(LABEL, &root)
        })
    }

    /// The caller's messages from that number on.
    pub(crate) fn page(
        &self,
        caller: Principal,
        nonce: u64,
        certificate: Option<Vec<u8>>,
    ) -> Result<CertifiedMessages, String> {
        let queue = key_prefix(caller);
        let Some(page) = self.queues.get(&queue).and_then(|queue| queue.page(nonce, PAGE)) else {
            return Ok(CertifiedMessages::none());
        };
        let certificate = certificate.ok_or_else(|| "messages are certified in queries only".to_string())?;
        let mut witness = Some(page.witness);
        let tree: Option<HashTree> = self
            .queues
            .iter()
            .rev()
            .filter_map(|(key, other)| {
                let root = other.root()?;
                if *key == queue {
                    witness.take()
                } else {
                    Some(pruned(root))
                }
            })
            .reduce(|right, left| fork(left, right));
        let tree = label(LABEL, tree.ok_or_else(|| "there is nothing to prove".to_string())?);
        Ok(CertifiedMessages {
            messages: page.messages,
            cert: ByteBuf::from(certificate),
            tree: ByteBuf::from(wire::cbor::<HashTree>(&tree)?),
            is_end_of_queue: page.is_end_of_queue,
        })
    }

    pub fn stats(&self) -> Stats {
        let queues = self.queues.values().map(|queue| stats::Queue {
            gateway: queue.gateway,
            clients: queue.clients,
            messages: queue.len() as u64,
            bytes: queue.bytes as u64,
        });
        Stats {
            clients: self.clients.len() as u64,
            queues: Some(queues.collect()),
            sent: self.counts.sent,
            received: self.counts.received,
            refused: self.counts.refused,
            deleted: Some(self.counts.deleted),
        }
    }

    pub(crate) fn save(self) -> SavedConnections {
        SavedConnections {
            clients: self.clients,
            queues: self.queues.into_values().map(Queue::save).collect(),
            first_number: self.first_number,
            counts: self.counts,
        }
    }

    pub(crate) fn restore(limits: Limits, saved: SavedConnections) -> Self {
        let mut connections = Connections::new(limits);
        connections.clients = saved.clients;
        connections.first_number = saved.first_number;
        connections.counts = saved.counts;
        for queue in saved.queues {
            let queue = queue.restore();
            connections.messages += queue.len();
            connections.bytes += queue.bytes;
            connections.queues.insert(key_prefix(queue.gateway), queue);
        }
        connections
    }
}

fn not_connected(principal: Principal) -> String {
    format!("Client with principal {principal} doesn't have an open connection")
}
