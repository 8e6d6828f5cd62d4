//! For the tests of applications: what a client of a [`Server`] would hear.

use crate::wire::{self, GetMessagesArguments, MessageArguments, OpenArguments, WebsocketMessage};
use crate::{Application, Server};
use candid::Principal;

/// A server with one gateway, its clients known by small numbers.
pub struct TestNetwork<A> {
    pub server: Server<A>,
    pub now: u64,
    fetched: u64,
    numbers: Vec<(Principal, u64)>,
}

pub fn principal(client: u8) -> Principal {
    Principal::self_authenticating([client])
}

fn gateway() -> Principal {
    Principal::self_authenticating([255])
}

impl<A: Application> TestNetwork<A> {
    pub fn new(application: A) -> Self {
        TestNetwork {
            server: Server::new(application),
            now: 1_700_000_000_000_000_000,
            fetched: 0,
            numbers: vec![],
        }
    }

    pub fn open(&mut self, client: u8) -> Result<(), String> {
        let arguments = OpenArguments {
            client_nonce: 1,
            gateway_principal: gateway(),
        };
        self.numbers.push((principal(client), 0));
        self.server.open(principal(client), arguments, self.now)
    }

    pub fn say(&mut self, client: u8, message: &A::Message) -> Result<(), String> {
        let who = principal(client);
        let number = self.numbers.iter_mut().find(|(known, _)| *known == who);
        let (_, number) = number.ok_or_else(|| "open it first".to_string())?;
        *number += 1;
        let msg = WebsocketMessage {
            client_key: wire::ClientKey {
                client_principal: who,
                client_nonce: 1,
            },
            sequence_num: *number,
            timestamp: 0,
            is_service_message: false,
            content: wire::encode(message)?,
        };
        self.server.message(who, MessageArguments { msg }, self.now)
    }

    /// The application's messages since the last call, with the clients they are for.
    pub fn heard(&mut self) -> Vec<(Principal, A::Message)> {
        let mut messages = vec![];
        loop {
            let nonce = self.fetched;
            let page = self
                .server
                .messages(gateway(), GetMessagesArguments { nonce }, Some(vec![1]));
            let page = page.expect("a page");
            for output in &page.messages {
                let (_, number) = output.key.rsplit_once('_').expect("a key");
                self.fetched = number.parse::<u64>().expect("a number") + 1;
                let message: WebsocketMessage = serde_cbor::from_slice(&output.content).expect("a message");
                if !message.is_service_message {
                    let content = wire::decode(&message.content).expect("an application's message");
                    messages.push((output.client_key.client_principal, content));
                }
            }
            if page.is_end_of_queue {
                return messages;
            }
        }
    }

    /// The same, of one client.
    pub fn heard_by(&mut self, client: u8) -> Vec<A::Message> {
        let messages = self.heard().into_iter();
        let own = messages.filter(|(who, _)| *who == principal(client));
        own.map(|(_, message)| message).collect()
    }
}
