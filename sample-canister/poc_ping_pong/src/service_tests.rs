use super::*;
use ed25519_dalek::{Signer, SigningKey};
use ic_certification::HashTree;
use ic_certification::hash_tree::LookupResult;

const SECOND: u64 = 1_000_000_000;
const NOW: u64 = 1_700_000_000 * SECOND;

/// The private key of the vectors.
fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn canister() -> Principal {
    Principal::from_text("bw4dl-smaaa-aaaaa-qaacq-cai").unwrap()
}

fn who(n: u8, is_controller: bool) -> Caller {
    Caller {
        principal: Principal::self_authenticating([n]),
        is_controller,
    }
}

fn gateway() -> Caller {
    who(1, false)
}

fn stranger() -> Caller {
    who(2, false)
}

fn controller() -> Caller {
    who(3, true)
}

#[derive(Serialize)]
struct Signed {
    client_id: u64,
    message: ByteBuf,
    sequence_num: u64,
    timestamp: u64,
}

#[derive(Serialize)]
struct First<'a> {
    canister_id: &'a str,
    client_id: u64,
}

#[derive(Serialize)]
struct Relayed {
    sig: ByteBuf,
    val: ByteBuf,
}

fn first(client_id: u64, canister: &Principal) -> (Vec<u8>, Vec<u8>) {
    let canister_id = &canister.to_text();
    let message = wire::encode(&First { canister_id, client_id }).unwrap();
    let signature = key().sign(&message).to_bytes().to_vec();
    (message, signature)
}

fn relayed(client_id: u64, sequence_num: u64, message: &[u8], key: &SigningKey) -> Vec<u8> {
    let val = wire::encode(&Signed {
        client_id,
        message: ByteBuf::from(message),
        sequence_num,
        timestamp: 1 << 53,
    })
    .unwrap();
    let sig = ByteBuf::from(key.sign(&val).to_bytes());
    wire::encode(&Relayed {
        sig,
        val: ByteBuf::from(val),
    })
    .unwrap()
}

fn text(text: &str) -> Vec<u8> {
    wire::encode(&AppMessage { text: text.to_string() }).unwrap()
}

fn registered() -> (Service, u64) {
    let mut service = Service::default();
    let client = service.register(key().verifying_key().as_bytes(), NOW).unwrap();
    (service, client)
}

