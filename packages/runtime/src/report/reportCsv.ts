// The executions of a run as CSV (E-RUN-32, RFC 4180): one row each, figures as plain numbers. What a spreadsheet would take for a formula is
// marked as text.
import type { Report } from './report.ts';

const HEAD = [
  'node',
  'kind',
  'branch',
  'iteration',
  'loops',
  'status',
  'attempts',
  'started_at',
  'finished_at',
  'active_s',
  'model',
  'backend',
  'tokens',
  'cost_usd',
  'cost_incomplete',
  'simulated',
  'error_code',
  'error',
];

export function reportCsv({ view }: Report): string {
  const rows = view.executions.map((execution) => [
    execution.ir_node_id,
    execution.kind,
    execution.branch_id,
    execution.loop_iteration,
    execution.loop_path.map(([name, , counter]) => `${name} ${counter + 1}`).join(' / '),
    execution.status,
    execution.attempts.length,
    execution.started_at,
    execution.finished_at ?? '',
    execution.active_s,
    execution.model ?? '',
    execution.backend ?? '',
    execution.tokens,
    execution.cost_usd,
    execution.cost_incomplete,
    execution.simulated,
    execution.code ?? '',
    execution.error ?? '',
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
