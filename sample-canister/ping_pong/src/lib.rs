//! Demo canister of the v1 WebSocket protocol on `ic-websocket-cdk`: greets a new client with "ping" and answers every
//! message with the message's text followed by " ping".
//!
//! The connections belong to `ic-websocket-cdk`, which keeps them on the heap only and to itself: an upgrade forgets all
//! clients and messages, so `init` runs again after it, and how long the queues are cannot be told.

mod meter;

use candid::{CandidType, Principal, decode_one, encode_one};
use common::http::{HttpRequest, HttpResponse, Page};
use common::ingress::PROTOCOL_OVERHEAD;
use common::stats::Stats;
use ic_cdk::api::{msg_caller, time};
use ic_cdk::{init, inspect_message, post_upgrade, pre_upgrade, query, update};
use ic_websocket_cdk::{
    CanisterWsCloseArguments, CanisterWsCloseResult, CanisterWsGetMessagesArguments, CanisterWsGetMessagesResult,
    CanisterWsMessageArguments, CanisterWsMessageResult, CanisterWsOpenArguments, CanisterWsOpenResult,
    OnCloseCallbackArgs, OnMessageCallbackArgs, OnOpenCallbackArgs, WsHandlers, WsInitParams,
};
use meter::Meter;
use serde::Deserialize;
use std::cell::RefCell;

const LARGEST_MESSAGE: usize = 16 << 10;

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../ping_pong.did").len()] = *include_bytes!("../ping_pong.did");

/// The application message in both directions.
#[derive(CandidType, Deserialize)]
struct AppMessage {
    text: String,
    /// Nanoseconds since 1970; set by the sender.
    timestamp: u64,
}

thread_local! {
    static METER: RefCell<Meter> = RefCell::default();
}

#[init]
fn init() {
    let handlers = WsHandlers {
        on_open: Some(on_open),
        on_message: Some(on_message),
        on_close: Some(on_close),
    };
    ic_websocket_cdk::init(WsInitParams::new(handlers));
}

#[pre_upgrade]
fn pre_upgrade() {
    METER.with_borrow(|meter| common::stable::save(&meter.counts));
}

#[post_upgrade]
fn post_upgrade() {
    init();
    if let Some(counts) = common::stable::restore() {
        METER.with_borrow_mut(|meter| meter.counts = counts);
    }
}

#[inspect_message]
fn inspect_message() {
    common::ingress::inspect(LARGEST_MESSAGE + PROTOCOL_OVERHEAD, &[]);
}

#[update]
fn ws_open(args: CanisterWsOpenArguments) -> CanisterWsOpenResult {
    counted(
        METER
            .with_borrow(|meter| meter.may_open(msg_caller(), time()))
            .and_then(|()| ic_websocket_cdk::ws_open(args)),
    )
}

#[update]
fn ws_close(args: CanisterWsCloseArguments) -> CanisterWsCloseResult {
    counted(ic_websocket_cdk::ws_close(args))
}

/// The second argument is always null; it puts the application's type into the interface, from
/// where clients take it.
#[update]
fn ws_message(args: CanisterWsMessageArguments, app_type: Option<AppMessage>) -> CanisterWsMessageResult {
    counted(
        METER
            .with_borrow(|meter| meter.may_send(time()))
            .and_then(|()| ic_websocket_cdk::ws_message(args, app_type))
            .inspect(|()| METER.with_borrow_mut(|meter| meter.counts.received += 1)),
    )
}

#[query]
fn ws_get_messages(args: CanisterWsGetMessagesArguments) -> CanisterWsGetMessagesResult {
    ic_websocket_cdk::ws_get_messages(args)
}

#[query]
fn stats() -> Stats {
    METER.with_borrow(Meter::stats)
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    let page = Page {
        title: "ping_pong",
        description: "Answers each WebSocket message (protocol v1, ic-websocket-cdk) with its text and \" ping\".",
        stats: stats(),
        facts: vec![],
    };
    common::http::respond(&request, page)
}

fn counted(result: Result<(), String>) -> Result<(), String> {
    result.inspect_err(|_| METER.with_borrow_mut(|meter| meter.counts.refused += 1))
}

fn on_open(args: OnOpenCallbackArgs) {
    METER.with_borrow_mut(|meter| meter.opened(args.client_principal, time()));
    send(args.client_principal, "ping".to_string());
}

/// Never traps: a trap would roll back the count of received messages, and the client's next
/// message would then be refused for its sequence number.
fn on_message(args: OnMessageCallbackArgs) {
    match decode_one::<AppMessage>(&args.message) {
        Ok(message) => send(args.client_principal, message.text + " ping"),
        // The type of the messages has no place for a refusal: say it in the text.
        Err(error) => {
            METER.with_borrow_mut(|meter| meter.counts.refused += 1);
            send(
                args.client_principal,
                format!("refused: the message is no AppMessage of this canister: {error:.500}"),
            );
        }
    }
}

fn on_close(args: OnCloseCallbackArgs) {
    METER.with_borrow_mut(|meter| meter.closed(args.client_principal));
}

fn send(client: Principal, text: String) {
    let message = AppMessage {
        text,
        timestamp: time(),
    };
    let sent = encode_one(&message)
        .map_err(|error| error.to_string())
        .and_then(|bytes| {
            let count = bytes.len();
            ic_websocket_cdk::send(client, bytes).map(|()| count)
        });
    match sent {
        Ok(bytes) => METER.with_borrow_mut(|meter| meter.sent(bytes, time())),
        Err(error) => ic_cdk::println!("message to {client} not sent: {error}"),
    }
}
