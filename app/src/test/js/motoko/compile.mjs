// Compiles Counter.mo in both persistence modes and says so on a line of JSON each.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const loaded = require("motoko");
const motoko = loaded.default ?? loaded;
motoko.loadPackage(JSON.parse(readFileSync("node_modules/motoko/packages/latest/core.json", "utf8")));
motoko.write("Main.mo", readFileSync("Counter.mo", "utf8"));
const modes = {
  enhanced: ["enhancedOP"],
  classical: ["classicOP", "incremental"],
};
for (const [name, flags] of Object.entries(modes)) {
  flags.forEach((flag) => motoko.compiler.gcFlags(flag));
  const { wasm } = motoko.wasm("Main.mo", "ic");
  writeFileSync(`${name}.wasm`, Buffer.from(wasm));
  console.log(JSON.stringify({ mode: name, bytes: wasm.length }));
}
