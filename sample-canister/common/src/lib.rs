//! What the sample canisters share: their figures, the page that shows them, the limits of what they accept, and state
//! that is kept over an upgrade. Nothing here knows a protocol.

pub mod http;
pub mod ingress;
pub mod rate;
pub mod stable;
pub mod stats;
