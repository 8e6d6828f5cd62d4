//! Rates fetched over HTTPS.
//!
//! Each node of a subnet makes the request by itself and all must see the same answer, so `transform` keeps nothing of it
//! but the rates. A service that tells every caller another rate gives no agreement, and the outcall fails.

use crate::feed::FetchedPair;
use crate::json_path;
use ic_cdk::management_canister::{self, HttpMethod, HttpRequestArgs};
use serde_json::Value;

const LARGEST_ANSWER: u64 = 100_000;

/// What to fetch, and what to find in the answer.
#[derive(Clone)]
pub struct Request {
    pub url: String,
    pub pairs: Vec<FetchedPair>,
}

/// A rate or what is wrong with it, for each pair asked for.
pub type Answer = Vec<Result<f64, String>>;

pub async fn fetch(request: &Request) -> Result<Answer, String> {
    let arguments = HttpRequestArgs {
        url: request.url.clone(),
        max_response_bytes: Some(LARGEST_ANSWER),
        method: HttpMethod::GET,
        headers: vec![],
        body: None,
        transform: Some(management_canister::transform_context_from_query(
            "transform".to_string(),
            paths(&request.pairs)?,
        )),
    };
    let result = management_canister::http_request(&arguments)
        .await
        .map_err(|error| error.to_string())?;
    if result.status != 200u32 {
        return Err(format!("{} answered with status {}", request.url, result.status));
    }
    candid::decode_one(&result.body).map_err(|error| format!("the transformed answer is unreadable: {error}"))
}

fn paths(pairs: &[FetchedPair]) -> Result<Vec<u8>, String> {
    let paths: Vec<&str> = pairs.iter().map(|fetched| fetched.path.as_str()).collect();
    candid::encode_one(paths).map_err(|error| error.to_string())
}

/// The rates in an answer, for the paths in `context`.
pub fn transform(body: &[u8], context: &[u8]) -> Vec<u8> {
    let paths: Vec<String> = candid::decode_one(context).unwrap_or_default();
    let document: Result<Value, String> =
        serde_json::from_slice(body).map_err(|_| "the answer is no JSON".to_string());
    let answer: Answer = paths
        .iter()
        .map(|path| document.as_ref().map_err(Clone::clone).and_then(|json| json_path::number(json, path)))
        .collect();
    candid::encode_one(answer).unwrap_or_else(|error| ic_cdk::trap(error.to_string()))
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
        candid::decode_one(&transform(body.as_bytes(), &context)).unwrap()
    }

    #[test]
    fn only_the_rates_of_an_answer_are_kept() {
        let answer = transformed(r#"{"time":"now","a":{"b":1.5},"c":"x"}"#);
        assert_eq!(answer[0], Ok(1.5));
        assert!(answer[1].as_ref().unwrap_err().contains("no number"));
    }

    #[test]
    fn an_answer_that_is_no_json_is_an_error_for_each_pair() {
        assert!(transformed("<html>").iter().all(|rate| rate.as_ref().unwrap_err().contains("no JSON")));
    }
}
