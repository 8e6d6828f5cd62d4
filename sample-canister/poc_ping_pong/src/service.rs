//! The protocol: who may do what, and what comes of it. Times are nanoseconds since 1970.

use crate::clients::Clients;
use crate::outbox::{CertMessages, Outbox};
use crate::wire::{self, AppMessage, CanisterMessage, ClientMessage, FirstMessage, RelayedMessage};
use candid::Principal;
use common::stats::{Counts, Stats};
use ic_certification::Hash;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

pub struct Caller {
    pub principal: Principal,
    pub is_controller: bool,
}

#[derive(Default)]
pub struct Service {
    clients: Clients,
    outbox: Outbox,
    counts: Counts,
}

/// What outlives an upgrade.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    next_client_id: u64,
    next_nonce: u64,
    counts: Counts,
}

impl Service {
    pub fn kept(&self) -> Kept {
        Kept {
            next_client_id: self.clients.next_id(),
            next_nonce: self.outbox.next_nonce(),
            counts: self.counts,
        }
    }

    pub fn continuing(kept: Kept) -> Self {
        Service {
            clients: Clients::starting_at(kept.next_client_id),
            outbox: Outbox::starting_at(kept.next_nonce),
            counts: kept.counts,
        }
    }

    pub fn register(&mut self, public_key: &[u8], now: u64) -> Result<u64, String> {
        self.clients.register(public_key, now)
    }

    pub fn client_key(&self, client_id: u64) -> Result<[u8; 32], String> {
        Ok(self.clients.get(client_id)?.key.to_bytes())
    }

    pub fn open(
        &mut self,
        caller: Caller,
        canister: Principal,
        message: &[u8],
        signature: &[u8],
        now: u64,
    ) -> Result<bool, String> {
        let first: FirstMessage = wire::decode(message, "the first message")?;
        if first.canister_id != canister.to_text() {
            return Err(format!(
                "the first message is for canister {}, this is {canister}",
                first.canister_id
            ));
        }
        let client = self.clients.get_mut(first.client_id)?;
        client.check_age(now)?;
        if !client.signed(message, signature)? {
            self.counts.refused += 1;
            return Ok(false);
        }
        client.open(caller.principal)?;
        self.send(first.client_id, "ping".to_string(), now)?;
        Ok(true)
    }

    /// Closing twice is no error: the client may have gone by itself.
    pub fn close(&mut self, caller: Caller, client_id: u64) -> Result<(), String> {
        let Ok(client) = self.clients.get(client_id) else {
            return Ok(());
        };
        if client.gateway != Some(caller.principal) && !caller.is_controller {
            return Err(format!(
                "only its gateway and the controllers may close client {client_id}, not {}",
                caller.principal
            ));
        }
        self.clients.remove(client_id);
        Ok(())
    }

    pub fn message(&mut self, caller: Caller, message: &[u8], now: u64) -> Result<bool, String> {
        let relayed: RelayedMessage = wire::decode(message, "the message")?;
        let content: ClientMessage = wire::decode(&relayed.val, "the message's val")?;
        let client = self.clients.get_mut(content.client_id)?;
        client.relayed_by(caller.principal)?;
        client.check_age(now)?;
        if !client.signed(&relayed.val, &relayed.sig)? || !client.count_incoming(content.sequence_num) {
            self.counts.refused += 1;
            return Ok(false);
        }
        self.counts.received += 1;
        self.answer(content.client_id, &content.message, now)?;
        Ok(true)
    }

    /// Answers what it understands, and says so of what it does not. Trapping would undo the count of received messages,
    /// and the client's next one would be refused for its sequence number.
    fn answer(&mut self, client_id: u64, message: &[u8], now: u64) -> Result<(), String> {
        match wire::decode::<AppMessage>(message, "the application message") {
            Ok(app) => self.send(client_id, app.text + " ping", now),
            Err(reason) => {
                self.counts.refused += 1;
                self.send(client_id, format!("refused: {reason}"), now)
            }
        }
    }

    fn send(&mut self, client_id: u64, text: String, now: u64) -> Result<(), String> {
        let client = self.clients.get_mut(client_id)?;
        let gateway: Principal = client.gateway()?;
        let message = CanisterMessage {
            client_id,
            sequence_num: client.next_outgoing(),
            timestamp: now,
            message: ByteBuf::from(wire::encode(&AppMessage { text })?),
        };
        self.counts.deleted += self.outbox.push(gateway, client_id, wire::encode(&message)?, now)?;
        self.counts.sent += 1;
        Ok(())
    }

    pub fn messages(
        &self,
        caller: Principal,
        nonce: u64,
        certificate: Option<Vec<u8>>,
    ) -> Result<CertMessages, String> {
        self.outbox.page(caller, nonce, certificate)
    }

    pub fn wipe(&mut self, caller: Caller) -> Result<(), String> {
        if !caller.is_controller {
            return Err(format!(
                "only the controllers may wipe this canister, not {}",
                caller.principal
            ));
        }
        *self = Service::default();
        Ok(())
    }

    /// Deletes old messages and forgets registrations that have expired.
    pub fn housekeeping(&mut self, now: u64) {
        self.counts.deleted += self.outbox.delete_old(now, usize::MAX);
        self.clients.forget_expired(now);
    }

    pub fn take_changed_root(&mut self) -> Option<Hash> {
        self.outbox.take_changed_root()
    }

    pub fn stats(&self) -> Stats {
        let gateways = |gateway| self.clients.connected_through(gateway);
        Stats {
            clients: self.clients.connected(),
            queues: Some(self.outbox.queues(gateways)),
            sent: self.counts.sent,
            received: self.counts.received,
            refused: self.counts.refused,
            deleted: Some(self.counts.deleted),
        }
    }

    pub fn facts(&self) -> Vec<(String, String)> {
        vec![("Registered clients".to_string(), self.clients.registered().to_string())]
    }
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
