// What the SDK expects of a browser and Node 20 does not have. Must be imported before the SDK.
import { setImmediate } from 'node:timers/promises';
import { WebSocket } from 'ws';

globalThis.ErrorEvent ??= class ErrorEvent extends Event {
  constructor(type, { error = null, message = '' } = {}) {
    super(type);
    this.error = error;
    this.message = message || String(error?.message ?? '');
  }
};

// The SDK logs to the console. Standard output belongs to the events, so its words go to standard error.
for (const level of ['log', 'info', 'debug', 'trace']) {
  console[level] = (...words) => console.error(...words);
}

// The SDK asks the network for its root key without awaiting the answer. On a busy machine an embedded network can
// deliver a certified message sooner, which is then checked against mainnet's key. So sockets stay silent until
// everything that was asked has been answered. This orders two events; no check is changed.
const underWay = new Set();
const plainFetch = globalThis.fetch;

globalThis.fetch = (...request) => {
  const answer = plainFetch(...request).then(async (response) =>
    new Response(await response.arrayBuffer(), response));
  const settled = answer.then(() => {}, () => {});
  underWay.add(settled);
  settled.then(() => underWay.delete(settled));
  return answer;
};

async function everythingAnswered() {
  await Promise.all(underWay);
  // Whoever waited for the answers takes them in before the sockets speak.
  await setImmediate();
  await setImmediate();
}

globalThis.WebSocket = class PatientWebSocket extends WebSocket {
  constructor(...target) {
    super(...target);
    this.once('open', () => {
      this.pause();
      everythingAnswered().then(() => this.resume());
    });
  }
};
