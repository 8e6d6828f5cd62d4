use super::*;
use websocket::testing::{TestNetwork, principal};

fn network(clients: u8) -> TestNetwork<SharedDocument> {
    let mut network = TestNetwork::new(SharedDocument::default());
    for client in 1..=clients {
        network.open(client).unwrap();
    }
    network.heard();
    network
}

fn insert(base: u64, at: u32, text: &str) -> AppMessage {
    AppMessage::Edit {
        base,
        operation: vec![Component::Retain(at), Component::Insert(text.to_string())],
    }
}

#[test]
fn everybody_is_told_of_an_edit_and_late_joiners_get_text_version_and_people() {
    let mut network = network(2);
    network.say(1, &insert(0, 0, "hello")).unwrap();
    network.say(2, &AppMessage::Cursor { base: 0, at: 0 }).unwrap();
    let heard = network.heard();
    let applied = |who: u8| {
        heard.iter().any(|(client, message)| {
            *client == principal(who)
                && matches!(message, AppMessage::Applied { version: 1, author, .. } if *author == principal(1))
        })
    };
    assert!(applied(1) && applied(2));
    network.open(3).unwrap();
    let heard = network.heard();
    assert!(heard.iter().any(|(client, message)| *client == principal(1)
        && matches!(message, AppMessage::Joined { person } if person.who == principal(3))));
    let document = heard.into_iter().find(|(client, _)| *client == principal(3)).unwrap().1;
    let AppMessage::Document { version, text, people } = document else {
        panic!("{document:?}")
    };
    assert_eq!((version, text.as_str(), people.len()), (1, "hello", 3));
}

#[test]
fn cursors_follow_the_edits() {
    let mut network = network(2);
    network.say(1, &insert(0, 0, "hello")).unwrap();
    network.say(1, &AppMessage::Cursor { base: 1, at: 4 }).unwrap();
    network.say(2, &insert(1, 0, "oh, ")).unwrap();
    assert_eq!(network.server.application.cursors[&principal(1)], 8);
    network.say(1, &AppMessage::Cursor { base: 1, at: 999 }).unwrap();
    assert_eq!(network.server.application.cursors[&principal(1)], 9);
}

#[test]
fn an_edit_that_not_everybody_can_be_told_of_changes_nothing() {
    let mut network = network(3);
    let big = vec![0; 1 << 20];
    while network.server.connections.has_room(1, big.len() + 300) {
        network
            .server
            .connections
            .send(principal(1), &big, network.now)
            .unwrap();
    }
    while network.server.connections.has_room(1, 50_000) {
        network
            .server
            .connections
            .send(principal(1), &big[..49_000], network.now)
            .unwrap();
    }
    network.say(1, &insert(0, 0, &"x".repeat(30_000))).unwrap();
    let document = network.server.application.document();
    assert_eq!((document.version(), document.text()), (0, ""));
    assert_eq!(network.server.connections.stats().refused, 1);
    network.say(1, &insert(0, 0, "short")).unwrap();
    assert_eq!(network.server.application.document().text(), "short");
}

#[test]
fn messages_of_the_canister_and_impossible_edits_are_refused() {
    let mut network = network(1);
    network.say(1, &AppMessage::Left { who: principal(1) }).unwrap();
    network.say(1, &insert(0, 5, "x")).unwrap();
    let heard = network.heard_by(1);
    assert!(matches!(&heard[0], AppMessage::Refused { reason } if reason.contains("clients send Edit")));
    assert!(matches!(&heard[1], AppMessage::Refused { reason } if reason.contains("reaches to position 5")));
}
