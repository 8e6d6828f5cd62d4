use super::*;
use crate::wire::{CloseReason, ServiceMessage, WebsocketMessage};
use candid::CandidType;
use common::rate::Allowance;
use ic_certification::HashTree;
use ic_certification::hash_tree::LookupResult;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::time::Duration;

const SECOND: u64 = 1_000_000_000;
const NOW: u64 = 1_700_000_000 * SECOND;

/// Repeats what it is told, except "no".
#[derive(Default, Serialize, Deserialize)]
struct Echo {
    heard: u64,
    closed: u64,
}

#[derive(CandidType, Deserialize, PartialEq, Debug)]
enum Message {
    Say(String),
    Refused(String),
}

impl Application for Echo {
    type Message = Message;
    const LIMITS: Limits = Limits {
        clients: 3,
        gateways: 2,
        queued_messages: 100,
        queued_bytes: 20_000,
        keep: Duration::from_secs(60),
        message_bytes: 1_000,
        allowance: Allowance {
            burst: 120,
            per_second: 1,
        },
    };
    const TITLE: &'static str = "echo";
    const DESCRIPTION: &'static str = "";

    fn on_open(&mut self, _: &mut Connections, _: Principal, _: u64) -> Result<(), String> {
        Ok(())
    }

    fn on_message(
        &mut self,
        connections: &mut Connections,
        client: Principal,
        message: Message,
        now: u64,
    ) -> Result<(), String> {
        let Message::Say(text) = message else {
            return Err("say something".to_string());
        };
        connections.send(client, &wire::encode(&Message::Say(text))?, now)?;
        self.heard += 1;
        Ok(())
    }

    fn on_close(&mut self, _: &mut Connections, _: Principal, _: u64) {
        self.closed += 1;
    }

    fn refusal(reason: String) -> Message {
        Message::Refused(reason)
    }

    fn facts(&self) -> Vec<(String, String)> {
        vec![]
    }
}

type EchoServer = Server<Echo>;

fn who(n: u8) -> Principal {
    Principal::self_authenticating([n])
}

fn gateway() -> Principal {
    who(100)
}

fn open(server: &mut EchoServer, client: u8, nonce: u64) -> Result<(), String> {
    open_through(server, client, nonce, gateway())
}

fn open_through(server: &mut EchoServer, client: u8, nonce: u64, gateway: Principal) -> Result<(), String> {
    let arguments = OpenArguments {
        client_nonce: nonce,
        gateway_principal: gateway,
    };
    server.open(who(client), arguments, NOW)
}

fn key(client: u8, nonce: u64) -> crate::wire::ClientKey {
    crate::wire::ClientKey {
        client_principal: who(client),
        client_nonce: nonce,
    }
}

fn message(client: u8, number: u64, is_service_message: bool, content: Vec<u8>) -> MessageArguments {
    MessageArguments {
        msg: WebsocketMessage {
            client_key: key(client, 1),
            sequence_num: number,
            timestamp: 0,
            is_service_message,
            content,
        },
    }
}

fn say(server: &mut EchoServer, client: u8, number: u64, text: &str) -> Result<(), String> {
    let content = wire::encode(&Message::Say(text.to_string())).unwrap();
    server.message(who(client), message(client, number, false, content), NOW)
}

fn page(server: &EchoServer, gateway: Principal, nonce: u64) -> CertifiedMessages {
    let arguments = GetMessagesArguments { nonce };
    server.messages(gateway, arguments, Some(vec![1])).unwrap()
}

/// All that waits for a gateway, decoded, after checking each page's witness against the certified root.
fn waiting(server: &mut EchoServer, gateway: Principal, from: u64) -> Vec<WebsocketMessage> {
    let root = server.take_changed_root();
    let mut messages = vec![];
    let mut nonce = from;
    loop {
        let page = page(server, gateway, nonce);
        for message in &page.messages {
            let tree: HashTree = serde_cbor::from_slice(&page.tree).unwrap();
            assert!(root.is_none() || root == Some(tree.digest()));
            let hash: [u8; 32] = Sha256::digest(&message.content).into();
            let found = tree.lookup_path([b"websocket".as_slice(), message.key.as_bytes()]);
            assert_eq!(found, LookupResult::Found(&hash));
            let number: u64 = message.key.rsplit('_').next().unwrap().parse().unwrap();
            nonce = number + 1;
            messages.push(serde_cbor::from_slice(&message.content).unwrap());
        }
        if page.is_end_of_queue {
            return messages;
        }
    }
}

