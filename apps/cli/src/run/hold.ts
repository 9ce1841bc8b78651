// Holding a run in this process until it stops: prints what happens, asks people at a terminal (R-HUMAN-13), and turns signals into a
// cancel, the second one into the end of everything that runs (R-REC-13).
import type { RunHandle, RunResult } from '@iterion/runtime';
import { openInteractions } from '@iterion/runtime';
import type { Terminal } from '../output/terminal.ts';
import { ask } from './ask.ts';
import type { RunPrinter } from './runPrinter.ts';

export interface HoldOptions {
  readonly terminal: Terminal;
  readonly printer: RunPrinter;
  /** Questions are asked here; otherwise the run stays paused. */
  readonly interactive: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `begin` starts or resumes the run: a signal that comes meanwhile counts as soon as there is something to cancel. */
export async function holdUntilStopped(begin: () => Promise<RunHandle>, options: HoldOptions): Promise<RunResult> {
  const { terminal, printer } = options;
  let handle: RunHandle | undefined;
  let signals = 0;
  const cancel = (): void => {
    // The run may have stopped in this moment: then there is nothing to cancel.
    handle?.cancel('signal').catch(() => undefined);
    if (signals > 1) handle?.kill();
  };
  const onSignal = (): void => {
    signals += 1;
    printer.quiet();
    if (signals === 1) terminal.err('cancelling; once more kills what still runs\n');
    if (signals > 1 && handle === undefined) process.exit(130); // it does not even begin
    cancel();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  let leave: (() => void) | undefined;
  try {
    handle = await begin();
    if (signals > 0) cancel();
    if (options.interactive) {
      const asking = new Asking(handle, options, onSignal);
      leave = handle.subscribe(() => asking.look());
      asking.look();
    }
    return await handle.done;
  } finally {
    leave?.();
    printer.quiet();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

/** Asks one question at a time while the run is paused for people. */
class Asking {
  readonly #handle: RunHandle;
  readonly #options: HoldOptions;
  readonly #onInterrupt: () => void;
  #busy = false;

  constructor(handle: RunHandle, options: HoldOptions, onInterrupt: () => void) {
    this.#handle = handle;
    this.#options = options;
    this.#onInterrupt = onInterrupt;
  }

  look(): void {
    if (this.#busy || this.#handle.state().status !== 'paused_waiting_human') return;
    this.#busy = true;
    void this.#askAll();
  }

  async #askAll(): Promise<void> {
    const { terminal, printer } = this.#options;
    // The event that paused the run is being published: let the others see it first.
    await Promise.resolve();
    while (this.#handle.state().status === 'paused_waiting_human') {
      const [interaction] = openInteractions(printer.view);
      if (interaction === undefined) break;
      printer.quiet();
      const asked = await ask(terminal, interaction);
      if (asked === 'ended') {
        terminal.out('\n');
        await this.#handle.release();
        return;
      }
      if (asked === 'interrupted') {
        terminal.out('\n');
        this.#onInterrupt();
        return;
      }
      try {
        await this.#handle.answer(interaction.interaction_id, asked.answers);
      } catch (error) {
        // Refused as a whole, for instance because of fields that depend on each other: say why and ask again.
        terminal.out(`  ${terminal.paint('yellow', error instanceof Error ? error.message : String(error))}\n`);
      }
    }
    this.#busy = false;
  }
}
