//! Who is in which room, and what they are told.

use crate::rooms::{Rooms, StoredComment};
use candid::{CandidType, Principal};
use common::rate::Allowance;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use websocket::{Application, Connections, Limits, wire};

const SHOWN_ON_JOINING: usize = 100;
const MAX_PEOPLE: usize = 200;
/// Rooms one client may be in.
const MAX_JOINED: usize = 10;
const MOST_IN_A_QUERY: usize = 500;

#[derive(CandidType, Clone, Debug, PartialEq, Deserialize)]
pub enum AppMessage {
    Join {
        room: String,
    },
    Leave {
        room: String,
    },
    Post {
        room: String,
        text: String,
    },
    Edit {
        room: String,
        id: u64,
        text: String,
    },
    React {
        room: String,
        id: u64,
        kind: String,
        on: bool,
    },
    Room {
        room: String,
        people: u32,
        comments: Vec<Comment>,
    },
    Posted {
        room: String,
        comment: Comment,
    },
    Edited {
        room: String,
        id: u64,
        text: String,
        edited: u64,
    },
    Reacted {
        room: String,
        id: u64,
        reactions: Vec<Reaction>,
    },
    People {
        room: String,
        people: u32,
    },
    Refused {
        reason: String,
    },
}

#[derive(CandidType, Clone, Debug, PartialEq, Deserialize)]
pub struct Comment {
    pub id: u64,
    pub author: Principal,
    pub text: String,
    pub posted: u64,
    pub edited: Option<u64>,
    pub reactions: Vec<Reaction>,
}

#[derive(CandidType, Clone, Debug, PartialEq, Deserialize)]
pub struct Reaction {
    pub kind: String,
    pub count: u32,
}

#[derive(Default, Serialize, Deserialize)]
pub struct LiveComments {
    rooms: Rooms,
    /// Who is in each room while connected.
    #[serde(skip)]
    people: BTreeMap<String, BTreeSet<Principal>>,
}

impl LiveComments {
    pub fn comments(&self, room: &str, from: u64) -> Vec<Comment> {
        let comments = self.rooms.comments(room).filter(|comment| comment.id >= from);
        comments.take(MOST_IN_A_QUERY).map(shown).collect()
    }

    fn join(&mut self, connections: &mut Connections, client: Principal, room: String, now: u64) -> Result<(), String> {
        let joined = self.people.values().filter(|people| people.contains(&client)).count();
        let people = self.people.get(&room);
        let already = people.is_some_and(|people| people.contains(&client));
        let count = people.map_or(0, BTreeSet::len) + usize::from(!already);
        if count > MAX_PEOPLE {
            return Err(format!("{MAX_PEOPLE} people are in this room; try later"));
        }
        if !already && joined >= MAX_JOINED {
            return Err(format!("you are in {MAX_JOINED} rooms; leave one first"));
        }
        self.rooms.enter(&room)?;
        let mut comments: Vec<Comment> = self
            .rooms
            .comments(&room)
            .rev()
            .take(SHOWN_ON_JOINING)
            .map(shown)
            .collect();
        comments.reverse();
        let answer = AppMessage::Room {
            room: room.clone(),
            people: count as u32,
            comments,
        };
        let sent = wire::encode(&answer).and_then(|content| connections.send(client, &content, now));
        if let Err(reason) = sent {
            self.drop_if_empty(&room);
            return Err(reason);
        }
        self.people.entry(room.clone()).or_default().insert(client);
        if !already {
            self.tell_count(connections, &room, Some(client), now);
        }
        Ok(())
    }

    fn leave(&mut self, connections: &mut Connections, client: Principal, room: &str, now: u64) -> Result<(), String> {
        let left = self.people.get_mut(room).is_some_and(|people| people.remove(&client));
        if !left {
            return Err("you are not in this room".to_string());
        }
        self.drop_if_empty(room);
        self.tell_count(connections, room, None, now);
        Ok(())
    }

    fn drop_if_empty(&mut self, room: &str) {
        if self.people.get(room).is_none_or(BTreeSet::is_empty) {
            self.people.remove(room);
            self.rooms.leave_empty(room);
        }
    }

    /// How many there are is told while the queues are at most half full: the next one makes up for it.
    fn tell_count(&self, connections: &mut Connections, room: &str, except: Option<Principal>, now: u64) {
        let Some(people) = self.people.get(room) else { return };
        let message = AppMessage::People {
            room: room.to_string(),
            people: people.len() as u32,
        };
        let Ok(content) = wire::encode(&message) else { return };
        if !connections.has_spare_room(people.len(), content.len()) {
            return;
        }
        for client in people.iter().filter(|client| Some(**client) != except) {
            let _ = connections.send(*client, &content, now);
        }
    }

