// How an invocation of `run` or `resume` ended: exit code (R-CLI-03), JSON document and closing lines (R-CLI-15).
import {
  isMap,
  type Json,
  type JsonMap,
  type RunError,
  type View,
  type ViewInteraction,
  type ViewVerdict,
} from '@iterion/engine';
import { openInteractions, simulatedNote } from '@iterion/runtime';
import { cost, oneLine, seconds, tokens, visible } from '@iterion/runtime/text';
import type { CommandResult } from '../args/spec.ts';
import type { Colour, Terminal } from '../output/terminal.ts';
import { exampleAnswer } from './form.ts';

export interface Outcome {
  readonly view: View;
  readonly output: Json;
  readonly file: string;
  readonly store: string;
  /** `--store-dir X` for the commands that are proposed, where it is not the default. */
  readonly storeArgument: string;
}

function exitCodeOf(view: View): number {
  const { status, failure } = view.run;
  switch (status) {
    case 'finished':
      return 0;
    case 'paused_waiting_human':
    case 'paused_operator':
      return 3;
    case 'cancelled':
      return 130;
    case 'failed':
    case 'failed_resumable':
      return failure?.code === 'BUDGET_EXCEEDED' ? 4 : 1;
    case 'queued':
    case 'running':
      return 0;
    default:
      return status satisfies never;
  }
}

export function resultOf({ view, output, file, store }: Outcome): CommandResult {
  const { run } = view;
  const exitCode = exitCodeOf(view);
  const { active_s, ...usage } = run.usage;
  const open = openInteractions(view);
  const interactions = open.map(
    ({ interaction_id, node_id, branch_id, kind, questions, instructions, form }): JsonMap => ({
      interaction_id,
      node_id,
      branch_id,
      kind,
      questions,
      ...(instructions === undefined ? {} : { instructions }),
      form: form as unknown as Json,
    }),
  );
  const [only] = open;
  const single = only !== undefined && open.length === 1;
  const document: JsonMap = {
    run_id: run.id,
    workflow: run.workflow_name,
    status: run.status,
    store,
    file,
    exit_code: exitCode,
    ...(run.status === 'finished' ? { output } : {}),
    usage,
    active_s,
    simulated: run.simulated !== null,
    ...(run.recipe === undefined ? {} : { recipe: run.recipe.name }),
    ...(view.verdict === undefined ? {} : { verdict: view.verdict as unknown as Json }),
    ...(run.failure === null ? {} : { error: errorJson(run.failure) }),
    ...(interactions.length === 0 ? {} : { interactions }),
    ...(single ? { interaction_id: only.interaction_id, node_id: only.node_id, questions: only.questions } : {}),
  };
  return { exitCode, json: document };
}

function errorJson(failure: RunError): JsonMap {
  const { code, message, node_id, branch_id, hint, details, cause } = failure;
  return {
    code,
    message,
    ...(node_id === undefined ? {} : { node_id }),
    ...(branch_id === undefined ? {} : { branch_id }),
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause: errorJson(cause) }),
    ...(details === undefined ? {} : { details }),
  };
}

const COLOURS: Readonly<Partial<Record<View['run']['status'], Colour>>> = {
  finished: 'green',
  failed: 'red',
  failed_resumable: 'red',
  cancelled: 'yellow',
  paused_waiting_human: 'magenta',
  paused_operator: 'yellow',
};
const WORDS: Readonly<Partial<Record<View['run']['status'], string>>> = {
  finished: '✓ finished',
  failed: '✗ failed',
  failed_resumable: '✗ failed',
  cancelled: '■ cancelled',
  paused_waiting_human: '? waiting for a person',
  paused_operator: '■ paused',
};

