//! Demo canister of the proof of concept's WebSocket protocol: greets a new client with "ping" and
//! answers every message with the message's text followed by " ping".
//!
//! Interface and bytes are those of the proof of concept. Unlike it, this canister lets only a
//! client's own gateway and the controllers close the client, refuses a first message that was
//! made for another canister or used before, bounds what it stores, and traps with words a
//! developer can act on.

mod clients;
mod outbox;
mod wire;

use candid::Principal;
use clients::Clients;
use ic_cdk::api::{canister_self, is_controller, msg_caller, time};
use ic_cdk::{query, trap, update};
use outbox::{CertMessages, Outbox};
use serde_bytes::ByteBuf;
use std::cell::RefCell;
use wire::{AppMessage, CanisterMessage, ClientMessage, FirstMessage, RelayedMessage};

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[unsafe(link_section = "icp:public candid:service")]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../poc_ping_pong.did").len()] =
    *include_bytes!("../poc_ping_pong.did");

/// Everything the canister knows; an upgrade forgets it, as in the proof of concept.
#[derive(Default)]
struct State {
    clients: Clients,
    outbox: Outbox,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Runs one step on the state. A failure becomes a trap, which also undoes what the step did.
fn with_state<T>(step: impl FnOnce(&mut State) -> Result<T, String>) -> T {
    STATE
        .with_borrow_mut(step)
        .unwrap_or_else(|reason| trap(reason))
}

#[update]
fn ws_register(public_key: ByteBuf) -> u64 {
    with_state(|state| state.clients.register(&public_key, time()))
}

#[query]
fn ws_get_client_key(client_id: u64) -> ByteBuf {
    with_state(|state| {
        let client = state.clients.get(client_id)?;
        Ok(ByteBuf::from(client.key.to_bytes()))
    })
}

#[update]
fn ws_open(message: ByteBuf, signature: ByteBuf) -> bool {
    with_state(|state| {
        let first: FirstMessage = wire::decode(&message, "the first message")?;
        if first.canister_id != canister_self().to_text() {
            return Err(format!(
                "the first message is for canister {}, this is {}",
                first.canister_id,
                canister_self()
            ));
        }
        let client = state.clients.get_mut(first.client_id)?;
        if !client.signed(&message, &signature)? {
            return Ok(false);
        }
        client.open(msg_caller())?;
        on_open(state, first.client_id)?;
        Ok(true)
    })
}

#[update]
fn ws_close(client_id: u64) {
    with_state(|state| {
        // Closing twice is no error: the client may have gone by itself.
        let Ok(client) = state.clients.get(client_id) else {
            return Ok(());
        };
        let caller = msg_caller();
        if client.gateway != Some(caller) && !is_controller(&caller) {
            return Err(format!(
                "only its gateway and the controllers may close client {client_id}, not {caller}"
            ));
        }
        state.clients.remove(client_id);
        Ok(())
    })
}

#[update]
fn ws_message(message: ByteBuf) -> bool {
    with_state(|state| {
        let relayed: RelayedMessage = wire::decode(&message, "the message")?;
        let content: ClientMessage = wire::decode(&relayed.val, "the message's val")?;
        let client = state.clients.get_mut(content.client_id)?;
        client.relayed_by(msg_caller())?;
        if !client.signed(&relayed.val, &relayed.sig)? {
            return Ok(false);
        }
        if !client.count_incoming(content.sequence_num) {
            return Ok(false);
        }
        on_message(state, content.client_id, &content.message)?;
        Ok(true)
    })
}

#[query]
fn ws_get_messages(nonce: u64) -> CertMessages {
    with_state(|state| state.outbox.page(msg_caller(), nonce))
}

#[update]
fn ws_wipe() {
    let caller = msg_caller();
    if !is_controller(&caller) {
        trap(format!(
            "only the controllers may wipe this canister, not {caller}"
        ));
    }
    with_state(|state| {
        *state = State::default();
        state.outbox.certify();
        Ok(())
    })
}

fn on_open(state: &mut State, client_id: u64) -> Result<(), String> {
    send(state, client_id, "ping".to_string())
}

/// Answers what it understands. A message that is none is skipped: trapping would undo the count
/// of received messages, and the client's next one would be refused for its sequence number.
fn on_message(state: &mut State, client_id: u64, message: &[u8]) -> Result<(), String> {
    match wire::decode::<AppMessage>(message, "the application message") {
        Ok(app) => send(state, client_id, app.text + " ping"),
        Err(reason) => {
            ic_cdk::println!("client {client_id}: {reason}");
            Ok(())
        }
    }
}

fn send(state: &mut State, client_id: u64, text: String) -> Result<(), String> {
    let client = state.clients.get_mut(client_id)?;
    let gateway: Principal = client.gateway()?;
    let message = CanisterMessage {
        client_id,
        sequence_num: client.next_outgoing(),
        timestamp: time(),
        message: ByteBuf::from(wire::encode(&AppMessage { text })?),
    };
    state
        .outbox
        .push(gateway, client_id, wire::encode(&message)?, time())
}
