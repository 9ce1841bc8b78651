// A benchmark as Markdown (R-RECIPE-11).
import type { BenchRow, BenchSummary } from '@iterion/runtime';
import { markdownTable } from '@iterion/runtime';
import { cost, seconds } from '@iterion/runtime/text';

export function benchMarkdown(rows: readonly BenchRow[], summary: readonly BenchSummary[]): string {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const spread = ({ mean, stddev }: { mean: number; stddev: number }, shown: (value: number) => string): string =>
    `${shown(mean)} ± ${shown(stddev)}`;
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  const summaries = markdownTable(
    ['Recipe', 'Runs', 'Success', '95 % interval', 'Cost', 'Tokens', 'Active time'],
    summary.map(({ recipe, runs, success_rate, interval, ...means }) => [
      recipe,
      String(runs),
      percent(success_rate),
      interval.map(percent).join(' – '),
      `${means.cost_incomplete ? 'at least ' : ''}${spread(means.cost_usd, (value) => cost(value, false))}`,
      spread(means.tokens, whole),
      spread(means.active_s, seconds),
    ]),
  );
  const head = ['Recipe', 'Repetition', 'Run', 'Status', 'Success', 'Verdict', 'Cost', 'Tokens', 'Model calls'];
  const all = markdownTable(
    [...head, 'Retries', 'Activations', 'Loop passes', 'Active time', 'Error'],
    rows.map((row) => [
      row.recipe,
      String(row.repetition),
      row.run_id ?? '',
      row.status,
      row.success ? 'yes' : 'no',
      verdictText(row),
      cost(row.cost_usd, row.cost_incomplete),
      whole(row.tokens),
      String(row.model_calls),
      String(row.retries),
      String(row.activations),
      String(row.loop_traversals),
      seconds(row.active_s),
      row.error === undefined ? '' : `${row.error.code}: ${row.error.message}`,
    ]),
  );
  return `## Summary\n\n${summaries}\n\n## Runs\n\n${all}\n`;
}

/** One line of progress. */
export function rowLine(row: BenchRow): string {
  const why = row.error === undefined ? '' : `  ${row.error.code}`;
  return `${row.recipe} ${row.repetition}  ${row.status}  ${row.success ? 'success' : 'no success'}${why}`;
}

function verdictText({ verdict }: BenchRow): string {
  return verdict === null ? '' : `${verdict.metric} = ${JSON.stringify(verdict.value)}`;
}
