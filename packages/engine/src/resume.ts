// What resume means for the state (§8.8): finished activations stand, open attempts are closed and opened anew, branches that a stop
// or a failure ended are revived. RE-1: a finished activation is never executed again (R-RESUME-04).
import { judge } from './branches.ts';
import { branchOf, fanOutOf } from './branchTree.ts';
import type { Input, ResumeOptions } from './effects.ts';
import { interruptNode } from './ending.ts';
import type { EventData, RunStatus } from './events.ts';
import { askAgainIfChanged, recordAnswers } from './people.ts';
import { entriesOf } from './persistentMap.ts';
import { MAIN, type OpenPosition, type Position, type RunState } from './state.ts';
import { emit, inBranch, type Work } from './work.ts';

type Resume = Extract<Input, { kind: 'resume' }>;
type Restart = EventData['run_resumed']['restart'][number];

export function mayResume(state: RunState, options: ResumeOptions = {}): boolean {
  switch (state.status) {
    case 'running':
    case 'paused_waiting_human':
    case 'paused_operator':
    case 'failed_resumable':
    case 'cancelled':
      return true;
    case 'finished':
    case 'failed':
    case 'queued':
      return options.fork === true;
    default:
      return state.status satisfies never;
  }
}

/** R-RESUME-02: what changed, what was answered, that it goes on, what was cut off, who is back. */
export function resume(work: Work, input: Resume): void {
  const { options, epoch } = input;
  if (!mayResume(work.state, options)) return;
  const reason = reasonOf(work.state, options);
  if (options.workflow_change !== undefined) {
    emit(work, {}, { type: 'workflow_changed', data: options.workflow_change });
  }
  for (const [id, answers] of Object.entries(options.answers ?? {})) recordAnswers(work, id, answers, options.by);
  const plan = planOf(work, options);
  const [first, second] = plan.restart;
  emit(
    work,
    {},
    {
      type: 'run_resumed',
      data: {
        resumed_from: work.state.status,
        reason,
        epoch,
        ...(first !== undefined && second === undefined ? { restart_node: first.node_id } : {}),
        restart: plan.restart,
        kept: work.state.finished_activations,
        ...(options.limits === undefined ? {} : { limits: options.limits }),
        ...(options.loop_extra === undefined ? {} : { loop_extra: options.loop_extra }),
        ...(options.env === undefined ? {} : { env: options.env }),
        ...(options.by === undefined ? {} : { by: options.by }),
      },
    },
  );
  for (const id of plan.executing) interruptNode(work, id, reason === 'fork' ? 'fork' : 'crash');
  for (const id of plan.revived) {
    const branch = branchOf(work.state, id);
    const fanOut = branch?.fan_out === null || branch === undefined ? undefined : fanOutOf(work.state, branch.fan_out);
    if (branch === undefined || fanOut === undefined) continue;
    emit(work, inBranch(branch, branch.head ?? undefined), {
      type: 'branch_started',
      data: {
        fan_out: fanOut.id,
        parent: fanOut.parent,
        from: fanOut.router,
        edge: fanOut.edges[fanOut.branches.indexOf(id)] ?? '',
        resumed: true,
      },
    });
  }
  if (options.workflow_change === undefined) return;
  for (const [, interaction] of entriesOf(work.state.interactions)) {
    if (interaction.status === 'open') askAgainIfChanged(work, interaction);
  }
}

function reasonOf(state: RunState, options: ResumeOptions): EventData['run_resumed']['reason'] {
  // Also the first resumption of a fork that was made and not started (R-RESUME-10).
  const untouched = state.forked_from !== null && state.last_seq < state.forked_from.seq;
  if (options.fork === true || untouched) return 'fork';
  if (state.index.executing.length > 0) return 'crash';
  return REASONS[state.status];
}

const REASONS: { readonly [K in RunStatus]: EventData['run_resumed']['reason'] } = {
  running: 'crash',
  paused_waiting_human: 'answers',
  paused_operator: 'operator',
  failed_resumable: 'retry',
  cancelled: 'retry',
  finished: 'retry',
  failed: 'retry',
  queued: 'retry',
};

interface Plan {
  /** Positions that get a new attempt, in tree order. */
  readonly restart: readonly Restart[];
  /** Branches whose open attempt was cut off. */
  readonly executing: readonly string[];
  /** Ended branches that go on, a parent before its children. */
  readonly revived: readonly string[];
}

/**
 * Walks the tree (R-RESUME-03). A failure below a tolerant fan-out is final (R-FAN-15): there nothing is revived that a sibling's
 * failure called off, unless that fan-out itself failed the run.
 */
function planOf(work: Work, options: ResumeOptions): Plan {
  const restart: Restart[] = [];
  const executing: string[] = [];
  const revived: string[] = [];
  const pending: { readonly id: string; readonly tolerated: boolean }[] = [{ id: MAIN, tolerated: false }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { id, tolerated } = at;
    const branch = branchOf(work.state, id);
    if (branch === undefined) continue;
    const position: Exclude<Position, { k: 'ended' }> =
      branch.position.k === 'ended' ? branch.position.resume : branch.position;
    if (position.k === 'open') {
      if (position.phase === 'executing') executing.push(id);
      const again = position.phase === 'interrupted' || (position.phase === 'failed' && !tolerated);
      if (position.phase === 'executing' || again) restart.push(restartOf(id, position, options));
    }
    const fanOut = position.k === 'forked' ? fanOutOf(work.state, position.fan_out) : undefined;
    if (fanOut === undefined) continue;
    const failedItself = fanOut.strategy === 'best_effort' && fanOut.live === 0 && !judge(work, fanOut).ok;
    const below: typeof pending = [];
    for (const child of fanOut.branches) {
      const end = branchOf(work.state, child)?.position;
      if (end === undefined) continue;
      const tolerant = tolerated || (fanOut.strategy === 'best_effort' && !failedItself);
      if (end.k !== 'ended') {
        below.push({ id: child, tolerated: tolerant });
        continue;
      }
      const back =
        end.status === 'failed' ? !tolerant : end.status === 'cancelled' && !(fanOut.aborted !== null && tolerated);
      if (!back) continue;
      revived.push(child);
      below.push({ id: child, tolerated: end.status === 'cancelled' && tolerant });
    }
    pending.push(...below.toReversed());
  }
  return { restart, executing, revived };
}

/** A conversation goes on unless it is itself the trouble, its node changed, or a person wants a new one (R-RESUME-06). */
function restartOf(branch: string, open: OpenPosition, options: ResumeOptions): Restart {
  const fresh =
    options.restart_nodes === true ||
    open.error?.code === 'SCHEMA_VALIDATION' ||
    options.workflow_change?.changed.includes(open.node) === true;
  return { branch_id: branch, node_id: open.node, iteration: open.iteration, ...(fresh ? { fresh } : {}) };
}
