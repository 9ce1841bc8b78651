// The tab's one socket (S-WS-01): connects, greets, keeps alive, reconnects (S-WS-09, S-WS-10), and feeds the subscriptions.
import { CLOSE, PROTOCOL, type ServerMessage, TIMES, socketProtocols } from '@iterion/protocol';
import { setConnection, useConnection } from './connection.ts';
import { reconnectDelay } from './reconnectDelay.ts';
import { sessionKey } from './session.ts';
import { type Listener, type Outgoing, Subscriptions } from './subscriptions.ts';
import { productVersion, tabId } from './tab.ts';

const sleepMs = 30_000;

let socket: WebSocket | null = null;
let greeted = false;
let attempts = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastBeat = Date.now();
let pongDue: ReturnType<typeof setTimeout> | undefined;
let acknowledging: ReturnType<typeof setTimeout> | undefined;
let started = false;
let onRefused: () => void = () => {};

const subscriptions = new Subscriptions((message) => {
  if (greeted) send(message);
});

/** Listens to a channel for as long as the page lives or until the returned function is called. */
export function subscribe(channel: string, listener: Listener, options?: () => unknown): () => void {
  return subscriptions.add(channel, listener, options);
}

/** Sends a document message; dropped while there is no connection, since a renewed subscription carries the full text. */
export function sendToServer(message: Outgoing): void {
  if (greeted) send(message);
}

/**
 * Opens the socket and keeps it open. Calling it again only wakes a waiting reconnect. A refused upgrade has no code: `askWhy` finds out by a
 * request whether the server is gone or knows us no longer.
 */
export function startSocket(askWhy: () => void): void {
  onRefused = askWhy;
  if (!started) {
    started = true;
    window.addEventListener('online', reconnectNow);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') reconnectNow();
    });
    setInterval(beat, 1000);
  }
  if (!socket) connect();
}

function connect(): void {
  clearTimeout(timer);
  const key = sessionKey();
  if (key === null) {
    setConnection({ state: 'unauthenticated', retryAt: null });
    return;
  }
  const own = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/ws`, socketProtocols(key));
  socket = own;
  greeted = false;
  own.addEventListener('open', () => {
    send({ t: 'hello', protocol: PROTOCOL.max, client: { id: tabId, version: productVersion } });
  });
  own.addEventListener('message', (event) => {
    if (own === socket && typeof event.data === 'string') receive(JSON.parse(event.data) as ServerMessage);
  });
  own.addEventListener('close', (event) => {
    if (own === socket) closed(event.code);
  });
}

function send(message: Outgoing): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function receive(message: ServerMessage): void {
  switch (message.t) {
    case 'welcome':
      greeted = true;
      attempts = 0;
      setConnection({ state: 'connected', retryAt: null });
      subscriptions.renewAll();
      break;
    case 'pong':
      clearTimeout(pongDue);
      break;
    case 'bye':
      if (message.retryAfterMs !== undefined) attempts = 0;
      break;
    default:
      subscriptions.receive(message);
      acknowledging ??= setTimeout(() => {
        acknowledging = undefined;
        subscriptions.acknowledge();
      }, TIMES.acknowledgeMs);
  }
}

function closed(code: number): void {
  const wasRefused = !greeted;
  socket = null;
  greeted = false;
  clearTimeout(pongDue);
  if (code === CLOSE.expired) {
    setConnection({ state: 'unauthenticated', retryAt: null });
    return;
  }
  if (code === CLOSE.protocol) {
    setConnection({ state: 'outdated', retryAt: null });
    return;
  }
  if (!started) return;
  const delay = reconnectDelay(attempts, Math.random());
  attempts += 1;
  const { state } = useConnection.getState();
  setConnection({ state: state === 'unauthenticated' ? state : 'offline', retryAt: Date.now() + delay });
  if (wasRefused) onRefused();
  timer = setTimeout(connect, delay);
}

function reconnectNow(): void {
  if (started && !socket && useConnection.getState().state !== 'unauthenticated') connect();
}

let beats = 0;
/** Once a second: ping every 20 s, and notice that the machine has slept. */
function beat(): void {
  const now = Date.now();
  const slept = now - lastBeat > sleepMs;
  lastBeat = now;
  if (slept && socket) {
    socket.close();
    closed(0);
    reconnectNow();
    return;
  }
  if (!greeted) return;
  beats += 1;
  if (beats % (TIMES.pingMs / 1000) !== 0) return;
  send({ t: 'ping', n: beats });
  clearTimeout(pongDue);
  pongDue = setTimeout(() => {
    socket?.close();
    closed(0);
  }, TIMES.pongMs);
}
