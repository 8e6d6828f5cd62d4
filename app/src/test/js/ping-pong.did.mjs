// The interface of the ping_pong canister.
import { webSocketService } from './websocket.did.mjs';

export const idlFactory = ({ IDL }) =>
  webSocketService(IDL, IDL.Record({ text: IDL.Text, timestamp: IDL.Nat64 }));
