//! All that outlives an upgrade, each in a virtual memory of its own.

use ic_stable_structures::memory_manager::{MemoryId, MemoryManager, VirtualMemory};
use ic_stable_structures::{DefaultMemoryImpl, StableBTreeMap, StableCell};
use std::cell::RefCell;
use std::thread::LocalKey;

type Memory = VirtualMemory<DefaultMemoryImpl>;
type Number = RefCell<StableCell<u64, Memory>>;

thread_local! {
    static MEMORIES: RefCell<MemoryManager<DefaultMemoryImpl>> =
        RefCell::new(MemoryManager::init(DefaultMemoryImpl::default()));
    static ENTRIES: RefCell<StableBTreeMap<String, String, Memory>> = RefCell::new(StableBTreeMap::init(memory(0)));
    static TICK_COUNT: Number = number(1);
    static HOP_COUNT: Number = number(2);
    static RETURN_COUNT: Number = number(3);
    /// Seconds, plus one; 0 = none is kept.
    static KEPT_DELAY: Number = number(4);
}

pub static TICKS: Counter = Counter(&TICK_COUNT);
pub static HOPS: Counter = Counter(&HOP_COUNT);
pub static RETURNS: Counter = Counter(&RETURN_COUNT);

/// A number in stable memory that counts up.
pub struct Counter(&'static LocalKey<Number>);

impl Counter {
    pub fn get(&self) -> u64 {
        self.0.with_borrow(|cell| *cell.get())
    }

    pub fn increment(&self) {
        self.0.with_borrow_mut(|cell| cell.set(cell.get() + 1));
    }
}

fn memory(id: u8) -> Memory {
    MEMORIES.with_borrow(|memories| memories.get(MemoryId::new(id)))
}

fn number(id: u8) -> Number {
    RefCell::new(StableCell::init(memory(id), 0))
}

pub fn put(entries: Vec<(String, String)>) {
    ENTRIES.with_borrow_mut(|map| {
        for (key, value) in entries {
            map.insert(key, value);
        }
    });
}

pub fn remove(key: &String) -> Option<String> {
    ENTRIES.with_borrow_mut(|map| map.remove(key))
}

pub fn get(key: &String) -> Option<String> {
    ENTRIES.with_borrow(|map| map.get(key))
}

pub fn entries() -> Vec<(String, String)> {
    ENTRIES.with_borrow(|map| map.iter().map(|entry| entry.into_pair()).collect())
}

pub fn len() -> u64 {
    ENTRIES.with_borrow(|map| map.len())
}

pub fn keep_delay(seconds: Option<u32>) {
    let stored = seconds.map_or(0, |seconds| u64::from(seconds) + 1);
    KEPT_DELAY.with_borrow_mut(|cell| cell.set(stored));
}

pub fn kept_delay() -> Option<u32> {
    let stored = KEPT_DELAY.with_borrow(|cell| *cell.get());
    stored.checked_sub(1).and_then(|seconds| u32::try_from(seconds).ok())
}
