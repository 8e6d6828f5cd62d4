// The parts of @dfinity/agent 2 and 3 under the names agent-matrix.mjs uses.
export { Actor, CanisterStatus, Certificate, HttpAgent, lookupResultToBuffer } from "@dfinity/agent";
export { IDL } from "@dfinity/candid";
export { DelegationChain, DelegationIdentity, Ed25519KeyIdentity } from "@dfinity/identity";
export { Principal } from "@dfinity/principal";
