//! Counts what goes through `ic-websocket-cdk`, and keeps it within limits that it has not.

use candid::Principal;
use common::stats::{Counts, Stats};
use std::collections::{BTreeSet, VecDeque};

const MAX_CLIENTS: usize = 1_000;
/// The library deletes a message when it is five minutes old, so no more than this wait, but for its own acknowledgements.
const MAX_SENT_IN_WINDOW: u64 = 20_000;
/// The library copies all that waits with each message it sends and several times in each poll, so this is also what one of
/// them costs at most.
const MAX_BYTES_IN_WINDOW: u64 = 16 << 20;
const WINDOW_NANOS: u64 = 300 * 1_000_000_000;
const SLOT_NANOS: u64 = 10 * 1_000_000_000;

#[derive(Default)]
pub struct Meter {
    pub counts: Counts,
    clients: BTreeSet<Principal>,
    /// What was sent in each ten seconds that had any: number of the ten seconds, what.
    recent: VecDeque<(u64, Sent)>,
    recent_sum: Sent,
}

#[derive(Clone, Copy, Default)]
struct Sent {
    messages: u64,
    /// Of content, without what the protocol adds.
    bytes: u64,
}

impl Sent {
    fn add(&mut self, other: Sent) {
        self.messages += other.messages;
        self.bytes += other.bytes;
    }

    fn subtract(&mut self, other: Sent) {
        self.messages -= other.messages;
        self.bytes -= other.bytes;
    }
}

impl Meter {
    pub fn may_open(&self, client: Principal, now: u64) -> Result<(), String> {
        if self.clients.len() >= MAX_CLIENTS && !self.clients.contains(&client) {
            return Err(format!("{MAX_CLIENTS} clients are connected; try later"));
        }
        self.may_send(now)
    }

    pub fn may_send(&self, now: u64) -> Result<(), String> {
        let mut waiting = self.recent_sum;
        for (_, gone) in self.recent.iter().take_while(|(slot, _)| is_past(*slot, now)) {
            waiting.subtract(*gone);
        }
        let full = if waiting.messages >= MAX_SENT_IN_WINDOW {
            format!("{} messages", waiting.messages)
        } else if waiting.bytes >= MAX_BYTES_IN_WINDOW {
            format!("{} bytes", waiting.bytes)
        } else {
            return Ok(());
        };
        Err(format!("{full} wait, sent in the last 5 minutes; try later"))
    }

    pub fn opened(&mut self, client: Principal, now: u64) {
        self.clients.insert(client);
        // The library's OpenMessage.
        self.sent(0, now);
    }

    pub fn closed(&mut self, client: Principal) {
        self.clients.remove(&client);
    }

    pub fn sent(&mut self, bytes: usize, now: u64) {
        self.counts.sent += 1;
        let message = Sent {
            messages: 1,
            bytes: bytes as u64,
        };
        self.recent_sum.add(message);
        let slot = now / SLOT_NANOS;
        match self.recent.back_mut() {
            Some((last, sent)) if *last == slot => sent.add(message),
            _ => self.recent.push_back((slot, message)),
        }
        while let Some((first, sent)) = self.recent.front().copied() {
            if !is_past(first, now) {
                return;
            }
            self.recent_sum.subtract(sent);
            self.recent.pop_front();
        }
    }

    pub fn stats(&self) -> Stats {
        Stats {
            clients: self.clients.len() as u64,
            queues: None,
            sent: self.counts.sent,
            received: self.counts.received,
            refused: self.counts.refused,
            deleted: None,
        }
    }
}

fn is_past(slot: u64, now: u64) -> bool {
    (slot + 1) * SLOT_NANOS + WINDOW_NANOS <= now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(n: usize) -> Principal {
        Principal::from_slice(&n.to_be_bytes())
    }

    #[test]
    fn the_thousand_and_first_client_is_refused_and_a_known_one_is_not() {
        let mut meter = Meter::default();
        for n in 0..MAX_CLIENTS {
            meter.may_open(who(n), 0).unwrap();
            meter.opened(who(n), 0);
        }
        assert!(meter.may_open(who(5_000), 0).unwrap_err().contains("1000 clients"));
        assert!(meter.may_open(who(7), 0).is_ok());
        meter.closed(who(7));
        assert!(meter.may_open(who(5_000), 0).is_ok());
    }

    #[test]
    fn twenty_thousand_messages_in_five_minutes_are_the_most() {
        let mut meter = Meter::default();
        for n in 0..MAX_SENT_IN_WINDOW {
            meter.may_send(n).unwrap();
            meter.sent(100, n);
        }
        assert!(
            meter
                .may_send(WINDOW_NANOS)
                .unwrap_err()
                .contains("20000 messages wait")
        );
        assert!(meter.may_send(WINDOW_NANOS + SLOT_NANOS).is_ok());
        meter.sent(100, WINDOW_NANOS + SLOT_NANOS);
        assert_eq!((meter.recent_sum.messages, meter.recent_sum.bytes), (1, 100));
    }

    #[test]
    fn sixteen_mebibytes_in_five_minutes_are_the_most() {
        let mut meter = Meter::default();
        for n in 0..1_024 {
            meter.may_send(n).unwrap();
            meter.sent(16 << 10, n);
        }
        assert!(
            meter
                .may_send(WINDOW_NANOS)
                .unwrap_err()
                .contains("16777216 bytes wait")
        );
        assert!(meter.may_open(who(1), WINDOW_NANOS).is_err());
        assert!(meter.may_send(WINDOW_NANOS + SLOT_NANOS).is_ok());
    }
}
