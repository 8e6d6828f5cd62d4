//! Calls to the other canister, and what their ends look like from here.

use candid::{CandidType, Principal};
use ic_cdk::api::{canister_self, msg_caller, msg_deadline};
use ic_cdk::call::{Call, CallFailed, Error};
use serde::Deserialize;

#[derive(CandidType, Deserialize, Clone, Copy)]
pub enum Wait {
    /// Seconds.
    Bounded(u32),
    Unbounded,
}

#[derive(CandidType, Deserialize)]
pub struct Hop {
    canister: Principal,
    caller: Principal,
    deadline: Option<u64>,
}

impl Hop {
    pub fn of_this_message() -> Hop {
        Hop {
            canister: canister_self(),
            caller: msg_caller(),
            deadline: msg_deadline().map(|nanos| nanos.get()),
        }
    }
}

#[derive(CandidType, Deserialize)]
pub struct Reject {
    code: u32,
    message: String,
}

impl From<CallFailed> for Reject {
    fn from(failure: CallFailed) -> Self {
        match failure {
            CallFailed::CallRejected(reject) => Reject {
                code: reject.raw_reject_code(),
                message: reject.reject_message().to_string(),
            },
            unsent => Error::from(unsent).into(),
        }
    }
}

impl From<Error> for Reject {
    fn from(error: Error) -> Self {
        Reject {
            code: 0,
            message: error.to_string(),
        }
    }
}

pub async fn bounce(peer: Principal, wait: Wait, left: u32) -> Result<Vec<Hop>, Reject> {
    let call = match wait {
        Wait::Bounded(seconds) => Call::bounded_wait(peer, "bounce").change_timeout(seconds),
        Wait::Unbounded => Call::unbounded_wait(peer, "bounce"),
    };
    let reply = call.with_args(&(canister_self(), wait, left)).await?;
    reply.candid::<Result<Vec<Hop>, Reject>>().map_err(Error::from)?
}
