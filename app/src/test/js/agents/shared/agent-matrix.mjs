// What an agent's users do with a local network, with all verification switched on. Arguments: the flavour of the libraries, the
// network's address, a module. One line of JSON for each step.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [flavour, host, moduleFile] = process.argv.slice(2);
const { Actor, CanisterStatus, DelegationChain, DelegationIdentity, Ed25519KeyIdentity, HttpAgent, IDL, Principal } =
  await import(`./libraries.${flavour}.mjs`);

const wasm = new Uint8Array(readFileSync(moduleFile));
const CHUNK = 100_000;
const MANAGEMENT = Principal.fromText("aaaaa-aa");

const managementService = () => {
  const id = IDL.Record({ canister_id: IDL.Principal });
  const hash = IDL.Record({ hash: IDL.Vec(IDL.Nat8) });
  const mode = IDL.Variant({
    install: IDL.Null,
    reinstall: IDL.Null,
    upgrade: IDL.Opt(
      IDL.Record({
        skip_pre_upgrade: IDL.Opt(IDL.Bool),
        wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })),
      }),
    ),
  });
  const bytes = IDL.Vec(IDL.Nat8);
  return IDL.Service({
    provisional_create_canister_with_cycles: IDL.Func(
      [IDL.Record({ amount: IDL.Opt(IDL.Nat), specified_id: IDL.Opt(IDL.Principal) })],
      [id],
      [],
    ),
    install_code: IDL.Func([IDL.Record({ mode, canister_id: IDL.Principal, wasm_module: bytes, arg: bytes })], [], []),
    upload_chunk: IDL.Func([IDL.Record({ canister_id: IDL.Principal, chunk: bytes })], [hash], []),
    install_chunked_code: IDL.Func(
      [
        IDL.Record({
          mode,
          target_canister: IDL.Principal,
          store_canister: IDL.Opt(IDL.Principal),
          chunk_hashes_list: IDL.Vec(hash),
          wasm_module_hash: bytes,
          arg: bytes,
        }),
      ],
      [],
      [],
    ),
    canister_status: IDL.Func(
      [id],
      [
        IDL.Record({
          status: IDL.Variant({ running: IDL.Null, stopping: IDL.Null, stopped: IDL.Null }),
          memory_size: IDL.Nat,
          cycles: IDL.Nat,
          settings: IDL.Record({ controllers: IDL.Vec(IDL.Principal), freezing_threshold: IDL.Nat }),
          idle_cycles_burned_per_day: IDL.Nat,
          module_hash: IDL.Opt(bytes),
          query_stats: IDL.Record({ num_calls_total: IDL.Nat }),
        }),
      ],
      [],
    ),
    start_canister: IDL.Func([id], [], []),
    stop_canister: IDL.Func([id], [], []),
    delete_canister: IDL.Func([id], [], []),
  });
};

const counterService = () =>
  IDL.Service({
    inc: IDL.Func([], [IDL.Nat], []),
    get: IDL.Func([], [IDL.Nat], ["query"]),
    badInc: IDL.Func([], [IDL.Nat], ["query"]),
    whoami: IDL.Func([], [IDL.Principal], []),
    boom: IDL.Func([], [], []),
    twice: IDL.Func([], [IDL.Nat], []),
    append: IDL.Func([IDL.Text], [IDL.Nat], []),
    word: IDL.Func([IDL.Nat], [IDL.Text], ["query"]),
    certify: IDL.Func([IDL.Vec(IDL.Nat8)], [], []),
    certificate: IDL.Func([], [IDL.Opt(IDL.Vec(IDL.Nat8))], ["query"]),
    tickLater: IDL.Func([], [], []),
    tickCount: IDL.Func([], [IDL.Nat], ["query"]),
  });

const step = (name, value) => console.log(JSON.stringify({ step: name, value }));
const text = (value) => (typeof value === "bigint" ? value.toString() : value);

async function agentFor(identity) {
  const agent = await HttpAgent.create({ host, identity, verifyQuerySignatures: true });
  await agent.fetchRootKey();
  return agent;
}

function management(agent) {
  return Actor.createActor(managementService, {
    agent,
    canisterId: MANAGEMENT,
    callTransform: (method, args) => ({
      effectiveCanisterId: args[0].canister_id ?? args[0].target_canister ?? MANAGEMENT,
    }),
  });
}

