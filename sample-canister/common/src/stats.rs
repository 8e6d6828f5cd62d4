//! The figures of a canister, the same for all sample canisters.

use candid::{CandidType, Principal};
use serde::{Deserialize, Serialize};

/// What the canister has done since it was installed, and what it holds now. Described in each `.did`.
#[derive(CandidType, Clone, Debug, Default, PartialEq)]
pub struct Stats {
    pub clients: u64,
    pub queues: Option<Vec<Queue>>,
    pub sent: u64,
    pub received: u64,
    pub refused: u64,
    pub deleted: Option<u64>,
}

/// What waits for one gateway.
#[derive(CandidType, Clone, Debug, PartialEq)]
pub struct Queue {
    pub gateway: Principal,
    pub clients: u64,
    pub messages: u64,
    pub bytes: u64,
}

/// Counters that only rise and outlive upgrades.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    pub sent: u64,
    pub received: u64,
    pub refused: u64,
    pub deleted: u64,
}
