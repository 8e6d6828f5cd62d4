//! The canister's side of the WebSocket protocol v1.
//!
//! Interface, bytes and error texts are those of `ic-websocket-cdk`, so gateways and clients see no difference. It exists
//! beside it because what the sample canisters promise cannot be had there: sending takes the same time however long the
//! queues are (there each message copies the whole queue), everything is bounded and counted, and the queues outlive an
//! upgrade, so that clients are told to reconnect.
//!
//! A canister implements [`Application`] and calls [`export_websocket!`].

mod connections;
mod export;
mod queue;
mod server;
#[cfg(feature = "testing")]
pub mod testing;
mod tree;
pub mod wire;

pub use connections::{Connections, Limits};
pub use server::{Application, Server};

#[doc(hidden)]
pub mod reexport {
    pub use common;
    pub use ic_cdk;
    pub use ic_cdk_timers;
}
