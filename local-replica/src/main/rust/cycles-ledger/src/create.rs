//! Creating canisters for callers.

use crate::{affordable, next_block};
use candid::{CandidType, Nat, Principal};
use ic_cdk::api::msg_caller;
use ic_cdk::call::Call;
use ic_cdk::update;
use serde::Deserialize;

#[derive(CandidType, Deserialize, Default)]
struct CanisterSettings {
    controllers: Option<Vec<Principal>>,
    compute_allocation: Option<Nat>,
    memory_allocation: Option<Nat>,
    freezing_threshold: Option<Nat>,
    reserved_cycles_limit: Option<Nat>,
}

#[derive(CandidType, Deserialize)]
struct CreationArgs {
    // There is one subnet, so what else is in here does not matter.
    settings: Option<CanisterSettings>,
}

#[derive(CandidType, Deserialize)]
struct CreateCanisterArgs {
    amount: Nat,
    creation_args: Option<CreationArgs>,
}

#[derive(CandidType)]
struct Created {
    block_id: Nat,
    canister_id: Principal,
}

#[derive(CandidType)]
enum CreateCanisterError {
    InsufficientFunds {
        balance: Nat,
    },
    FailedToCreate {
        error: String,
        refund_block: Option<Nat>,
        fee_block: Option<Nat>,
    },
}

#[derive(CandidType)]
struct ManagementArgs {
    settings: Option<CanisterSettings>,
}

#[derive(CandidType, Deserialize)]
struct CanisterId {
    canister_id: Principal,
}

fn failed(error: String) -> CreateCanisterError {
    CreateCanisterError::FailedToCreate { error, refund_block: None, fee_block: None }
}

#[update]
async fn create_canister(args: CreateCanisterArgs) -> Result<Created, CreateCanisterError> {
    let cycles = affordable(&args.amount).map_err(|balance| CreateCanisterError::InsufficientFunds { balance })?;
    let mut settings = args.creation_args.and_then(|creation| creation.settings).unwrap_or_default();
    settings.controllers.get_or_insert_with(|| vec![msg_caller()]);
    let created: CanisterId = Call::unbounded_wait(Principal::management_canister(), "create_canister")
        .with_arg(ManagementArgs { settings: Some(settings) })
        .with_cycles(cycles)
        .await
        .map_err(|failure| failed(failure.to_string()))?
        .candid()
        .map_err(|failure| failed(failure.to_string()))?;
    Ok(Created { block_id: next_block(), canister_id: created.canister_id })
}
