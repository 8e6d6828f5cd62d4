//! Work of the kinds that canisters do, for `MeteringCostTest`. Each function leaves its result where the optimiser cannot
//! know that nobody looks.

use ed25519_dalek::{Signer, SigningKey, Verifier};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::hint::black_box;

/// Hashes one mebibyte.
#[unsafe(no_mangle)]
pub extern "C" fn sha256() {
    let bytes = black_box(vec![7u8; 1 << 20]);
    black_box(Sha256::digest(&bytes));
}

/// Signs and verifies ten messages.
#[unsafe(no_mangle)]
pub extern "C" fn ed25519() {
    let key = SigningKey::from_bytes(black_box(&[3; 32]));
    for message in 0..10u32 {
        let signature = key.sign(&message.to_le_bytes());
        assert!(key.verifying_key().verify(&message.to_le_bytes(), &signature).is_ok());
    }
}

/// Sorts 40,000 numbers.
#[unsafe(no_mangle)]
pub extern "C" fn sort() {
    let mut state = black_box(88172645463325252u64);
    let mut numbers: Vec<u64> = (0..40_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        })
        .collect();
    numbers.sort_unstable();
    black_box(numbers);
}

/// Inserts 20,000 formatted strings into a map.
#[unsafe(no_mangle)]
pub extern "C" fn map() {
    let mut map = BTreeMap::new();
    for i in 0..20_000u32 {
        map.insert(format!("key {}", black_box(i).wrapping_mul(2_654_435_761)), i);
    }
    black_box(map);
}

/// Fibonacci by plain recursion.
#[unsafe(no_mangle)]
pub extern "C" fn fibonacci() {
    black_box(fib(black_box(24)));
}

#[inline(never)]
fn fib(n: u32) -> u32 {
    if n < 2 { n } else { fib(n - 1) + fib(n - 2) }
}
