//! Demo canister of the v1 WebSocket protocol: greets a new client with "ping" and answers every
//! message with the message's text followed by " ping".
//!
//! The connection state belongs to `ic-websocket-cdk`, which keeps it on the heap only: an upgrade
//! forgets all clients, so `init` runs again after it.

use candid::{CandidType, Principal, decode_one, encode_one};
use ic_cdk::{init, post_upgrade, query, update};
use ic_websocket_cdk::{
    CanisterWsCloseArguments, CanisterWsCloseResult, CanisterWsGetMessagesArguments,
    CanisterWsGetMessagesResult, CanisterWsMessageArguments, CanisterWsMessageResult,
    CanisterWsOpenArguments, CanisterWsOpenResult, OnCloseCallbackArgs, OnMessageCallbackArgs,
    OnOpenCallbackArgs, WsHandlers, WsInitParams,
};
use serde::Deserialize;

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[unsafe(link_section = "icp:public candid:service")]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../ping_pong.did").len()] =
    *include_bytes!("../ping_pong.did");

/// The application message in both directions.
#[derive(CandidType, Deserialize)]
struct AppMessage {
    text: String,
    /// Nanoseconds since 1970; set by the sender.
    timestamp: u64,
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

#[post_upgrade]
fn post_upgrade() {
    init();
}

#[update]
fn ws_open(args: CanisterWsOpenArguments) -> CanisterWsOpenResult {
    ic_websocket_cdk::ws_open(args)
}

#[update]
fn ws_close(args: CanisterWsCloseArguments) -> CanisterWsCloseResult {
    ic_websocket_cdk::ws_close(args)
}

/// The second argument is always null; it puts the application's type into the interface, from
/// where clients take it.
#[update]
fn ws_message(
    args: CanisterWsMessageArguments,
    app_type: Option<AppMessage>,
) -> CanisterWsMessageResult {
    ic_websocket_cdk::ws_message(args, app_type)
}

#[query]
fn ws_get_messages(args: CanisterWsGetMessagesArguments) -> CanisterWsGetMessagesResult {
    ic_websocket_cdk::ws_get_messages(args)
}

fn on_open(args: OnOpenCallbackArgs) {
    send(args.client_principal, "ping".to_string());
}

/// Never traps: a trap would roll back the count of received messages, and the client's next
/// message would then be refused for its sequence number.
fn on_message(args: OnMessageCallbackArgs) {
    match decode_one::<AppMessage>(&args.message) {
        Ok(message) => send(args.client_principal, message.text + " ping"),
        Err(error) => ic_cdk::println!(
            "message of {} is no application message: {error}",
            args.client_principal
        ),
    }
}

fn on_close(args: OnCloseCallbackArgs) {
    ic_cdk::println!("{} left", args.client_principal);
}

fn send(client: Principal, text: String) {
    let message = AppMessage {
        text,
        timestamp: ic_cdk::api::time(),
    };
    let sent = encode_one(&message)
        .map_err(|error| error.to_string())
        .and_then(|bytes| ic_websocket_cdk::send(client, bytes));
    if let Err(error) = sent {
        ic_cdk::println!("message to {client} not sent: {error}");
    }
}
