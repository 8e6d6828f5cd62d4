//! Rooms and the comments in them, within their limits. All of it outlives an upgrade.

use candid::Principal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub const MAX_ROOMS: usize = 100;
const MAX_ROOM_NAME: usize = 64;
pub const MAX_COMMENTS_IN_ROOM: usize = 1_000;
const MAX_COMMENTS: usize = 10_000;
const MAX_TEXT: usize = 2_000;
const MAX_KINDS: usize = 8;
const MAX_KIND: usize = 32;
const MAX_REACTORS: usize = 200;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredComment {
    pub id: u64,
    pub author: Principal,
    pub text: String,
    pub posted: u64,
    pub edited: Option<u64>,
    /// Kind of reaction, and who reacted so.
    pub reactions: BTreeMap<String, BTreeSet<Principal>>,
}

#[derive(Default, Serialize, Deserialize)]
pub struct Rooms {
    rooms: BTreeMap<String, VecDeque<StoredComment>>,
    next_id: u64,
    total: usize,
}

impl Rooms {
    pub fn len(&self) -> usize {
        self.rooms.len()
    }

    pub fn total(&self) -> usize {
        self.total
    }

    /// Makes the room if there is none.
    pub fn enter(&mut self, room: &str) -> Result<(), String> {
        if self.rooms.contains_key(room) {
            return Ok(());
        }
        if room.is_empty() || room.len() > MAX_ROOM_NAME {
            return Err(format!(
                "a room's name has 1 to {MAX_ROOM_NAME} bytes, not {}",
                room.len()
            ));
        }
        if self.rooms.len() >= MAX_ROOMS {
            return Err(format!("there are {MAX_ROOMS} rooms already; join one of them"));
        }
        self.rooms.insert(room.to_string(), VecDeque::new());
        Ok(())
    }

    /// Removes the room if nobody has said anything in it.
    pub fn leave_empty(&mut self, room: &str) {
        if self.rooms.get(room).is_some_and(VecDeque::is_empty) {
            self.rooms.remove(room);
        }
    }

    pub fn comments(&self, room: &str) -> impl DoubleEndedIterator<Item = &StoredComment> {
        self.rooms.get(room).into_iter().flatten()
    }

    /// The comment that `post` would add.
    pub fn draft(&self, room: &str, author: Principal, text: String, now: u64) -> Result<StoredComment, String> {
        check_text(&text)?;
        let comments = self.rooms.get(room).ok_or_else(|| no_room(room))?;
        if self.total >= MAX_COMMENTS && comments.len() < MAX_COMMENTS_IN_ROOM {
            return Err(format!("there are {MAX_COMMENTS} comments; only full rooms take more"));
        }
        Ok(StoredComment {
            id: self.next_id,
            author,
            text,
            posted: now,
            edited: None,
            reactions: BTreeMap::new(),
        })
    }

    pub fn post(&mut self, room: &str, comment: StoredComment) {
        let Some(comments) = self.rooms.get_mut(room) else {
            return;
        };
        if comments.len() >= MAX_COMMENTS_IN_ROOM {
            comments.pop_front();
            self.total -= 1;
        }
        self.next_id = comment.id + 1;
        self.total += 1;
        comments.push_back(comment);
    }

    /// The comment as its author would have it.
    pub fn edited(
        &self,
        room: &str,
        id: u64,
        author: Principal,
        text: String,
        now: u64,
    ) -> Result<StoredComment, String> {
        check_text(&text)?;
        let comment = self.comment(room, id)?;
        if comment.author != author {
            return Err(format!("comment {id} is by somebody else; only its author may edit it"));
        }
        Ok(StoredComment {
            text,
            edited: Some(now),
            ..comment.clone()
        })
    }

    /// The comment with that reaction added or removed.
    pub fn reacted(&self, room: &str, id: u64, who: Principal, kind: &str, on: bool) -> Result<StoredComment, String> {
        let mut comment = self.comment(room, id)?.clone();
        if kind.is_empty() || kind.len() > MAX_KIND {
            return Err(format!(
                "a kind of reaction has 1 to {MAX_KIND} bytes, not {}",
                kind.len()
            ));
        }
        if on && !comment.reactions.contains_key(kind) && comment.reactions.len() >= MAX_KINDS {
            return Err(format!(
                "comment {id} has {MAX_KINDS} kinds of reactions; use one of them"
            ));
        }
        let people = comment.reactions.entry(kind.to_string()).or_default();
        if on && !people.contains(&who) && people.len() >= MAX_REACTORS {
            return Err(format!("{MAX_REACTORS} people have reacted so to comment {id} already"));
        }
        if on {
            people.insert(who);
        } else {
            people.remove(&who);
        }
        comment.reactions.retain(|_, people| !people.is_empty());
        Ok(comment)
    }

    /// Puts a changed comment in the place of the one with its id.
    pub fn replace(&mut self, room: &str, comment: StoredComment) {
        if let Some(place) = self.place(room, comment.id) {
            if let Some(comments) = self.rooms.get_mut(room) {
                comments[place] = comment;
            }
        }
    }

    fn comment(&self, room: &str, id: u64) -> Result<&StoredComment, String> {
        let comments = self.rooms.get(room).ok_or_else(|| no_room(room))?;
        self.place(room, id)
            .map(|place| &comments[place])
            .ok_or_else(|| format!("there is no comment {id} in this room"))
    }

    fn place(&self, room: &str, id: u64) -> Option<usize> {
        // Ids rise within a room.
        self.rooms
            .get(room)?
            .binary_search_by_key(&id, |comment| comment.id)
            .ok()
    }
}

fn check_text(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("the comment is empty".to_string());
    }
    if text.len() > MAX_TEXT {
        return Err(format!(
            "the comment has {} bytes; at most {MAX_TEXT} are accepted",
            text.len()
        ));
    }
    Ok(())
}

fn no_room(room: &str) -> String {
    format!("there is no room {room:.64}; send Join first")
}

#[cfg(test)]
#[path = "rooms_tests.rs"]
mod tests;
