// One run for people: header, budget, open questions, executions by branch (R-CLI-19).
import type { View, ViewBranch, ViewExecution } from '@iterion/engine';
import { openInteractions, simulatedNote } from '@iterion/runtime';
import { cost, oneLine, seconds, tokens, visible } from '@iterion/runtime/text';
import { tableLines, type Cell } from '../output/table.ts';
import type { Colour, Terminal } from '../output/terminal.ts';
import { typeText } from '../run/form.ts';

export function printRun(terminal: Terminal, view: View, { status }: { readonly status: string }): void {
  const { run, totals } = view;
  const dim = (text: string): string => terminal.paint('dim', text);
  const note = simulatedNote(view);
  const simulated = note === '' ? '' : `  ${terminal.paint('yellow', note)}`;
  terminal.out(
    `${terminal.paint('bold', visible(run.workflow_name))}  ${terminal.paint(colourOf(run.status), status)}${simulated}\n`,
  );
  const facts: [string, string][] = [
    ['run', run.id],
    ['file', run.file_path ?? ''],
    ['started', run.started_at ?? ''],
    ['stopped', run.finished_at ?? ''],
    ['active', seconds(run.usage.active_s)],
    [
      'used',
      `${tokens(totals.tokens)}, ${cost(totals.cost_usd, totals.cost_incomplete)}, ${totals.iterations} counted attempts`,
    ],
  ];
  if (run.forked_from !== null)
    facts.push(['forked', `from ${run.forked_from.run_id} at event ${run.forked_from.seq}`]);
  const rows = facts
    .filter(([, text]) => text !== '')
    .map(([name, text]): Cell[] => [{ text: `  ${name}`, paint: dim }, { text }]);
  for (const line of tableLines(rows)) terminal.out(`${line}\n`);
  if (run.failure !== null) {
    const { code, message, node_id, hint } = run.failure;
    terminal.out(
      `  ${terminal.paint('red', `${code}${node_id === undefined ? '' : ` at ${visible(node_id)}`}:`)} ${visible(message)}\n`,
    );
    if (hint !== undefined) terminal.out(`  ${dim('hint:')} ${visible(hint)}\n`);
  }
  printBudget(terminal, view);
  for (const { interaction_id, node_id, kind, form } of openInteractions(view)) {
    const fields = form.map((field) => `${field.name} (${typeText(field)})`).join(', ');
    terminal.out(
      `  ${terminal.paint('magenta', '?')} ${visible(node_id)} asks (${kind}, ${interaction_id}): ${visible(fields)}\n`,
    );
  }
  printExecutions(terminal, view);
}

function printBudget(terminal: Terminal, { budget }: View): void {
  const entries = Object.entries(budget).filter(([, { limit }]) => limit !== null);
  if (entries.length === 0) return;
  const text = entries.map(([dimension, { used, limit, warned, exceeded }]) => {
    const amount = `${dimension} ${round(used)} of ${limit ?? ''}`;
    return exceeded ? terminal.paint('red', amount) : warned ? terminal.paint('yellow', amount) : amount;
  });
  terminal.out(`  ${terminal.paint('dim', 'budget')}   ${text.join(', ')}\n`);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const MARKS: Readonly<Record<ViewExecution['status'], readonly [string, Colour]>> = {
  running: ['…', 'blue'],
  retrying: ['↻', 'yellow'],
  paused_waiting_human: ['?', 'magenta'],
  finished: ['✓', 'green'],
  failed: ['✗', 'red'],
  interrupted: ['■', 'yellow'],
};

/** Executions in order of their start; the branches of a fan-out stand under its router. */
function printExecutions(terminal: Terminal, view: View): void {
  if (view.executions.length === 0) return;
  const executions = Map.groupBy(view.executions, ({ branch_id }) => branch_id);
  const branches = Map.groupBy(view.branches, ({ fan_out }) => fan_out);
  const rows: Cell[][] = [];
  const add = (branch: ViewBranch, depth: number): void => {
    const indent = '  '.repeat(depth + 1);
    for (const execution of executions.get(branch.branch_id) ?? []) {
      rows.push(executionRow(terminal, execution, indent));
      const activation = `${branch.branch_id}:${execution.ir_node_id}:${execution.loop_iteration}`;
      for (const child of branches.get(activation) ?? []) {
        rows.push([
          { text: `${indent}  ⇉ ${child.branch_id}`, paint: (text) => terminal.paint('cyan', text) },
          { text: child.status, paint: (text) => terminal.paint('dim', text) },
        ]);
        add(child, depth + 2);
      }
    }
  };
  for (const main of branches.get(null) ?? []) add(main, 0);
  terminal.out('\n');
  for (const line of tableLines(rows)) terminal.out(`${line}\n`);
}

function executionRow(terminal: Terminal, execution: ViewExecution, indent: string): Cell[] {
  const { status, kind, ir_node_id, loop_iteration, attempt, error, code } = execution;
  const [mark, colour] = MARKS[status];
  const again = loop_iteration === 0 ? '' : ` #${loop_iteration + 1}`;
  const notes = [attempt > 1 ? `${attempt} attempts` : '', execution.simulated ? 'simulated' : ''];
  if (status === 'failed' || status === 'retrying') notes.push(oneLine(`${code ?? ''}: ${error ?? ''}`, 80));
  const instant = execution.tokens === 0 && execution.active_s === 0;
  return [
    { text: `${indent}${mark} ${ir_node_id}${again}`, paint: (text) => terminal.paint(colour, text) },
    { text: kind, paint: (text) => terminal.paint('dim', text) },
    { text: instant ? '' : seconds(execution.active_s), right: true },
    { text: execution.tokens === 0 ? '' : tokens(execution.tokens), right: true },
    { text: execution.cost_usd === 0 ? '' : cost(execution.cost_usd, execution.cost_incomplete), right: true },
    { text: notes.filter((note) => note !== '').join(' · ') },
  ];
}

function colourOf(status: View['run']['status']): Colour {
  if (status === 'finished') return 'green';
  return status.startsWith('failed') ? 'red' : 'yellow';
}
