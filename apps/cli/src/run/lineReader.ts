// Lines typed at a terminal. What is typed or pasted ahead waits for its question; the end of input and Ctrl-C are told apart.
import { createInterface, type Interface } from 'node:readline';
import type { Terminal } from '../output/terminal.ts';

/** Why there is no further line. */
export class InputLeft extends Error {
  readonly how: 'ended' | 'interrupted';
  constructor(how: 'ended' | 'interrupted') {
    super(`the input was ${how}`);
    this.how = how;
  }
}

export class LineReader {
  readonly #interface: Interface;
  readonly #typed: string[] = [];
  #left: InputLeft | undefined;
  #waiting: PromiseWithResolvers<string> | undefined;

  constructor(terminal: Terminal) {
    this.#interface = createInterface({ input: terminal.input, output: process.stdout, terminal: terminal.live });
    this.#interface.on('line', (line) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting === undefined) this.#typed.push(line);
      else waiting.resolve(line);
    });
    this.#interface.once('close', () => this.#leave('ended'));
    this.#interface.once('SIGINT', () => {
      this.#typed.length = 0;
      this.#leave('interrupted');
      this.#interface.close();
    });
  }

  /** Asks and waits for a line; rejects with `InputLeft` when none comes any more. */
  ask(question: string): Promise<string> {
    this.#interface.setPrompt(question);
    const line = this.#typed.shift();
    if (line !== undefined) {
      process.stdout.write(`${question}${line}\n`);
      return Promise.resolve(line);
    }
    if (this.#left !== undefined) return Promise.reject(this.#left);
    this.#waiting = Promise.withResolvers<string>();
    this.#interface.prompt();
    return this.#waiting.promise;
  }

  close(): void {
    this.#interface.close();
  }

  #leave(how: 'ended' | 'interrupted'): void {
    this.#left ??= new InputLeft(how);
    this.#waiting?.reject(this.#left);
    this.#waiting = undefined;
  }
}
