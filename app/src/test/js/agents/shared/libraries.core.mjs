// The parts of @icp-sdk/core under the names agent-matrix.mjs uses.
export { Actor, CanisterStatus, Certificate, HttpAgent, lookupResultToBuffer } from "@icp-sdk/core/agent";
export { IDL } from "@icp-sdk/core/candid";
export { DelegationChain, DelegationIdentity, Ed25519KeyIdentity } from "@icp-sdk/core/identity";
export { Principal } from "@icp-sdk/core/principal";
