// What the list of runs is asked for, as its address says it (E-RUN-60). Pure.
import { type QueryInput, RUN_STATUSES, type RunHeader, type RunStatus } from '@iterion/protocol';

export type ListQuery = NonNullable<QueryInput<'runs.list'>>;
type Sort = NonNullable<ListQuery['sort']>;

/** How far back; milliseconds. */
export const spans: { readonly [name: string]: { readonly label: string; readonly ms: number } } = {
  hour: { label: 'last hour', ms: 3_600_000 },
  day: { label: 'last 24 hours', ms: 86_400_000 },
  week: { label: 'last 7 days', ms: 7 * 86_400_000 },
  month: { label: 'last 30 days', ms: 30 * 86_400_000 },
};
const sorts: readonly Sort[] = ['created', '-created', 'cost', '-cost', 'active', '-active', 'name', '-name'];
/** A moving boundary would ask anew all the time. */
const spanStepMs = 60_000;

export const filterKeys = ['q', 'status', 'workflow', 'since', 'label', 'origin', 'simulated', 'sort'] as const;
export type FilterKey = (typeof filterKeys)[number];

export function statusesOf(search: URLSearchParams): readonly RunStatus[] {
  const words = (search.get('status') ?? '').split(',');
  return RUN_STATUSES.filter((status) => words.includes(status));
}

export function queryOf(search: URLSearchParams, now: number): ListQuery {
  const text = search.get('q')?.trim() ?? '';
  const statuses = statusesOf(search);
  const span = spans[search.get('since') ?? ''];
  const sort = sorts.find((known) => known === search.get('sort'));
  const origin = (['editor', 'cli', 'fork'] as const).find((known) => known === search.get('origin'));
  const simulated = search.get('simulated');
  const workflow = search.get('workflow');
  const label = search.get('label');
  return {
    ...(text === '' ? {} : { q: text.slice(0, 200) }),
    ...(statuses.length === 0 ? {} : { status: statuses.join(',') }),
    ...(workflow === null ? {} : { workflow }),
    ...(label === null ? {} : { label }),
    ...(origin === undefined ? {} : { origin }),
    ...(simulated === 'yes' || simulated === 'no'
      ? { simulated: simulated === 'yes' ? ('true' as const) : ('false' as const) }
      : {}),
    ...(span === undefined
      ? {}
      : { since: new Date(Math.floor((now - span.ms) / spanStepMs) * spanStepMs).toISOString() }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/** The order that a press on a column's head asks for: newest, most or first at first, then the other way round. */
export function nextSort(now: string | null, column: 'created' | 'cost' | 'active' | 'name'): Sort {
  const first: Sort = column === 'name' ? 'name' : `-${column}`;
  const second: Sort = column === 'name' ? '-name' : column;
  const current = now ?? '-created';
  return current === first ? second : first;
}

/** Active times of the runs of the same workflow that finished up to this one, oldest first, for a small line. */
export function durationsUpTo(headers: Iterable<RunHeader>, run: RunHeader, most = 12): readonly number[] {
  return [...headers]
    .filter(
      (header) =>
        header.workflow === run.workflow &&
        header.status === 'finished' &&
        header.simulated === run.simulated &&
        header.createdAt <= run.createdAt,
    )
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))
    .slice(-most)
    .map(({ activeMs }) => activeMs);
}
