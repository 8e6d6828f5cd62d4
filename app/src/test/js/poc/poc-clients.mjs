// Runs clients of the proof of concept's protocol for a test, on the library its demo used. Commands and events are lines
// of JSON as in ../sdk-clients.mjs; each message a client takes has been checked as the protocol says.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Actor, Cbor, Certificate, HttpAgent, lookup_path, reconstruct } from '@dfinity/agent';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { Principal } from '@dfinity/principal';
import { WebSocket } from 'ws';

const NANOS_PER_MILLI = 1_000_000;
const clients = new Map();

const idlFactory = ({ IDL }) => IDL.Service({
  ws_register: IDL.Func([IDL.Vec(IDL.Nat8)], [IDL.Nat64], []),
});

function tell(event, client, details = {}) {
  process.stdout.write(JSON.stringify({ event, client, ...details }) + '\n');
}

const bytes = (buffer) => Buffer.from(buffer);

class Client {
  #name;
  #canister;
  #agent;
  #id;
  #key = Ed25519KeyIdentity.generate();
  #socket;
  #nextOut = 0;
  #nextIn = 0;
  #arrivals = Promise.resolve();

  constructor({ client, canister, network }) {
    this.#name = client;
    this.#canister = Principal.fromText(canister);
    this.#agent = new HttpAgent({ host: network, fetch });
  }

  async open(gateway) {
    await this.#agent.fetchRootKey();
    const actor = Actor.createActor(idlFactory, { agent: this.#agent, canisterId: this.#canister });
    this.#id = await actor.ws_register([...bytes(this.#key.getPublicKey().toRaw())]);
    this.#socket = new WebSocket(gateway);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#first();
    this.#socket.onmessage = ({ data }) => {
      this.#arrivals = this.#arrivals
        .then(() => this.#arrived(data))
        .catch((error) => tell('error', this.#name, { reason: error.message }));
    };
    this.#socket.onclose = ({ code, reason, wasClean }) => tell('closed', this.#name, { code, reason, wasClean });
    this.#socket.onerror = ({ message }) => tell('error', this.#name, { reason: message });
  }

  async #first() {
    const content = Cbor.encode({ client_id: Number(this.#id), canister_id: this.#canister.toText() });
    const sig = await this.#key.sign(content);
    this.#socket.send(Cbor.encode({ client_canister_id: content, sig }));
    tell('open', this.#name, { principal: String(this.#id) });
  }

  // The library cannot write numbers above 2^53, so the time always goes out as that number.
  async send(text) {
    const val = Cbor.encode({
      client_id: Number(this.#id),
      sequence_num: this.#nextOut++,
      timestamp: Date.now() * NANOS_PER_MILLI,
      message: Cbor.encode({ text }),
    });
    const sig = await this.#key.sign(val);
    this.#socket.send(Cbor.encode({ val, sig }));
  }

  async #arrived(data) {
    const frame = Cbor.decode(data);
    const content = Cbor.decode(frame.val);
    if (Number(content.client_id) !== Number(this.#id)) {
      throw new Error(`message for client ${content.client_id}`);
    }
    if (Number(content.sequence_num) !== this.#nextIn) {
      throw new Error(`expected message ${this.#nextIn}, got ${content.sequence_num}`);
    }
    await this.#certified(frame);
    this.#nextIn++;
    tell('message', this.#name, { text: Cbor.decode(content.message).text, timestamp: String(content.timestamp) });
  }

  async #certified({ key, val, cert, tree }) {
    const certificate = await Certificate.create({
      certificate: cert,
      rootKey: this.#agent.rootKey,
      canisterId: this.#canister,
    });
    const certified = certificate.lookup(['canister', this.#canister.toUint8Array(), 'certified_data']);
    const witness = Cbor.decode(tree);
    if (!bytes(certified).equals(bytes(await reconstruct(witness)))) {
      throw new Error('the tree is not the certified one');
    }
    const leaf = lookup_path(['websocket', key], witness);
    if (!leaf || !bytes(leaf).equals(createHash('sha256').update(bytes(val)).digest())) {
      throw new Error('the message is not the certified one');
    }
  }

  close() {
    this.#socket.close(1000, 'done');
  }
}

const commands = {
  open: (command) => {
    const client = new Client(command);
    clients.set(command.client, client);
    return client.open(command.gateway);
  },
  send: ({ client, text }) => clients.get(client).send(text),
  close: ({ client }) => clients.get(client).close(),
};

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const command = JSON.parse(line);
    try {
      await commands[command.do](command);
    } catch (error) {
      tell('error', command.client, { reason: `${command.do}: ${error.message}` });
    }
  })
  .on('close', () => process.exit(0));

tell('ready', undefined, { node: process.version });
