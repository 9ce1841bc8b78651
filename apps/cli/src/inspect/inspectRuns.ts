// What `inspect` shows: a table of runs, or one run with its executions, log, artifacts and questions (R-CLI-19).
import { didYouMean } from '@iterion/dsl';
import { emptyView, viewAll, type Json, type JsonMap, type View } from '@iterion/engine';
import { RUN_STATUSES } from '@iterion/protocol';
import type { Store, StoredHeader } from '@iterion/runtime';
import { cost, seconds } from '@iterion/runtime/text';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { Failure, usage } from '../failure.ts';
import { tableLines, type Cell } from '../output/table.ts';
import { runIdOf } from '../run/findRun.ts';
import { storeOf } from '../run/settings.ts';
import { followRun } from './follow.ts';
import { eventChooser, printEvents } from './log.ts';
import { printRun } from './printRun.ts';

/** What belongs to one run only. */
const OF_ONE_RUN = ['events', 'from', 'type', 'node', 'full', 'follow'];

export async function inspectRuns(invocation: Invocation): Promise<CommandResult> {
  const { args } = invocation;
  const { store, storeName } = storeOf(invocation);
  if (args.value('run-id') !== undefined || args.operands.length > 0) return inspectRun(invocation, store);
  const alone = OF_ONE_RUN.find((name) => args.has(name));
  if (alone !== undefined) throw usage(`--${alone} needs a run`, 'add --run-id RUN; last is the newest');
  return list(invocation, store, storeName);
}

