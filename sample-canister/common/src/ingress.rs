//! What a canister lets in at all. The node that receives a call asks `canister_inspect_message` before it takes the call
//! in, at no cost to the canister. It is one node that asks, and calls of other canisters are not asked about: what
//! matters is checked again in the methods.

use candid::Principal;
use ic_cdk::api::{accept_message, msg_arg_data, msg_caller, msg_method_name};

/// What the protocol adds to an application's message: keys, numbers and Candid's types.
pub const PROTOCOL_OVERHEAD: usize = 1_024;

/// Accepts the call at hand, or traps with the reason, which the caller gets to read.
pub fn inspect(largest_argument: usize, anonymous_methods: &[&str]) {
    let verdict = check(
        &msg_method_name(),
        msg_caller(),
        msg_arg_data().len(),
        largest_argument,
        anonymous_methods,
    );
    match verdict {
        Ok(()) => accept_message(),
        Err(reason) => ic_cdk::trap(reason),
    }
}

fn check(
    method: &str,
    caller: Principal,
    argument: usize,
    largest: usize,
    anonymous_methods: &[&str],
) -> Result<(), String> {
    if caller == Principal::anonymous() && !anonymous_methods.contains(&method) {
        return Err(format!(
            "{method} takes no anonymous calls; sign the call with an identity"
        ));
    }
    if argument > largest {
        return Err(format!(
            "the argument of {method} has {argument} bytes; at most {largest} are accepted"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody() -> Principal {
        Principal::self_authenticating([1])
    }

    #[test]
    fn signed_calls_up_to_the_limit_are_let_in() {
        assert_eq!(check("ws_message", somebody(), 100, 100, &[]), Ok(()));
    }

    #[test]
    fn anonymous_calls_are_refused_except_where_allowed() {
        let refused = check("ws_open", Principal::anonymous(), 1, 100, &["ws_register"]);
        assert!(refused.unwrap_err().contains("anonymous"));
        let allowed = check("ws_register", Principal::anonymous(), 1, 100, &["ws_register"]);
        assert_eq!(allowed, Ok(()));
    }

    #[test]
    fn arguments_over_the_limit_are_refused_with_both_sizes() {
        let reason = check("ws_message", somebody(), 101, 100, &[]).unwrap_err();
        assert!(reason.contains("101") && reason.contains("100"));
    }
}
