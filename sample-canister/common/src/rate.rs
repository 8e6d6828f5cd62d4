//! How often one principal may do something: a bucket of tokens each, filled again at a steady rate.

use candid::Principal;
use std::collections::BTreeMap;

const SECOND: u64 = 1_000_000_000;

/// `burst` at once, then `per_second`.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub burst: u32,
    pub per_second: u32,
}

/// One bucket for each principal that has used some of its allowance. Who has it all is not stored.
pub struct Buckets {
    allowance: Allowance,
    /// When the bucket is full again.
    full_at: BTreeMap<Principal, u64>,
}

impl Buckets {
    pub fn new(allowance: Allowance) -> Self {
        Buckets {
            allowance,
            full_at: BTreeMap::new(),
        }
    }

    /// Takes one token; says when there is one again if there is none. `now` is in nanoseconds.
    pub fn take(&mut self, who: Principal, now: u64) -> Result<(), String> {
        let token = SECOND / u64::from(self.allowance.per_second);
        let full_at = self.full_at.get(&who).copied().unwrap_or(now).max(now) + token;
        let whole = token * u64::from(self.allowance.burst);
        if full_at - now > whole {
            return Err(format!(
                "too many messages: {} at once and {} a second are accepted; try again in {} ms",
                self.allowance.burst,
                self.allowance.per_second,
                (full_at - now - whole).div_ceil(1_000_000)
            ));
        }
        self.full_at.insert(who, full_at);
        Ok(())
    }

    /// Forgets the buckets that are full again.
    pub fn sweep(&mut self, now: u64) {
        self.full_at.retain(|_, full_at| *full_at > now);
    }

    pub fn len(&self) -> usize {
        self.full_at.len()
    }

    pub fn is_empty(&self) -> bool {
        self.full_at.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWANCE: Allowance = Allowance {
        burst: 3,
        per_second: 2,
    };

    fn who(n: u8) -> Principal {
        Principal::from_slice(&[n])
    }

    #[test]
    fn a_burst_passes_and_the_next_one_waits_for_its_token() {
        let mut buckets = Buckets::new(ALLOWANCE);
        for _ in 0..3 {
            buckets.take(who(1), 1_000).unwrap();
        }
        let reason = buckets.take(who(1), 1_000).unwrap_err();
        assert!(reason.contains("try again in 500 ms"), "{reason}");
        assert!(buckets.take(who(1), 1_000 + SECOND / 2).is_ok());
        assert!(buckets.take(who(1), 1_000 + SECOND / 2).is_err());
    }

    #[test]
    fn a_refusal_takes_nothing() {
        let mut buckets = Buckets::new(ALLOWANCE);
        for _ in 0..100 {
            let _ = buckets.take(who(1), 0);
        }
        assert!(buckets.take(who(1), SECOND / 2).is_ok());
    }

    #[test]
    fn principals_do_not_share_a_bucket_and_full_ones_are_forgotten() {
        let mut buckets = Buckets::new(ALLOWANCE);
        buckets.take(who(1), 0).unwrap();
        buckets.take(who(2), SECOND).unwrap();
        assert_eq!(buckets.len(), 2);
        buckets.sweep(SECOND);
        assert_eq!(buckets.len(), 1);
        buckets.sweep(3 * SECOND);
        assert!(buckets.is_empty());
    }
}
