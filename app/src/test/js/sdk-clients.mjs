// Runs clients of the unmodified SDK for a test. Commands come as lines of JSON on standard input:
//   {"do":"open","client":"a","gateway":"ws://…","network":"http://…","canister":"…"}
//   {"do":"send","client":"a","text":"…"}
// For a sample canister other than ping_pong, "open" has its name as "sample", and what is sent and received is a variant of
// its AppMessage (numbers of 64 bits as texts like "7n", principals as texts):
//   {"do":"say","client":"a","message":{"Cursor":{"base":"0n","at":3}}}
//   {"do":"close","client":"a"}
// What happens goes out as lines of JSON on standard output; "event" is ready, open, message, error or closed.
// The process ends with its standard input.
import './environment.mjs';
import { createInterface } from 'node:readline';
import { Actor, HttpAgent } from '@dfinity/agent';
import { IcWebSocket, createWsConfig, generateRandomIdentity } from 'ic-websocket-js';
import { idlFactory } from './ping-pong.did.mjs';
import { interfaces } from './samples.did.mjs';

const NANOS_PER_MILLI = 1_000_000n;
const sockets = new Map();

function tell(event, client, details = {}) {
  process.stdout.write(JSON.stringify({ event, client, ...details }) + '\n');
}

// BigInts and principals are not in JSON.
const plain = (value) => JSON.parse(JSON.stringify(value, (_key, part) =>
  typeof part === 'bigint' ? `${part}n` : part?._isPrincipal ? part.toText() : part));
const candid = (value) => JSON.parse(JSON.stringify(value), (_key, part) =>
  typeof part === 'string' && /^\d+n$/.test(part) ? BigInt(part.slice(0, -1)) : part);

function open({ client, gateway, network, canister, sample }) {
  const canisterActor = Actor.createActor(sample ? interfaces[sample] : idlFactory, {
    agent: HttpAgent.createSync({ host: network }),
    canisterId: canister,
  });
  const identity = generateRandomIdentity();
  const socket = new IcWebSocket(gateway, undefined, createWsConfig({
    canisterId: canister,
    canisterActor,
    identity,
    networkUrl: network,
  }));
  socket.onopen = () => tell('open', client, { principal: identity.getPrincipal().toText() });
  socket.onmessage = ({ data }) => tell('message', client, sample
    ? { message: plain(data) }
    : { text: data.text, timestamp: data.timestamp.toString() });
  socket.onerror = ({ error }) => tell('error', client, { reason: String(error?.message ?? error) });
  socket.onclose = ({ code, reason, wasClean }) => tell('closed', client, { code, reason, wasClean });
  sockets.set(client, socket);
}

function send({ client, text }) {
  sockets.get(client).send({ text, timestamp: BigInt(Date.now()) * NANOS_PER_MILLI });
}

function say({ client, message }) {
  sockets.get(client).send(candid(message));
}

function close({ client }) {
  sockets.get(client).close();
}

const commands = { open, send, say, close };

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    try {
      commands[command.do](command);
    } catch (error) {
      tell('error', command.client, { reason: `${command.do}: ${error.message}` });
    }
  })
  .on('close', () => process.exit(0));

// The SDK does not await its fetch of the root key. A network that is gone makes it an unhandled rejection, which by
// default ends the process, and with it the other clients.
process.on('unhandledRejection', (reason) => console.error('unhandled rejection:', reason));

tell('ready', undefined, { node: process.version });
