// Which events are worth a line to a person, and what the line says (R-CLI-15). Pure: an event and the view after it.
import { isMap, type EventOf, type Json, type RunEvent, type View } from '@iterion/engine';
import { plural, seconds, tokens } from './numbers.ts';
import { oneLine } from './plainText.ts';
import { isWhollySimulated } from './viewFacts.ts';

/** How weighty a line is, as the colour it has where there is colour. */
type Tone = 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

export interface EventLine {
  readonly mark: string;
  readonly colour: Tone;
  /** The node, with its iteration where it is not the first. */
  readonly subject: string;
  readonly detail: string;
}

export function eventLine(event: RunEvent, view: View): EventLine | undefined {
  switch (event.type) {
    case 'node_started':
      return nodeStarted(event, view);
    case 'node_finished':
      return nodeFinished(event, view);
    case 'node_failed':
      return line('✗', 'red', subject(event), `${event.data.code}: ${oneLine(event.data.error, 160)}`);
    case 'node_interrupted':
      return line('■', 'yellow', subject(event), `interrupted (${event.data.reason})`);
    case 'node_recovery':
      return line('↻', 'yellow', subject(event), recovery(event));
    case 'edge_selected':
      return edgeSelected(event);
    case 'fan_out_started': {
      const { targets, convergence } = event.data;
      return line('⇉', 'cyan', subject(event), `${targets.join(', ')} side by side, until ${convergence}`);
    }
    case 'join_ready': {
      const { branches } = event.data;
      const arrived = branches.filter(({ status }) => status === 'arrived').length;
      return line(
        '⇇',
        'cyan',
        subject(event),
        `${arrived} of ${plural(branches.length, 'branch', 'branches')} arrived`,
      );
    }
    case 'branch_finished': {
      const { status, code, at } = event.data;
      if (status !== 'failed') return undefined;
      return line('✗', 'red', at ?? subject(event), `the branch failed${code === undefined ? '' : `: ${code}`}`);
    }
    case 'human_input_requested':
      return line('?', 'magenta', subject(event), `asks a person (${event.data.interaction_id})`);
    case 'human_answers_recorded':
      return line(
        '!',
        'magenta',
        subject(event),
        `answered${event.data.by === undefined ? '' : ` by ${event.data.by}`}`,
      );
    case 'question_auto_answered':
      return line('!', 'magenta', subject(event), `${event.data.model} answered a question`);
    case 'artifact_written':
      return line('+', 'dim', subject(event), `published ${event.data.publish} (version ${event.data.version})`);
    case 'schema_repair':
      return line(
        '↻',
        'yellow',
        subject(event),
        `the answer did not fit its schema, asked again (round ${event.data.round})`,
      );
    case 'llm_retry':
    case 'delegate_retry':
      return line(
        '↻',
        'yellow',
        subject(event),
        `${oneLine(event.data.error, 100)}; again in ${seconds(event.data.delay_ms / 1000)}`,
      );
    case 'budget_warning':
    case 'budget_exceeded': {
      const { dimension, used, limit } = event.data;
      const what = event.type === 'budget_warning' ? 'nearly used up' : 'used up';
      return line(
        '!',
        event.type === 'budget_warning' ? 'yellow' : 'red',
        'budget',
        `${dimension} ${what}: ${used} of ${limit}`,
      );
    }
    case 'cost_unknown':
      return line(
        '!',
        'yellow',
        subject(event),
        `the price of ${event.data.model} is not known; the cost is a lower bound`,
      );
    case 'workflow_changed': {
      const { changed, added, removed } = event.data;
      const parts = [
        ...changed.map((id) => `~${id}`),
        ...added.map((id) => `+${id}`),
        ...removed.map((id) => `-${id}`),
      ];
      return line('!', 'yellow', 'workflow', `changed since: ${parts.join(' ')}`);
    }
    case 'workspace_wait':
      return line(
        '…',
        'dim',
        subject(event),
        `waited ${seconds(event.data.waited_s)} for the workspace (${event.data.holder})`,
      );
    case 'warning':
      return line('!', 'yellow', event.node_id ?? 'run', oneLine(event.data.message, 200));
    case 'log_repaired':
      return line('!', 'yellow', 'log', `repaired: ${plural(event.data.cut_bytes, 'byte')} cut off its end`);
    case 'run_resumed':
      // After an answer it goes without saying.
      if (event.data.reason === 'answers') return undefined;
      return line('▶', 'blue', 'run', `resumed (${event.data.reason}), ${plural(event.data.kept, 'result')} kept`);
    case 'run_stopping':
      return line('■', 'yellow', 'run', `stopping: ${event.data.action} (${oneLine(event.data.reason, 80)})`);
    case 'worktree_created':
    case 'worktree_kept':
      return line('+', 'dim', 'worktree', `${event.type.slice('worktree_'.length)} ${event.data.path}`);
    default:
      return undefined;
  }
}

