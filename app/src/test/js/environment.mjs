// What the SDK expects of a browser and Node 20 does not have. Must be imported before the SDK.
import { WebSocket } from 'ws';

globalThis.WebSocket ??= WebSocket;

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
