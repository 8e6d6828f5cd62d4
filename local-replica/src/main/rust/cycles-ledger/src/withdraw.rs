//! Topping canisters up for callers.

use crate::{affordable, next_block};
use candid::{CandidType, Nat, Principal};
use ic_cdk::call::{Call, CallFailed};
use ic_cdk::update;
use serde::Deserialize;

#[derive(CandidType, Deserialize)]
struct WithdrawArgs {
    amount: Nat,
    to: Principal,
}

#[derive(CandidType)]
enum RejectionCode {
    SysFatal,
    SysTransient,
    DestinationInvalid,
    CanisterReject,
    CanisterError,
    Unknown,
}

impl From<&CallFailed> for RejectionCode {
    fn from(failure: &CallFailed) -> Self {
        let CallFailed::CallRejected(reject) = failure else {
            return RejectionCode::Unknown;
        };
        match reject.raw_reject_code() {
            1 => RejectionCode::SysFatal,
            2 => RejectionCode::SysTransient,
            3 => RejectionCode::DestinationInvalid,
            4 => RejectionCode::CanisterReject,
            5 => RejectionCode::CanisterError,
            _ => RejectionCode::Unknown,
        }
    }
}

#[derive(CandidType)]
enum WithdrawError {
    InsufficientFunds {
        balance: Nat,
    },
    FailedToWithdraw {
        rejection_code: RejectionCode,
        rejection_reason: String,
        fee_block: Option<Nat>,
    },
}

#[derive(CandidType)]
struct CanisterId {
    canister_id: Principal,
}

#[update]
async fn withdraw(args: WithdrawArgs) -> Result<Nat, WithdrawError> {
    let cycles = affordable(&args.amount).map_err(|balance| WithdrawError::InsufficientFunds { balance })?;
    Call::unbounded_wait(Principal::management_canister(), "deposit_cycles")
        .with_arg(CanisterId { canister_id: args.to })
        .with_cycles(cycles)
        .await
        .map_err(|failure| WithdrawError::FailedToWithdraw {
            rejection_code: RejectionCode::from(&failure),
            rejection_reason: failure.to_string(),
            fee_block: None,
        })?;
    Ok(next_block())
}
