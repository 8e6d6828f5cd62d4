//! An application and its connections, as the exported methods use them.

use crate::connections::{Connections, Limits, SavedConnections};
use crate::wire::{self, CertifiedMessages, CloseArguments, GetMessagesArguments, MessageArguments, OpenArguments};
use candid::{CandidType, Principal};
use common::http::{HttpRequest, HttpResponse, Page};
use common::ingress::PROTOCOL_OVERHEAD;
use common::rate::Buckets;
use ic_certification::Hash;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a canister does with its WebSocket clients. A client is its principal: it has at most one connection.
///
/// A handler that refuses changes nothing and returns the reason. It never traps: a trap would undo the count of received
/// messages, and the client's next message would be refused for its number.
pub trait Application: Serialize + DeserializeOwned {
    /// The type of the messages in both directions, called `AppMessage` in the `.did`.
    type Message: CandidType + DeserializeOwned;

    const LIMITS: Limits;
    const TITLE: &'static str;
    const DESCRIPTION: &'static str;

    /// A client has connected. A refusal ends the connection.
    fn on_open(&mut self, connections: &mut Connections, client: Principal, now: u64) -> Result<(), String>;

    /// A message of a client, already counted. A refusal is sent to it.
    fn on_message(
        &mut self,
        connections: &mut Connections,
        client: Principal,
        message: Self::Message,
        now: u64,
    ) -> Result<(), String>;

    /// A client is gone; nothing can be sent to it any more.
    fn on_close(&mut self, connections: &mut Connections, client: Principal, now: u64);

    /// How a client is told that a message of it was not accepted.
    fn refusal(reason: String) -> Self::Message;

    /// Figures for the page about the canister.
    fn facts(&self) -> Vec<(String, String)>;
}

/// Everything a canister keeps.
pub struct Server<A> {
    pub connections: Connections,
    pub application: A,
    buckets: Buckets,
    /// A refusal is a message in the queue, too: who provokes more of them than it may send messages is disconnected.
    refusals: Buckets,
}

impl<A: Application> Server<A> {
    pub fn new(application: A) -> Self {
        Server {
            connections: Connections::new(A::LIMITS),
            application,
            buckets: Buckets::new(A::LIMITS.allowance),
            refusals: Buckets::new(A::LIMITS.allowance),
        }
    }

    /// The largest argument let in.
    pub fn largest_argument() -> usize {
        A::LIMITS.message_bytes + PROTOCOL_OVERHEAD
    }

    pub fn open(&mut self, caller: Principal, arguments: OpenArguments, now: u64) -> Result<(), String> {
        let replaced = self.connections.is_connected(caller);
        let opened = self
            .connections
            .open(caller, arguments.client_nonce, arguments.gateway_principal, now);
        self.counted(opened)?;
        if replaced {
            self.application.on_close(&mut self.connections, caller, now);
        }
        let welcomed = self.application.on_open(&mut self.connections, caller, now);
        if welcomed.is_err() {
            let _ = self.connections.close(caller, now);
        }
        self.counted(welcomed)
    }

    pub fn message(&mut self, caller: Principal, arguments: MessageArguments, now: u64) -> Result<(), String> {
        let message = arguments.msg;
        let connected = self.connections.is_connected(caller);
        let received = self.connections.receive(caller, &message, now);
        if connected && !self.connections.is_connected(caller) {
            self.application.on_close(&mut self.connections, caller, now);
        }
        self.counted(received)?;
        if message.is_service_message {
            let handled = self.connections.receive_service(caller, &message.content);
            return self.counted(handled);
        }
        let handled = self.handle(caller, &message.content, now);
        match self.counted(handled) {
            Ok(()) => Ok(()),
            Err(reason) => self.refuse(caller, reason, now),
        }
    }

    fn handle(&mut self, caller: Principal, content: &[u8], now: u64) -> Result<(), String> {
        if content.len() > A::LIMITS.message_bytes {
            return Err(format!(
                "the message has {} bytes; at most {} are accepted",
                content.len(),
                A::LIMITS.message_bytes
            ));
        }
        self.buckets.take(caller, now)?;
        let message =
            wire::decode(content).map_err(|error| format!("the message is no AppMessage of this canister: {error}"))?;
        self.application.on_message(&mut self.connections, caller, message, now)
    }

    fn refuse(&mut self, client: Principal, reason: String, now: u64) -> Result<(), String> {
        if self.refusals.take(client, now).is_err() {
            let _ = self.connections.close(client, now);
            self.application.on_close(&mut self.connections, client, now);
            return Err(format!(
                "closed, as too many messages had to be refused, the last one because: {reason}"
            ));
        }
        let sent = wire::encode(&A::refusal(reason.clone()))
            .and_then(|content| self.connections.send_urgent(client, &content, now));
        // Without room for the refusal, the gateway gets it and ends the connection with these words.
        sent.map_err(|_| reason)
    }

    pub fn close(&mut self, caller: Principal, arguments: CloseArguments, now: u64) -> Result<(), String> {
        let closed = self.connections.close_by_gateway(caller, &arguments.client_key, now);
        self.counted(closed)?;
        self.application
            .on_close(&mut self.connections, arguments.client_key.client_principal, now);
        Ok(())
    }

    pub fn messages(
        &self,
        caller: Principal,
        arguments: GetMessagesArguments,
        certificate: Option<Vec<u8>>,
    ) -> Result<CertifiedMessages, String> {
        self.connections.page(caller, arguments.nonce, certificate)
    }

    /// To be called every ten seconds or so.
    pub fn housekeeping(&mut self, now: u64) {
        self.buckets.sweep(now);
        self.refusals.sweep(now);
        for client in self.connections.housekeeping(now) {
            self.application.on_close(&mut self.connections, client, now);
        }
    }

    pub fn take_changed_root(&mut self) -> Option<Hash> {
        self.connections.take_changed_root()
    }

    pub fn page(&self, request: &HttpRequest) -> HttpResponse {
        let page = Page {
            title: A::TITLE,
            description: A::DESCRIPTION,
            stats: self.connections.stats(),
            facts: self.application.facts(),
        };
        common::http::respond(request, page)
    }

    /// What is kept over an upgrade.
    pub fn save(self) -> (SavedConnections, A) {
        (self.connections.save(), self.application)
    }

    /// Continues after an upgrade. Messages that waited still wait; then all clients are told that their connection is
    /// closed, as the new version may speak otherwise.
    pub fn resume(saved: (SavedConnections, A), now: u64) -> Self {
        let (connections, application) = saved;
        let mut server = Server::new(application);
        server.connections = Connections::restore(A::LIMITS, connections);
        let clients: Vec<Principal> = server.connections.clients().collect();
        for client in &clients {
            let _ = server.connections.close(*client, now);
        }
        for client in clients {
            server.application.on_close(&mut server.connections, client, now);
        }
        server
    }

    fn counted<T>(&mut self, result: Result<T, String>) -> Result<T, String> {
        self.connections.counts.refused += u64::from(result.is_err());
        result
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
