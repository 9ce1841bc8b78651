// What holds for every log (runtime.md §1.4 and §14), as one check that names the first thing wrong. The rules are written from the
// document, not from the core: they read the log alone.
import type { RunEvent } from '../events.ts';

const STOPS: ReadonlySet<string> = new Set([
  'run_finished',
  'run_failed',
  'run_cancelled',
  'run_paused',
  'run_interrupted',
]);
const AFTER_STOP: ReadonlySet<string> = new Set([
  'human_answers_recorded',
  'run_stopping',
  'run_cancelled',
  'run_interrupted',
  'log_repaired',
  'workflow_changed',
  'run_resumed',
  'branch_finished',
]);

/** The first violation, for people; null for a sound log. */
export function logProblem(log: readonly RunEvent[]): string | null {
  return (
    sequence(log) ?? stops(log) ?? attempts(log) ?? branches(log) ?? artifacts(log) ?? edges(log) ?? interactions(log)
  );
}

/** I-2, P-06: seq is contiguous from 0 and the log begins with run_started. */
function sequence(log: readonly RunEvent[]): string | null {
  for (const [index, event] of log.entries()) {
    if (event.seq !== index) return `event ${index} has seq ${event.seq}`;
    if ((event.type === 'run_started') !== (index === 0)) return `event ${index} is ${event.type}`;
  }
  return null;
}

/** I-2, I-11, P-06: one terminal event per stop, nothing forbidden after it. */
function stops(log: readonly RunEvent[]): string | null {
  let stopped: RunEvent | null = null;
  for (const event of log) {
    if (stopped !== null) {
      const final = stopped.type === 'run_finished' || (stopped.type === 'run_failed' && !stopped.data.resumable);
      if (final) return `${event.seq} ${event.type} follows ${stopped.type}`;
      if (!AFTER_STOP.has(event.type)) return `${event.seq} ${event.type} follows ${stopped.type}`;
    }
    if (STOPS.has(event.type)) stopped = event;
    if (event.type === 'run_resumed') stopped = null;
  }
  return null;
}

/** R-CORE-03, I-3, P-07: attempts are opened once and closed at most once; an activation finishes at most once. */
function attempts(log: readonly RunEvent[]): string | null {
  const open = new Map<string, number>();
  const seen = new Set<string>();
  const finished = new Set<string>();
  for (const event of log) {
    const activation = `${event.branch_id ?? 'main'}:${event.node_id}:${event.iteration ?? 0}`;
    const attempt = event.attempt ?? 1;
    switch (event.type) {
      case 'node_started': {
        if (open.has(activation))
          return `${event.seq} ${activation} opens attempt ${attempt} while ${open.get(activation)} is open`;
        if (seen.has(`${activation}@${attempt}`)) return `${event.seq} ${activation}@${attempt} opens twice`;
        if (attempt > 1 && !seen.has(`${activation}@${attempt - 1}`))
          return `${event.seq} ${activation} skips attempt ${attempt - 1}`;
        if (finished.has(activation)) return `${event.seq} ${activation} starts again after it finished`;
        seen.add(`${activation}@${attempt}`);
        open.set(activation, attempt);
        break;
      }
      case 'node_finished':
      case 'node_failed': {
        // A recovery pause that a person answers closes the activation without a further attempt (R-CORE-03).
        if (open.get(activation) !== attempt && !seen.has(`${activation}@${attempt}`))
          return `${event.seq} ${activation}@${attempt} was not open`;
        if (event.type === 'node_finished' && finished.has(activation))
          return `${event.seq} ${activation} finished twice`;
        if (event.type === 'node_finished') finished.add(activation);
        open.delete(activation);
        break;
      }
      case 'node_interrupted':
      case 'node_recovery':
        if (open.get(activation) !== attempt) return `${event.seq} ${activation}@${attempt} was not open`;
        open.delete(activation);
        break;
      case 'human_input_requested':
        if (event.data.kind === 'question') open.delete(activation);
        break;
      case 'run_finished':
        if (open.size > 0) return `${event.seq} the run finished while ${[...open.keys()].join(', ')} is open`;
        break;
      default:
    }
  }
  return null;
}

/** I-5, P-08, P-09: branches begin and end alternately; a fan-out settles once, after all its branches ended. */
function branches(log: readonly RunEvent[]): string | null {
  const live = new Set<string>();
  const ended = new Map<string, string>();
  const members = new Map<string, readonly string[]>();
  const settled = new Set<string>();
  for (const event of log) {
    const branch = event.branch_id ?? 'main';
    switch (event.type) {
      case 'fan_out_started':
        members.set(event.data.fan_out, event.data.branches);
        break;
      case 'branch_started':
        if (live.has(branch)) return `${event.seq} ${branch} starts twice`;
        if (ended.has(branch) !== (event.data.resumed === true))
          return `${event.seq} ${branch} resumed is ${event.data.resumed}`;
        live.add(branch);
        break;
      case 'branch_finished':
        if (!live.delete(branch)) return `${event.seq} ${branch} ends without having begun`;
        ended.set(branch, event.data.status);
        break;
      case 'join_ready': {
        const { fan_out } = event.data;
        if (settled.has(fan_out)) return `${event.seq} ${fan_out} settles twice`;
        settled.add(fan_out);
        const missing = (members.get(fan_out) ?? []).find((id) => live.has(id) || !ended.has(id));
        if (missing !== undefined) return `${event.seq} ${fan_out} settles before ${missing} ended`;
        break;
      }
      case 'node_started':
      case 'edge_selected':
        if (branch !== 'main' && !live.has(branch)) return `${event.seq} ${event.type} in ${branch}, which is not live`;
        break;
      case 'run_finished':
        if (live.size > 0) return `${event.seq} the run finished while ${[...live].join(', ')} is live`;
        break;
      default:
    }
  }
  return null;
}

/** P-12: versions per node are 0…n-1, each written right after its activation finished. */
function artifacts(log: readonly RunEvent[]): string | null {
  const next = new Map<string, number>();
  for (const event of log) {
    if (event.type !== 'artifact_written') continue;
    const node = event.node_id ?? '';
    const expected = next.get(node) ?? 0;
    if (event.data.version !== expected)
      return `${event.seq} ${node} writes version ${event.data.version}, not ${expected}`;
    next.set(node, expected + 1);
  }
  return null;
}

/** I-6, I-7, P-10: a node is entered over the edge just traversed; loop counters grow by one and never exceed their bound. */
function edges(log: readonly RunEvent[]): string | null {
  for (const event of log) {
    if (event.type !== 'edge_selected') continue;
    const { loop, iteration = 0, max = 0 } = event.data;
    if (loop !== undefined && (iteration < 1 || iteration > max))
      return `${event.seq} ${loop} is ${iteration} of ${max}`;
  }
  return null;
}

/** P-17: each interaction is answered at most once. */
function interactions(log: readonly RunEvent[]): string | null {
  const asked = new Set<string>();
  const answered = new Set<string>();
  for (const event of log) {
    if (event.type === 'human_input_requested') {
      if (asked.has(event.data.interaction_id)) return `${event.seq} ${event.data.interaction_id} is asked twice`;
      asked.add(event.data.interaction_id);
    }
    if (event.type !== 'human_answers_recorded') continue;
    const id = event.data.interaction_id;
    if (!asked.has(id)) return `${event.seq} ${id} is answered without having been asked`;
    if (answered.has(id)) return `${event.seq} ${id} is answered twice`;
    answered.add(id);
  }
  return null;
}