    /// Tells everybody in the room, or nobody.
    fn tell_all(
        &self,
        connections: &mut Connections,
        room: &str,
        message: &AppMessage,
        now: u64,
    ) -> Result<(), String> {
        let content = wire::encode(message)?;
        let people = self.people.get(room).into_iter().flatten();
        // The protocol's own part of a message is smaller than that.
        if !connections.has_room(people.clone().count(), content.len() + 256) {
            return Err("too many messages wait for their gateways; try later".to_string());
        }
        for client in people {
            connections.send(*client, &content, now)?;
        }
        Ok(())
    }

    fn check_in(&self, client: Principal, room: &str) -> Result<(), String> {
        let here = self.people.get(room).is_some_and(|people| people.contains(&client));
        here.then_some(())
            .ok_or_else(|| "you are not in this room; send Join first".to_string())
    }

    fn post(
        &mut self,
        connections: &mut Connections,
        client: Principal,
        room: String,
        text: String,
        now: u64,
    ) -> Result<(), String> {
        self.check_in(client, &room)?;
        let comment = self.rooms.draft(&room, client, text, now)?;
        let posted = AppMessage::Posted {
            room: room.clone(),
            comment: shown(&comment),
        };
        self.tell_all(connections, &room, &posted, now)?;
        self.rooms.post(&room, comment);
        Ok(())
    }

    fn change(
        &mut self,
        connections: &mut Connections,
        room: &str,
        comment: StoredComment,
        told: AppMessage,
        now: u64,
    ) -> Result<(), String> {
        self.tell_all(connections, room, &told, now)?;
        self.rooms.replace(room, comment);
        Ok(())
    }
}

fn shown(comment: &StoredComment) -> Comment {
    Comment {
        id: comment.id,
        author: comment.author,
        text: comment.text.clone(),
        posted: comment.posted,
        edited: comment.edited,
        reactions: reactions(comment),
    }
}

fn reactions(comment: &StoredComment) -> Vec<Reaction> {
    let reactions = comment.reactions.iter();
    reactions
        .map(|(kind, people)| Reaction {
            kind: kind.clone(),
            count: people.len() as u32,
        })
        .collect()
}

impl Application for LiveComments {
    type Message = AppMessage;

    const LIMITS: Limits = Limits {
        clients: 500,
        gateways: 50,
        queued_messages: 20_000,
        queued_bytes: 64 << 20,
        keep: Duration::from_secs(60),
        message_bytes: 8 << 10,
        allowance: Allowance {
            burst: 10,
            per_second: 2,
        },
    };
    const TITLE: &'static str = "live_comments";
    const DESCRIPTION: &'static str = "Comments in rooms, live over WebSockets (protocol v1).";

    fn on_open(&mut self, _connections: &mut Connections, _client: Principal, _now: u64) -> Result<(), String> {
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
            AppMessage::Join { room } => self.join(connections, client, room, now),
            AppMessage::Leave { room } => self.leave(connections, client, &room, now),
            AppMessage::Post { room, text } => self.post(connections, client, room, text, now),
            AppMessage::Edit { room, id, text } => {
                self.check_in(client, &room)?;
                let comment = self.rooms.edited(&room, id, client, text, now)?;
                let told = AppMessage::Edited {
                    room: room.clone(),
                    id,
                    text: comment.text.clone(),
                    edited: now,
                };
                self.change(connections, &room, comment, told, now)
            }
            AppMessage::React { room, id, kind, on } => {
                self.check_in(client, &room)?;
                let comment = self.rooms.reacted(&room, id, client, &kind, on)?;
                let told = AppMessage::Reacted {
                    room: room.clone(),
                    id,
                    reactions: reactions(&comment),
                };
                self.change(connections, &room, comment, told, now)
            }
            _ => {
                Err("clients send Join, Leave, Post, Edit and React; the other messages are the canister's".to_string())
            }
        }
    }

    fn on_close(&mut self, connections: &mut Connections, client: Principal, now: u64) {
        let rooms: Vec<String> = self
            .people
            .iter()
            .filter(|(_, people)| people.contains(&client))
            .map(|(room, _)| room.clone())
            .collect();
        for room in rooms {
            let _ = self.leave(connections, client, &room, now);
        }
    }

    fn refusal(reason: String) -> AppMessage {
        AppMessage::Refused { reason }
    }

    fn facts(&self) -> Vec<(String, String)> {
        vec![
            ("Rooms".to_string(), self.rooms.len().to_string()),
            ("Comments".to_string(), self.rooms.total().to_string()),
            (
                "People in rooms".to_string(),
                self.people.values().map(BTreeSet::len).sum::<usize>().to_string(),
            ),
        ]
    }
}

#[cfg(test)]
#[path = "application_tests.rs"]
mod tests;
