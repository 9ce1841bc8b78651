// Where executions stand in the list of a view, by id. Two layers, so that a fold of a few events copies few entries: what an older list had,
// and what came since. Neither is changed once it is shared: views that go on differently from one prefix do not meet.
import type { ViewExecution } from './shape.ts';

type Indices = ReadonlyMap<string, number>;
interface Places {
  readonly old: Indices;
  readonly recent: Indices;
}
/** More recent entries than this become old ones. */
const mostRecent = 1024;
const known = new WeakMap<readonly ViewExecution[], Places>();

function placesOf(executions: readonly ViewExecution[]): Places {
  const before = known.get(executions);
  if (before !== undefined) return before;
  const old = new Map(executions.map(({ execution_id }, index) => [execution_id, index]));
  const made = { old, recent: new Map<string, number>() };
  known.set(executions, made);
  return made;
}

/** The index of an execution; undefined when it is not in the list. */
export function placeOf(executions: readonly ViewExecution[], id: string): number | undefined {
  const { old, recent } = placesOf(executions);
  return recent.get(id) ?? old.get(id);
}

/** The list that `executions` became, with the places it got in addition. */
export function goOn(executions: readonly ViewExecution[], next: readonly ViewExecution[], added: Indices): void {
  const { old, recent } = placesOf(executions);
  const both = added.size === 0 ? recent : new Map([...recent, ...added]);
  known.set(
    next,
    both.size > mostRecent ? { old: new Map([...old, ...both]), recent: new Map() } : { old, recent: both },
  );
}