fn service(message: &WebsocketMessage) -> ServiceMessage {
    assert!(message.is_service_message);
    wire::decode(&message.content).unwrap()
}

fn application(message: &WebsocketMessage) -> Message {
    assert!(!message.is_service_message);
    wire::decode(&message.content).unwrap()
}

fn with_client() -> EchoServer {
    let mut server = Server::new(Echo::default());
    open(&mut server, 1, 1).unwrap();
    server
}

#[test]
fn a_client_is_told_that_it_is_open_and_then_answered_in_order() {
    let mut server = with_client();
    say(&mut server, 1, 1, "a").unwrap();
    say(&mut server, 1, 2, "b").unwrap();
    let messages = waiting(&mut server, gateway(), 0);
    assert_eq!(
        service(&messages[0]),
        ServiceMessage::OpenMessage { client_key: key(1, 1) }
    );
    assert_eq!(application(&messages[1]), Message::Say("a".to_string()));
    let numbers: Vec<u64> = messages.iter().map(|message| message.sequence_num).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn anonymous_and_repeated_openings_are_refused() {
    let mut server = with_client();
    assert!(
        open(&mut server, 1, 1)
            .unwrap_err()
            .contains("already has an open connection")
    );
    let arguments = OpenArguments {
        client_nonce: 1,
        gateway_principal: gateway(),
    };
    let anonymous = server.open(Principal::anonymous(), arguments, NOW);
    assert_eq!(anonymous, Err("Anonymous principal is not allowed".to_string()));
    assert_eq!(server.connections.stats().refused, 2);
}

#[test]
fn a_new_connection_of_a_principal_closes_its_old_one_and_tells_it() {
    let mut server = with_client();
    open(&mut server, 1, 2).unwrap();
    let messages = waiting(&mut server, gateway(), 0);
    let reason = CloseReason::ClosedByApplication;
    assert_eq!(service(&messages[1]), ServiceMessage::CloseMessage { reason });
    assert_eq!(
        (messages[1].client_key.clone(), messages[1].sequence_num),
        (key(1, 1), 2)
    );
    assert_eq!((server.connections.len(), server.application.closed), (1, 1));
}

#[test]
fn a_wrong_number_removes_the_client_and_says_why() {
    let mut server = with_client();
    let refused = say(&mut server, 1, 7, "x");
    assert_eq!(
        refused,
        Err("Expected incoming sequence number 1 but got 7".to_string())
    );
    let messages = waiting(&mut server, gateway(), 0);
    let reason = CloseReason::WrongSequenceNumber;
    assert_eq!(service(&messages[1]), ServiceMessage::CloseMessage { reason });
    assert_eq!(server.application.closed, 1);
    assert!(
        say(&mut server, 1, 1, "x")
            .unwrap_err()
            .contains("doesn't have an open connection")
    );
}

#[test]
fn another_key_and_a_foreign_service_message_are_refused_and_the_client_stays() {
    let mut server = with_client();
    let mut other = message(1, 1, false, vec![]);
    other.msg.client_key.client_nonce = 9;
    assert!(
        server
            .message(who(1), other, NOW)
            .unwrap_err()
            .contains("has a different key")
    );
    let open = wire::encode(&ServiceMessage::OpenMessage { client_key: key(1, 1) }).unwrap();
    let refused = server.message(who(1), message(1, 1, true, open), NOW);
    assert_eq!(refused, Err("Invalid service message".to_string()));
    assert_eq!(server.connections.len(), 1);
}

#[test]
fn what_cannot_be_read_or_is_too_long_is_refused_by_a_message_and_counted_as_received() {
    let mut server = with_client();
    server.message(who(1), message(1, 1, false, vec![1, 2]), NOW).unwrap();
    say(&mut server, 1, 2, &"x".repeat(1_000)).unwrap();
    say(&mut server, 1, 3, "fine").unwrap();
    let messages = waiting(&mut server, gateway(), 0);
    assert!(matches!(application(&messages[1]), Message::Refused(reason) if reason.contains("no AppMessage")));
    assert!(matches!(application(&messages[2]), Message::Refused(reason) if reason.contains("at most 1000")));
    assert_eq!(application(&messages[3]), Message::Say("fine".to_string()));
    assert_eq!(server.connections.stats().received, 3);
}

/// Deletes what waits and leaves the allowances as they are.
fn empty_queue(server: &mut EchoServer) {
    server.connections.housekeeping(NOW + 61 * SECOND);
}

#[test]
fn who_sends_too_much_is_refused_by_a_message() {
    let mut server = with_client();
    for number in 1..=121 {
        if number == 80 {
            empty_queue(&mut server);
        }
        say(&mut server, 1, number, "x").unwrap();
    }
    let messages = waiting(&mut server, gateway(), 0);
    let last = application(messages.last().unwrap());
    assert!(matches!(last, Message::Refused(reason) if reason.contains("too many messages")));
}

#[test]
fn who_provokes_too_many_refusals_is_disconnected() {
    let mut server = with_client();
    for number in 1..=120 {
        if number % 80 == 0 {
            empty_queue(&mut server);
        }
        server.message(who(1), message(1, number, false, vec![0]), NOW).unwrap();
    }
    let closed = server.message(who(1), message(1, 121, false, vec![0]), NOW);
    assert!(closed.unwrap_err().contains("too many messages had to be refused"));
    assert_eq!((server.connections.len(), server.application.closed), (0, 1));
}

#[test]
fn a_full_queue_refuses_and_still_has_room_for_the_refusals_and_the_protocol() {
    let mut server = with_client();
    for number in 1..=99 {
        say(&mut server, 1, number, "x").unwrap();
    }
    assert_eq!(server.application.heard, 99);
    say(&mut server, 1, 100, "x").unwrap();
    assert_eq!(server.application.heard, 99);
    open(&mut server, 2, 1).unwrap();
    let messages = waiting(&mut server, gateway(), 0);
    assert!(matches!(application(&messages[100]), Message::Refused(reason) if reason.contains("100 messages wait")));
    for number in 101..=115 {
        let _ = say(&mut server, 1, number, "x");
    }
    let reason = say(&mut server, 1, 116, "x").unwrap_err();
    assert!(reason.contains("wait for their gateways"), "{reason}");
    assert_eq!(server.connections.stats().queues.unwrap()[0].messages, 112);
}

#[test]
fn bytes_are_bounded_too() {
    let mut server = with_client();
    let mut number = 0;
    while server.application.heard == number {
        number += 1;
        say(&mut server, 1, number, &"x".repeat(900)).unwrap();
    }
    let bytes = server.connections.stats().queues.unwrap()[0].bytes;
    assert!((17_000..21_000).contains(&bytes), "{bytes}");
}

#[test]
fn clients_and_gateways_are_bounded() {
    let mut server = with_client();
    open_through(&mut server, 2, 1, who(101)).unwrap();
    assert!(
        open_through(&mut server, 3, 1, who(102))
            .unwrap_err()
            .contains("2 gateways")
    );
    open(&mut server, 3, 1).unwrap();
    assert!(open(&mut server, 4, 1).unwrap_err().contains("3 clients"));
    open(&mut server, 3, 2).unwrap();
}

#[test]
fn each_gateway_gets_its_own_messages_with_a_common_root() {
    let mut server = with_client();
    open_through(&mut server, 2, 1, who(101)).unwrap();
    say(&mut server, 2, 1, "x").unwrap();
    let root = server.take_changed_root();
    for (gateway, count) in [(gateway(), 1), (who(101), 2), (who(102), 0)] {
        let page = page(&server, gateway, 0);
        assert_eq!(page.messages.len(), count);
        if count > 0 {
            let tree: HashTree = serde_cbor::from_slice(&page.tree).unwrap();
            assert_eq!(Some(tree.digest()), root);
        }
    }
}

#[test]
fn pages_hold_fifty_messages_and_tell_whether_there_are_more() {
    let mut server = with_client();
    for number in 1..=80 {
        say(&mut server, 1, number, "x").unwrap();
    }
    assert_eq!(page(&server, gateway(), 0).messages.len(), 50);
    assert!(!page(&server, gateway(), 0).is_end_of_queue);
    assert_eq!(page(&server, gateway(), 50).messages.len(), 31);
    assert!(page(&server, gateway(), 50).is_end_of_queue);
    assert_eq!(waiting(&mut server, gateway(), 0).len(), 81);
    assert_eq!(page(&server, gateway(), 81), CertifiedMessages::none());
}

#[test]
fn only_its_gateway_closes_a_client() {
    let mut server = with_client();
    open_through(&mut server, 2, 1, who(101)).unwrap();
    let close = |client_key| CloseArguments { client_key };
    let refused = server.close(who(55), close(key(1, 1)), NOW).unwrap_err();
    assert!(refused.contains("is not registered"));
    let refused = server.close(who(101), close(key(1, 1)), NOW).unwrap_err();
    assert!(refused.contains("was not registered to gateway"));
    let refused = server.close(gateway(), close(key(1, 9)), NOW).unwrap_err();
    assert!(refused.contains("doesn't have an open connection"));
    server.close(gateway(), close(key(1, 1)), NOW).unwrap();
    assert_eq!(server.connections.len(), 1);
}

#[test]
fn old_messages_go_and_an_idle_gateway_is_forgotten_but_its_numbers_are_not_given_again() {
    let mut server = with_client();
    say(&mut server, 1, 1, "x").unwrap();
    server.housekeeping(NOW + 60 * SECOND);
    assert_eq!(server.connections.stats().queues.unwrap()[0].messages, 2);
    server.housekeeping(NOW + 60 * SECOND + 1);
    assert_eq!(server.connections.stats().deleted, Some(2));
    server
        .close(gateway(), CloseArguments { client_key: key(1, 1) }, NOW)
        .unwrap();
    server.housekeeping(NOW + 70 * SECOND);
    assert_eq!(server.connections.stats().queues, Some(vec![]));
    open(&mut server, 2, 1).unwrap();
    assert!(
        page(&server, gateway(), 0).messages[0]
            .key
            .ends_with("_00000000000000000002")
    );
}

#[test]
fn silent_clients_are_acknowledged_asked_and_removed() {
    let mut server = with_client();
    open(&mut server, 2, 1).unwrap();
    say(&mut server, 1, 1, "x").unwrap();
    let acked = NOW + 300 * SECOND;
    server.housekeeping(acked - 1);
    server.housekeeping(acked);
    let messages = waiting(&mut server, gateway(), 0);
    let acks: Vec<ServiceMessage> = messages.iter().filter(|m| m.is_service_message).map(service).collect();
    let ack = |last_incoming_sequence_num| ServiceMessage::AckMessage {
        last_incoming_sequence_num,
    };
    assert!(acks.contains(&ack(1)) && acks.contains(&ack(0)));
    let alive = wire::encode(&ServiceMessage::KeepAliveMessage {
        last_incoming_sequence_num: 2,
    });
    server
        .message(who(1), message(1, 2, true, alive.unwrap()), acked)
        .unwrap();
    server.housekeeping(acked + 60 * SECOND);
    assert_eq!(server.connections.clients().collect::<Vec<_>>(), [who(1)]);
    let messages = waiting(&mut server, gateway(), 0);
    let reason = CloseReason::KeepAliveTimeout;
    assert_eq!(
        service(messages.last().unwrap()),
        ServiceMessage::CloseMessage { reason }
    );
}

#[test]
fn an_upgrade_keeps_what_waits_and_tells_all_clients() {
    let mut server = with_client();
    open_through(&mut server, 2, 1, who(101)).unwrap();
    say(&mut server, 1, 1, "before").unwrap();
    let stats = server.connections.stats();
    let saved = postcard::to_allocvec(&server.save()).unwrap();
    let mut server: EchoServer = Server::resume(postcard::from_bytes(&saved).unwrap(), NOW);
    assert_eq!((server.connections.len(), server.application.closed), (0, 2));
    assert_eq!(server.connections.counts.received, stats.received);
    let messages = waiting(&mut server, gateway(), 1);
    assert_eq!(application(&messages[0]), Message::Say("before".to_string()));
    let reason = CloseReason::ClosedByApplication;
    assert_eq!(service(&messages[1]), ServiceMessage::CloseMessage { reason });
    assert_eq!((messages[1].sequence_num, messages.len()), (3, 2));
    open(&mut server, 1, 1).unwrap();
    assert_eq!(waiting(&mut server, gateway(), 0).len(), 4);
}
