//! Who edits, where their cursors are, and what everybody is told.

use crate::document::{Document, MAX_HISTORY};
use crate::operation::{self, Component};
use candid::{CandidType, Principal};
use common::rate::Allowance;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use websocket::{Application, Connections, Limits, wire};

#[derive(CandidType, Clone, Debug, PartialEq, Deserialize)]
pub enum AppMessage {
    Edit {
        base: u64,
        operation: Vec<Component>,
    },
    Cursor {
        base: u64,
        at: u32,
    },
    Reload,
    Document {
        version: u64,
        text: String,
        people: Vec<Person>,
    },
    Applied {
        version: u64,
        author: Principal,
        operation: Vec<Component>,
    },
    Joined {
        person: Person,
    },
    Moved {
        person: Person,
    },
    Left {
        who: Principal,
    },
    Refused {
        reason: String,
    },
}

#[derive(CandidType, Clone, Debug, PartialEq, Deserialize)]
pub struct Person {
    pub who: Principal,
    pub cursor: u32,
}

#[derive(Default, Serialize, Deserialize)]
pub struct SharedDocument {
    document: Document,
    /// Where the cursor of everybody who is here stands. They are here while they are connected.
    #[serde(skip)]
    cursors: BTreeMap<Principal, u32>,
}

impl SharedDocument {
    pub fn document(&self) -> &Document {
        &self.document
    }

    fn send_document(&self, connections: &mut Connections, client: Principal, now: u64) -> Result<(), String> {
        let people = self.cursors.iter().map(|(who, cursor)| Person {
            who: *who,
            cursor: *cursor,
        });
        let document = AppMessage::Document {
            version: self.document.version(),
            text: self.document.text().to_string(),
            people: people.collect(),
        };
        connections.send(client, &wire::encode(&document)?, now)
    }

    /// Tells everybody; all or nobody, as who missed an edit would have another text.
    fn tell_all(&self, connections: &mut Connections, message: &AppMessage, now: u64) -> Result<(), String> {
        let content = wire::encode(message)?;
        // The protocol's own part of a message is smaller than that.
        if !connections.has_room(self.cursors.len(), content.len() + 256) {
            return Err("too many messages wait for their gateways; try later".to_string());
        }
        for client in self.cursors.keys() {
            connections.send(*client, &content, now)?;
        }
        Ok(())
    }

    /// Presence is told while the queues are at most half full: the next Document or Moved makes up for it.
    fn tell_others(&self, connections: &mut Connections, about: Principal, message: &AppMessage, now: u64) {
        let Ok(content) = wire::encode(message) else { return };
        if !connections.has_spare_room(self.cursors.len(), content.len()) {
            return;
        }
        for client in self.cursors.keys().filter(|client| **client != about) {
            let _ = connections.send(*client, &content, now);
        }
    }

    fn edit(
        &mut self,
        connections: &mut Connections,
        author: Principal,
        base: u64,
        components: &[Component],
        now: u64,
    ) -> Result<(), String> {
        let fitted = self.document.fit(base, components)?;
        let applied = AppMessage::Applied {
            version: self.document.version() + 1,
            author,
            operation: fitted.components.clone(),
        };
        self.tell_all(connections, &applied, now)?;
        for cursor in self.cursors.values_mut() {
            *cursor = operation::moved(*cursor, &fitted.operation);
        }
        self.document.apply(fitted);
        Ok(())
    }

    fn move_cursor(
        &mut self,
        connections: &mut Connections,
        who: Principal,
        base: u64,
        at: u32,
        now: u64,
    ) -> Result<(), String> {
        let cursor = self.document.fit_position(base, at)?;
        self.cursors.insert(who, cursor);
        let person = Person { who, cursor };
        self.tell_others(connections, who, &AppMessage::Moved { person }, now);
        Ok(())
    }
}

impl Application for SharedDocument {
    type Message = AppMessage;

    const LIMITS: Limits = Limits {
        clients: 200,
        gateways: 50,
        queued_messages: 20_000,
        queued_bytes: 64 << 20,
        keep: Duration::from_secs(60),
        message_bytes: 32 << 10,
        allowance: Allowance {
            burst: 40,
            per_second: 20,
        },
    };
    const TITLE: &'static str = "shared_document";
    const DESCRIPTION: &'static str =
        "Several people edit one text over WebSockets (protocol v1), by operational transformation.";

    fn on_open(&mut self, connections: &mut Connections, client: Principal, now: u64) -> Result<(), String> {
        self.cursors.insert(client, 0);
        if let Err(reason) = self.send_document(connections, client, now) {
            self.cursors.remove(&client);
            return Err(reason);
        }
        let person = Person { who: client, cursor: 0 };
        self.tell_others(connections, client, &AppMessage::Joined { person }, now);
        Ok(())
    }

    fn on_message(
        &mut self,
        connections: &mut Connections,
        client: Principal,
        message: AppMessage,
        now: u64,
    ) -> Result<(), String> {
        match message {
            AppMessage::Edit { base, operation } => self.edit(connections, client, base, &operation, now),
            AppMessage::Cursor { base, at } => self.move_cursor(connections, client, base, at, now),
            AppMessage::Reload => self.send_document(connections, client, now),
            _ => Err("clients send Edit, Cursor and Reload; the other messages are the canister's".to_string()),
        }
    }

    fn on_close(&mut self, connections: &mut Connections, client: Principal, now: u64) {
        if self.cursors.remove(&client).is_some() {
            self.tell_others(connections, client, &AppMessage::Left { who: client }, now);
        }
    }

    fn refusal(reason: String) -> AppMessage {
        AppMessage::Refused { reason }
    }

    fn facts(&self) -> Vec<(String, String)> {
        vec![
            ("Version".to_string(), self.document.version().to_string()),
            ("Bytes of text".to_string(), self.document.text().len().to_string()),
            ("People".to_string(), self.cursors.len().to_string()),
            ("Edits an edit may be behind".to_string(), MAX_HISTORY.to_string()),
        ]
    }
}

#[cfg(test)]
#[path = "application_tests.rs"]
mod tests;
