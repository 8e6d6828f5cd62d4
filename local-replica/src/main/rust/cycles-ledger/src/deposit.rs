//! Taking cycles that are left over.

use crate::{Account, next_block};
use candid::{CandidType, Nat};
use ic_cdk::api::{canister_cycle_balance, msg_cycles_accept, msg_cycles_available};
use ic_cdk::update;
use serde::Deserialize;

#[derive(CandidType, Deserialize)]
struct DepositArgs {
    // Whose they are does not matter, as nobody has an account.
    #[serde(rename = "to")]
    _to: Account,
}

#[derive(CandidType)]
struct Deposited {
    block_index: Nat,
    balance: Nat,
}

#[update]
fn deposit(_args: DepositArgs) -> Deposited {
    msg_cycles_accept(msg_cycles_available());
    Deposited { block_index: next_block(), balance: Nat::from(canister_cycle_balance()) }
}
