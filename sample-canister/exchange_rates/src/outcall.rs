//! Rates fetched over HTTPS.
//!
//! Each node of a subnet makes the request by itself and all must see the same answer, so `transform` keeps nothing of it
//! but the rates. A service that tells every caller another rate gives no agreement, and the outcall fails.

use crate::feed::FetchedPair;
use crate::json_path;
use candid::{CandidType, Func, Principal};
use ic_cdk::call::Call;
use serde::Deserialize;
use serde_bytes::ByteBuf;
use serde_json::Value;

const LARGEST_ANSWER: u64 = 100_000;
const OK: u128 = 200;

/// What to fetch, and what to find in the answer.
#[derive(Clone)]
pub struct Request {
    pub url: String,
    pub pairs: Vec<FetchedPair>,
}

/// A rate or what is wrong with it, for each pair asked for.
pub type Answer = Vec<Result<f64, String>>;

/// The argument of the management canister's `http_request`. Its types in `ic-cdk` carry their documentation along, which
/// would not fit into this module.
#[derive(CandidType)]
struct OutcallArguments {
    url: String,
    max_response_bytes: Option<u64>,
    method: Method,
    headers: Vec<Header>,
    body: Option<ByteBuf>,
    transform: Option<Transform>,
}

#[derive(CandidType, Deserialize)]
enum Method {
    #[serde(rename = "get")]
    Get,
}

#[derive(CandidType)]
pub struct Header {
    name: String,
    value: String,
}

candid::define_function!(TransformFunction : (TransformArguments) -> (Transformed) query);

#[derive(CandidType)]
struct Transform {
    function: TransformFunction,
    context: ByteBuf,
}

/// An answer of which the headers do not matter.
#[derive(CandidType, Deserialize)]
pub struct Received {
    status: u128,
    body: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub struct TransformArguments {
    response: Received,
    context: ByteBuf,
}

#[derive(CandidType)]
pub struct Transformed {
    status: u128,
    headers: Vec<Header>,
    body: ByteBuf,
}

pub async fn fetch(request: &Request) -> Result<Answer, String> {
    let context = paths(&request.pairs)?;
    let size = request.url.len() + "transform".len() + context.len();
    let arguments = OutcallArguments {
        url: request.url.clone(),
        max_response_bytes: Some(LARGEST_ANSWER),
        method: Method::Get,
        headers: vec![],
        body: None,
        transform: Some(Transform {
            function: TransformFunction(Func {
                principal: ic_cdk::api::canister_self(),
                method: "transform".to_string(),
            }),
            context: ByteBuf::from(context),
        }),
    };
    let reply = Call::unbounded_wait(Principal::management_canister(), "http_request")
        .with_arg(arguments)
        .with_cycles(ic_cdk::api::cost_http_request(size as u64, LARGEST_ANSWER))
        .await
        .map_err(|error| error.to_string())?;
    let received: Received = reply.candid().map_err(|error| error.to_string())?;
    if received.status != OK {
        return Err(format!("{} answered with status {}", request.url, received.status));
    }
    postcard::from_bytes(&received.body).map_err(|error| format!("the transformed answer is unreadable: {error}"))
}

fn paths(pairs: &[FetchedPair]) -> Result<Vec<u8>, String> {
    let paths: Vec<&str> = pairs.iter().map(|fetched| fetched.path.as_str()).collect();
    postcard::to_allocvec(&paths).map_err(|error| error.to_string())
}

pub fn transform(arguments: TransformArguments) -> Transformed {
    Transformed {
        status: arguments.response.status,
        headers: vec![],
        body: ByteBuf::from(rates_only(&arguments.response.body, &arguments.context)),
    }
}

/// The rates in an answer, for the paths in `context`.
fn rates_only(body: &[u8], context: &[u8]) -> Vec<u8> {
    let paths: Vec<String> = postcard::from_bytes(context).unwrap_or_default();
    let document: Result<Value, String> = serde_json::from_slice(body).map_err(|_| "the answer is no JSON".to_string());
    let answer: Answer = paths
        .iter()
        .map(|path| {
            document
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|json| json_path::number(json, path))
        })
        .collect();
    postcard::to_allocvec(&answer).unwrap_or_else(|error| ic_cdk::trap(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transformed(body: &str) -> Answer {
        let pairs = ["a.b", "c"].map(|path| FetchedPair {
            pair: path.to_string(),
            path: path.to_string(),
        });
        let context = paths(&pairs).unwrap();
        postcard::from_bytes(&rates_only(body.as_bytes(), &context)).unwrap()
    }

    #[test]
    fn only_the_rates_of_an_answer_are_kept() {
        let answer = transformed(r#"{"time":"now","a":{"b":1.5},"c":"x"}"#);
        assert_eq!(answer[0], Ok(1.5));
        assert!(answer[1].as_ref().unwrap_err().contains("no number"));
    }

    #[test]
    fn an_answer_that_is_no_json_is_an_error_for_each_pair() {
        assert!(
            transformed("<html>")
                .iter()
                .all(|rate| rate.as_ref().unwrap_err().contains("no JSON"))
        );
    }
}
