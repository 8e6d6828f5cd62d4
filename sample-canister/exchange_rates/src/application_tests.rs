use super::*;
use websocket::testing::{TestNetwork, principal};

fn network(pairs: usize) -> TestNetwork<ExchangeRates> {
    let feed = Feed::Simulated {
        seed: 7,
        interval_ms: 100,
        pairs: (0..pairs).map(|n| format!("P{n}")).collect(),
    };
    let mut network = TestNetwork::new(ExchangeRates::new(feed, 0).unwrap());
    network.server.application.continue_at(network.now);
    network
}

fn tick(network: &mut TestNetwork<ExchangeRates>) {
    let server = &mut network.server;
    assert!(server.application.tick(&mut server.connections, network.now).is_none());
}

fn subscribe(pairs: &[&str]) -> AppMessage {
    AppMessage::Subscribe {
        pairs: pairs.iter().map(|pair| pair.to_string()).collect(),
    }
}

fn ticks(messages: &[AppMessage]) -> Vec<&Rate> {
    let rates = messages.iter().filter_map(|message| match message {
        AppMessage::Ticks { rates } => Some(rates),
        _ => None,
    });
    rates.flatten().collect()
}

#[test]
fn a_subscriber_gets_a_snapshot_first_and_then_its_pairs_only() {
    let mut network = network(3);
    tick(&mut network);
    network.open(1).unwrap();
    network.say(1, &subscribe(&["P1"])).unwrap();
    network.now += 100_000_000;
    tick(&mut network);
    let heard = network.heard_by(1);
    assert!(matches!(&heard[0], AppMessage::Welcome { pairs, interval_ms: 100, .. } if pairs.len() == 3));
    assert!(matches!(&heard[1], AppMessage::Snapshot { rates } if rates.len() == 1 && rates[0].pair == "P1"));
    assert!(matches!(&heard[2], AppMessage::Ticks { rates } if rates.len() == 1 && rates[0].pair == "P1"));
    assert_eq!(heard.len(), 3);
    let unsubscribe = AppMessage::Unsubscribe { pairs: vec![] };
    network.say(1, &unsubscribe).unwrap();
    network.now += 100_000_000;
    tick(&mut network);
    assert_eq!(network.heard_by(1), []);
}

#[test]
fn a_timer_that_comes_late_makes_up_for_ten_ticks_at_most() {
    let mut network = network(2);
    network.open(1).unwrap();
    network.say(1, &subscribe(&[])).unwrap();
    tick(&mut network);
    assert_eq!(ticks(&network.heard_by(1)).len(), 2);
    network.now += 300_000_000;
    tick(&mut network);
    let heard = network.heard_by(1);
    let times: Vec<u64> = ticks(&heard).iter().step_by(2).map(|rate| rate.time).collect();
    assert_eq!(times.len(), 3);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] == 100_000_000));
    network.now += 3_600_000_000_000;
    tick(&mut network);
    assert_eq!(ticks(&network.heard_by(1)).len(), 20);
    network.now += 100_000_000;
    tick(&mut network);
    assert_eq!(ticks(&network.heard_by(1)).len(), 2);
}

#[test]
fn pairs_that_are_not_there_and_messages_of_the_canister_are_refused() {
    let mut network = network(1);
    network.open(1).unwrap();
    network.say(1, &subscribe(&["EUR/USD"])).unwrap();
    network.say(1, &AppMessage::Ticks { rates: vec![] }).unwrap();
    let heard = network.heard_by(1);
    assert!(matches!(&heard[1], AppMessage::Refused { reason } if reason.contains("no pair EUR/USD")));
    assert!(matches!(&heard[2], AppMessage::Refused { reason } if reason.contains("clients send Subscribe")));
}

#[test]
fn ticks_that_find_the_queue_full_are_left_out_and_counted() {
    let mut network = network(1);
    network.open(1).unwrap();
    network.say(1, &subscribe(&[])).unwrap();
    let filler = vec![0; 1 << 20];
    for size in (0..=20).rev().map(|power| 1 << power) {
        let connections = &mut network.server.connections;
        while connections.send(principal(1), &filler[..size], network.now).is_ok() {}
    }
    tick(&mut network);
    let facts = network.server.application.facts();
    assert!(
        facts.contains(&("Ticks left out as the queue was full".to_string(), "1".to_string())),
        "{facts:?}"
    );
    assert_eq!(network.server.connections.stats().refused, 1);
}

#[test]
fn fetched_rates_are_told_and_failures_noted() {
    let feed = Feed::Outcall {
        url: "https://example.org".to_string(),
        interval_ms: 1_000,
        pairs: ["A", "B"]
            .map(|pair| crate::feed::FetchedPair {
                pair: pair.to_string(),
                path: pair.to_string(),
            })
            .to_vec(),
    };
    let mut network = TestNetwork::new(ExchangeRates::new(feed, 0).unwrap());
    network.open(1).unwrap();
    network.say(1, &subscribe(&[])).unwrap();
    let server = &mut network.server;
    let request = server.application.tick(&mut server.connections, network.now).unwrap();
    assert!(
        server.application.tick(&mut server.connections, network.now).is_none(),
        "one at a time"
    );
    let answer = Ok(vec![Ok(1.5), Err("what is at B is no number".to_string())]);
    server
        .application
        .fetched(&mut server.connections, &request, answer, network.now);
    assert!(server.application.tick(&mut server.connections, network.now).is_some());
    assert_eq!(
        server.application.feed_error(),
        Some("what is at B is no number".to_string())
    );
    let heard = network.heard_by(1);
    let rates = ticks(&heard);
    assert_eq!(
        (rates.len(), rates[0].price, rates[0].source),
        (1, 1.5, Source::Outcall)
    );
}

#[test]
fn an_upgrade_keeps_feed_and_rates() {
    let mut network = network(2);
    tick(&mut network);
    let rates = network.server.application.known_rates();
    let saved = postcard::to_allocvec(&network.server.application).unwrap();
    let mut kept: ExchangeRates = postcard::from_bytes(&saved).unwrap();
    kept.continue_at(network.now + 5_000_000_000);
    assert_eq!(
        (kept.known_rates(), kept.interval()),
        (rates, Duration::from_millis(100))
    );
}
