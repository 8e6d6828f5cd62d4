// The interfaces of the sample canisters whose messages are variants, by the canister's name.
import { webSocketService } from './websocket.did.mjs';

const exchangeRates = ({ IDL }) => {
  const Source = IDL.Variant({ Simulated: IDL.Null, Outcall: IDL.Null });
  const Rate = IDL.Record({ pair: IDL.Text, price: IDL.Float64, time: IDL.Nat64, source: Source });
  const Pairs = IDL.Record({ pairs: IDL.Vec(IDL.Text) });
  const Rates = IDL.Record({ rates: IDL.Vec(Rate) });
  return webSocketService(IDL, IDL.Variant({
    Subscribe: Pairs,
    Unsubscribe: Pairs,
    Welcome: IDL.Record({ pairs: IDL.Vec(IDL.Text), source: Source, interval_ms: IDL.Nat32 }),
    Snapshot: Rates,
    Ticks: Rates,
    Refused: IDL.Record({ reason: IDL.Text }),
  }));
};

const sharedDocument = ({ IDL }) => {
  const Component = IDL.Variant({ Retain: IDL.Nat32, Insert: IDL.Text, Delete: IDL.Nat32 });
  const Person = IDL.Record({ who: IDL.Principal, cursor: IDL.Nat32 });
  return webSocketService(IDL, IDL.Variant({
    Edit: IDL.Record({ base: IDL.Nat64, operation: IDL.Vec(Component) }),
    Cursor: IDL.Record({ base: IDL.Nat64, at: IDL.Nat32 }),
    Reload: IDL.Null,
    Document: IDL.Record({ version: IDL.Nat64, text: IDL.Text, people: IDL.Vec(Person) }),
    Applied: IDL.Record({ version: IDL.Nat64, author: IDL.Principal, operation: IDL.Vec(Component) }),
    Joined: IDL.Record({ person: Person }),
    Moved: IDL.Record({ person: Person }),
    Left: IDL.Record({ who: IDL.Principal }),
    Refused: IDL.Record({ reason: IDL.Text }),
  }));
};

const liveComments = ({ IDL }) => {
  const Reaction = IDL.Record({ kind: IDL.Text, count: IDL.Nat32 });
  const Comment = IDL.Record({
    id: IDL.Nat64,
    author: IDL.Principal,
    text: IDL.Text,
    posted: IDL.Nat64,
    edited: IDL.Opt(IDL.Nat64),
    reactions: IDL.Vec(Reaction),
  });
  const Room = IDL.Record({ room: IDL.Text });
  return webSocketService(IDL, IDL.Variant({
    Join: Room,
    Leave: Room,
    Post: IDL.Record({ room: IDL.Text, text: IDL.Text }),
    Edit: IDL.Record({ room: IDL.Text, id: IDL.Nat64, text: IDL.Text }),
    React: IDL.Record({ room: IDL.Text, id: IDL.Nat64, kind: IDL.Text, on: IDL.Bool }),
    Room: IDL.Record({ room: IDL.Text, people: IDL.Nat32, comments: IDL.Vec(Comment) }),
    Posted: IDL.Record({ room: IDL.Text, comment: Comment }),
    Edited: IDL.Record({ room: IDL.Text, id: IDL.Nat64, text: IDL.Text, edited: IDL.Nat64 }),
    Reacted: IDL.Record({ room: IDL.Text, id: IDL.Nat64, reactions: IDL.Vec(Reaction) }),
    People: IDL.Record({ room: IDL.Text, people: IDL.Nat32 }),
    Refused: IDL.Record({ reason: IDL.Text }),
  }));
};

export const interfaces = {
  exchange_rates: exchangeRates,
  shared_document: sharedDocument,
  live_comments: liveComments,
};