fn opened() -> (Service, u64) {
    let (mut service, client) = registered();
    let (message, signature) = first(client, &canister());
    assert_eq!(service.open(gateway(), canister(), &message, &signature, NOW), Ok(true));
    (service, client)
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

/// Bytes written by the library of the original front end, with the private key of 32 times 7 and client 16.
#[test]
fn the_original_clients_bytes_are_understood() {
    let mut service = Service::default();
    let public_key = hex("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
    assert_eq!(service.register(&public_key, NOW), Ok(16));
    let inner = hex(
        "d9d9f7 a2 6b 63616e69737465725f6964 78 1b 627734646c2d736d6161612d61616161612d71616163712d636169
         69 636c69656e745f6964 10",
    );
    let signature = hex("d1c69093aa6727773aeb4629d620f3b074d6ac21118806918da9dbd167cdc884
         d6816aaf386733b3f59e4506e1e86212f6f0f3181c111135353fb5b301618101");
    assert_eq!(service.open(gateway(), canister(), &inner, &signature, NOW), Ok(true));
    let message = hex("d9d9f7 a2 63736967 5840
         c5767d0edaf9f7f574b925110a377f268414008ad44629023507c927e74d681e
         929c5a0514e27ef19637ebcbc64efbd0ae12bd48f3f4c9f0bf0d2649c9d70206
         6376616c 584c
         d9d9f7 a4 69636c69656e745f6964 10 676d657373616765 53 d9d9f7a16474657874 69 70696e672d706f6e67
         6c73657175656e63655f6e756d 00 6974696d657374616d70 1b0020000000000000");
    assert_eq!(service.message(gateway(), &message, NOW), Ok(true));
    let page = service.messages(gateway().principal, 0, Some(vec![1])).unwrap();
    assert_eq!(page.vals().last().unwrap()[..4], hex("d9d9f7a4"));
    assert!(String::from_utf8_lossy(page.vals().last().unwrap()).contains("ping-pong ping"));
}

#[test]
fn the_witness_of_a_page_proves_its_messages() {
    let (mut service, client) = opened();
    for n in 0..60 {
        assert_eq!(
            service.message(gateway(), &relayed(client, n, &text("x"), &key()), NOW),
            Ok(true)
        );
    }
    let page = service.messages(gateway().principal, 30, Some(vec![1])).unwrap();
    let tree: HashTree = serde_cbor::from_slice(page.tree()).unwrap();
    assert_eq!(page.keys().len(), 47);
    assert_eq!(Some(tree.digest()), service.take_changed_root());
    let found = tree.lookup_path(["websocket".as_bytes(), page.keys()[0].as_bytes()]);
    assert!(matches!(found, LookupResult::Found(hash) if hash.len() == 32));
}

#[test]
fn only_the_clients_gateway_and_controllers_close_it() {
    let (mut service, client) = opened();
    let reason = service.close(stranger(), client).unwrap_err();
    assert!(reason.contains("only its gateway and the controllers"));
    assert_eq!(service.stats().clients, 1);
    assert_eq!(service.close(gateway(), client), Ok(()));
    assert_eq!(service.stats().clients, 0);
    assert_eq!(service.close(gateway(), client), Ok(()), "it may have gone by itself");

    let (mut service, client) = opened();
    assert_eq!(service.close(controller(), client), Ok(()));
    assert_eq!(service.stats().clients, 0);
}

#[test]
fn a_registration_that_is_not_open_is_closed_by_controllers_only() {
    let (mut service, client) = registered();
    assert!(service.close(gateway(), client).is_err());
    assert_eq!(service.close(controller(), client), Ok(()));
}

#[test]
fn only_controllers_wipe() {
    let (mut service, _) = opened();
    assert!(service.wipe(gateway()).unwrap_err().contains("only the controllers"));
    assert_eq!(service.stats().clients, 1);
    assert_eq!(service.wipe(controller()), Ok(()));
    assert_eq!(service.stats(), Service::default().stats());
}

#[test]
fn a_first_message_opens_once_and_for_its_canister_only() {
    let (mut service, client) = opened();
    let (message, signature) = first(client, &canister());
    let replayed = service.open(stranger(), canister(), &message, &signature, NOW);
    assert!(replayed.unwrap_err().contains("open already"));
    let elsewhere = service.open(stranger(), Principal::management_canister(), &message, &signature, NOW);
    assert!(elsewhere.unwrap_err().contains("is for canister bw4dl"));
}

#[test]
fn messages_come_from_the_clients_gateway_only() {
    let (mut service, client) = opened();
    let message = relayed(client, 0, &text("x"), &key());
    assert!(
        service
            .message(stranger(), &message, NOW)
            .unwrap_err()
            .contains("connected through")
    );
    assert!(service.message(controller(), &message, NOW).is_err());
    assert_eq!(service.message(gateway(), &message, NOW), Ok(true));
    assert_eq!(
        service.message(gateway(), &message, NOW),
        Ok(false),
        "its number is used up"
    );
}

#[test]
fn wrong_signatures_and_numbers_are_answered_false_and_change_nothing() {
    let (mut service, client) = registered();
    let (message, mut signature) = first(client, &canister());
    signature[0] ^= 1;
    assert_eq!(
        service.open(gateway(), canister(), &message, &signature, NOW),
        Ok(false)
    );
    let (mut service, client) = opened();
    let other = SigningKey::from_bytes(&[8; 32]);
    assert_eq!(
        service.message(gateway(), &relayed(client, 0, &text("x"), &other), NOW),
        Ok(false)
    );
    assert_eq!(
        service.message(gateway(), &relayed(client, 1, &text("x"), &key()), NOW),
        Ok(false)
    );
    assert_eq!(service.stats().refused, 2);
    assert_eq!(
        service.message(gateway(), &relayed(client, 0, &text("x"), &key()), NOW),
        Ok(true)
    );
}

#[test]
fn an_unreadable_application_message_is_answered_and_counted() {
    let (mut service, client) = opened();
    assert_eq!(
        service.message(gateway(), &relayed(client, 0, b"\xff", &key()), NOW),
        Ok(true)
    );
    let page = service.messages(gateway().principal, 0, Some(vec![1])).unwrap();
    assert!(String::from_utf8_lossy(page.vals().last().unwrap()).contains("refused: the application message"));
    assert_eq!(
        service.message(gateway(), &relayed(client, 1, &text("x"), &key()), NOW),
        Ok(true)
    );
}

#[test]
fn malformed_arguments_are_refused_with_words() {
    let (mut service, client) = opened();
    assert!(
        service
            .register(&[1; 31], NOW)
            .unwrap_err()
            .contains("32 bytes, not 31")
    );
    assert!(
        service
            .open(gateway(), canister(), b"\x00", &[], NOW)
            .unwrap_err()
            .contains("first message")
    );
    assert!(
        service
            .message(gateway(), b"\xa0", NOW)
            .unwrap_err()
            .contains("the message is not")
    );
    assert!(
        service
            .client_key(99)
            .unwrap_err()
            .contains("client 99 is not registered")
    );
    let (message, _) = first(client, &canister());
    let reason = service
        .open(gateway(), canister(), &message, &[0; 63], NOW)
        .unwrap_err();
    assert!(reason.contains("64 bytes, not 63"));
}

#[test]
fn registrations_expire_before_and_after_they_are_opened() {
    let (mut service, client) = registered();
    let (message, signature) = first(client, &canister());
    let late = service.open(gateway(), canister(), &message, &signature, NOW + 300 * SECOND);
    assert!(late.unwrap_err().contains("expired"));
    service.housekeeping(NOW + 299 * SECOND);
    assert!(service.client_key(client).is_ok());
    service.housekeeping(NOW + 300 * SECOND);
    assert!(service.client_key(client).is_err());

    let (mut service, client) = opened();
    let eight_hours = NOW + 8 * 3_600 * SECOND;
    service.housekeeping(eight_hours - 1);
    let message = relayed(client, 0, &text("x"), &key());
    assert_eq!(service.message(gateway(), &message, eight_hours - 1), Ok(true));
    let message = relayed(client, 1, &text("x"), &key());
    assert!(
        service
            .message(gateway(), &message, eight_hours)
            .unwrap_err()
            .contains("expired")
    );
    service.housekeeping(eight_hours);
    assert_eq!(service.stats().clients, 0);
}

#[test]
fn ten_thousand_may_be_registered_and_expired_ones_give_way() {
    let mut service = Service::default();
    let public_key = key().verifying_key().to_bytes();
    for _ in 0..10_000 {
        service.register(&public_key, NOW).unwrap();
    }
    assert!(
        service
            .register(&public_key, NOW)
            .unwrap_err()
            .contains("10000 clients")
    );
    assert!(service.register(&public_key, NOW + 300 * SECOND).is_ok());
}

#[test]
fn a_full_queue_refuses_and_the_timer_empties_it() {
    let (mut service, client) = opened();
    for n in 0..19_999 {
        service
            .message(gateway(), &relayed(client, n, &text("x"), &key()), NOW)
            .unwrap();
    }
    let full = service.message(gateway(), &relayed(client, 19_999, &text("x"), &key()), NOW);
    assert!(full.unwrap_err().contains("too many messages wait"));
    service.housekeeping(NOW + 300 * SECOND);
    assert_eq!(service.stats().queues.unwrap()[0].messages, 20_000);
    service.housekeeping(NOW + 300 * SECOND + 1);
    let stats = service.stats();
    assert_eq!((stats.queues, stats.deleted), (Some(vec![]), Some(20_000)));
}

#[test]
fn an_upgrade_forgets_clients_and_gives_their_numbers_to_nobody() {
    let (service, client) = opened();
    let nonce = service.outbox.next_nonce();
    let mut service = Service::continuing(service.kept());
    assert!(service.client_key(client).is_err());
    assert_eq!(service.register(key().verifying_key().as_bytes(), NOW), Ok(client + 1));
    assert_eq!(service.outbox.next_nonce(), nonce);
}
