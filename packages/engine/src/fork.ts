// Forks (R-RESUME-10): another run's events up to a point, under a new id. The source is not touched; `resume` with `fork` goes on.
import type { CompiledGraph } from '@iterion/dsl';
import { coerceObject } from './coerce.ts';
import type { RunError } from './effects.ts';
import type { EventOf, RunEvent } from './events.ts';
import { activationId } from './ids.ts';
import { isMap, type Json } from './json.ts';
import { MAIN } from './state.ts';

export type ForkPoint =
  | { readonly seq: number }
  | {
      readonly node: string;
      /** The first activation where absent. */
      readonly iteration?: number;
      readonly branch?: string;
      /** Take the activation over as well, with parts of its output replaced. */
      readonly after?: boolean;
      readonly set?: readonly { readonly path: readonly (string | number)[]; readonly value: Json }[];
    };
export type Fork =
  | { readonly ok: true; readonly events: readonly RunEvent[] }
  | { readonly ok: false; readonly error: RunError };

/** The log a fork begins with: the events before the point, with the new run id and `forked_from`. */
export function forkPrefix(graph: CompiledGraph, log: readonly RunEvent[], runId: string, point: ForkPoint): Fork {
  const [first] = log;
  if (first?.type !== 'run_started') return refused('the run has no log to fork');
  if ('seq' in point) {
    if (point.seq < 1 || point.seq > log.length) return refused(`the log has events 0 to ${log.length - 1}`);
    return { ok: true, events: taken(log, point.seq, runId, first) };
  }
  const { node, iteration = 0, branch = MAIN } = point;
  const activation = activationId(branch, node, iteration);
  const isIt = (event: RunEvent) =>
    event.node_id === node && (event.branch_id ?? MAIN) === branch && (event.iteration ?? 0) === iteration;
  if (point.after !== true) {
    const start = log.findIndex((event) => event.type === 'node_started' && isIt(event));
    return start === -1
      ? refused(`${activation} never started`)
      : { ok: true, events: taken(log, start, runId, first, activation) };
  }
  const end = log.findIndex((event) => event.type === 'node_finished' && isIt(event));
  const finished = log[end];
  if (finished?.type !== 'node_finished') return refused(`${activation} never finished`);
  const events = taken(log, end + 1, runId, first, activation);
  const { set = [] } = point;
  if (set.length === 0) return { ok: true, events };
  const edited = withOutput(graph, finished, set);
  if (!edited.ok) return edited;
  return { ok: true, events: [...events.slice(0, -1), { ...edited.event, run_id: runId }] };
}

function taken(
  log: readonly RunEvent[],
  count: number,
  runId: string,
  first: EventOf<'run_started'>,
  activation?: string,
): readonly RunEvent[] {
  const forked_from = { run_id: first.run_id, seq: count, ...(activation === undefined ? {} : { activation }) };
  return log
    .slice(0, count)
    .map((event): RunEvent =>
      event.type === 'run_started'
        ? { ...event, run_id: runId, data: { ...event.data, forked_from } }
        : { ...event, run_id: runId },
    );
}

type Edited =
  | { readonly ok: true; readonly event: EventOf<'node_finished'> }
  | { readonly ok: false; readonly error: RunError };

function withOutput(
  graph: CompiledGraph,
  event: EventOf<'node_finished'>,
  set: readonly { readonly path: readonly (string | number)[]; readonly value: Json }[],
): Edited {
  let output = event.data.output;
  for (const { path, value } of set) {
    const next = replaced(output, path, value);
    if (next === undefined) return refused(`output.${path.join('.')} does not exist`);
    output = next;
  }
  const name = graph.nodes.find((node) => node.id === event.node_id)?.output;
  const schema = graph.schemas.find((candidate) => candidate.name === name);
  if (schema === undefined) return { ok: true, event: { ...event, data: { ...event.data, output, edited: true } } };
  const { value, missing, wrong } = coerceObject(output, schema.fields, 'commandLine');
  const [fault] = [...missing, ...wrong];
  if (fault !== undefined) return refused(`output.${fault.path} must be ${fault.expected}, not ${fault.found}`);
  return { ok: true, event: { ...event, data: { ...event.data, output: value, edited: true } } };
}

/** A copy with one part replaced; undefined where the path leads through something that has no members. */
function replaced(value: Json, path: readonly (string | number)[], part: Json): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return part;
  if (Array.isArray(value) && typeof key === 'number' && key < value.length) {
    const inner = replaced(value[key] ?? null, rest, part);
    return inner === undefined ? undefined : value.with(key, inner);
  }
  if (!isMap(value)) return undefined;
  const name = String(key);
  const inner = replaced(Object.hasOwn(value, name) ? (value[name] ?? null) : null, rest, part);
  return inner === undefined ? undefined : { ...value, [name]: inner };
}

function refused(message: string): { readonly ok: false; readonly error: RunError } {
  return { ok: false, error: { code: 'USAGE', message } };
}
