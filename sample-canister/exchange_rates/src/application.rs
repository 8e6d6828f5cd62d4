//! Who has subscribed to what, and what they are told.

use crate::feed::Feed;
use crate::outcall::{Answer, Request};
use crate::walk::Walk;
use candid::{CandidType, Principal};
use common::rate::Allowance;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use websocket::{Application, Connections, Limits, wire};

/// The ticks that are made at once at most, when the timer comes late.
const MOST_TICKS_AT_ONCE: u64 = 10;
const SECOND: u64 = 1_000_000_000;

#[derive(CandidType, Clone, Debug, PartialEq, Deserialize)]
pub enum AppMessage {
    Subscribe {
        pairs: Vec<String>,
    },
    Unsubscribe {
        pairs: Vec<String>,
    },
    Welcome {
        pairs: Vec<String>,
        source: Source,
        interval_ms: u32,
    },
    Snapshot {
        rates: Vec<Rate>,
    },
    Ticks {
        rates: Vec<Rate>,
    },
    Refused {
        reason: String,
    },
}

#[derive(CandidType, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    pub pair: String,
    pub price: f64,
    pub time: u64,
    pub source: Source,
}

#[derive(CandidType, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    Simulated,
    Outcall,
}

/// The pairs of a subscription, one bit each.
type Pairs = u128;

#[derive(Serialize, Deserialize)]
pub struct ExchangeRates {
    feed: Feed,
    pairs: Vec<String>,
    /// The last rate of each pair.
    rates: Vec<Option<Rate>>,
    walks: Vec<Walk>,
    next_tick: u64,
    fetching_since: Option<u64>,
    feed_error: Option<String>,
    left_out: u64,
    /// Of connected clients, whom an upgrade disconnects.
    #[serde(skip)]
    subscriptions: BTreeMap<Principal, Pairs>,
}

impl ExchangeRates {
    pub fn new(feed: Feed, now: u64) -> Result<Self, String> {
        let feed = feed.checked()?;
        let pairs = feed.pairs();
        let walks = match &feed {
            Feed::Simulated { seed, .. } => (0..pairs.len()).map(|index| Walk::new(*seed, index)).collect(),
            Feed::Outcall { .. } => vec![],
        };
        Ok(ExchangeRates {
            rates: vec![None; pairs.len()],
            pairs,
            walks,
            next_tick: now,
            feed,
            fetching_since: None,
            feed_error: None,
            left_out: 0,
            subscriptions: BTreeMap::new(),
        })
    }

    /// Another feed begins anew; who has subscribed must do so again.
    pub fn change_feed(&mut self, feed: Feed, now: u64) -> Result<(), String> {
        *self = ExchangeRates::new(feed, now)?;
        Ok(())
    }

    /// Goes on after a pause that is not made up for. An outcall that was under way is not waited for.
    pub fn continue_at(&mut self, now: u64) {
        self.next_tick = now;
        self.fetching_since = None;
    }

    pub fn interval(&self) -> Duration {
        self.feed.interval()
    }

    pub fn known_rates(&self) -> Vec<Rate> {
        self.rates.iter().flatten().cloned().collect()
    }

    pub fn feed_error(&self) -> Option<String> {
        self.feed_error.clone()
    }

    fn source(&self) -> Source {
        match self.feed {
            Feed::Simulated { .. } => Source::Simulated,
            Feed::Outcall { .. } => Source::Outcall,
        }
    }

    /// Makes and sends the simulated ticks that are due, or says what is to be fetched.
    pub fn tick(&mut self, connections: &mut Connections, now: u64) -> Option<Request> {
        match &self.feed {
            Feed::Simulated { .. } => {
                self.simulate(connections, now);
                None
            }
            Feed::Outcall { url, pairs, .. } => {
                // A second outcall is not begun while the first may still be answered.
                if self.fetching_since.is_some_and(|since| now < since + 60 * SECOND) {
                    return None;
                }
                self.fetching_since = Some(now);
                Some(Request {
                    url: url.clone(),
                    pairs: pairs.clone(),
                })
            }
        }
    }

    fn simulate(&mut self, connections: &mut Connections, now: u64) {
        let interval = self.interval().as_nanos() as u64;
        let late = now.saturating_sub(self.next_tick) / interval;
        if late >= MOST_TICKS_AT_ONCE {
            self.next_tick += (late + 1 - MOST_TICKS_AT_ONCE) * interval;
        }
        let mut changed = vec![];
        while self.next_tick <= now {
            for index in 0..self.pairs.len() {
                let price = self.walks[index].step();
                changed.push((index, self.note(index, price, self.next_tick)));
            }
            self.next_tick += interval;
        }
        self.push(connections, &changed, now);
    }

    fn note(&mut self, index: usize, price: f64, time: u64) -> Rate {
        let rate = Rate {
            pair: self.pairs[index].clone(),
            price,
            time,
            source: self.source(),
        };
        self.rates[index] = Some(rate.clone());
        rate
    }

