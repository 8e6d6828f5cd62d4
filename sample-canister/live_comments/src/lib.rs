//! Comments in rooms, live.

mod application;
mod rooms;

use application::{AppMessage, Comment, LiveComments};

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../live_comments.did").len()] = *include_bytes!("../live_comments.did");

websocket::export_websocket!(LiveComments, AppMessage);

#[ic_cdk::init]
fn init() {
    serve(LiveComments::default());
}

#[ic_cdk::post_upgrade]
fn post_upgrade() {
    resume(|_| ());
}

#[ic_cdk::query]
fn comments(room: String, from: u64) -> Vec<Comment> {
    read_server(|server| server.application.comments(&room, from))
}
