// The client's side of the socket's channels as a pure state machine (S-WS-05, S-WS-06): what each subscription holds, what to do
// with a message, what to ask for. No socket in here. Invariants:
// 1. Items reach a listener in order, each exactly once, without a hole: anything else leads to a renewed subscription.
// 2. After a reconnect every channel is asked for again with the last number held.
import type { ServerMessage } from '@iterion/protocol';

export interface Listener {
  /** The complete state as of now; replaces everything. */
  readonly snapshot?: (state: unknown, seq: number) => void;
  /** Changes since, in order. `live` is false while catching up. */
  readonly items?: (
    items: readonly unknown[],
    range: { readonly from: number; readonly to: number; readonly live: boolean },
  ) => void;
  /** The channel is gone for good: run deleted, file gone. */
  readonly ended?: (reason: string) => void;
  readonly failed?: (code: string, message: string) => void;
  /** Messages of `doc:` channels. */
  readonly document?: (message: Extract<ServerMessage, { t: 'doc.diag' | 'doc.need' }>) => void;
}

interface Subscription {
  readonly channel: string;
  readonly listeners: Set<Listener>;
  readonly options: () => unknown;
  seq: number | null;
  epoch: string | null;
  /** Waiting for the answer to `sub`; `ev` that does not fit is ignored meanwhile. */
  pending: number | null;
  parts: string[];
  acknowledged: number;
}

export type Outgoing = { readonly t: string; readonly [key: string]: unknown };

export class Subscriptions {
  readonly #byChannel = new Map<string, Subscription>();
  readonly #send: (message: Outgoing) => void;
  #nextId = 1;

  constructor(send: (message: Outgoing) => void) {
    this.#send = send;
  }

  /**
   * Listens to a channel; `options` is read at each (re)subscription. Returns what ends it. A channel has any number of listeners; a
   * further one makes the server send a new snapshot, which all of them get.
   */
  add(channel: string, listener: Listener, options: () => unknown = () => undefined): () => void {
    const known = this.#byChannel.get(channel);
    const subscription: Subscription = known ?? {
      channel,
      listeners: new Set(),
      options,
      seq: null,
      epoch: null,
      pending: null,
      parts: [],
      acknowledged: -1,
    };
    subscription.listeners.add(listener);
    subscription.seq = null;
    this.#byChannel.set(channel, subscription);
    this.#ask(subscription);
    return () => {
      subscription.listeners.delete(listener);
      if (subscription.listeners.size > 0 || this.#byChannel.get(channel) !== subscription) return;
      this.#byChannel.delete(channel);
      this.#send({ t: 'unsub', id: this.#id(), ch: channel });
    };
  }

  has(channel: string): boolean {
    return this.#byChannel.has(channel);
  }

  /** The connection is (again) there: ask for everything from where we are (S-WS-10). */
  renewAll(): void {
    for (const subscription of this.#byChannel.values()) this.#ask(subscription);
  }

  receive(message: ServerMessage): void {
    if (!('ch' in message) || message.ch === undefined) return;
    const subscription = this.#byChannel.get(message.ch);
    if (!subscription) return;
    switch (message.t) {
      case 'ok':
        // What follows on this channel belongs to the renewed subscription.
        if (message.id === subscription.pending) subscription.pending = null;
        break;
      case 'snap':
        this.#snapshot(subscription, message);
        break;
      case 'ev':
        this.#items(subscription, message);
        break;
      case 'reset':
        subscription.seq = null;
        subscription.parts = [];
        break;
      case 'end':
        this.#byChannel.delete(subscription.channel);
        for (const listener of subscription.listeners) listener.ended?.(message.reason);
        break;
      case 'err':
        subscription.pending = null;
        for (const listener of subscription.listeners) listener.failed?.(message.code, message.message);
        break;
      case 'doc.diag':
      case 'doc.need':
        for (const listener of subscription.listeners) listener.document?.(message);
        break;
      default:
        break;
    }
  }

  /** Tells the server how far we are, for channels that moved since the last time (S-WS-08). */
  acknowledge(): void {
    for (const subscription of this.#byChannel.values()) {
      if (subscription.seq === null || subscription.seq === subscription.acknowledged) continue;
      subscription.acknowledged = subscription.seq;
      this.#send({ t: 'ack', ch: subscription.channel, seq: subscription.seq });
    }
  }

  #ask(subscription: Subscription): void {
    const id = this.#id();
    const options = subscription.options();
    subscription.pending = id;
    subscription.parts = [];
    subscription.acknowledged = -1;
    this.#send({
      t: 'sub',
      id,
      ch: subscription.channel,
      ...(subscription.seq !== null && subscription.epoch !== null
        ? { after: subscription.seq, epoch: subscription.epoch }
        : {}),
      ...(options === undefined ? {} : { opts: options }),
    });
  }

  #id(): number {
    return this.#nextId++;
  }

  #snapshot(subscription: Subscription, message: Extract<ServerMessage, { t: 'snap' }>): void {
    let { state } = message;
    if (message.parts !== undefined && message.part !== undefined) {
      subscription.parts[message.part] = String(message.state);
      const have = subscription.parts.filter((part) => part !== undefined).length;
      if (have < message.parts) return;
      state = JSON.parse(subscription.parts.join(''));
    }
    subscription.parts = [];
    subscription.pending = null;
    subscription.seq = message.seq;
    subscription.epoch = message.epoch;
    for (const listener of subscription.listeners) listener.snapshot?.(state, message.seq);
  }

  #items(subscription: Subscription, message: Extract<ServerMessage, { t: 'ev' }>): void {
    const { seq } = subscription;
    if (seq === null) return; // a snapshot is on its way
    if (message.to <= seq) return; // held already
    if (message.from !== seq + 1) {
      if (subscription.pending === null) this.#ask(subscription);
      return;
    }
    subscription.pending = null;
    subscription.seq = message.to;
    const { from, to, live, items } = message;
    for (const listener of subscription.listeners) listener.items?.(items, { from, to, live });
  }
}