    /// Takes the answer of an outcall.
    pub fn fetched(
        &mut self,
        connections: &mut Connections,
        request: &Request,
        answer: Result<Answer, String>,
        now: u64,
    ) {
        self.fetching_since = None;
        self.feed_error = None;
        let prices = answer.unwrap_or_else(|reason| vec![Err(reason); request.pairs.len()]);
        let mut changed = vec![];
        for (fetched, price) in request.pairs.iter().zip(prices) {
            let index = self.pairs.iter().position(|pair| *pair == fetched.pair);
            match (index, price) {
                (Some(index), Ok(price)) => changed.push((index, self.note(index, price, now))),
                (Some(_), Err(reason)) => self.feed_error = Some(reason),
                (None, _) => {}
            }
        }
        self.push(connections, &changed, now);
    }

    /// Tells subscribers of the rates that are theirs. Those with the same subscription get the same bytes.
    fn push(&mut self, connections: &mut Connections, changed: &[(usize, Rate)], now: u64) {
        let mut encoded: BTreeMap<Pairs, Option<Vec<u8>>> = BTreeMap::new();
        for (client, pairs) in &self.subscriptions {
            let content = encoded.entry(*pairs).or_insert_with(|| encode_ticks(changed, *pairs));
            let Some(content) = content else { continue };
            if connections.send(*client, content, now).is_err() {
                self.left_out += 1;
                connections.counts.refused += 1;
            }
        }
    }

    fn selection(&self, pairs: &[String]) -> Result<Pairs, String> {
        if pairs.is_empty() {
            return Ok((0..self.pairs.len()).fold(0, |all, index| all | 1 << index));
        }
        pairs.iter().try_fold(0, |selected, pair| {
            let index = self.pairs.iter().position(|known| known == pair);
            let index = index.ok_or_else(|| format!("there is no pair {:.32}; Welcome tells which there are", pair))?;
            Ok(selected | 1 << index)
        })
    }

    fn snapshot(&self, pairs: Pairs) -> AppMessage {
        let rates = self.rates.iter().enumerate();
        let rates = rates.filter(|(index, _)| pairs & (1 << index) != 0);
        AppMessage::Snapshot {
            rates: rates.filter_map(|(_, rate)| rate.clone()).collect(),
        }
    }
}

fn encode_ticks(changed: &[(usize, Rate)], pairs: Pairs) -> Option<Vec<u8>> {
    let rates = changed.iter().filter(|(index, _)| pairs & (1 << index) != 0);
    let rates: Vec<Rate> = rates.map(|(_, rate)| rate.clone()).collect();
    if rates.is_empty() {
        return None;
    }
    wire::encode(&AppMessage::Ticks { rates }).ok()
}

impl Application for ExchangeRates {
    type Message = AppMessage;

    const LIMITS: Limits = Limits {
        clients: 1_000,
        gateways: 50,
        queued_messages: 60_000,
        queued_bytes: 64 << 20,
        keep: Duration::from_secs(10),
        message_bytes: 8 << 10,
        allowance: Allowance {
            burst: 10,
            per_second: 5,
        },
    };
    const TITLE: &'static str = "exchange_rates";
    const DESCRIPTION: &'static str = "Pushes exchange rates over WebSockets (protocol v1) to those who subscribe. Simulated rates are no market data.";

    fn on_open(&mut self, connections: &mut Connections, client: Principal, now: u64) -> Result<(), String> {
        let welcome = AppMessage::Welcome {
            pairs: self.pairs.clone(),
            source: self.source(),
            interval_ms: self.interval().as_millis() as u32,
        };
        connections.send(client, &wire::encode(&welcome)?, now)
    }

    fn on_message(
        &mut self,
        connections: &mut Connections,
        client: Principal,
        message: AppMessage,
        now: u64,
    ) -> Result<(), String> {
        let before = self.subscriptions.get(&client).copied().unwrap_or(0);
        let pairs = match message {
            AppMessage::Subscribe { pairs } => {
                let added = self.selection(&pairs)?;
                connections.send(client, &wire::encode(&self.snapshot(added))?, now)?;
                before | added
            }
            AppMessage::Unsubscribe { pairs } => before & !self.selection(&pairs)?,
            _ => {
                return Err(
                    "clients send Subscribe and Unsubscribe; the other messages are the canister's".to_string(),
                );
            }
        };
        if pairs == 0 {
            self.subscriptions.remove(&client);
        } else {
            self.subscriptions.insert(client, pairs);
        }
        Ok(())
    }

    fn on_close(&mut self, _connections: &mut Connections, client: Principal, _now: u64) {
        self.subscriptions.remove(&client);
    }

    fn refusal(reason: String) -> AppMessage {
        AppMessage::Refused { reason }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let source = match &self.feed {
            Feed::Simulated { seed, .. } => format!("simulated, seed {seed}: no market data"),
            Feed::Outcall { url, .. } => format!("HTTPS outcalls to {url}"),
        };
        let mut facts = vec![
            ("Source".to_string(), source),
            ("Interval".to_string(), format!("{} ms", self.interval().as_millis())),
            ("Pairs".to_string(), self.pairs.len().to_string()),
            ("Subscribers".to_string(), self.subscriptions.len().to_string()),
            (
                "Ticks left out as the queue was full".to_string(),
                self.left_out.to_string(),
            ),
        ];
        facts.extend(
            self.feed_error
                .iter()
                .map(|error| ("Last error of the feed".to_string(), error.clone())),
        );
        facts
    }
}

#[cfg(test)]
#[path = "application_tests.rs"]
mod tests;
