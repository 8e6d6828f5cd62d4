use super::*;
use websocket::testing::TestNetwork;

fn network(clients: u8) -> TestNetwork<LiveComments> {
    let mut network = TestNetwork::new(LiveComments::default());
    for client in 1..=clients {
        network.open(client).unwrap();
    }
    network
}

fn join(room: &str) -> AppMessage {
    AppMessage::Join { room: room.to_string() }
}

fn post(text: &str) -> AppMessage {
    AppMessage::Post {
        room: "a".to_string(),
        text: text.to_string(),
    }
}

fn refusal(network: &mut TestNetwork<LiveComments>, client: u8) -> String {
    match network.heard_by(client).pop() {
        Some(AppMessage::Refused { reason }) => reason,
        other => panic!("{other:?} is no refusal"),
    }
}

#[test]
fn a_room_is_for_those_who_joined_it() {
    let mut network = network(2);
    network.say(1, &join("a")).unwrap();
    network.say(2, &post("hello")).unwrap();
    assert!(refusal(&mut network, 2).contains("send Join first"));
    network.say(1, &post("hello")).unwrap();
    assert_eq!(network.heard_by(2), []);
    network.say(2, &AppMessage::Leave { room: "a".to_string() }).unwrap();
    assert!(refusal(&mut network, 2).contains("not in this room"));
}

#[test]
fn the_last_hundred_are_shown_on_joining_oldest_first() {
    let mut network = network(2);
    network.say(1, &join("a")).unwrap();
    for n in 0..150 {
        network.now += 1_000_000_000;
        network.say(1, &post(&format!("comment {n}"))).unwrap();
    }
    network.say(2, &join("a")).unwrap();
    let heard = network.heard_by(2);
    let AppMessage::Room {
        people: 2, comments, ..
    } = &heard[0]
    else {
        panic!("{heard:?}")
    };
    assert_eq!(
        (comments.len(), comments[0].text.as_str(), comments[99].id),
        (100, "comment 50", 149)
    );
}

#[test]
fn one_client_is_in_ten_rooms_at_most() {
    let mut network = network(1);
    for room in 0..10 {
        network.now += 1_000_000_000;
        network.say(1, &join(&format!("room {room}"))).unwrap();
    }
    network.now += 1_000_000_000;
    network.say(1, &join("one more")).unwrap();
    assert!(refusal(&mut network, 1).contains("you are in 10 rooms"));
    network.say(1, &join("room 3")).unwrap();
    assert!(matches!(network.heard_by(1).pop(), Some(AppMessage::Room { .. })));
}

#[test]
fn two_hundred_people_are_in_a_room_at_most() {
    let mut network = network(201);
    for client in 1..=200 {
        network.say(client, &join("a")).unwrap();
    }
    network.say(201, &join("a")).unwrap();
    let heard = network.heard();
    assert!(matches!(&heard.last().unwrap().1, AppMessage::Refused { reason } if reason.contains("200 people")));
}

#[test]
fn rooms_without_people_and_comments_are_forgotten_and_those_with_comments_are_not() {
    let mut network = network(1);
    network.say(1, &join("a")).unwrap();
    network.say(1, &join("b")).unwrap();
    network.say(1, &post("hello")).unwrap();
    for room in ["a", "b"] {
        network.say(1, &AppMessage::Leave { room: room.to_string() }).unwrap();
    }
    assert_eq!(network.server.application.rooms.len(), 1);
    assert_eq!(network.server.application.comments("a", 0).len(), 1);
}
