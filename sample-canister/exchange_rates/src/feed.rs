//! Where the rates come from, as chosen at install.

use crate::json_path;
use candid::CandidType;
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub const MAX_PAIRS: usize = 100;
const MAX_PAIR_BYTES: usize = 16;
const SHORTEST_SIMULATED_MS: u32 = 50;
const SHORTEST_OUTCALL_MS: u32 = 1_000;
const MAX_URL_BYTES: usize = 2_048;

#[derive(CandidType, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Feed {
    Simulated {
        seed: u64,
        interval_ms: u32,
        pairs: Vec<String>,
    },
    Outcall {
        url: String,
        interval_ms: u32,
        pairs: Vec<FetchedPair>,
    },
}

#[derive(CandidType, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FetchedPair {
    pub pair: String,
    pub path: String,
}

impl Default for Feed {
    fn default() -> Self {
        Feed::Simulated {
            seed: 1,
            interval_ms: 1_000,
            pairs: (0..10).map(made_up_pair).collect(),
        }
    }
}

fn made_up_pair(index: usize) -> String {
    format!("P{index:02}/USD")
}

impl Feed {
    /// The same with its defaults filled in, or what is wrong with it.
    pub fn checked(mut self) -> Result<Self, String> {
        if let Feed::Simulated { pairs, .. } = &mut self {
            if pairs.is_empty() {
                pairs.extend((0..50).map(made_up_pair));
            }
        }
        let (interval_ms, shortest) = match &self {
            Feed::Simulated { interval_ms, .. } => (*interval_ms, SHORTEST_SIMULATED_MS),
            Feed::Outcall { interval_ms, .. } => (*interval_ms, SHORTEST_OUTCALL_MS),
        };
        if interval_ms < shortest {
            return Err(format!("interval_ms is {interval_ms}; at least {shortest} is needed"));
        }
        check_names(&self.pairs())?;
        if let Feed::Outcall { url, pairs, .. } = &self {
            check_url(url)?;
            pairs.iter().try_for_each(|fetched| json_path::check(&fetched.path))?;
        }
        Ok(self)
    }

    pub fn pairs(&self) -> Vec<String> {
        match self {
            Feed::Simulated { pairs, .. } => pairs.clone(),
            Feed::Outcall { pairs, .. } => pairs.iter().map(|fetched| fetched.pair.clone()).collect(),
        }
    }

    pub fn interval(&self) -> Duration {
        let (Feed::Simulated { interval_ms, .. } | Feed::Outcall { interval_ms, .. }) = self;
        Duration::from_millis(u64::from(*interval_ms))
    }
}

fn check_names(pairs: &[String]) -> Result<(), String> {
    if pairs.is_empty() || pairs.len() > MAX_PAIRS {
        return Err(format!(
            "there are {} pairs; 1 to {MAX_PAIRS} are accepted",
            pairs.len()
        ));
    }
    for (index, pair) in pairs.iter().enumerate() {
        if pair.is_empty() || pair.len() > MAX_PAIR_BYTES {
            return Err(format!(
                "the pair {pair:?} has {} bytes; 1 to {MAX_PAIR_BYTES} are accepted",
                pair.len()
            ));
        }
        if pairs[..index].contains(pair) {
            return Err(format!("the pair {pair} is there twice"));
        }
    }
    Ok(())
}

fn check_url(url: &str) -> Result<(), String> {
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.len() > MAX_URL_BYTES {
        return Err(format!(
            "the url must begin with https:// and have at most {MAX_URL_BYTES} bytes"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simulated(interval_ms: u32, pairs: &[&str]) -> Result<Feed, String> {
        let pairs = pairs.iter().map(|pair| pair.to_string()).collect();
        Feed::Simulated {
            seed: 1,
            interval_ms,
            pairs,
        }
        .checked()
    }

    #[test]
    fn without_pairs_there_are_fifty() {
        assert_eq!(simulated(100, &[]).unwrap().pairs().len(), 50);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(simulated(49, &[]).unwrap_err().contains("at least 50"));
        assert!(simulated(100, &["EUR/USD", "EUR/USD"]).unwrap_err().contains("twice"));
        assert!(
            simulated(100, &["a pair with too long a name"])
                .unwrap_err()
                .contains("27 bytes")
        );
        let outcall = |url: &str, path: &str| {
            Feed::Outcall {
                url: url.to_string(),
                interval_ms: 1_000,
                pairs: vec![FetchedPair {
                    pair: "A".to_string(),
                    path: path.to_string(),
                }],
            }
            .checked()
        };
        assert!(outcall("https://example.org/", "a.b").is_ok());
        assert!(outcall("ftp://example.org/", "a.b").unwrap_err().contains("https://"));
        assert!(outcall("https://example.org/", "a..b").unwrap_err().contains("no path"));
    }
}
