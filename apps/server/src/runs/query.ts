// Filters, order and pages of the runs list (E-RUN-60, S-API-09), over headers in memory.
import { LIMITS, RUN_STATUSES, type Query, type RunHeader, type RunStatus } from '@iterion/protocol';
import { Failure } from '../failure.ts';
import { countByStatus } from './hub.ts';

type RunQuery = NonNullable<Query<'runs.list'>>;

export function queryRuns(
  headers: readonly RunHeader[],
  query: RunQuery,
): { items: RunHeader[]; counts: Record<string, number>; cursor?: string } {
  const statuses = query.status === undefined ? null : new Set(readStatuses(query.status));
  const matching = headers.filter((header) => matches(header, query));
  const chosen = matching.filter(({ status }) => statuses === null || statuses.has(status)).sort(order(query.sort));
  const from = query.cursor === undefined ? 0 : afterCursor(chosen, query.cursor);
  const size = query.limit ?? LIMITS.listDefault;
  const items = chosen.slice(from, from + size);
  const last = items.at(-1);
  const more = from + size < chosen.length;
  return {
    items,
    // Right under any status filter: what choosing another status would show.
    counts: countByStatus(matching),
    ...(more && last !== undefined ? { cursor: Buffer.from(`${from + size} ${last.id}`).toString('base64url') } : {}),
  };
}

function matches(header: RunHeader, query: RunQuery): boolean {
  const { q, workflow, path, label, origin, simulated, since, until } = query;
  if (q !== undefined) {
    const { id, name, labels, error } = header;
    const text = [
      id,
      name ?? '',
      header.workflow,
      header.path ?? '',
      ...labels,
      error?.code ?? '',
      error?.message ?? '',
    ];
    if (!text.some((part) => part.toLowerCase().includes(q.toLowerCase()))) return false;
  }
  if (workflow !== undefined && header.workflow !== workflow) return false;
  if (path !== undefined && header.path !== path) return false;
  if (label !== undefined && !header.labels.includes(label)) return false;
  if (origin !== undefined && header.origin !== origin) return false;
  if (simulated !== undefined && header.simulated !== simulated) return false;
  if (since !== undefined && header.createdAt < since) return false;
  return until === undefined || header.createdAt <= until;
}

function readStatuses(words: string): RunStatus[] {
  return words.split(',').map((word) => {
    const status = RUN_STATUSES.find((known) => known === word.trim());
    if (status === undefined) {
      throw new Failure('invalid_request', `${word.slice(0, 40)} is not a status of a run.`, {
        field: 'status',
        remedy: `Use some of ${RUN_STATUSES.join(', ')}.`,
      });
    }
    return status;
  });
}

function order(sort: RunQuery['sort']): (left: RunHeader, right: RunHeader) => number {
  const chosen = sort ?? '-created';
  const sign = chosen.startsWith('-') ? -1 : 1;
  const by = chosen.replace('-', '');
  return (left, right) => sign * compare(valueOf(left, by), valueOf(right, by)) || compare(right.id, left.id);
}

function valueOf(header: RunHeader, by: string): string | number {
  if (by === 'cost') return header.costUsd ?? 0;
  if (by === 'active') return header.activeMs;
  if (by === 'name') return (header.name ?? header.workflow).toLowerCase();
  return header.createdAt;
}

function compare(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The place after the run a page ended with; where it was, if it is gone. */
function afterCursor(headers: readonly RunHeader[], cursor: string): number {
  const match = /^(\d{1,9}) (\S{1,200})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null)
    throw new Failure('invalid_request', 'This cursor was not given by the server.', { field: 'cursor' });
  const at = headers.findIndex(({ id }) => id === match[2]);
  return at < 0 ? Number(match[1]) : at + 1;
}
