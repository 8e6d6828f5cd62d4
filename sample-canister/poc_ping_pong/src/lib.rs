//! Demo canister of the proof of concept's WebSocket protocol: greets a new client with "ping" and
//! answers every message with the message's text followed by " ping".
//!
//! Interface and bytes are those of the proof of concept. Unlike it, this canister lets only a
//! client's own gateway and the controllers close the client, takes messages only from that
//! gateway, refuses a first message that was made for another canister or used before, lets
//! registrations expire, bounds what it stores, and traps with words a developer can act on.
//!
//! What cannot be had without breaking the original client: `ws_register` takes anonymous calls
//! (its agent has no identity), the timestamps of clients are not looked at (it sends a constant),
//! and the first message proves neither time nor gateway, so the first gateway to bring it has the
//! client.

mod clients;
mod outbox;
mod service;
mod wire;

use common::http::{HttpRequest, HttpResponse, Page};
use common::stats::Stats;
use ic_cdk::api::{canister_self, data_certificate, is_controller, msg_caller, time};
use ic_cdk::{init, inspect_message, post_upgrade, pre_upgrade, query, trap, update};
use outbox::CertMessages;
use serde_bytes::ByteBuf;
use service::{Caller, Service};
use std::cell::RefCell;
use std::time::Duration;

const LARGEST_ARGUMENT: usize = 16 << 10;
const HOUSEKEEPING: Duration = Duration::from_secs(10);

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../poc_ping_pong.did").len()] = *include_bytes!("../poc_ping_pong.did");

thread_local! {
    static SERVICE: RefCell<Service> = RefCell::default();
}

/// Runs one step on the state and certifies what it has sent. A failure becomes a trap, which also undoes what the step
/// did.
fn with_service<T>(step: impl FnOnce(&mut Service) -> Result<T, String>) -> T {
    SERVICE.with_borrow_mut(|service| {
        let result = step(service).unwrap_or_else(|reason| trap(reason));
        if let Some(root) = service.take_changed_root() {
            ic_cdk::api::certified_data_set(root);
        }
        result
    })
}

fn read_service<T>(step: impl FnOnce(&Service) -> Result<T, String>) -> T {
    SERVICE.with_borrow(|service| step(service).unwrap_or_else(|reason| trap(reason)))
}

fn caller() -> Caller {
    let principal = msg_caller();
    Caller {
        principal,
        is_controller: is_controller(&principal),
    }
}

#[init]
fn init() {
    ic_cdk_timers::set_timer_interval(HOUSEKEEPING, || {
        with_service(|service| {
            service.housekeeping(time());
            Ok(())
        });
    });
}

/// Clients are forgotten, as in the proof of concept; their numbers are not given out again.
#[pre_upgrade]
fn pre_upgrade() {
    SERVICE.with_borrow(|service| common::stable::save(&service.kept()));
}

#[post_upgrade]
fn post_upgrade() {
    if let Some(kept) = common::stable::restore() {
        SERVICE.set(Service::continuing(kept));
    }
    with_service(|_| Ok(()));
    init();
}

/// The original front end registers without an identity.
#[inspect_message]
fn inspect_message() {
    common::ingress::inspect(LARGEST_ARGUMENT, &["ws_register"]);
}

#[update]
fn ws_register(public_key: ByteBuf) -> u64 {
    with_service(|service| service.register(&public_key, time()))
}

#[query]
fn ws_get_client_key(client_id: u64) -> ByteBuf {
    read_service(|service| service.client_key(client_id).map(ByteBuf::from))
}

#[update]
fn ws_open(message: ByteBuf, signature: ByteBuf) -> bool {
    with_service(|service| service.open(caller(), canister_self(), &message, &signature, time()))
}

#[update]
fn ws_close(client_id: u64) {
    with_service(|service| service.close(caller(), client_id));
}

#[update]
fn ws_message(message: ByteBuf) -> bool {
    with_service(|service| service.message(caller(), &message, time()))
}

#[query]
fn ws_get_messages(nonce: u64) -> CertMessages {
    read_service(|service| service.messages(msg_caller(), nonce, data_certificate()))
}

#[update]
fn ws_wipe() {
    with_service(|service| service.wipe(caller()));
}

#[query]
fn stats() -> Stats {
    read_service(|service| Ok(service.stats()))
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    let page = Page {
        title: "poc_ping_pong",
        description: "Answers each WebSocket message (the proof of concept's protocol) with its text and \" ping\".",
        stats: stats(),
        facts: read_service(|service| Ok(service.facts())),
    };
    common::http::respond(&request, page)
}