async function rejection(promise) {
  try {
    await promise;
    return "no rejection";
  } catch (error) {
    return String(error.message ?? error);
  }
}

const identity = Ed25519KeyIdentity.generate();
const agent = await agentFor(identity);
const ic = management(agent);
const sha256 = (data) => new Uint8Array(createHash("sha256").update(data).digest());
const noArgument = IDL.encode([], []);

const { canister_id: plain } = await ic.provisional_create_canister_with_cycles({ amount: [], specified_id: [] });
step("created", plain.toText());
await ic.install_code({ mode: { install: null }, canister_id: plain, wasm_module: wasm, arg: new Uint8Array(noArgument) });
const counter = Actor.createActor(counterService, { agent, canisterId: plain });
step("update", text(await counter.inc()));
step("self call", text(await counter.twice()));
step("query", text(await counter.get()));
step("query without effect", [text(await counter.badInc()), text(await counter.get())]);
step("caller", (await counter.whoami()).toText() === identity.getPrincipal().toText());
step("trap", await rejection(counter.boom()));
step("after the trap", text(await counter.get()));

await counter.append("hello");
await counter.append("world");
await counter.certify(new Uint8Array([1, 2, 3]));
const [certificate] = await counter.certificate();
step("certified data", certificate.length > 100);
await counter.tickLater();
while ((await counter.tickCount()) < 1n);
step("timer", text(await counter.tickCount()));

const status = await ic.canister_status({ canister_id: plain });
step("status", [Object.keys(status.status)[0], text(status.cycles), status.settings.controllers.length]);
const state = await CanisterStatus.request({
  canisterId: plain,
  agent,
  paths: ["time", "controllers", "module_hash", "subnet"],
});
step("read_state", [
  state.get("module_hash") === Buffer.from(sha256(wasm)).toString("hex"),
  state.get("controllers")[0].toText() === identity.getPrincipal().toText(),
]);

const session = Ed25519KeyIdentity.generate();
const chain = await DelegationChain.create(identity, session.getPublicKey(), new Date(Date.now() + 600_000), {
  targets: [plain],
});
const delegated = await agentFor(DelegationIdentity.fromDelegation(session, chain));
const asDelegate = Actor.createActor(counterService, { agent: delegated, canisterId: plain });
step("delegation", (await asDelegate.whoami()).toText() === identity.getPrincipal().toText());
step("delegation outside of its targets", await rejection(management(delegated).stop_canister({ canister_id: plain })));

const { canister_id: chunked } = await ic.provisional_create_canister_with_cycles({ amount: [1_000_000n], specified_id: [] });
const hashes = [];
for (let from = 0; from < wasm.length; from += CHUNK) {
  hashes.push(await ic.upload_chunk({ canister_id: chunked, chunk: wasm.slice(from, from + CHUNK) }));
}
await ic.install_chunked_code({
  mode: { install: null },
  target_canister: chunked,
  store_canister: [],
  chunk_hashes_list: hashes,
  wasm_module_hash: sha256(wasm),
  arg: new Uint8Array(noArgument),
});
step("chunked", text(await Actor.createActor(counterService, { agent, canisterId: chunked }).inc()));

await ic.stop_canister({ canister_id: plain });
step("stopped", await rejection(counter.inc()));
step("stopped query", await rejection(counter.get()));
await ic.install_code({
  mode: { upgrade: [{ skip_pre_upgrade: [], wasm_memory_persistence: moduleFile.includes("enhanced") ? [{ keep: null }] : [] }] },
  canister_id: plain,
  wasm_module: wasm,
  arg: new Uint8Array(noArgument),
});
await ic.start_canister({ canister_id: plain });
step("after the upgrade", [text(await counter.get()), await counter.word(1n)]);
await ic.stop_canister({ canister_id: plain });
await ic.delete_canister({ canister_id: plain });
step("deleted", await rejection(counter.get()));
step("unverifiable", await rejection(wrongRootKey()));

async function wrongRootKey() {
  const strict = await HttpAgent.create({ host, identity, verifyQuerySignatures: true });
  await Actor.createActor(counterService, { agent: strict, canisterId: chunked }).inc();
}