function list({ args, terminal, json }: Invocation, store: Store, storeName: string): CommandResult {
  const statuses = args.values('status');
  for (const status of statuses) {
    if (RUN_STATUSES.some((known) => known === status)) continue;
    const near = didYouMean(status, RUN_STATUSES);
    throw usage(
      `there is no status ${status}`,
      near === undefined ? `they are ${RUN_STATUSES.join(', ')}` : `did you mean ${near}?`,
    );
  }
  const limit = Number(args.value('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1)
    throw usage(`--limit must be a whole number above 0, not ${args.value('limit') ?? ''}`);
  const workflows = args.values('workflow');
  const chosen = store
    .headers()
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .filter(({ workflow_name }) => workflows.length === 0 || workflows.includes(workflow_name));
  const shown = chosen.slice(0, limit);
  if (json) return { exitCode: 0, json: shown.map((header) => headerJson(store, header)) };
  if (shown.length === 0) {
    const filtered = statuses.length > 0 || workflows.length > 0;
    terminal.out(
      filtered
        ? `no run of ${storeName} is like that\n`
        : `no runs in ${storeName} yet; start one with: iterion run FILE --simulate\n`,
    );
    return { exitCode: 0, json: [] };
  }
  const dim = (text: string): string => terminal.paint('dim', text);
  const heads = ['ID', 'STATUS', 'WORKFLOW', 'CREATED', 'ACTIVE', 'COST', ''];
  const head = heads.map((text): Cell => ({ text, paint: dim, right: text === 'ACTIVE' || text === 'COST' }));
  const rows = shown.map((header): Cell[] => [
    { text: header.id },
    { text: statusText(store, header), paint: (text) => terminal.paint(statusColour(header.status), text) },
    { text: header.workflow_name },
    { text: localTime(header.created_at) },
    { text: seconds(header.usage.active_s), right: true },
    { text: cost(header.usage.cost_usd, header.usage.cost_incomplete), right: true },
    { text: simulatedWord(header), paint: (text) => terminal.paint('yellow', text) },
  ]);
  for (const line of tableLines([head, ...rows])) terminal.out(`${line}\n`);
  if (chosen.length > shown.length)
    terminal.out(dim(`… and ${chosen.length - shown.length} older; --limit shows more\n`));
  return { exitCode: 0, json: [] };
}

function simulatedWord({ simulated }: Pick<View['run'], 'simulated'>): string {
  if (simulated === null) return '';
  return simulated.part === true ? 'SIMULATED in part' : 'SIMULATED';
}

function statusColour(status: View['run']['status']): 'green' | 'red' | 'yellow' | 'magenta' | 'blue' {
  switch (status) {
    case 'finished':
      return 'green';
    case 'failed':
    case 'failed_resumable':
      return 'red';
    case 'cancelled':
    case 'paused_operator':
      return 'yellow';
    case 'paused_waiting_human':
      return 'magenta';
    case 'queued':
    case 'running':
      return 'blue';
    default:
      return status satisfies never;
  }
}

/** R-REC-17: a run that its log calls running, with no process that holds it. */
function statusText(
  store: Store,
  { id, status }: { readonly id: string; readonly status: View['run']['status'] },
): string {
  return status === 'running' && store.holder(id) === undefined ? 'running (no process)' : status;
}

function localTime(timestamp: string | null): string {
  if (timestamp === null) return '';
  const time = new Date(timestamp);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

function headerJson(store: Store, header: StoredHeader): Json {
  return { ...(header as unknown as JsonMap), live: store.holder(header.id) !== undefined };
}

async function inspectRun(invocation: Invocation, store: Store): Promise<CommandResult> {
  const { args, terminal, json } = invocation;
  const runId = runIdOf(store, args);
  const chosen = eventChooser(args);
  const withEvents = args.has('events') || args.has('from') || args.has('type') || args.has('node');
  if (args.has('follow') && !json) return followRun(invocation, store, runId, chosen);
  const { events, corrupt, missing } = store.events(runId);
  if (events.length === 0) {
    const reason =
      corrupt === undefined ? 'its log is empty' : `line ${corrupt.line} of its log is damaged: ${corrupt.reason}`;
    throw new Failure('STORE_CORRUPT', `run ${runId} cannot be shown: ${reason}`);
  }
  const view = viewAll(emptyView(), events);
  const live = store.holder(runId) !== undefined;
  const listed = events.filter(chosen);
  if (!json) {
    printRun(terminal, view, { status: statusText(store, view.run) });
    if (args.has('full')) printContents(invocation, store, runId);
    if (withEvents) printEvents(terminal, listed, view);
    if (corrupt !== undefined) {
      terminal.err(
        `${terminal.paintError('red', 'error [STORE_CORRUPT]:')} line ${corrupt.line} of the log (offset ${corrupt.offset}) is damaged: ${corrupt.reason}; what precedes it is shown\n`,
      );
    }
    if (missing.length > 0)
      terminal.err(`${terminal.paintError('yellow', 'warning:')} ${missing.length} large values of the log are gone\n`);
    return { exitCode: corrupt === undefined ? 0 : 1, json: null };
  }
  const snapshot = { ...view, run: { ...view.run, live } };
  return {
    exitCode: corrupt === undefined ? 0 : 1,
    json: {
      run: snapshot.run as unknown as Json,
      snapshot: snapshot as unknown as Json,
      ...(withEvents ? { events: listed as unknown as Json } : {}),
      ...(args.has('full')
        ? {
            artifacts: store.artifacts(runId) as unknown as Json,
            interactions: store.interactions(runId) as unknown as Json,
          }
        : {}),
      ...(corrupt === undefined
        ? {}
        : {
            error: {
              code: 'STORE_CORRUPT',
              message: `line ${corrupt.line} (offset ${corrupt.offset}): ${corrupt.reason}`,
            },
          }),
    },
  };
}

function printContents({ terminal }: Invocation, store: Store, runId: string): void {
  const show = (title: string, value: Json): void => {
    terminal.out(`\n${terminal.paint('bold', title)}\n${JSON.stringify(value, null, 2)}\n`);
  };
  for (const { publish, node_id, version, data } of store.artifacts(runId))
    show(`${publish} (${node_id}, version ${version})`, data);
  for (const { id, questions, answers } of store.interactions(runId)) {
    show(`${id}: questions`, questions);
    if (answers !== undefined) show(`${id}: answers`, answers);
  }
}
