// The report as Markdown (R-RECIPE-20); every value of the run is escaped.
import { formatDuration, type View } from '@iterion/engine';
import { escaped, markdownTable } from './markdown.ts';
import { cost, seconds } from './numbers.ts';
import type { Report } from './report.ts';
import { openInteractions, simulatedNote } from './viewFacts.ts';

export function reportMarkdown(report: Report): string {
  const { view } = report;
  const { run } = view;
  const sections = [
    `# ${escaped(run.workflow_name)} · ${escaped(run.id)}`,
    ...(run.simulated === null || run.simulated.part === true
      ? []
      : [`**SIMULATED** with seed ${escaped(run.simulated.seed)}`]),
    `## Summary\n\n${summary(report)}`,
    ...budget(report),
    ...section(
      'Artifacts',
      ['Name', 'Node', 'Version', 'Branch', 'Value'],
      report.artifacts.map(({ publish, node_id, version, branch_id, summary: value }) => [
        publish,
        node_id,
        String(version),
        branch_id,
        value,
      ]),
    ),
    ...section(
      'Loops',
      ['Loop', 'Branch', 'Passes', 'Bound'],
      Object.entries(view.loops).flatMap(([name, branches]) =>
        Object.entries(branches).map(([branch, loop]) => [
          name,
          branch,
          String(loop.traversals),
          String(loop.max ?? ''),
        ]),
      ),
    ),
    timeline(report),
    ...section(
      'Open questions',
      ['Interaction', 'Node', 'Kind'],
      openInteractions(view).map(({ interaction_id, node_id, kind }) => [interaction_id, node_id, kind]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function summary({ view, durationS, retries, repairs, activations, loopEdges }: Report): string {
  const { run, totals } = view;
  const rows: (readonly [string, string])[] = [
    ['Workflow', run.workflow_name],
    ['Status', run.status],
    ['Created', run.created_at ?? ''],
    ['Finished', run.finished_at ?? ''],
    ['Active / total time', `${seconds(run.usage.active_s)} / ${seconds(durationS)}`],
    [
      'Tokens in / out / cached',
      [totals.input_tokens, totals.output_tokens, totals.cache_read_tokens + totals.cache_write_tokens]
        .map((n) => n.toLocaleString('en-US'))
        .join(' / '),
    ],
    ['Cost', cost(totals.cost_usd, totals.cost_incomplete)],
    ['Model calls', String(totals.model_calls)],
    ['Activations', String(activations)],
    ['Loop passes', String(loopEdges)],
    ['Repairs / retries', `${repairs} / ${retries}`],
    ['Recipe', run.recipe?.name ?? ''],
    ['Verdict', verdictText(view)],
    ['Simulated', simulatedNote(view)],
    ['Error', run.failure === null ? '' : `${run.failure.code}: ${run.failure.message}`],
    ['Hint', run.failure?.hint ?? ''],
  ];
  return markdownTable(
    ['', ''],
    rows.filter(([, value]) => value !== ''),
  );
}

function verdictText({ verdict }: View): string {
  if (verdict === undefined) return '';
  const others = Object.entries(verdict.secondary).map(([name, value]) => `, ${name} = ${JSON.stringify(value)}`);
  const word = verdict.success ? 'success' : 'no success';
  return `${word}: ${verdict.metric} = ${JSON.stringify(verdict.value)}${others.join('')}`;
}

function budget({ view }: Report): string[] {
  const rows = Object.entries(view.budget)
    .filter(([, { limit }]) => limit !== null)
    .map(([dimension, { used, limit }]) => [dimension, String(limit), String(Math.round(used * 1e6) / 1e6)]);
  return section('Budget', ['Dimension', 'Limit', 'Used'], rows);
}

function timeline({ view, steps }: Report): string {
  const depths = new Map<string, number>();
  for (const { branch_id, parent } of view.branches)
    depths.set(branch_id, parent === null ? 0 : (depths.get(parent) ?? 0) + 1);
  const lines = steps.map(({ time, branch_id, summary: text, detail, cost_usd }) => {
    const indent = '  '.repeat(depths.get(branch_id ?? 'main') ?? 0);
    const paid = cost_usd === undefined || cost_usd === 0 ? '' : ` (${cost(cost_usd, false)})`;
    const verdict = detail === undefined || text.includes(detail) ? '' : ` — ${escaped(detail)}`;
    return `${indent}- ${formatDuration(time * 1000)} ${escaped(text)}${verdict}${paid}`;
  });
  return `## Timeline\n\n${lines.join('\n')}`;
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [`## ${title}\n\n${markdownTable(head, rows)}`];
}
