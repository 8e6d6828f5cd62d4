//! The hash tree over one gateway's messages.
//!
//! Messages are numbered without gaps, come at the end and go at the beginning. So the tree is a row of perfect binary
//! trees, each over an aligned range of numbers: a new message costs one inner node on average, an old one goes for
//! nothing, and the root is folded from the few largest trees. A red-black tree would hash a path to the root each time.

use ic_certification::hash_tree::{fork, fork_hash, label, labeled_hash, leaf, leaf_hash, pruned};
use ic_certification::{Hash, HashTree};
use std::collections::VecDeque;

/// Nodes that cover `2^level` messages each.
#[derive(Default)]
struct Level {
    first: u64,
    nodes: VecDeque<Hash>,
}

impl Level {
    fn get(&self, index: u64) -> Option<&Hash> {
        self.nodes.get(usize::try_from(index.checked_sub(self.first)?).ok()?)
    }

    fn push(&mut self, index: u64, node: Hash) {
        if self.nodes.is_empty() {
            self.first = index;
        }
        self.nodes.push_back(node);
    }
}

/// A tree over the messages `first..next`.
pub struct MessageTree {
    first: u64,
    next: u64,
    levels: Vec<Level>,
}

/// The hash of a message's key and content.
pub fn message_hash(key: &str, content_hash: &Hash) -> Hash {
    labeled_hash(key.as_bytes(), &leaf_hash(content_hash))
}

impl MessageTree {
    pub fn starting_at(first: u64) -> Self {
        MessageTree {
            first,
            next: first,
            levels: vec![],
        }
    }

    pub fn push(&mut self, mut node: Hash) {
        let mut index = self.next;
        self.next += 1;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Level::default());
            }
            self.levels[level].push(index, node);
            if index % 2 == 0 {
                return;
            }
            let Some(sibling) = self.levels[level].get(index - 1) else {
                return;
            };
            node = fork_hash(sibling, &node);
            index /= 2;
        }
    }

    pub fn pop_front(&mut self) {
        self.first += 1;
        for (level, nodes) in self.levels.iter_mut().enumerate() {
            while !nodes.nodes.is_empty() && nodes.first << level < self.first {
                nodes.nodes.pop_front();
                nodes.first += 1;
            }
        }
    }

    /// The root; `None` if there is no message.
    pub fn root(&self) -> Option<Hash> {
        self.peaks()
            .into_iter()
            .rev()
            .map(|(level, index)| self.node(level, index))
            .reduce(|right, left| fork_hash(&left, &right))
    }

    /// The tree with the given messages in it and all others pruned; `None` if there is no message. `entry` gives a
    /// message's key and content hash.
    pub fn witness(&self, revealed: &std::ops::Range<u64>, entry: &impl Fn(u64) -> (String, Hash)) -> Option<HashTree> {
        self.peaks()
            .into_iter()
            .rev()
            .map(|(level, index)| self.subtree(level, index, revealed, entry))
            .reduce(|right, left| fork(left, right))
    }

    fn subtree(
        &self,
        level: usize,
        index: u64,
        revealed: &std::ops::Range<u64>,
        entry: &impl Fn(u64) -> (String, Hash),
    ) -> HashTree {
        let covered = (index << level)..((index + 1) << level);
        if covered.end <= revealed.start || revealed.end <= covered.start {
            return pruned(self.node(level, index));
        }
        if level == 0 {
            let (key, content_hash) = entry(index);
            return label(key, leaf(content_hash));
        }
        fork(
            self.subtree(level - 1, 2 * index, revealed, entry),
            self.subtree(level - 1, 2 * index + 1, revealed, entry),
        )
    }

    /// The largest aligned ranges that make up `first..next`, from left to right: level and index of each.
    fn peaks(&self) -> Vec<(usize, u64)> {
        let mut peaks = vec![];
        let mut position = self.first;
        while position < self.next {
            let room = (self.next - position).ilog2();
            let level = position.trailing_zeros().min(room);
            peaks.push((level as usize, position >> level));
            position += 1 << level;
        }
        peaks
    }

    /// A node of an aligned range within `first..next`, which is always there: see the test.
    fn node(&self, level: usize, index: u64) -> Hash {
        *self.levels[level].get(index).expect("a node of the message tree")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ic_certification::hash_tree::LookupResult;
    use proptest::prelude::*;

    fn key(n: u64) -> String {
        format!("aaaaa-aa_{n:020}")
    }

    fn content_hash(n: u64) -> Hash {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&n.to_be_bytes());
        hash
    }

    fn entry(n: u64) -> (String, Hash) {
        (key(n), content_hash(n))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// The tree knows its messages by their keys, whatever came and went, and each witness has the root's hash.
        #[test]
        fn every_witness_has_the_roots_hash_and_shows_the_messages(
            first in 0u64..5_000,
            steps in prop::collection::vec(any::<bool>(), 1..300),
            from in 0u64..300,
            count in 1u64..60,
        ) {
            let mut tree = MessageTree::starting_at(first);
            for push in steps {
                if push {
                    tree.push(message_hash(&key(tree.next), &content_hash(tree.next)));
                } else if tree.first < tree.next {
                    tree.pop_front();
                }
            }
            let start = tree.first + from.min(tree.next - tree.first);
            let revealed = start..(start + count).min(tree.next);
            let witness = tree.witness(&revealed, &entry);
            prop_assert_eq!(witness.as_ref().map(|tree| tree.digest()), tree.root());
            for n in revealed {
                let witness = witness.as_ref().unwrap();
                let key = key(n);
                let found = witness.lookup_path([key.as_bytes()]);
                prop_assert_eq!(found, LookupResult::Found(&content_hash(n)));
            }
        }
    }

    #[test]
    fn nodes_of_messages_that_went_are_not_kept() {
        let mut tree = MessageTree::starting_at(0);
        for n in 0..10_000 {
            tree.push(message_hash(&key(n), &content_hash(n)));
            if n >= 100 {
                tree.pop_front();
            }
        }
        let kept: usize = tree.levels.iter().map(|level| level.nodes.len()).sum();
        assert!(kept < 220, "{kept} nodes for 100 messages");
    }
}
