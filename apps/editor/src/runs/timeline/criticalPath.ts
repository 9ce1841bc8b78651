// The critical path of a run (E-RUN-18): the attempts that the end waited for, from the last one back to the first. Before each stands the one
// that ended last before it began, in its own branch, in those it came from, or in those that ended in it. Pure.
import type { Bar, Lanes } from './lanes.ts';

/** The keys of the bars on it. */
export function criticalPath({ lanes }: Lanes, parents: ReadonlyMap<string, string | null>): ReadonlySet<string> {
  const above = new Map([...parents.keys()].map((branch) => [branch, new Set(ancestorsOf(branch, parents))]));
  const related = (a: string, b: string): boolean =>
    a === b || above.get(a)?.has(b) === true || above.get(b)?.has(a) === true;
  const byEnd = lanes.flatMap(({ bars }) => bars).toSorted((a, b) => a.to - b.to || a.from - b.from);
  const path = new Set<string>();
  let next: Bar | undefined;
  for (const bar of byEnd.toReversed()) {
    if (next !== undefined && (bar.to > next.from || !related(bar.branch, next.branch))) continue;
    path.add(bar.key);
    next = bar;
  }
  return path;
}

/** The branches above one, nearest first. */
function ancestorsOf(branch: string, parents: ReadonlyMap<string, string | null>): readonly string[] {
  const found: string[] = [];
  for (let at = parents.get(branch) ?? null; at !== null && found.length < 100; at = parents.get(at) ?? null)
    found.push(at);
  return found;
}
