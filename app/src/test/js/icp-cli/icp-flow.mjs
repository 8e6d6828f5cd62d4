// What people do with icp-cli and a local network. Arguments: the network's address, its root key in hex, a module, an empty folder.
// One line of JSON for each step; the first says whether the program is there.
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const [host, rootKey, moduleFile, project] = process.argv.slice(2);
const program = resolve("node_modules/@icp-sdk/icp-cli-linux-x64/bin/icp");
const environment = { ...process.env, HOME: project, DO_NOT_TRACK: "1", ICP_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };

const step = (name, value) => console.log(JSON.stringify({ step: name, value }));

async function icp(...parameters) {
  const { stdout, stderr } = await promisify(execFile)(program, parameters, { cwd: project, env: environment, timeout: 60_000 });
  return stdout + stderr;
}

step("present", existsSync(program));
if (existsSync(program)) {
  copyFileSync(moduleFile, join(project, "module.wasm"));
  const canister = (name) => ({ name, build: { steps: [{ type: "pre-built", path: "module.wasm" }] } });
  writeFileSync(
    join(project, "icp.yaml"),
    JSON.stringify({
      canisters: [canister("first"), canister("second")],
      networks: [{ name: "bench", mode: "connected", url: host, "root-key": rootKey }],
      environments: [{ name: "bench", network: "bench" }],
    }),
  );
  const on = ["-e", "bench"];
  step("ping", (await icp("network", "ping", "bench")).includes("healthy"));
  await icp("identity", "new", "somebody", "--storage", "plaintext");
  await icp("identity", "default", "somebody");
  step("deployed", await icp("deploy", ...on));
  step("upgraded", await icp("deploy", "-y", ...on));
  step("reinstalled", await icp("deploy", "--mode", "reinstall", "-y", ...on));
  step("called", await icp("canister", "call", "first", "ws_get_messages", "(record { nonce = 0 : nat64 })", ...on));
  step("topped up", await icp("canister", "top-up", "first", "--amount", "1t", ...on));
  step("status", await icp("canister", "status", "first", ...on));
  step("metadata", await icp("canister", "metadata", "first", "candid:service", ...on));
  await icp("canister", "stop", "first", ...on);
  step("snapshot", await icp("canister", "snapshot", "create", "first", ...on));
  await icp("canister", "start", "first", ...on);
  await icp("canister", "stop", "second", ...on);
  step("deleted", await icp("canister", "delete", "second", ...on));
}
