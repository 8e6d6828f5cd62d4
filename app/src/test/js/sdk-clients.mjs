// Runs clients of the unmodified SDK for a test. Commands come as lines of JSON on standard input:
//   {"do":"open","client":"a","gateway":"ws://…","network":"http://…","canister":"…"}
//   {"do":"send","client":"a","text":"…"}
//   {"do":"close","client":"a"}
// What happens goes out as lines of JSON on standard output; "event" is ready, open, message, error or closed.
// The process ends with its standard input.
import './environment.mjs';
import { createInterface } from 'node:readline';
import { Actor, HttpAgent } from '@dfinity/agent';
import { IcWebSocket, createWsConfig, generateRandomIdentity } from 'ic-websocket-js';
import { idlFactory } from './ping-pong.did.mjs';

const NANOS_PER_MILLI = 1_000_000n;
const sockets = new Map();

function tell(event, client, details = {}) {
  process.stdout.write(JSON.stringify({ event, client, ...details }) + '\n');
}

function open({ client, gateway, network, canister }) {
  const canisterActor = Actor.createActor(idlFactory, {
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
  socket.onmessage = ({ data }) =>
    tell('message', client, { text: data.text, timestamp: data.timestamp.toString() });
  socket.onerror = ({ error }) => tell('error', client, { reason: String(error?.message ?? error) });
  socket.onclose = ({ code, reason, wasClean }) => tell('closed', client, { code, reason, wasClean });
  sockets.set(client, socket);
}

function send({ client, text }) {
  sockets.get(client).send({ text, timestamp: BigInt(Date.now()) * NANOS_PER_MILLI });
}

function close({ client }) {
  sockets.get(client).close();
}

const commands = { open, send, close };

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
