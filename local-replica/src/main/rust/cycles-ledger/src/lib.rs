//! Stands in for the public network's cycles ledger and cycles minting canister on a local network, so that tools which
//! create canisters through these two work there. Cycles are given, not paid for.

mod create;
mod deposit;
mod withdraw;

use candid::{CandidType, Nat, Principal};
use ic_cdk::api::canister_cycle_balance;
use ic_cdk::{init, query};
use serde::Deserialize;
use std::cell::{Cell, RefCell};

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../cycles_ledger.did").len()] = *include_bytes!("../cycles_ledger.did");

thread_local! {
    static SUBNET: RefCell<Option<Principal>> = const { RefCell::new(None) };
    static BLOCKS: Cell<u64> = const { Cell::new(0) };
}

#[derive(CandidType, Deserialize)]
struct Account {
    owner: Principal,
    subaccount: Option<Vec<u8>>,
}

#[init]
fn init(subnet: Principal) {
    SUBNET.replace(Some(subnet));
}

/// The number of the next block. There are no blocks, but each answer names another one.
fn next_block() -> Nat {
    let block = BLOCKS.get();
    BLOCKS.set(block + 1);
    Nat::from(block)
}

/// Cycles that can be sent; what is asked for may be more than there are at all.
fn affordable(amount: &Nat) -> Result<u128, Nat> {
    let balance = canister_cycle_balance();
    match u128::try_from(amount.0.clone()) {
        Ok(cycles) if cycles <= balance => Ok(cycles),
        _ => Err(Nat::from(balance)),
    }
}

#[query]
fn get_default_subnets() -> Vec<Principal> {
    SUBNET.with_borrow(|subnet| subnet.iter().copied().collect())
}

#[query]
fn icrc1_balance_of(_account: Account) -> Nat {
    Nat::from(canister_cycle_balance())
}

#[query]
fn icrc1_decimals() -> u8 {
    12
}

#[query]
fn icrc1_fee() -> Nat {
    Nat::from(0u8)
}

#[query]
fn icrc1_name() -> String {
    "Trillion Cycles".to_string()
}

#[query]
fn icrc1_symbol() -> String {
    "TCYCLES".to_string()
}
