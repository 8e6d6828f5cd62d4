//! Pushes exchange rates, simulated or fetched over HTTPS, to those who subscribe to them.

mod application;
mod feed;
mod json_path;
mod outcall;
mod walk;

use application::{AppMessage, ExchangeRates, Rate};
use feed::Feed;
use std::time::Duration;

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../exchange_rates.did").len()] =
    *include_bytes!("../exchange_rates.did");

websocket::export_websocket!(ExchangeRates, AppMessage);

#[ic_cdk::init]
fn init(feed: Option<Feed>) {
    let rates = ExchangeRates::new(feed.unwrap_or_default(), ic_cdk::api::time());
    serve(rates.unwrap_or_else(|reason| ic_cdk::trap(reason)));
    start_feed();
}

#[ic_cdk::post_upgrade]
fn post_upgrade(feed: Option<Feed>) {
    resume(|rates| {
        let now = ic_cdk::api::time();
        match feed {
            Some(feed) => rates
                .change_feed(feed, now)
                .unwrap_or_else(|reason| ic_cdk::trap(reason)),
            None => rates.continue_at(now),
        }
    });
    start_feed();
}

/// One timer of the feed's own pace. It may come late, when the network is busy: the simulated feed then makes the ticks
/// that are due, and an outcall under way is not overtaken by another.
fn start_feed() {
    let interval = read_server(|server| server.application.interval());
    ic_cdk_timers::set_timer_interval(interval.max(Duration::from_millis(1)), || {
        let due = with_server(|server| server.application.tick(&mut server.connections, ic_cdk::api::time()));
        if let Some(request) = due {
            ic_cdk::futures::spawn(fetch(request));
        }
    });
}

async fn fetch(request: outcall::Request) {
    let answer = outcall::fetch(&request).await;
    with_server(|server| {
        let now = ic_cdk::api::time();
        server
            .application
            .fetched(&mut server.connections, &request, answer, now);
    });
}

#[ic_cdk::query]
fn rates() -> Vec<Rate> {
    read_server(|server| server.application.known_rates())
}

#[ic_cdk::query]
fn feed_error() -> Option<String> {
    read_server(|server| server.application.feed_error())
}

/// For the management canister, which asks on each node by itself.
#[ic_cdk::query]
fn transform(arguments: outcall::TransformArguments) -> outcall::Transformed {
    outcall::transform(arguments)
}
