//! A canister as they are written today, for the replica's tests: state in stable structures that needs no `pre_upgrade`,
//! timers, and calls to other canisters with bounded and unbounded wait.

mod calls;
mod storage;

use calls::{Hop, Reject, Wait};
use candid::{CandidType, Principal};
use ic_cdk::{post_upgrade, query, update};
use std::cell::Cell;
use std::time::Duration;

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../stable_caller.did").len()] = *include_bytes!("../stable_caller.did");

thread_local! {
    /// On the heap on purpose: what an upgrade must forget.
    static PUTS_SINCE_START: Cell<u64> = const { Cell::new(0) };
}

#[derive(CandidType)]
struct Status {
    entries: u64,
    ticks: u64,
    hops: u64,
    returns: u64,
    puts_since_start: u64,
}

#[post_upgrade]
fn post_upgrade() {
    if let Some(delay) = storage::kept_delay() {
        tick_after(delay);
    }
}

#[update]
fn put(entries: Vec<(String, String)>) {
    PUTS_SINCE_START.set(PUTS_SINCE_START.get() + entries.len() as u64);
    storage::put(entries);
}

#[update]
fn remove(key: String) -> Option<String> {
    storage::remove(&key)
}

#[query]
fn get(key: String) -> Option<String> {
    storage::get(&key)
}

#[query]
fn entries() -> Vec<(String, String)> {
    storage::entries()
}

#[query]
fn status() -> Status {
    Status {
        entries: storage::len(),
        ticks: storage::TICKS.get(),
        hops: storage::HOPS.get(),
        returns: storage::RETURNS.get(),
        puts_since_start: PUTS_SINCE_START.get(),
    }
}

#[update]
fn arm(delay: u32, kept: bool) {
    storage::keep_delay(kept.then_some(delay));
    tick_after(delay);
}

fn tick_after(seconds: u32) {
    ic_cdk_timers::set_timer(Duration::from_secs(seconds.into()), async {
        storage::TICKS.increment()
    });
}

#[update]
async fn bounce(peer: Principal, wait: Wait, left: u32) -> Result<Vec<Hop>, Reject> {
    storage::HOPS.increment();
    let mut hops = vec![Hop::of_this_message()];
    if left > 0 {
        hops.extend(calls::bounce(peer, wait, left - 1).await?);
        // In the message that brings the reply, apart from the one that called.
        storage::RETURNS.increment();
    }
    Ok(hops)
}
