// The human view of a run (R-CLI-15): header, one line per significant event with elapsed time, node and branch, live consumption on a
// TTY. Keeps the view of what it has seen.
import { emptyView, formatDuration, viewAll, type RunEvent, type View } from '@iterion/engine';
import { eventLine } from '@iterion/runtime';
import { cost, oneLine, tokens, visible } from '@iterion/runtime/text';
import type { Terminal } from '../output/terminal.ts';

export interface PrinterOptions {
  readonly terminal: Terminal;
  readonly file: string;
  readonly store: string;
  /** Nothing is printed; the view is kept all the same. */
  readonly silent: boolean;
  /** The models of the run are simulated, though not the rest of it. */
  readonly simulatedModels?: boolean;
  /** Every event as a JSON line instead. */
  readonly ndjson: boolean;
}

const TICK_MS = 250;
const SUBJECT_WIDTH = 24;
/** On a very narrow terminal a line may break rather than say nothing. */
const MIN_DETAIL = 24;

export class RunPrinter {
  readonly #options: PrinterOptions;
  #view: View = emptyView();
  #status = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  get view(): View {
    return this.#view;
  }

  /** Makes the past of a resumed run known without printing it. */
  recall(events: readonly RunEvent[]): void {
    this.#view = viewAll(this.#view, events);
  }

  /** Says which run goes on, before its first new event. */
  announce(): void {
    const { silent, ndjson } = this.#options;
    if (!silent && !ndjson) this.#header();
  }

  /** Takes events as they happen. */
  take(events: readonly RunEvent[]): void {
    const { terminal, silent, ndjson } = this.#options;
    for (const event of events) {
      this.#view = viewAll(this.#view, [event]);
      if (ndjson) terminal.out(`${JSON.stringify(event)}\n`);
      else if (!silent) this.#print(event);
    }
    if (!silent && !ndjson) this.#showStatus();
  }

  /** Takes the live line away, for whoever writes next. */
  quiet(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#clearStatus();
  }

  #print(event: RunEvent): void {
    if (event.type === 'run_started') return this.#header();
    const line = eventLine(event, this.#view);
    if (line === undefined) return;
    this.#clearStatus();
    const { terminal } = this.#options;
    const elapsed = Date.parse(event.timestamp) - Date.parse(this.#view.run.started_at ?? event.timestamp);
    const time = terminal.paint('dim', formatDuration(Math.max(0, elapsed)).padStart(8));
    const subject = visible(line.subject).padEnd(SUBJECT_WIDTH);
    const { detail, branch } = this.#fitted(visible(line.detail), event.branch_id, 13 + subject.length);
    const told = `${detail}${branch === '' ? '' : terminal.paint('dim', branch)}`;
    terminal.out(`${time}  ${terminal.paint(line.colour, line.mark)} ${`${subject} ${told}`.trimEnd()}\n`);
  }

  /** On a terminal a line stays one line: the branch goes first, then the end of the detail. */
  #fitted(
    detail: string,
    id: string | undefined,
    before: number,
  ): { readonly detail: string; readonly branch: string } {
    const { terminal } = this.#options;
    const branch = id === undefined ? '' : `  [${visible(id)}]`;
    const room = terminal.columns - before;
    if (!terminal.live || detail.length + branch.length <= room) return { detail, branch };
    return { detail: oneLine(detail, Math.max(MIN_DETAIL, room)), branch: '' };
  }

  #header(): void {
    const { terminal, file, store, simulatedModels } = this.#options;
    const { workflow_name, id, simulated } = this.#view.run;
    const some = simulatedModels === true ? 'SIMULATED models' : '';
    const word = simulated === null || simulated.part === true ? some : `SIMULATED (seed ${visible(simulated.seed)})`;
    const mark = word === '' ? '' : `  ${terminal.paint('yellow', word)}`;
    terminal.out(`${terminal.paint('bold', visible(workflow_name))}${mark}\n`);
    terminal.out(terminal.paint('dim', `${visible(file)} · run ${id} · store ${visible(store)}`) + '\n\n');
  }

  #showStatus(): void {
    const { terminal } = this.#options;
    if (!terminal.live) return;
    const running = this.#view.executions.filter(({ status }) => status === 'running' || status === 'retrying');
    if (this.#view.run.status !== 'running' || running.length === 0) return this.quiet();
    this.#timer ??= setInterval(() => this.#drawStatus(), TICK_MS).unref();
    this.#drawStatus();
  }

  #drawStatus(): void {
    const { terminal } = this.#options;
    const { run, totals } = this.#view;
    const running = this.#view.executions.filter(({ status }) => status === 'running' || status === 'retrying');
    const since =
      run.active_since === null ? 0 : Math.max(0, Date.now() - Date.parse(run.updated_at ?? run.active_since));
    const names = running.map(({ ir_node_id, last_tool }) =>
      last_tool === null ? ir_node_id : `${ir_node_id} (${last_tool})`,
    );
    const parts = [names.join(', '), formatDuration(run.usage.active_s * 1000 + since)];
    if (totals.tokens > 0) parts.push(tokens(totals.tokens), cost(totals.cost_usd, totals.cost_incomplete));
    const text = oneLine(`… ${parts.join(' · ')}`, terminal.columns - 1);
    if (text === this.#status) return;
    this.#status = text;
    terminal.out(`\r\x1b[2K${terminal.paint('dim', text)}`);
  }

  #clearStatus(): void {
    if (this.#status === '') return;
    this.#status = '';
    this.#options.terminal.out('\r\x1b[2K');
  }
}
