//! The simulated feed: one random walk for each pair, the same for the same seed. No market data.

use serde::{Deserialize, Serialize};

/// The largest step, as a part of the price.
const STEP: f64 = 0.001;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Walk {
    state: u64,
    start: f64,
    price: f64,
}

impl Walk {
    /// The walk of the pair with that index.
    pub fn new(seed: u64, index: usize) -> Self {
        let mut walk = Walk {
            state: seed ^ (index as u64).wrapping_mul(0xD1B5_4A32_D192_ED03),
            start: 0.0,
            price: 0.0,
        };
        // Between 0.5 and 200, the lower the likelier.
        let part = walk.uniform();
        walk.start = 0.5 + 199.5 * part * part;
        walk.price = walk.start;
        walk
    }

    /// The next price. It stays within a tenth and ten times of the first.
    pub fn step(&mut self) -> f64 {
        let change = 1.0 + STEP * (2.0 * self.uniform() - 1.0);
        self.price = (self.price * change).clamp(self.start / 10.0, self.start * 10.0);
        self.price
    }

    /// A number from 0 to 1. SplitMix64 by Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn prices_stay_positive_and_near_their_start(seed in any::<u64>(), index in 0usize..100) {
            let mut walk = Walk::new(seed, index);
            let start = walk.price;
            prop_assert!((0.5..=200.0).contains(&start));
            for _ in 0..1_000 {
                let before = walk.price;
                let price = walk.step();
                prop_assert!((price / before - 1.0).abs() <= STEP * 1.000_001);
                prop_assert!(price >= start / 10.0 && price <= start * 10.0);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_walk_and_pairs_differ() {
        let walk = |seed, index| {
            let mut walk = Walk::new(seed, index);
            (0..10).map(|_| walk.step()).collect::<Vec<f64>>()
        };
        assert_eq!(walk(7, 3), walk(7, 3));
        assert_ne!(walk(7, 3), walk(7, 4));
        assert_ne!(walk(7, 3), walk(8, 3));
    }
}
