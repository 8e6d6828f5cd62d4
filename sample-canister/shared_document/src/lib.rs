//! Several people edit one text, whose order of edits this canister decides.

mod application;
mod document;
mod operation;

use application::{AppMessage, SharedDocument};
use candid::CandidType;

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../shared_document.did").len()] =
    *include_bytes!("../shared_document.did");

websocket::export_websocket!(SharedDocument, AppMessage);

#[ic_cdk::init]
fn init() {
    serve(SharedDocument::default());
}

#[ic_cdk::post_upgrade]
fn post_upgrade() {
    resume(|_| ());
}

#[derive(CandidType)]
struct Text {
    version: u64,
    text: String,
}

#[ic_cdk::query]
fn document() -> Text {
    read_server(|server| {
        let document = server.application.document();
        Text {
            version: document.version(),
            text: document.text().to_string(),
        }
    })
}