export function printOutcome(terminal: Terminal, outcome: Outcome): void {
  const { view, output, storeArgument } = outcome;
  const { run, totals } = view;
  const parts = [`${seconds(run.usage.active_s)} active`];
  if (totals.tokens > 0) parts.push(tokens(totals.tokens));
  parts.push(cost(totals.cost_usd, totals.cost_incomplete));
  const simulated = simulatedNote(view);
  const word = terminal.paint(COLOURS[run.status] ?? 'blue', WORDS[run.status] ?? run.status);
  terminal.out(
    `\n${word}  ${parts.join(' · ')}${simulated === '' ? '' : `  ${terminal.paint('yellow', simulated)}`}\n`,
  );
  if (run.status === 'finished') printOutput(terminal, output);
  if (view.verdict !== undefined) printVerdict(terminal, view.verdict);
  const command = (text: string): string => `iterion ${text} --run-id ${run.id}${storeArgument}`;
  if (run.failure !== null && run.status !== 'finished') printError(terminal, run.failure);
  if (run.status === 'paused_waiting_human') {
    for (const interaction of openInteractions(view)) printOpen(terminal, interaction, view, command('resume'));
  }
  if (run.status === 'failed_resumable' || run.status === 'cancelled' || run.status === 'paused_operator') {
    terminal.out(`${terminal.paint('dim', '  resume ')} ${command('resume')}\n`);
  }
  terminal.out(`${terminal.paint('dim', '  inspect')} ${command('inspect')}\n`);
}

/** What the recipe calls success (R-RECIPE-04). */
function printVerdict(terminal: Terminal, { metric, value, success }: ViewVerdict): void {
  const word = success ? terminal.paint('green', 'success') : terminal.paint('red', 'no success');
  terminal.out(
    `${terminal.paint('dim', '  verdict')} ${word}  ${visible(metric)} = ${oneLine(JSON.stringify(value), 60)}\n`,
  );
}

function printOutput(terminal: Terminal, output: Json): void {
  const entries = isMap(output) ? Object.entries(output).filter(([key]) => !key.startsWith('_')) : [];
  const width = Math.max(0, ...entries.slice(0, 12).map(([key]) => key.length));
  for (const [key, value] of entries.slice(0, 12)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const room = Math.max(20, terminal.columns - width - 4);
    terminal.out(`  ${terminal.paint('dim', visible(key).padEnd(width))}  ${oneLine(text, room)}\n`);
  }
  if (entries.length > 12)
    terminal.out(`  ${terminal.paint('dim', `… and ${entries.length - 12} more (--json shows all)`)}\n`);
}

function printError(terminal: Terminal, failure: RunError): void {
  terminal.err(`${terminal.paintError('red', `error [${failure.code}]:`)} ${visible(failure.message)}\n`);
  for (let cause = failure.cause; cause !== undefined; cause = cause.cause) {
    const place = cause.node_id === undefined ? '' : ` at ${cause.node_id}`;
    terminal.err(`  because of ${cause.code}${visible(place)}: ${visible(cause.message)}\n`);
  }
  if (failure.node_id !== undefined) terminal.err(`  node: ${visible(failure.node_id)}\n`);
  if (failure.hint !== undefined) terminal.err(`  hint: ${visible(failure.hint)}\n`);
}

/** One open question: what is asked, and the command that answers it. */
function printOpen(terminal: Terminal, interaction: ViewInteraction, view: View, resume: string): void {
  const { interaction_id, node_id, form, min_answers, instructions, kind } = interaction;
  terminal.out(`\n  ${terminal.paint('bold', visible(node_id))} asks (${kind}, ${interaction_id})\n`);
  if (instructions !== undefined) {
    for (const text of visible(instructions).trim().split('\n').slice(0, 8)) terminal.out(`    ${text}\n`);
  }
  for (const field of form) {
    const type = field.enum === undefined ? field.type : field.enum.join(' | ');
    terminal.out(
      `    ${visible(field.name)}: ${visible(type)}${field.required ? '' : terminal.paint('dim', ' (optional)')}\n`,
    );
  }
  if (min_answers !== undefined) terminal.out(`    ${terminal.paint('dim', `at least ${min_answers} of them`)}\n`);
  const which = openInteractions(view).length > 1 ? ` --interaction ${interaction_id}` : '';
  const wanted = form.filter((field, index) => field.required || index === 0);
  const answers = wanted.map((field) => ` --answer ${field.name}=${exampleAnswer(field)}`).join('');
  terminal.out(`${terminal.paint('dim', '  answer ')} ${resume}${which}${visible(answers)}\n`);
}
