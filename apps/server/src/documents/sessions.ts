// Document sessions of one connection (S-FILE-01, S-FILE-02): a shadow of each open buffer, and the diagnostics of its newest version, 200 ms after
// the last change. The shadow is never written to disk and goes with the connection.
import { TIMES, documentOptions, type ClientMessage, type ServerMessage } from '@iterion/protocol';
import { applyEdits, type Diagnostic, type TextEdit } from '@iterion/dsl';
import { Failure } from '../failure.ts';

/** What the language says about a text; the same function as in the browser (S-FILE-03). */
export type Diagnose = (text: string) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;

export interface DocumentServices {
  readonly diagnose: Diagnose;
  /** Problems outside the text: missing credentials and the like. */
  readonly diagnoseEnvironment: Diagnose;
  /** Text of a file when its bytes have this hash; null otherwise. */
  readonly textOf: (path: string, hash: string) => Promise<string | null>;
  /** Reports changes of the file while it is open. */
  readonly watch: (path: string, hash: string | null) => () => void;
}

interface Document {
  readonly channel: string;
  readonly unwatch: () => void;
  version: number;
  /** Null while the shadow is lost. */
  text: string | null;
  timer: NodeJS.Timeout | null;
  running: boolean;
}

type DocumentMessage = Extract<ClientMessage, { t: 'doc.change' | 'doc.text' }>;

export class DocumentSessions {
  readonly #services: DocumentServices;
  readonly #send: (message: ServerMessage) => void;
  readonly #documents = new Map<string, Document>();

  constructor(services: DocumentServices, send: (message: ServerMessage) => void) {
    this.#services = services;
    this.#send = send;
  }

  get size(): number {
    return this.#documents.size;
  }

  /** `accepted` is called before anything else is sent on the channel. */
  async open(channel: string, options: unknown, accepted: () => void): Promise<void> {
    const parsed = documentOptions.safeParse(options);
    if (!parsed.success) throw new Failure('invalid_request', 'A document channel needs path, hash and version.');
    const { path, hash, version, text } = parsed.data;
    const known = text ?? (path !== null && hash !== null ? await this.#services.textOf(path, hash) : null);
    const unwatch = path === null ? () => undefined : this.#services.watch(path, hash);
    const document: Document = { channel, unwatch, version, text: known, timer: null, running: false };
    this.#documents.set(channel, document);
    accepted();
    if (known === null) this.#send({ t: 'doc.need', ch: channel });
    else this.#schedule(document, 0);
  }

  receive(message: DocumentMessage): void {
    const document = this.#documents.get(message.ch);
    if (document === undefined) throw new Failure('not_found', 'This document is not open.');
    if (message.t === 'doc.text') {
      document.text = message.text;
      document.version = message.version;
      return this.#schedule(document, TIMES.documentDebounceMs);
    }
    const fits =
      document.text !== null && document.version === message.base && sorted(message.edits, document.text.length);
    if (!fits || document.text === null) {
      document.text = null;
      return this.#send({ t: 'doc.need', ch: message.ch });
    }
    document.text = applyEdits(document.text, message.edits);
    document.version = message.version;
    this.#schedule(document, TIMES.documentDebounceMs);
  }

  drop(channel: string): void {
    const document = this.#documents.get(channel);
    if (document === undefined) return;
    this.#documents.delete(channel);
    document.unwatch();
    if (document.timer !== null) clearTimeout(document.timer);
  }

  close(): void {
    for (const channel of this.#documents.keys()) this.drop(channel);
  }

  #schedule(document: Document, wait: number): void {
    if (document.timer !== null) clearTimeout(document.timer);
    document.timer = setTimeout(() => {
      document.timer = null;
      // At most one run at a time; the newest version is taken up after it.
      if (document.running) return;
      this.#diagnose(document).catch((error: unknown) => {
        const failure = error instanceof Failure ? error : new Failure('internal', 'The text could not be analysed.');
        if (this.#open(document))
          this.#send({ t: 'err', ch: document.channel, code: failure.code, message: failure.message });
      });
    }, wait);
  }

  async #diagnose(document: Document): Promise<void> {
    document.running = true;
    try {
      for (let done = -1; document.text !== null && document.version !== done && this.#open(document);) {
        const { version, text } = document;
        await this.#report(document, version, 'language', this.#services.diagnose, text);
        await this.#report(document, version, 'environment', this.#services.diagnoseEnvironment, text);
        done = version;
        if (document.timer !== null) return; // Still changing: the timer starts the next run.
      }
    } finally {
      document.running = false;
    }
  }

  async #report(
    document: Document,
    version: number,
    phase: 'language' | 'environment',
    diagnose: Diagnose,
    text: string,
  ): Promise<void> {
    const diagnostics = await diagnose(text);
    if (!this.#open(document) || document.version !== version) return;
    this.#send({ t: 'doc.diag', ch: document.channel, version, phase, diagnostics: [...diagnostics] });
  }

  #open(document: Document): boolean {
    return this.#documents.get(document.channel) === document;
  }
}

/** Whether edits are in order, apart and inside the text. */
function sorted(edits: readonly TextEdit[], length: number): boolean {
  let at = 0;
  for (const { start, end } of edits) {
    if (start < at || end < start || end > length) return false;
    at = end;
  }
  return true;
}