function line(mark: string, colour: Tone, what: string, detail: string): EventLine {
  return { mark, colour, subject: what, detail };
}

function subject(event: RunEvent): string {
  const { node_id: node = 'run', iteration = 0, attempt = 1 } = event;
  const again = iteration === 0 ? '' : ` #${iteration + 1}`;
  return attempt > 1 && event.type.startsWith('node_') ? `${node}${again} (attempt ${attempt})` : `${node}${again}`;
}

/** Only what takes time is announced; a simulated step is over at once. */
function nodeStarted(event: EventOf<'node_started'>, view: View): EventLine | undefined {
  const { effect, simulated, kind, reason } = event.data;
  if (effect === undefined || simulated === true || isWhollySimulated(view.run)) return undefined;
  return line('▸', 'blue', subject(event), `${kind} started${reason === undefined ? '' : ` (${reason})`}`);
}

function nodeFinished(event: EventOf<'node_finished'>, view: View): EventLine | undefined {
  const { data } = event;
  const id = `exec:${event.branch_id ?? 'main'}:${event.node_id ?? ''}:${event.iteration ?? 0}`;
  const execution = view.executions.findLast(({ execution_id }) => execution_id === id);
  if (execution === undefined || ['router', 'join', 'done', 'fail'].includes(execution.kind)) return undefined;
  const parts = [glance(data.output)];
  if (data.skipped === true) parts.push('skipped by a person');
  if (execution.active_s >= 0.1 && execution.kind !== 'human') parts.push(seconds(execution.active_s));
  if (execution.tokens > 0) parts.push(tokens(execution.tokens));
  if (data.simulated === true || execution.simulated) parts.push('simulated');
  const issues = data.output_issues?.length ?? 0;
  if (issues > 0) parts.push(`${plural(issues, 'field')} missing`);
  return line('✓', 'green', subject(event), parts.filter((part) => part !== '').join(' · '));
}

/** What an output says at a glance: its verdicts, numbers and short words. */
export function glance(output: Json): string {
  if (!isMap(output)) return oneLine(JSON.stringify(output), 60);
  const told: string[] = [];
  for (const [key, value] of Object.entries(output)) {
    if (key.startsWith('_')) continue;
    const short = typeof value === 'string' && value.length <= 24 && !/\n|^$|^simulated /.test(value);
    if (typeof value === 'boolean' || typeof value === 'number' || short)
      told.push(`${key}: ${oneLine(String(value), 24)}`);
    if (told.length === 3) break;
  }
  return told.join(', ');
}

function recovery(event: EventOf<'node_recovery'>): string {
  const { code, action, delay_ms, error } = event.data;
  const what = `${code}: ${oneLine(error.message, 100)}`;
  if (action === 'pause') return `${what}; waits for a person`;
  const when = delay_ms === undefined ? '' : ` in ${seconds(delay_ms / 1000)}`;
  return `${what}; ${action === 'compact' ? 'compacts the conversation and tries' : 'tries'} again${when}`;
}

/** Edges that decide something: a condition, a loop. */
function edgeSelected(event: EventOf<'edge_selected'>): EventLine | undefined {
  const { from, to, condition, negated, expression, loop, iteration, max } = event.data;
  const parts: string[] = [];
  if (condition !== undefined) parts.push(`${negated === true ? 'not ' : ''}${condition}`);
  if (expression !== undefined) parts.push(oneLine(expression, 60));
  if (loop !== undefined) parts.push(`loop ${loop} ${iteration ?? '?'}/${max ?? '?'}`);
  return parts.length === 0 ? undefined : line('→', 'dim', `${from} → ${to}`, parts.join(' · '));
}
