// Installs the asset canister, stores a page, fetches it as a browser does and verifies it as gateways and service workers do.
// Arguments: the network's address, the module. One line of JSON for each step.
import { request } from "node:http";
import { readFileSync } from "node:fs";
import { Actor, HttpAgent, IC_ROOT_KEY } from "@dfinity/agent";
import { IDL } from "@dfinity/candid";
import { Ed25519KeyIdentity } from "@dfinity/identity";
import { Principal } from "@dfinity/principal";
import { verifyRequestResponsePair } from "@dfinity/response-verification";

const [host, moduleFile] = process.argv.slice(2);
const PAGE = "<!DOCTYPE html><title>certified</title><p>This page is certified.</p>";
const FIVE_MINUTES = 300_000_000_000n;
const VERSION = 2;

const step = (name, value) => console.log(JSON.stringify({ step: name, value }));

const managementService = () => {
  const id = IDL.Record({ canister_id: IDL.Principal });
  const bytes = IDL.Vec(IDL.Nat8);
  return IDL.Service({
    provisional_create_canister_with_cycles: IDL.Func([IDL.Record({ amount: IDL.Opt(IDL.Nat) })], [id], []),
    install_code: IDL.Func(
      [IDL.Record({ mode: IDL.Variant({ install: IDL.Null }), canister_id: IDL.Principal, wasm_module: bytes, arg: bytes })],
      [],
      [],
    ),
  });
};

const assetsService = () => {
  const file = IDL.Record({
    key: IDL.Text,
    content_type: IDL.Text,
    content_encoding: IDL.Text,
    content: IDL.Vec(IDL.Nat8),
    sha256: IDL.Opt(IDL.Vec(IDL.Nat8)),
  });
  return IDL.Service({ store: IDL.Func([file], [], []) });
};

const agent = await HttpAgent.create({ host, identity: Ed25519KeyIdentity.generate(), shouldFetchRootKey: true });
const effective = (_method, [argument]) => ({ effectiveCanisterId: argument.canister_id ?? Principal.managementCanister() });
const management = Actor.createActor(managementService, {
  agent,
  canisterId: Principal.managementCanister(),
  callTransform: effective,
});
const { canister_id: canister } = await management.provisional_create_canister_with_cycles({ amount: [] });
await management.install_code({
  mode: { install: null },
  canister_id: canister,
  wasm_module: new Uint8Array(readFileSync(moduleFile)),
  arg: new Uint8Array(IDL.encode([IDL.Opt(IDL.Record({}))], [[]])),
});
const assets = Actor.createActor(assetsService, { agent, canisterId: canister });
await assets.store({
  key: "/index.html",
  content_type: "text/html",
  content_encoding: "identity",
  content: new TextEncoder().encode(PAGE),
  sha256: [],
});

// Node resolves no names below localhost on some systems, so the name is in the Host header only.
const get = (path) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(host);
    request({ hostname, port, path, headers: { Host: `${canister}.localhost:${port}` } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const raw = response.rawHeaders;
        const headers = raw.filter((_, i) => i % 2 === 0).map((name, i) => [name, raw[2 * i + 1]]);
        resolve({ statusCode: response.statusCode, headers, body: new Uint8Array(Buffer.concat(parts)) });
      });
      response.on("error", reject);
    })
      .on("error", reject)
      .end();
  });

// Headers that no canister has set are no business of the certification.
const verify = (path, { statusCode, headers, body }, rootKey) => {
  const now = BigInt(Date.now()) * 1_000_000n;
  const pair = [
    { method: "GET", url: path, headers: [], body: new Uint8Array() },
    { status_code: statusCode, headers, body },
  ];
  const info = verifyRequestResponsePair(...pair, canister.toUint8Array(), now, FIVE_MINUTES, rootKey, VERSION);
  return [info.verificationVersion, info.response !== undefined && new TextDecoder().decode(info.response.body) === PAGE];
};

const refusal = (action) => {
  try {
    return action();
  } catch (error) {
    return `refused: ${error.message ?? error}`;
  }
};

for (const path of ["/index.html", "/", "/nothing.html"]) {
  step(path, verify(path, await get(path), agent.rootKey));
}
const page = await get("/index.html");
const forged = new TextEncoder().encode(PAGE.replace("certified.", "forged."));
step("forged", refusal(() => verify("/index.html", { ...page, body: forged }, agent.rootKey)));
step("other path", refusal(() => verify("/index.htm", page, agent.rootKey)));
const publicKey = new Uint8Array(Buffer.from(IC_ROOT_KEY, "hex"));
step("the public network's key", refusal(() => verify("/index.html", page, publicKey)));
